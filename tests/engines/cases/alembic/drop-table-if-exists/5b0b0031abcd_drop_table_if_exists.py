"""Drop table if exists"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0031abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.drop_table("tags", if_exists=True)


def downgrade():
    op.create_table("tags", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("label", sa.String(100)), if_not_exists=True)
    op.create_index("ix_tags_label", "tags", ["label"], unique=True, if_not_exists=True)
