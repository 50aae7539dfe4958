"""Workspace per user inserted"""
import sqlalchemy as sa
from alembic import op

revision = "0e2fd9bd7121"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "workspaces",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(100)),
        if_not_exists=True,
    )
    conn = op.get_bind()
    users = conn.execute(sa.text("SELECT id, name FROM users")).mappings().all()
    for user in users:
        exists = conn.execute(
            sa.text("SELECT 1 FROM workspaces WHERE owner_id = :uid"), {"uid": user["id"]}
        ).first()
        if exists:
            continue
        conn.execute(
            sa.text("INSERT INTO workspaces (owner_id, name) VALUES (:uid, :name)"),
            {"uid": user["id"], "name": f"{user['name']}'s workspace"},
        )


def downgrade():
    op.drop_table("workspaces", if_exists=True)
