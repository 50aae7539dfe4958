"""Add column try except savepoint"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0027abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    bind = op.get_bind()
    try:
        with bind.begin_nested():
            op.add_column("users", sa.Column("age", sa.Integer()))
    except sa.exc.DBAPIError:
        pass
    op.create_table("notes", sa.Column("id", sa.Integer(), primary_key=True), if_not_exists=True)


def downgrade():
    op.drop_table("notes")
    op.drop_column("users", "age")
