use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        for name in ["red", "green"] {
            db.execute_unprepared(&format!(
                "INSERT INTO teams (name) SELECT '{name}' FROM (SELECT 1 AS one) AS d WHERE NOT EXISTS (SELECT 1 FROM teams WHERE name = '{name}')"
            ))
            .await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("DELETE FROM teams WHERE name IN ('red', 'green')").await?;
        Ok(())
    }
}
