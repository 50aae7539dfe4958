use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_query::extension::postgres::Type;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_type(Type::create().as_enum(Alias::new("mood")).values([Alias::new("sad"), Alias::new("ok")]).to_owned())
            .await?;
        manager.alter_type(Type::alter().name(Alias::new("mood")).add_value(Alias::new("glad"))).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_type(Type::drop().if_exists().name(Alias::new("mood")).to_owned()).await
    }
}
