use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let insert = Query::insert()
            .into_table(Teams::Table)
            .columns([Teams::Id, Teams::Name])
            .values_panic([100.into(), "red".into()])
            .values_panic([101.into(), "blue".into()])
            .to_owned();
        manager.execute(insert).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.execute(Query::delete().from_table(Teams::Table).and_where(Expr::col(Teams::Id).gte(100)).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum Teams {
    Table,
    Id,
    Name,
}
