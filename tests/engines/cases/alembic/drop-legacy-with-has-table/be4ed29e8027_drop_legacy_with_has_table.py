"""Drop legacy with has table"""
import sqlalchemy as sa
from alembic import op

revision = "be4ed29e8027"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    insp = sa.inspect(op.get_bind())
    for table in ("legacy_a", "legacy_b", "tags"):
        if insp.has_table(table):
            op.drop_table(table)


def downgrade():
    op.create_table("tags", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("label", sa.String(100)))
    op.create_index("ix_tags_label", "tags", ["label"], unique=True)
