"""People and their moods."""
import sqlalchemy as sa
from alembic import op

revision = "5b0b00000002"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(100)),
        sa.Column("mood", sa.Enum("sad", "ok", name="mood")),
    )


def downgrade():
    op.drop_table("people")
    sa.Enum(name="mood").drop(op.get_bind())
