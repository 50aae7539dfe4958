"""Core loop json params"""
import json
import sqlalchemy as sa
from alembic import op

revision = "5c002ed08e4e"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    conn = op.get_bind()
    result = conn.execute(sa.text("SELECT id, body FROM posts WHERE body IS NOT NULL"))
    for row in result.fetchall():
        conn.execute(
            sa.text("UPDATE posts SET body = :body WHERE id = :id"),
            {"body": json.dumps({"text": row[1]}), "id": row[0]},
        )


def downgrade():
    pass
