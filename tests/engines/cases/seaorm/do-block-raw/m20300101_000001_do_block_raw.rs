use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = r#"
            DO $$ BEGIN
                CREATE TYPE plan_kind AS ENUM ('free', 'paid');
            EXCEPTION WHEN duplicate_object THEN NULL;
            END $$;
        "#;
        manager.get_connection().execute_unprepared(sql).await?;
        manager.get_connection().execute_unprepared("ALTER TABLE teams ADD COLUMN plan plan_kind NOT NULL DEFAULT 'free'").await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("ALTER TABLE teams DROP COLUMN plan; DROP TYPE plan_kind;").await?;
        Ok(())
    }
}
