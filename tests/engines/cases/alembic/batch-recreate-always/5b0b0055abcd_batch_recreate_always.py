"""Batch recreate always"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0055abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("plans", recreate="always") as batch_op:
        batch_op.add_column(sa.Column("currency", sa.String(3)))


def downgrade():
    with op.batch_alter_table("plans") as batch_op:
        batch_op.drop_column("currency")
