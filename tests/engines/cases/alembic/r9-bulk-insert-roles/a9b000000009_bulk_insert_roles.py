"""Bulk insert roles"""
import sqlalchemy as sa
from alembic import op

revision = "a9b000000009"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    roles = op.create_table(
        "roles",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("name", sa.String(20), nullable=False, unique=True),
    )
    op.bulk_insert(roles, [{"id": 1, "name": "admin"}, {"id": 2, "name": "guest"}])


def downgrade():
    op.drop_table("roles")
