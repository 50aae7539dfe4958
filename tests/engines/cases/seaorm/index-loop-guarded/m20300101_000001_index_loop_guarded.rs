use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, column) in [("idx_users_name", Users::Name), ("idx_users_team", Users::TeamId)] {
            manager
                .create_index(Index::create().if_not_exists().name(name).table(Users::Table).col(column).to_owned())
                .await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in ["idx_users_name", "idx_users_team"] {
            manager.drop_index(Index::drop().name(name).table(Users::Table).to_owned()).await?;
        }
        Ok(())
    }
}

#[derive(DeriveIden)]
enum Users {
    Table,
    Name,
    TeamId,
}
