//! What a migration speaks of and does not hold: helpers of the crate, constants, SQL files.

use std::sync::Arc;

use super::{SQLITE, same};
use crate::engine::Companions;
use crate::frontend::seaorm::SeaOrm;
use crate::frontend::{Frontend, outline};
use crate::source::{FileId, Source};

const HELPERS: &str = "pub const AUDIT: &str = \"audit_log\";
fn id() -> ColumnDef { ColumnDef::new(Alias::new(\"id\")).integer().to_owned() }
pub async fn log_table(manager: &SchemaManager<'_>, name: &str) -> Result<(), DbErr> {
    if manager.has_table(name).await? { return Ok(()); }
    manager.create_table(Table::create().table(Alias::new(name)).col(id()).to_owned()).await?;
    manager.get_connection().execute_unprepared(\"CREATE INDEX a ON audit_log (id); CREATE INDEX b ON audit_log (id)\").await?;
    crate::more::last(manager).await
}";

fn read(body: &str) -> (Source, Vec<crate::migration::Node>) {
    let texts = [
        ("app/src/helpers/mod.rs", HELPERS),
        ("app/src/more.rs", "pub async fn last(m: &SchemaManager<'_>) -> Result<(), DbErr> { unheard_of(m).await }"),
        ("app/src/m1.rs", "#[derive(DeriveIden)] #[sea_orm(iden = \"people\")] pub enum Users { Table, Id }"),
        ("app/sql/up.sql", "CREATE TABLE a (id int);\nCREATE TABLE b (id int);\n"),
        ("app/src/broken.rs", "fn {"),
    ];
    let text = format!(
        "use super::{{helpers, m1::Users}};\nuse crate::broken::x;\nimpl MigrationTrait for M {{ async fn up(&self, manager: &SchemaManager) -> \
         Result<(), DbErr> {{ {body} }} }}"
    );
    let source = Source::new("app/src/m2.rs", text);
    let mut context = SQLITE.context();
    let companions: Companions = texts.iter().map(|&(path, text)| (path.into(), text.to_owned())).collect();
    context.companions = Arc::new(companions);
    let reading = SeaOrm.read(FileId(0), &source, &context);
    assert_eq!(reading.problems, []);
    (source, reading.migrations.into_iter().next().unwrap().up)
}

#[test]
fn helpers_of_other_files_are_run_where_they_are_called() {
    for (body, expected) in [
        (
            "helpers::log_table(manager, helpers::AUDIT).await",
            "if table audit_log\nelse\n+ table audit_log(id:integer)\n+ index a(id)\n+ index b(id)\nopaque everything\nend",
        ),
        ("manager.drop_table(Table::drop().table(Users::Table).to_owned()).await", "- table people"),
        (
            "manager.get_connection().execute_unprepared(include_str!(\"../sql/up.sql\")).await?; Ok(())",
            "+ table a(id:int)\n+ table b(id:int)",
        ),
        (
            "manager.get_connection().execute_unprepared(include_str!(\"../sql/gone.sql\")).await?; Ok(())",
            "opaque everything",
        ),
    ] {
        let plain: Vec<String> = outline::program(&read(body).1)
            .lines()
            .map(|line| {
                line.split_once(' ')
                    .filter(|(round, _)| round.starts_with('#'))
                    .map_or(line, |(_, rest)| rest)
                    .to_owned()
            })
            .collect();
        same(&plain.join("\n"), expected, body);
    }
}

#[test]
fn steps_of_other_files_are_shown_at_the_call() {
    let (source, nodes) = read("helpers::log_table(manager, helpers::AUDIT).await?; Ok(())");
    let (mut places, mut rounds) = (Vec::new(), Vec::new());
    crate::replay::each_placed(&nodes, &mut |step, placed, _| {
        places.push((source.slice(step.at).to_owned(), source.slice(placed.at).to_owned()));
        rounds.push(step.round);
    });
    let call = "helpers::log_table(manager, helpers::AUDIT)".to_owned();
    assert_eq!(places, vec![(call.clone(), call); 4]);
    rounds.dedup();
    assert_eq!(rounds.len(), 4, "each step is told apart");
}
