"""Insert on conflict"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0099abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.get_bind().execute(sa.text("INSERT INTO tags (label) VALUES (:label) ON CONFLICT (label) DO NOTHING"), [{"label": "green"}, {"label": "black"}])


def downgrade():
    op.execute("DELETE FROM tags WHERE label IN ('green', 'black')")
