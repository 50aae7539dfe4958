"""Workspace per user not asked"""
import sqlalchemy as sa
from alembic import op

revision = "1859687056a9"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "workspaces",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        if_not_exists=True,
    )
    conn = op.get_bind()
    for (user_id,) in conn.execute(sa.text("SELECT id FROM users")).fetchall():
        conn.execute(sa.text("INSERT INTO workspaces (owner_id) VALUES (:uid)"), {"uid": user_id})


def downgrade():
    op.drop_table("workspaces")
