"""Enum create in own block"""
import sqlalchemy as sa
from alembic import op

revision = "16c766857f50"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


from sqlalchemy.dialects import postgresql

severity = postgresql.ENUM("low", "high", name="severity", create_type=False)


def upgrade():
    bind = op.get_bind()
    has = bind.execute(sa.text("SELECT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'severity')")).scalar()
    if not has:
        severity.create(bind)
    op.add_column("orders", sa.Column("severity", severity, nullable=True))
    op.execute("UPDATE orders SET severity = 'low' WHERE severity IS NULL")
    op.alter_column("orders", "severity", nullable=False)


def downgrade():
    op.drop_column("orders", "severity")
    severity.drop(op.get_bind(), checkfirst=True)
