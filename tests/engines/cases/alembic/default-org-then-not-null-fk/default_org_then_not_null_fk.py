"""Default org then not null fk"""
import sqlalchemy as sa
from alembic import op

revision = "1a7b31681460"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "organizations",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("name", sa.String(50), nullable=False),
    )
    op.execute("INSERT INTO organizations (id, name) VALUES (1, 'default')")
    op.add_column("users", sa.Column("org_id", sa.Integer(), nullable=True))
    op.execute("UPDATE users SET org_id = 1")
    op.alter_column("users", "org_id", existing_type=sa.Integer(), nullable=False)
    op.create_foreign_key("fk_users_org", "users", "organizations", ["org_id"], ["id"])


def downgrade():
    op.drop_constraint("fk_users_org", "users", type_="foreignkey")
    op.drop_column("users", "org_id")
    op.drop_table("organizations")
