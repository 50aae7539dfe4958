"""Seed with ids and table"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b020cabcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "statuses",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("name", sa.String(30), nullable=False, unique=True),
    )
    op.execute("INSERT INTO statuses (id, name) VALUES (1, 'new'), (2, 'done')")


def downgrade():
    op.drop_table("statuses")
