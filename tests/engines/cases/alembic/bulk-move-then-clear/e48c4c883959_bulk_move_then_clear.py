"""Bulk move then clear"""
import sqlalchemy as sa
from alembic import op

revision = "e48c4c883959"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "contact_points",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(120), nullable=False),
        if_not_exists=True,
    )
    bind = op.get_bind()
    users = sa.table("users", sa.column("id", sa.Integer), sa.column("email", sa.String))
    points = sa.table("contact_points", sa.column("user_id", sa.Integer), sa.column("value", sa.String))
    data = [
        {"user_id": u.id, "value": u.email}
        for u in bind.execute(sa.select(users).where(users.c.email.isnot(None)))
    ]
    if data:
        op.bulk_insert(points, data)
    bind.execute(users.update().where(users.c.email.isnot(None)).values(email=None))


def downgrade():
    op.drop_table("contact_points")
