"""Moved rows to child table"""
import sqlalchemy as sa
from alembic import op

revision = "06507660a6f9"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "emails",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(100), nullable=False),
    )
    op.execute("INSERT INTO emails (user_id, address) SELECT id, email FROM users WHERE email IS NOT NULL")
    op.drop_column("users", "email")


def downgrade():
    op.add_column("users", sa.Column("email", sa.String(100)))
    op.drop_table("emails")
