use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        match manager.get_database_backend() {
            sea_orm::DatabaseBackend::Postgres => {
                manager.get_connection().execute_unprepared("CREATE TYPE mood AS ENUM ('sad', 'ok')").await?;
            }
            sea_orm::DatabaseBackend::Sqlite => {
                manager.get_connection().execute_unprepared("CREATE TABLE IF NOT EXISTS moods (name text)").await?;
            }
            _ => {
                manager.get_connection().execute_unprepared("CREATE TABLE moods (name text)").await?;
            }
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Ok(())
    }
}
