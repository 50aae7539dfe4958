"""Guard columns dict loop"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0204abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    inspector = sa.inspect(op.get_bind())
    columns = [c['name'] for c in inspector.get_columns('posts')]
    new_columns = {
        'slug': sa.Column('slug', sa.String(200), nullable=True),
        'published_at': sa.Column('published_at', sa.DateTime(), nullable=True),
    }
    for column_name, column in new_columns.items():
        if column_name not in columns:
            op.add_column('posts', column)
    indexes = [i['name'] for i in inspector.get_indexes('posts')]
    if 'ix_posts_slug' not in indexes:
        op.create_index('ix_posts_slug', 'posts', ['slug'])


def downgrade():
    op.drop_index('ix_posts_slug', table_name='posts')
    op.drop_column('posts', 'published_at')
    op.drop_column('posts', 'slug')
