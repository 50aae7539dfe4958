use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if !manager.has_column("users", "state").await? {
            manager
                .alter_table(
                    Table::alter().table(Users::Table).add_column(ColumnDef::new(Users::State).string_len(20)).to_owned(),
                )
                .await?;
        }
        let update = Query::update()
            .table(Users::Table)
            .value(Users::State, "active")
            .and_where(Expr::col(Users::State).is_null())
            .to_owned();
        manager.execute(update).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(Table::alter().table(Users::Table).drop_column(Users::State).to_owned())
            .await
    }
}

#[derive(DeriveIden)]
enum Users {
    Table,
    Id,
    Name,
    TeamId,
    State,
}
