"""Seed missing only"""
import sqlalchemy as sa
from alembic import op

revision = "5c001d6754e9"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


ROLES = ["admin", "editor", "viewer"]


def upgrade():
    bind = op.get_bind()
    if not sa.inspect(bind).has_table("roles"):
        op.create_table(
            "roles",
            sa.Column("id", sa.Integer(), primary_key=True),
            sa.Column("name", sa.String(50), nullable=False, unique=True),
        )
    roles = sa.table("roles", sa.column("name", sa.String))
    existing = {row[0] for row in bind.execute(sa.select(roles.c.name))}
    missing = [{"name": name} for name in ROLES if name not in existing]
    if missing:
        op.bulk_insert(roles, missing)


def downgrade():
    op.drop_table("roles")
