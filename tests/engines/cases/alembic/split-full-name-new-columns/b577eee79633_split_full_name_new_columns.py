"""Split full name new columns"""
import sqlalchemy as sa
from alembic import op

revision = "b577eee79633"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("users", sa.Column("first_name", sa.String(50)))
    op.add_column("users", sa.Column("last_name", sa.String(50)))
    conn = op.get_bind()
    users = sa.table("users", sa.column("id"), sa.column("name"), sa.column("first_name"), sa.column("last_name"))
    for uid, name in conn.execute(sa.select(users.c.id, users.c.name)).fetchall():
        first, _, last = (name or "").partition(" ")
        conn.execute(users.update().where(users.c.id == uid).values(first_name=first, last_name=last))


def downgrade():
    with op.batch_alter_table("users") as batch_op:
        batch_op.drop_column("last_name")
        batch_op.drop_column("first_name")
