//! The migrator that `sea-orm-cli migrate init` gives to the project in `fixtures/seaorm-bakery-idempotent`: for tests/verify.rs.

#[path = "../../../../../fixtures/seaorm-bakery-idempotent/migration/src/lib.rs"]
mod migration;

use sea_orm_migration::cli;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    cli::run_cli(migration::Migrator).await;
}
