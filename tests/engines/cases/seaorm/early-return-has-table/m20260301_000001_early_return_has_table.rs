use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.has_table("badges").await? {
            return Ok(());
        }
        manager
            .create_table(
                Table::create()
                    .table(Badges::Table)
                    .col(ColumnDef::new(Badges::Id).integer().not_null().auto_increment().primary_key())
                    .col(ColumnDef::new(Badges::Label).string_len(40).not_null())
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(Index::create().name("uq_badges_label").table(Badges::Table).col(Badges::Label).unique().to_owned())
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Badges::Table).if_exists().to_owned()).await
    }
}

#[derive(DeriveIden)]
enum Users {
    Table,
    Id,
    Name,
    TeamId,
}

#[derive(DeriveIden)]
enum Badges {
    Table,
    Id,
    Label,
}
