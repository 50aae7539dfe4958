"""Autocommit validate constraint"""
import sqlalchemy as sa
from alembic import op

revision = "2d0baa4def92"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("ALTER TABLE posts ADD CONSTRAINT fk_posts_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID")
    with op.get_context().autocommit_block():
        op.execute("ALTER TABLE posts VALIDATE CONSTRAINT fk_posts_user")


def downgrade():
    op.drop_constraint("fk_posts_user", "posts", type_="foreignkey")
