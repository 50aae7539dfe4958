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
                    .table(Audits::Table)
                    .if_not_exists()
                    .col(ColumnDef::new(Audits::Id).integer().not_null().auto_increment().primary_key())
                    .col(ColumnDef::new(Audits::UserId).integer().not_null())
                    .to_owned(),
            )
            .await?;
        manager
            .get_connection()
            .execute_unprepared("CREATE INDEX idx_audits_user ON audits (user_id)")
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Audits::Table).if_exists().to_owned()).await
    }
}

#[derive(DeriveIden)]
enum Audits {
    Table,
    Id,
    UserId,
}
