"""Roles permissions seed"""
import sqlalchemy as sa
from alembic import op

revision = "a8bc33d1954c"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


ROLES = {"admin": ["read", "write"], "viewer": ["read"]}


def upgrade():
    roles = op.create_table(
        "roles",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(40), nullable=False, unique=True),
    )
    perms = op.create_table(
        "role_permissions",
        sa.Column("role_id", sa.Integer(), sa.ForeignKey("roles.id"), nullable=False),
        sa.Column("permission", sa.String(40), nullable=False),
    )
    conn = op.get_bind()
    for name, permissions in ROLES.items():
        conn.execute(roles.insert().values(name=name))
        role_id = conn.execute(sa.select(roles.c.id).where(roles.c.name == name)).scalar_one()
        op.bulk_insert(perms, [{"role_id": role_id, "permission": p} for p in permissions])


def downgrade():
    op.drop_table("role_permissions")
    op.drop_table("roles")
