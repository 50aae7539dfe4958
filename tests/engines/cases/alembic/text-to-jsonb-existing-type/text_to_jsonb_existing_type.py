"""Text to jsonb existing type"""
import sqlalchemy as sa
from alembic import op

revision = "1d319de6c4ed"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


from sqlalchemy.dialects.postgresql import JSONB


def upgrade():
    op.add_column("posts", sa.Column("settings", sa.Text(), nullable=True))
    op.execute("UPDATE posts SET settings = '{}'")
    op.alter_column(
        "posts",
        "settings",
        existing_type=sa.Text(),
        type_=JSONB(astext_type=sa.Text()),
        nullable=True,
        postgresql_using="settings::jsonb",
    )


def downgrade():
    op.drop_column("posts", "settings")
