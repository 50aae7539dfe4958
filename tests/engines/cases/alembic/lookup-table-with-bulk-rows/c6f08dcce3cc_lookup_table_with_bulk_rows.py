"""Lookup table with bulk rows"""
import sqlalchemy as sa
from alembic import op

revision = "c6f08dcce3cc"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    countries = op.create_table(
        "countries",
        sa.Column("code", sa.String(2), primary_key=True),
        sa.Column("title", sa.String(80), nullable=False),
    )
    op.bulk_insert(countries, [{"code": "de", "title": "Germany"}, {"code": "fr", "title": "France"}])
    op.add_column("users", sa.Column("country", sa.String(2), nullable=True))
    op.create_foreign_key("fk_users_country", "users", "countries", ["country"], ["code"]) if op.get_context().dialect.name != "sqlite" else None


def downgrade():
    if op.get_context().dialect.name != "sqlite":
        op.drop_constraint("fk_users_country", "users", type_="foreignkey")
    op.drop_column("users", "country")
    op.drop_table("countries")
