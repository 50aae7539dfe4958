"""While loop batches"""
import sqlalchemy as sa
from alembic import op

revision = "5c00f43ffe95"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    conn = op.get_bind()
    while True:
        result = conn.execute(
            sa.text(
                "UPDATE users SET logins = 0 WHERE id IN (SELECT id FROM users WHERE logins IS NULL LIMIT 500)"
            )
        )
        if result.rowcount == 0:
            break
    op.alter_column("users", "logins", existing_type=sa.Integer(), nullable=False, existing_server_default=sa.text("0"))


def downgrade():
    op.alter_column("users", "logins", existing_type=sa.Integer(), nullable=True, existing_server_default=sa.text("0"))
