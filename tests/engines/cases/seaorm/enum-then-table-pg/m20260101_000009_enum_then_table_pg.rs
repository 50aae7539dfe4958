use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;
use sea_orm_migration::prelude::extension::postgres::Type;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_type(
                Type::create()
                    .as_enum(Level::Enum)
                    .values([Level::Low, Level::High])
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table(Alerts::Table)
                    .if_not_exists()
                    .col(pk_auto(Alerts::Id))
                    .col(ColumnDef::new(Alerts::Level).custom(Level::Enum).not_null())
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_type(Type::drop().name(Level::Enum).to_owned()).await?;
        manager.drop_table(Table::drop().table(Alerts::Table).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum Alerts {
    Table,
    Id,
    Level,
}

#[derive(DeriveIden)]
enum Level {
    Enum,
    Low,
    High,
}
