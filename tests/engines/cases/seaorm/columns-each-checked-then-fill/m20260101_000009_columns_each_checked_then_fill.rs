use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["locale", "zone"] {
            if !manager.has_column("users", column).await? {
                manager
                    .alter_table(
                        Table::alter()
                            .table(Alias::new("users"))
                            .add_column(ColumnDef::new(Alias::new(column)).string_len(20).null())
                            .to_owned(),
                    )
                    .await?;
            }
        }
        manager.get_connection().execute_unprepared("UPDATE users SET locale = 'en' WHERE locale IS NULL").await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(Table::alter().table(Alias::new("users")).drop_column(Alias::new("zone")).to_owned())
            .await?;
        manager
            .alter_table(Table::alter().table(Alias::new("users")).drop_column(Alias::new("locale")).to_owned())
            .await
    }
}
