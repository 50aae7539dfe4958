use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if !manager.has_column("users", "email").await? {
            manager
                .alter_table(Table::alter().table(Users::Table).add_column(ColumnDef::new(Users::Email).string_len(200)).to_owned())
                .await?;
        }
        if !manager.has_index("users", "idx_users_email").await? {
            manager
                .create_index(Index::create().name("idx_users_email").table(Users::Table).col(Users::Email).unique().to_owned())
                .await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("idx_users_email").table(Users::Table).to_owned()).await?;
        manager.alter_table(Table::alter().table(Users::Table).drop_column(Users::Email).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum Users {
    Table,
    Id,
    Name,
    TeamId,
    Email,
}
