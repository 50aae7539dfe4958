use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.rename_table(Table::rename().table(Teams::Table, Groups::Table).to_owned()).await?;
        manager
            .alter_table(Table::alter().table(Groups::Table).add_column(ColumnDef::new(Groups::Motto).string().null()).to_owned())
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table(Groups::Table).drop_column(Groups::Motto).to_owned()).await?;
        manager.rename_table(Table::rename().table(Groups::Table, Teams::Table).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum Teams {
    Table,
}

#[derive(DeriveIden)]
enum Groups {
    Table,
    Motto,
}
