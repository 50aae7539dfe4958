use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if !manager.has_table("posts").await? {
            manager
                .create_table(
                    Table::create()
                        .table(Posts::Table)
                        .col(ColumnDef::new(Posts::Id).integer().not_null().auto_increment().primary_key())
                        .col(ColumnDef::new(Posts::Title).string_len(100).not_null())
                        .to_owned(),
                )
                .await?;
            manager
                .create_index(Index::create().name("idx_posts_title").table(Posts::Table).col(Posts::Title).to_owned())
                .await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Posts::Table).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum Posts {
    Table,
    Id,
    Title,
    UserId,
}
