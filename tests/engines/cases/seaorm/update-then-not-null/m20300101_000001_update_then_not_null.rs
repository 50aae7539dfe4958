use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let update = Query::update()
            .table(Users::Table)
            .value(Users::Name, "unknown")
            .and_where(Expr::col(Users::Name).is_null())
            .to_owned();
        manager.exec_stmt(update).await?;
        manager
            .alter_table(Table::alter().table(Users::Table).modify_column(ColumnDef::new(Users::Name).string_len(200).not_null()).to_owned())
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(Table::alter().table(Users::Table).modify_column(ColumnDef::new(Users::Name).string().null()).to_owned())
            .await
    }
}

#[derive(DeriveIden)]
enum Users {
    Table,
    Name,
}
