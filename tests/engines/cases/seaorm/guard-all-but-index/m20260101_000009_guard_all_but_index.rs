use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if !manager.has_table("projects").await? {
            manager
                .create_table(
                    Table::create()
                        .table(Projects::Table)
                        .col(pk_auto(Projects::Id))
                        .col(string_len(Projects::Slug, 60).not_null())
                        .to_owned(),
                )
                .await?;
        }
        manager
            .create_index(
                Index::create().name("idx_projects_slug").table(Projects::Table).col(Projects::Slug).unique().to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Projects::Table).if_exists().to_owned()).await
    }
}

#[derive(DeriveIden)]
enum Projects {
    Table,
    Id,
    Slug,
}
