"""Merge two columns loop"""
import sqlalchemy as sa
from alembic import op

revision = "5c001c2f6a50"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    bind = op.get_bind()
    users = sa.Table(
        "users",
        sa.MetaData(),
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String),
        sa.Column("nickname", sa.String),
    )
    for row in bind.execute(users.select()).mappings():
        if row["nickname"]:
            bind.execute(
                users.update()
                .where(users.c.id == row["id"])
                .values(name=f"{row['name']} ({row['nickname']})")
            )
    with op.batch_alter_table("users") as batch_op:
        batch_op.drop_column("nickname")


def downgrade():
    op.add_column("users", sa.Column("nickname", sa.String(100)))
