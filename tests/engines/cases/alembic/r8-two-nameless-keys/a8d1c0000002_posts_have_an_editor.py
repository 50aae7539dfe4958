"""Posts have an editor and a reviewer"""
import sqlalchemy as sa
from alembic import op

revision = "a8d1c0000002"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("posts", sa.Column("editor_id", sa.Integer(), nullable=True))
    op.add_column("posts", sa.Column("reviewer_id", sa.Integer(), nullable=True))
    op.create_unique_constraint(None, "posts", ["editor_id", "title"])
    op.create_foreign_key(None, "posts", "users", ["editor_id"], ["id"])
    op.create_foreign_key(None, "posts", "users", ["reviewer_id"], ["id"], ondelete="SET NULL")


def downgrade():
    op.drop_constraint(None, "posts", type_="foreignkey")
    op.drop_constraint(None, "posts", type_="foreignkey")
    op.drop_constraint(None, "posts", type_="unique")
    op.drop_column("posts", "reviewer_id")
    op.drop_column("posts", "editor_id")
