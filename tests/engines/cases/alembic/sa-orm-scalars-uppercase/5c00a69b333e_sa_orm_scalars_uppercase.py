"""Sa orm scalars uppercase"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Base(DeclarativeBase):
    pass


class Tag(Base):
    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str] = mapped_column(sa.String(100))

revision = "5c00a69b333e"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with Session(bind=op.get_bind()) as session:
        for tag in session.scalars(sa.select(Tag)):
            tag.label = tag.label.upper()
        session.flush()


def downgrade() -> None:
    pass
