use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        db.execute_unprepared(
            r#"DO $$ BEGIN
                CREATE TYPE user_kind AS ENUM ('human', 'bot');
            EXCEPTION
                WHEN duplicate_object THEN null;
            END $$;"#,
        )
        .await?;
        db.execute_unprepared("ALTER TABLE users ADD COLUMN IF NOT EXISTS kind user_kind NOT NULL DEFAULT 'human'").await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        db.execute_unprepared("ALTER TABLE users DROP COLUMN IF EXISTS kind").await?;
        db.execute_unprepared("DROP TYPE IF EXISTS user_kind").await?;
        Ok(())
    }
}

#[derive(DeriveIden)]
enum Users {
    Table,
    Id,
    Name,
    TeamId,
}
