"""Multi dialect text dict"""
import sqlalchemy as sa
from alembic import op

revision = "12054a0e6bb9"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


SQL = {
    "postgresql": "ALTER TABLE tags ADD COLUMN IF NOT EXISTS color varchar(7)",
    "mysql": "ALTER TABLE tags ADD COLUMN IF NOT EXISTS color varchar(7)",
    "mariadb": "ALTER TABLE tags ADD COLUMN IF NOT EXISTS color varchar(7)",
    "sqlite": "ALTER TABLE tags ADD COLUMN color varchar(7)",
}


def upgrade():
    op.execute(SQL[op.get_bind().dialect.name])


def downgrade():
    with op.batch_alter_table("tags") as batch_op:
        batch_op.drop_column("color")
