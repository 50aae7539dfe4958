"""Backfill rows by id"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b020dabcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("users", sa.Column("display_name", sa.String(200)))
    conn = op.get_bind()
    users = sa.table("users", sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("display_name", sa.String))
    rows = conn.execute(sa.select(users.c.id, users.c.name)).fetchall()
    for row in rows:
        conn.execute(users.update().where(users.c.id == row.id).values(display_name=(row.name or "").upper()))


def downgrade():
    op.drop_column("users", "display_name")
