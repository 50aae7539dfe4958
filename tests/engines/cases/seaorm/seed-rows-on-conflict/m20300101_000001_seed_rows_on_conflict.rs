use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .execute(
                Query::insert()
                    .into_table(Teams::Table)
                    .columns([Teams::Id, Teams::Name])
                    .values_panic([100.into(), "red".into()])
                    .on_conflict(OnConflict::column(Teams::Id).do_nothing_on([Teams::Id]).to_owned())
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.execute(Query::delete().from_table(Teams::Table).and_where(Expr::col(Teams::Id).eq(100)).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum Teams {
    Table,
    Id,
    Name,
}
