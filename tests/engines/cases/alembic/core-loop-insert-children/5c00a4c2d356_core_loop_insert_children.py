"""Core loop insert children"""
import sqlalchemy as sa
from alembic import op

revision = "5c00a4c2d356"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    addresses = op.create_table(
        "addresses",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
    )
    conn = op.get_bind()
    users = sa.table("users", sa.column("id"), sa.column("email"))
    for user in conn.execute(sa.select(users.c.id, users.c.email)):
        conn.execute(addresses.insert().values(user_id=user.id, email=user.email))
    op.drop_column("users", "email")


def downgrade():
    op.add_column("users", sa.Column("email", sa.String(100), nullable=True))
    op.drop_table("addresses")
