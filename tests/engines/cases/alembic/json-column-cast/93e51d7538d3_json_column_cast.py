"""Json column cast"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "93e51d7538d3"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.alter_column("posts", "body", type_=postgresql.JSONB(), existing_type=sa.Text(), postgresql_using="to_jsonb(body)")


def downgrade():
    op.alter_column("posts", "body", type_=sa.Text(), existing_type=postgresql.JSONB(), postgresql_using="body::text")
