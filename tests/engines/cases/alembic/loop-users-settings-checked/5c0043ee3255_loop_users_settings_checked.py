"""Loop users settings checked"""
import sqlalchemy as sa
from alembic import op

revision = "5c0043ee3255"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    bind = op.get_bind()
    insp = sa.inspect(bind)
    if not insp.has_table("user_flags"):
        op.create_table(
            "user_flags",
            sa.Column("id", sa.Integer(), primary_key=True),
            sa.Column("user_id", sa.Integer(), nullable=False, unique=True),
        )
    flags = sa.table("user_flags", sa.column("user_id", sa.Integer))
    done = {r.user_id for r in bind.execute(sa.select(flags.c.user_id))}
    for row in bind.execute(sa.text("SELECT id FROM users")):
        if row.id in done:
            continue
        bind.execute(flags.insert().values(user_id=row.id))


def downgrade():
    op.drop_table("user_flags")
