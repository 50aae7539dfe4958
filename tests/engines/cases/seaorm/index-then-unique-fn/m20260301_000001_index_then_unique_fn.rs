use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        async fn add(manager: &SchemaManager<'_>, name: &str, unique: bool) -> Result<(), DbErr> {
            if manager.has_index("users", name).await? {
                return Ok(());
            }
            let mut index = Index::create();
            index.name(name).table(Users::Table).col(Users::Name).col(Users::TeamId);
            if unique {
                index.unique();
            }
            manager.create_index(index.to_owned()).await
        }
        add(manager, "idx_users_name_team", false).await?;
        add(manager, "uq_users_name_team", true).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("uq_users_name_team").table(Users::Table).to_owned()).await?;
        manager.drop_index(Index::drop().name("idx_users_name_team").table(Users::Table).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum Users {
    Table,
    Id,
    Name,
    TeamId,
}
