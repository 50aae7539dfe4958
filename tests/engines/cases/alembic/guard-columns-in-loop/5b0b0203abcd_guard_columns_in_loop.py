"""Guard columns in loop"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0203abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None

NEW_COLUMNS = [
    ("timezone", sa.String(64), None),
    ("locale", sa.String(8), "en"),
    ("is_active", sa.Integer(), "1"),
]


def upgrade():
    bind = op.get_bind()
    insp = sa.inspect(bind)
    existing = {c["name"] for c in insp.get_columns("users")}
    for name, type_, default in NEW_COLUMNS:
        if name in existing:
            continue
        op.add_column("users", sa.Column(name, type_, server_default=default))


def downgrade():
    for name, _type, _default in reversed(NEW_COLUMNS):
        op.drop_column("users", name)
