"""Loop defaults dict"""
import sqlalchemy as sa
from alembic import op

revision = "5c006192f48d"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


DEFAULTS = {"theme": "light", "density": "cosy", "sidebar": "open"}


def upgrade():
    prefs = op.create_table(
        "preferences",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(50), nullable=False),
        sa.Column("value", sa.String(50), nullable=False),
    )
    conn = op.get_bind()
    for name, value in DEFAULTS.items():
        conn.execute(prefs.insert().values(name=name, value=value))


def downgrade():
    op.drop_table("preferences")
