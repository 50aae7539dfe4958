use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, Statement};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        let backend = manager.get_database_backend();
        manager
            .create_table(
                Table::create()
                    .table(Archive::Table)
                    .if_not_exists()
                    .col(ColumnDef::new(Archive::Id).integer().not_null().auto_increment().primary_key())
                    .col(ColumnDef::new(Archive::Name).string_len(100).not_null())
                    .to_owned(),
            )
            .await?;
        let rows = db.query_all_raw(Statement::from_string(backend, "SELECT id, name FROM users WHERE team_id IS NULL")).await?;
        for row in rows {
            let id: i32 = row.try_get("", "id")?;
            let name: String = row.try_get("", "name")?;
            let insert = Query::insert()
                .into_table(Archive::Table)
                .columns([Archive::Name])
                .values_panic([name.into()])
                .to_owned();
            manager.execute(insert).await?;
            db.execute_unprepared(&format!("DELETE FROM users WHERE id = {id}")).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Archive::Table).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum Archive {
    Table,
    Id,
    Name,
}
