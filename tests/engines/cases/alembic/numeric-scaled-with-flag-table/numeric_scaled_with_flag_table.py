"""Numeric scaled with flag table"""
import sqlalchemy as sa
from alembic import op

revision = "051005e1e755"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    conn = op.get_bind()
    op.create_table("data_migrations", sa.Column("name", sa.String(50), primary_key=True), if_not_exists=True)
    done = conn.execute(sa.text("SELECT count(*) FROM data_migrations WHERE name = 'cents'")).scalar()
    if not done:
        conn.execute(sa.text("UPDATE plans SET price = price * 100"))
        conn.execute(sa.text("INSERT INTO data_migrations (name) VALUES ('cents')"))


def downgrade():
    op.drop_table("data_migrations")
