"""Favourite unique over three"""
import sqlalchemy as sa
from alembic import op

revision = "054c6ed6e42f"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "favorites",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("object_type", sa.String(20)),
        sa.Column("object_id", sa.Integer()),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id")),
    )
    with op.batch_alter_table("favorites") as batch_op:
        batch_op.create_unique_constraint("unique_favorite", ["object_type", "object_id", "user_id"])


def downgrade():
    op.drop_constraint("unique_favorite", "favorites", type_="unique")
    op.drop_table("favorites")
