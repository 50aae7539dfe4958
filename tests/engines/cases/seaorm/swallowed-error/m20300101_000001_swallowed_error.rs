use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let _ = manager
            .alter_table(Table::alter().table(Users::Table).add_column(ColumnDef::new(Users::Age).integer()).to_owned())
            .await;
        manager.create_index(Index::create().if_not_exists().name("idx_users_age").table(Users::Table).col(Users::Age).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Ok(())
    }
}

#[derive(DeriveIden)]
enum Users {
    Table,
    Id,
    Name,
    TeamId,
    Age,
}
