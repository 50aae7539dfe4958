"""Columns loop if missing"""
import sqlalchemy as sa
from alembic import op

revision = "5c003626ac7c"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


NEW_COLUMNS = [
    ("company", sa.String(80), None),
    ("vat_id", sa.String(20), None),
    ("country", sa.String(2), "DE"),
]


def upgrade():
    existing = {c["name"] for c in sa.inspect(op.get_bind()).get_columns("orders")}
    with op.batch_alter_table("orders") as batch_op:
        for name, type_, default in NEW_COLUMNS:
            if name not in existing:
                batch_op.add_column(sa.Column(name, type_, server_default=default))


def downgrade():
    with op.batch_alter_table("orders") as batch_op:
        for name, _, _ in reversed(NEW_COLUMNS):
            batch_op.drop_column(name)
