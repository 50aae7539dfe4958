use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        db.execute_unprepared("CREATE OR REPLACE FUNCTION users_trim() RETURNS trigger AS $$ BEGIN NEW.name := trim(NEW.name); RETURN NEW; END; $$ LANGUAGE plpgsql").await?;
        db.execute_unprepared("DROP TRIGGER IF EXISTS users_trim ON users").await?;
        db.execute_unprepared("CREATE TRIGGER users_trim BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION users_trim()").await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        db.execute_unprepared("DROP TRIGGER IF EXISTS users_trim ON users").await?;
        db.execute_unprepared("DROP FUNCTION IF EXISTS users_trim()").await?;
        Ok(())
    }
}
