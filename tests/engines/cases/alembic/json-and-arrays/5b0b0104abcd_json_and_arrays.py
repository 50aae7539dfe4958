"""Json and arrays"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "5b0b0104abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("docs", sa.Column("id", postgresql.UUID(as_uuid=True), primary_key=True, server_default=sa.text("gen_random_uuid()")), sa.Column("body", postgresql.JSONB(), nullable=False), sa.Column("tags", postgresql.ARRAY(sa.Text())))
    op.create_index("ix_docs_body", "docs", ["body"], postgresql_using="gin")


def downgrade():
    op.drop_table("docs")
