"""Json settings add key"""
import sqlalchemy as sa
from alembic import op

revision = "5c00bda180a6"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("users", sa.Column("settings", sa.JSON()))
    conn = op.get_bind()
    users = sa.table("users", sa.column("id", sa.Integer), sa.column("settings", sa.JSON))
    for row in conn.execute(sa.select(users)).mappings().all():
        settings = dict(row["settings"] or {})
        settings["beta"] = False
        conn.execute(sa.update(users).where(users.c.id == row["id"]).values(settings=settings))


def downgrade():
    op.drop_column("users", "settings")
