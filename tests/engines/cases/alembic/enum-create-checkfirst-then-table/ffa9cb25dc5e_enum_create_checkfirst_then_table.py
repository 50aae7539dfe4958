"""Enum create checkfirst then table"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "ffa9cb25dc5e"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


kind = postgresql.ENUM("a", "b", name="doc_kind", create_type=False)


def upgrade():
    kind.create(op.get_bind(), checkfirst=True)
    op.create_table("docs", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("kind", kind, nullable=False))


def downgrade():
    op.drop_table("docs")
    kind.drop(op.get_bind(), checkfirst=True)
