"""Copy rows then drop"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b020fabcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "profiles",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("nickname", sa.String(100)),
    )
    op.execute("INSERT INTO profiles (user_id, nickname) SELECT id, nickname FROM users WHERE nickname IS NOT NULL")
    with op.batch_alter_table("users") as batch_op:
        batch_op.drop_column("nickname")


def downgrade():
    with op.batch_alter_table("users") as batch_op:
        batch_op.add_column(sa.Column("nickname", sa.String(100)))
    op.drop_table("profiles")
