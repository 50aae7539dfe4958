use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.has_column("users", "name").await? {
            manager
                .alter_table(Table::alter().table(Users::Table).rename_column(Users::Name, Users::FullName).to_owned())
                .await?;
        }
        manager
            .alter_table(Table::alter().table(Users::Table).add_column(ColumnDef::new(Users::Bio).text()).to_owned())
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(Table::alter().table(Users::Table).drop_column(Users::Bio).to_owned())
            .await?;
        manager
            .alter_table(Table::alter().table(Users::Table).rename_column(Users::FullName, Users::Name).to_owned())
            .await
    }
}

#[derive(DeriveIden)]
enum Users {
    Table,
    Id,
    Name,
    TeamId,
    FullName,
    Bio,
}
