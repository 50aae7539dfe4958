use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(Badges::Table)
                    .if_not_exists()
                    .col(pk_auto(Badges::Id))
                    .col(string_len(Badges::Code, 20).not_null().unique_key())
                    .to_owned(),
            )
            .await?;
        let insert = Query::insert()
            .into_table(Badges::Table)
            .columns([Badges::Code])
            .values_panic(["gold".into()])
            .values_panic(["silver".into()])
            .to_owned();
        manager.execute(insert).await?;
        manager
            .create_table(
                Table::create()
                    .table(UserBadges::Table)
                    .if_not_exists()
                    .col(integer(UserBadges::UserId))
                    .col(integer(UserBadges::BadgeId))
                    .primary_key(Index::create().col(UserBadges::UserId).col(UserBadges::BadgeId))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_user_badges_badge")
                            .from(UserBadges::Table, UserBadges::BadgeId)
                            .to(Badges::Table, Badges::Id),
                    )
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(UserBadges::Table).to_owned()).await?;
        manager.drop_table(Table::drop().table(Badges::Table).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum Badges {
    Table,
    Id,
    Code,
}

#[derive(DeriveIden)]
enum UserBadges {
    Table,
    UserId,
    BadgeId,
}
