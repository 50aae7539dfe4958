"""Pg alter type using digits"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0232abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.alter_column(
        "posts", "views",
        existing_type=sa.Integer(),
        type_=sa.BigInteger(),
        existing_nullable=True,
        postgresql_using="views::bigint",
    )
    op.alter_column("posts", "title", existing_type=sa.String(100), type_=sa.Text(), nullable=False)


def downgrade():
    op.alter_column("posts", "title", existing_type=sa.Text(), type_=sa.String(100), nullable=True)
    op.alter_column("posts", "views", existing_type=sa.BigInteger(), type_=sa.Integer())
