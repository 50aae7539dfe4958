use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(Memberships::Table)
                    .if_not_exists()
                    .col(ColumnDef::new(Memberships::Id).integer().not_null().auto_increment().primary_key())
                    .col(ColumnDef::new(Memberships::UserId).integer().not_null())
                    .col(ColumnDef::new(Memberships::TeamId).integer().not_null())
                    .to_owned(),
            )
            .await?;
        manager
            .get_connection()
            .execute_unprepared("INSERT INTO memberships (user_id, team_id) SELECT id, team_id FROM users WHERE team_id IS NOT NULL")
            .await?;
        manager
            .alter_table(Table::alter().table(Users::Table).drop_column(Users::TeamId).to_owned())
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(Table::alter().table(Users::Table).add_column(ColumnDef::new(Users::TeamId).integer()).to_owned())
            .await?;
        manager.drop_table(Table::drop().table(Memberships::Table).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum Users {
    Table,
    Id,
    Name,
    TeamId,
}

#[derive(DeriveIden)]
enum Memberships {
    Table,
    Id,
    UserId,
    TeamId,
}
