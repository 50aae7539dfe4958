use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["bio", "site"] {
            if !manager.has_column("users", column).await? {
                manager
                    .alter_table(
                        Table::alter()
                            .table(Users::Table)
                            .add_column(ColumnDef::new(Alias::new(column)).string_len(200))
                            .to_owned(),
                    )
                    .await?;
            }
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["site", "bio"] {
            manager
                .alter_table(Table::alter().table(Users::Table).drop_column(Alias::new(column)).to_owned())
                .await?;
        }
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
