use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_type(
                sea_query::extension::postgres::Type::create()
                    .as_enum(Role::Enum)
                    .values([Role::Admin, Role::Member])
                    .to_owned(),
            )
            .await?;
        manager
            .alter_table(Table::alter().table(Users::Table).add_column(ColumnDef::new(Users::Role).custom(Role::Enum)).to_owned())
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table(Users::Table).drop_column(Users::Role).to_owned()).await?;
        manager.drop_type(sea_query::extension::postgres::Type::drop().name(Role::Enum).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum Users {
    Table,
    Role,
}

#[derive(DeriveIden)]
enum Role {
    #[sea_orm(iden = "role")] Enum,
    Admin,
    Member,
}
