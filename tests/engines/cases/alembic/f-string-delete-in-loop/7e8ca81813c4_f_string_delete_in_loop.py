"""F string delete in loop"""
import sqlalchemy as sa
from alembic import op

revision = "7e8ca81813c4"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    conn = op.get_bind()
    if not sa.inspect(conn).has_table("trash"):
        op.create_table("trash", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("title", sa.String(100)))
    res = conn.execute(sa.text("SELECT id, title FROM posts WHERE state = 1"))
    for r in res.fetchall():
        conn.execute(sa.text("INSERT INTO trash (title) VALUES (:t)").bindparams(t=r.title))
        conn.execute(sa.text(f"DELETE FROM posts WHERE id = {r.id}"))


def downgrade():
    op.drop_table("trash")
