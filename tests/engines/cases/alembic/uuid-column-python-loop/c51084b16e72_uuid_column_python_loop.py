"""Uuid column python loop"""
import uuid

import sqlalchemy as sa
from alembic import op

revision = "c51084b16e72"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("users") as batch_op:
        batch_op.add_column(sa.Column("uuid", sa.String(36), nullable=True))
    bind = op.get_bind()
    for (user_id,) in bind.execute(sa.text("SELECT id FROM users")).fetchall():
        bind.execute(sa.text("UPDATE users SET uuid = :u WHERE id = :i"), {"u": str(uuid.uuid5(uuid.NAMESPACE_URL, f"user-{user_id}")), "i": user_id})
    with op.batch_alter_table("users") as batch_op:
        batch_op.alter_column("uuid", existing_type=sa.String(36), nullable=False)
        batch_op.create_unique_constraint("uq_users_uuid", ["uuid"])


def downgrade():
    with op.batch_alter_table("users") as batch_op:
        batch_op.drop_constraint("uq_users_uuid", type_="unique")
        batch_op.drop_column("uuid")
