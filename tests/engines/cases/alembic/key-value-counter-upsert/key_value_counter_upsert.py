"""Key value counter upsert"""
import sqlalchemy as sa
from alembic import op

revision = "15c54daf9782"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("CREATE TABLE IF NOT EXISTS counters (name varchar(30) PRIMARY KEY, n integer NOT NULL)")
    op.execute(
        "INSERT INTO counters (name, n) SELECT 'posts', count(*) FROM posts WHERE true "
        "ON CONFLICT (name) DO UPDATE SET n = excluded.n"
    )


def downgrade():
    op.execute("DROP TABLE counters")
