"""The tables of a shop."""
import sqlalchemy as sa
from alembic import op

revision = "5b0b00000001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(100)),
        sa.Column("email", sa.String(100)),
        sa.Column("nickname", sa.String(100)),
        sa.Column("logins", sa.Integer(), server_default="0"),
        sa.Column("created_at", sa.DateTime()),
    )
    op.create_table(
        "posts",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("user_id", sa.Integer()),
        sa.Column("title", sa.String(100)),
        sa.Column("body", sa.Text()),
        sa.Column("state", sa.Integer(), server_default="0"),
        sa.Column("views", sa.Integer()),
    )
    op.create_index("ix_posts_title", "posts", ["title"])
    op.create_table(
        "plans",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(100)),
        sa.Column("price", sa.Integer()),
    )
    op.create_table(
        "tags",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("label", sa.String(100)),
    )
    op.create_index("ix_tags_label", "tags", ["label"], unique=True)
    op.create_table(
        "orders",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("user_id", sa.Integer()),
        sa.Column("total", sa.Integer()),
        sa.Column("status", sa.String(20)),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_orders_users"),
    )


def downgrade():
    op.drop_table("orders")
    op.drop_table("tags")
    op.drop_table("plans")
    op.drop_table("posts")
    op.drop_table("users")
