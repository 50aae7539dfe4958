use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        match manager.get_database_backend() {
            sea_orm::DatabaseBackend::Postgres => {
                db.execute_unprepared("ALTER TABLE users ADD COLUMN IF NOT EXISTS score integer").await?;
            }
            sea_orm::DatabaseBackend::MySql => {
                db.execute_unprepared("ALTER TABLE users ADD COLUMN score integer").await?;
            }
            _ => {
                db.execute_unprepared("ALTER TABLE users ADD COLUMN score integer").await?;
            }
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("ALTER TABLE users DROP COLUMN score").await?;
        Ok(())
    }
}
