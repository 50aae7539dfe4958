use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(Table::create().table(Rooms::Table).if_not_exists().col(pk_auto(Rooms::Id)).to_owned())
            .await?;
        manager
            .create_table(
                Table::create()
                    .table(Seats::Table)
                    .if_not_exists()
                    .col(pk_auto(Seats::Id))
                    .col(integer(Seats::RoomId))
                    .foreign_key(
                        ForeignKey::create().name("fk_seats_room").from(Seats::Table, Seats::RoomId).to(Rooms::Table, Rooms::Id),
                    )
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Rooms::Table).if_exists().to_owned()).await?;
        manager.drop_table(Table::drop().table(Seats::Table).if_exists().to_owned()).await
    }
}

#[derive(DeriveIden)]
enum Rooms {
    Table,
    Id,
}

#[derive(DeriveIden)]
enum Seats {
    Table,
    Id,
    RoomId,
}
