"""Loop copy then ddl then delete"""
import sqlalchemy as sa
from alembic import op

revision = "d05f8a122896"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "profiles",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("nick", sa.String(100)),
        if_not_exists=True,
    )
    conn = op.get_bind()
    for uid, nick in conn.execute(sa.text("SELECT id, nickname FROM users WHERE nickname IS NOT NULL")).fetchall():
        conn.execute(sa.text("INSERT INTO profiles (user_id, nick) VALUES (:u, :n)"), {"u": uid, "n": nick})
    op.create_index("ix_profiles_user_id", "profiles", ["user_id"], if_not_exists=True)
    op.execute("UPDATE users SET nickname = NULL WHERE nickname IS NOT NULL")


def downgrade():
    op.drop_table("profiles")
