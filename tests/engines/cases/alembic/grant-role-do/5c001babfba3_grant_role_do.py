"""Grant role do"""
import sqlalchemy as sa
from alembic import op

revision = "5c001babfba3"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute(
        """
        DO $$ BEGIN
            CREATE ROLE reporting NOLOGIN;
        EXCEPTION WHEN duplicate_object THEN NULL;
        END $$
        """
    )
    op.execute("GRANT SELECT ON users, posts TO reporting")


def downgrade():
    op.execute("REVOKE ALL ON users, posts FROM reporting")
