"""Loop users settings rows"""
import sqlalchemy as sa
from alembic import op

revision = "5c009e5290ba"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    bind = op.get_bind()
    insp = sa.inspect(bind)
    if not insp.has_table("user_settings"):
        op.create_table(
            "user_settings",
            sa.Column("id", sa.Integer(), primary_key=True),
            sa.Column("user_id", sa.Integer(), nullable=False),
            sa.Column("digest", sa.Boolean(), nullable=False, server_default=sa.true()),
        )
    rows = bind.execute(sa.text("SELECT id FROM users ORDER BY id")).fetchall()
    for (user_id,) in rows:
        bind.execute(sa.text("INSERT INTO user_settings (user_id) VALUES (:uid)"), {"uid": user_id})


def downgrade():
    op.drop_table("user_settings")
