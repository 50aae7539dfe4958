use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(Members::Table)
                    .if_not_exists()
                    .col(ColumnDef::new(Members::UserId).integer().not_null())
                    .col(ColumnDef::new(Members::TeamId).integer().not_null())
                    .primary_key(Index::create().col(Members::UserId).col(Members::TeamId))
                    .to_owned(),
            )
            .await?;
        manager
            .get_connection()
            .execute_unprepared(
                "INSERT INTO members (user_id, team_id) SELECT id, team_id FROM users u WHERE team_id IS NOT NULL \
                 AND NOT EXISTS (SELECT 1 FROM members m WHERE m.user_id = u.id)",
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Members::Table).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum Members {
    Table,
    UserId,
    TeamId,
}
