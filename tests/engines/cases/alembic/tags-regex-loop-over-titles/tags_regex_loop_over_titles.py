"""Tags regex loop over titles"""
import sqlalchemy as sa
from alembic import op

revision = "1ebeedfe8423"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


import re


def upgrade():
    op.add_column("posts", sa.Column("labels", sa.String(200), nullable=True))
    tags = re.compile(r"#(\w+)")
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT id, title FROM posts"))
    update_query = sa.text("UPDATE posts SET labels = :labels WHERE id = :id")
    for row in rows.fetchall():
        found = tags.findall(row[1] or "")
        connection.execute(update_query, {"labels": ",".join(found), "id": row[0]})


def downgrade():
    op.drop_column("posts", "labels")
