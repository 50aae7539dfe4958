"""Three tables"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0078abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("a1", sa.Column("id", sa.Integer(), primary_key=True))
    op.create_table("a2", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("a1_id", sa.Integer(), sa.ForeignKey("a1.id")))
    op.create_index("ix_a2_a1", "a2", ["a1_id"])
    op.create_table("a3", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP")))


def downgrade():
    op.drop_table("a3")
    op.drop_table("a2")
    op.drop_table("a1")
