use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.has_table("invoices").await? {
            return Ok(());
        }
        manager
            .create_table(
                Table::create()
                    .table(Invoices::Table)
                    .col(ColumnDef::new(Invoices::Id).integer().not_null().auto_increment().primary_key())
                    .col(ColumnDef::new(Invoices::Total).integer())
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(Index::create().name("idx_invoices_total").table(Invoices::Table).col(Invoices::Total).to_owned())
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Invoices::Table).if_exists().to_owned()).await
    }
}

#[derive(DeriveIden)]
enum Invoices {
    Table,
    Id,
    Total,
}
