"""Expression and partial"""
import sqlalchemy as sa
from alembic import op

revision = "452fa98604c5"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_index("ix_users_email_lower", "users", [sa.text("lower(email)")], unique=True)
    op.create_index(
        "ix_posts_live",
        "posts",
        ["user_id"],
        postgresql_where=sa.text("state = 1"),
    )


def downgrade():
    op.drop_index("ix_posts_live", table_name="posts")
    op.drop_index("ix_users_email_lower", table_name="users")
