use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(Logs::Table)
                    .if_not_exists()
                    .col(ColumnDef::new(Logs::Id).big_integer().not_null().auto_increment().primary_key())
                    .col(ColumnDef::new(Logs::UserId).integer())
                    .foreign_key(ForeignKey::create().name("fk_logs_user").from(Logs::Table, Logs::UserId).to(Users::Table, Users::Id))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(Index::create().if_not_exists().name("idx_logs_user").table(Logs::Table).col(Logs::UserId).to_owned())
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Logs::Table).if_exists().to_owned()).await
    }
}

#[derive(DeriveIden)]
enum Logs {
    Table,
    Id,
    UserId,
}

#[derive(DeriveIden)]
enum Users {
    Table,
    Id,
}
