use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.has_table("plans").await? {
            return Ok(());
        }
        manager
            .create_table(
                Table::create()
                    .table(Plans::Table)
                    .col(ColumnDef::new(Plans::Id).integer().not_null().auto_increment().primary_key())
                    .col(ColumnDef::new(Plans::Name).string_len(50).not_null().unique_key())
                    .to_owned(),
            )
            .await?;
        let insert = Query::insert()
            .into_table(Plans::Table)
            .columns([Plans::Name])
            .values_panic(["free".into()])
            .values_panic(["paid".into()])
            .to_owned();
        manager.execute(insert).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Plans::Table).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum Plans {
    Table,
    Id,
    Name,
}
