use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_query::OnConflict;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let missing = !manager.has_table("settings").await?;
        if missing {
            manager
                .create_table(
                    Table::create()
                        .table(Settings::Table)
                        .col(ColumnDef::new(Settings::Name).string_len(50).not_null().primary_key())
                        .col(ColumnDef::new(Settings::Value).text())
                        .to_owned(),
                )
                .await?;
        }
        let insert = Query::insert()
            .into_table(Settings::Table)
            .columns([Settings::Name, Settings::Value])
            .values_panic(["theme".into(), "dark".into()])
            .on_conflict(OnConflict::column(Settings::Name).do_nothing().to_owned())
            .to_owned();
        manager.exec_stmt(insert).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Settings::Table).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum Settings {
    Table,
    Name,
    Value,
}
