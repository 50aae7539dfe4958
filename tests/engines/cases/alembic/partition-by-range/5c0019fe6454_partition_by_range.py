"""Partition by range"""
import sqlalchemy as sa
from alembic import op

revision = "5c0019fe6454"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute(
        """
        CREATE TABLE events (
            id bigserial,
            at timestamptz NOT NULL,
            PRIMARY KEY (id, at)
        ) PARTITION BY RANGE (at)
        """
    )
    for year in (2025, 2026):
        op.execute(
            f"CREATE TABLE events_{year} PARTITION OF events "
            f"FOR VALUES FROM ('{year}-01-01') TO ('{year + 1}-01-01')"
        )


def downgrade():
    op.execute("DROP TABLE IF EXISTS events")
