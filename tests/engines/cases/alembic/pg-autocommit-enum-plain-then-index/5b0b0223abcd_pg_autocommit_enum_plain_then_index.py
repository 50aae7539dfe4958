"""Pg autocommit enum plain then index"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0223abcd"
down_revision = "5b0b00000002"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("people", sa.Column("note", sa.Text()))
    with op.get_context().autocommit_block():
        op.execute("ALTER TYPE mood ADD VALUE 'happy'")
        op.create_index("ix_people_name", "people", ["name"], postgresql_concurrently=True)


def downgrade():
    with op.get_context().autocommit_block():
        op.drop_index("ix_people_name", table_name="people", postgresql_concurrently=True)
    op.drop_column("people", "note")
