//! Builders, guards, control flow, SQL in strings, rows and names.

use super::{MYSQL, POSTGRES, Place, SQLITE, same};
use crate::engine::{Dialect, Transaction};
use crate::frontend::Frontend;
use crate::frontend::seaorm::SeaOrm;
use crate::migration::Down;
use crate::source::{FileId, Source};

/// What is handed to the manager, and what it does on PostgreSQL.
const STATEMENTS: &[(&str, &str)] = &[
    (
        "create_table(Table::create().table(Users::Table).col(ColumnDef::new(Users::Id).integer().not_null().auto_increment().primary_key()).col(ColumnDef::new(Users::Name).string_len(20).not_null().unique_key()).to_owned())",
        "+ table users(id:integer! name:string_len(20)!) pk(id) unique -(name)",
    ),
    (
        "create_table(Table::create().table(Users::Table).if_not_exists().col(pk_auto(Users::Id)).col(string_null(Users::Name)).to_owned())",
        "+ table users(id:integer! name:string) pk(id) if-not-exists",
    ),
    (
        "create_table(table_auto(Users::Table).col(pk_uuid(Users::Id)).to_owned())",
        "+ table users(created_at:timestamp! updated_at:timestamp! id:uuid!) pk(id) if-not-exists",
    ),
    (
        "create_table(timestamps(Table::create().table((Alias::new(\"audit\"), Users::Table)).col(uuid(Users::Id)).primary_key(Index::create().col(Users::Id))).to_owned())",
        "+ table audit.users(id:uuid! created_at:timestamp! updated_at:timestamp!) pk(id)",
    ),
    (
        "create_table(Table::create().table(Users::Table).col(integer(Users::TeamId)).foreign_key(ForeignKey::create().name(\"fk_team\").from(Users::Table, Users::TeamId).to(Teams::Table, Teams::Id)).to_owned())",
        "+ table users(team_id:integer!) fk fk_team(team_id)->teams",
    ),
    (
        "create_table(Table::create().table(Users::Table).col(integer(Users::Id)).col(integer(Users::Name)).index(Index::create().unique().name(\"uq\").col(Users::Id).col(Users::Name)).check(Expr::col(Users::Id).gt(0)).to_owned())",
        "+ table users(id:integer! name:integer!) unique uq(id name) check -[Expr::col(Users::Id).gt(0)]",
    ),
    (
        "drop_table(Table::drop().table(Users::Table).table(Teams::Table).if_exists().to_owned())",
        "- table users if-exists & - table teams if-exists",
    ),
    (
        "rename_table(Table::rename().table(Users::Table, Alias::new(\"people\")).to_owned())",
        "rename table users -> people",
    ),
    ("truncate_table(Table::truncate().table(Users::Table).to_owned())", "delete users"),
    (
        "alter_table(Table::alter().table(Users::Table).add_column(ColumnDef::new(Alias::new(\"age\")).integer().default(3)).drop_column(Users::Name).rename_column(Users::TeamId, \"squad_id\").to_owned())",
        "+ column users.age:integer=3 & - column users.name & rename column users.team_id -> squad_id",
    ),
    (
        "alter_table(Table::alter().table(Users::Table).add_column_if_not_exists(string(Users::Name)).to_owned())",
        "+ column users.name:string! if-not-exists",
    ),
    (
        "alter_table(Table::alter().table(Users::Table).drop_column_if_exists(Users::Name).to_owned())",
        "- column users.name if-exists",
    ),
    (
        "alter_table(Table::alter().table(Users::Table).modify_column(ColumnDef::new(Users::Name).text()).to_owned())",
        "alter column users.name type",
    ),
    (
        "alter_table(Table::alter().table(Users::Table).add_foreign_key(TableForeignKey::new().name(\"fk\").from_tbl(Users::Table).from_col(Users::TeamId).to_tbl(Teams::Table).to_col(Teams::Id)).drop_foreign_key(Alias::new(\"old\")).to_owned())",
        "+ constraint users.fk fk fk(team_id)->teams & - constraint users.old",
    ),
    (
        "create_index(Index::create().name(\"ix\").table(Users::Table).col(Users::Name).col((Users::Id, IndexOrder::Desc)).unique().to_owned())",
        "+ index ix(name id) unique",
    ),
    (
        "create_index(Index::create().if_not_exists().name(\"ix\").table(Users::Table).col(Users::Name).to_owned())",
        "+ index ix(name) if-not-exists",
    ),
    ("create_index(Index::create().table(Users::Table).col(Users::Name).to_owned())", "+ index (name)"),
    ("drop_index(Index::drop().name(\"ix\").to_owned())", "- index ix"),
    ("drop_index(Index::drop().if_exists().name(\"ix\").table(Users::Table).to_owned())", "- index ix if-exists"),
    (
        "create_foreign_key(ForeignKey::create().name(\"fk\").from(Users::Table, Users::TeamId).to(Teams::Table, Teams::Id).on_delete(ForeignKeyAction::Cascade).to_owned())",
        "+ constraint users.fk fk fk(team_id)->teams",
    ),
    ("drop_foreign_key(ForeignKey::drop().name(\"fk\").table(Users::Table).to_owned())", "- constraint users.fk"),
    (
        "create_type(Type::create().as_enum(Alias::new(\"mood\")).values([Alias::new(\"sad\"), Alias::new(\"ok\")]).to_owned())",
        "+ type mood [\"sad\", \"ok\"]",
    ),
    (
        "create_type(extension::postgres::Type::create().as_enum(\"mood\").values(vec![\"sad\"]).to_owned())",
        "+ type mood [\"sad\"]",
    ),
    ("drop_type(Type::drop().if_exists().name(Alias::new(\"mood\")).cascade().to_owned())", "- type mood if-exists"),
    (
        "alter_type(Type::alter().name(Alias::new(\"mood\")).add_value(Alias::new(\"glad\")).if_not_exists())",
        "+ enum value mood.glad if-not-exists",
    ),
    (
        "alter_type(Type::alter().name(Alias::new(\"mood\")).rename_value(\"ok\", \"fine\"))",
        "rename enum value mood.ok -> fine",
    ),
    (
        "exec_stmt(Query::insert().into_table(Users::Table).columns([Users::Id, Users::Name]).values_panic([1.into(), \"a\".into()]).to_owned())",
        "insert users [\"id\", \"name\"]",
    ),
    (
        "execute(Query::insert().into_table(Users::Table).columns([Users::Id]).values_panic([1.into()]).on_conflict(OnConflict::column(Users::Id).do_nothing().to_owned()).to_owned())",
        "insert users [\"id\"] or skip",
    ),
    ("exec_stmt(Query::update().table(Users::Table).value(Users::Name, \"x\").to_owned())", "update users Same"),
    (
        "exec_stmt(Query::update().table(Users::Table).values([(Users::Id, Expr::col(Users::Id).add(1))]).to_owned())",
        "update users Differs",
    ),
    (
        "exec_stmt(Query::delete().from_table(Users::Table).and_where(Expr::col(Users::Id).eq(1)).to_owned())",
        "delete users some",
    ),
    ("create_table(made_elsewhere())", "opaque everything"),
];

#[test]
fn statements_lower_to_what_the_builder_writes() {
    for (call, expected) in STATEMENTS {
        same(&POSTGRES.up(&format!("manager.{call}.await")), expected, call);
    }
}

#[test]
fn what_a_builder_writes_depends_on_the_backend() {
    let index = "manager.create_index(Index::create().if_not_exists().name(\"ix\").table(Users::Table).col(Users::Name).to_owned()).await";
    same(&MYSQL.up(index), "+ index users.ix(name)\n note Ignored .if_not_exists() on MySQL", index);
    let drop = "manager.drop_index(Index::drop().if_exists().name(\"ix\").table(Users::Table).to_owned()).await";
    same(&MYSQL.up(drop), "- index users.ix if-exists\n note Raises .if_exists() on MySQL", drop);
    let column = "manager.alter_table(Table::alter().table(Users::Table).add_column_if_not_exists(string(Users::Name)).to_owned()).await";
    same(
        &SQLITE.up(column),
        "+ column users.name:string!\n note Ignored .add_column_if_not_exists() on SQLite",
        column,
    );
    let mariadb = Place { dialect: Dialect::MariaDb, version: "1.1" };
    same(&mariadb.up(column), "+ column users.name:string! if-not-exists", column);
}

/// Control flow in `up`, on PostgreSQL.
const PROGRAMS: &[(&str, &str)] = &[
    (
        "if !manager.has_table(\"users\").await? { manager.drop_table(Table::drop().table(Teams::Table).to_owned()).await?; } Ok(())",
        "if !table users\n- table teams\nend",
    ),
    (
        "if manager.has_column(Users::Table.to_string(), Users::Name.to_string()).await? { return Ok(()); } manager.drop_table(Table::drop().table(Users::Table).to_owned()).await",
        "if column users.name\nreturn\nend\n- table users",
    ),
    (
        "let there = manager.has_index(\"users\", \"ix\").await?; if there { manager.drop_index(Index::drop().name(\"ix\").to_owned()).await?; } Ok(())",
        "$0 = index ix\nif $0\n- index ix\nend",
    ),
    (
        "match manager.get_database_backend() { DbBackend::Postgres => { manager.get_connection().execute_unprepared(\"CREATE EXTENSION citext\").await?; } DbBackend::Sqlite => {} DbBackend::MySql => { nothing() } } Ok(())",
        "+ extension citext",
    ),
    (
        "if manager.get_database_backend() == sea_orm::DatabaseBackend::MySql { manager.get_connection().execute_unprepared(\"DROP TABLE t\").await?; } Ok(())",
        "",
    ),
    (
        "for table in [\"a\", \"b\"] { manager.drop_table(Table::drop().table(Alias::new(table)).to_owned()).await?; } Ok(())",
        "- table a\n#1 - table b",
    ),
    (
        "for table in unknown() { manager.drop_table(Table::drop().table(Alias::new(table)).to_owned()).await?; } Ok(())",
        "opaque everything",
    ),
    (
        "let mut table = Table::create(); table.table(Users::Table).col(pk_auto(Users::Id)); if strange() { table.if_not_exists(); } manager.create_table(table).await",
        "opaque table users",
    ),
    (
        "let db = manager.get_connection(); let txn = db.begin().await?; txn.execute_unprepared(\"DROP TABLE a\").await?; txn.execute_unprepared(\"DROP TABLE b\").await?; txn.commit().await?; Ok(())",
        "atomic\n- table a\n- table b\nend",
    ),
    (
        "let _ = manager.drop_table(Table::drop().table(Users::Table).to_owned()).await; Ok(())",
        "try\n- table users\nrescue\nend",
    ),
    (
        "match manager.drop_table(Table::drop().table(Users::Table).to_owned()).await { Ok(()) => Ok(()), Err(error) => Err(error) }",
        "- table users",
    ),
    ("help(manager.get_connection()).await", "opaque everything"),
    ("todo!()", "return"),
];

#[test]
fn programs_are_followed() {
    for (body, expected) in PROGRAMS {
        same(&POSTGRES.up(body), expected, body);
    }
}

#[test]
fn sql_in_strings_goes_through_the_sql_frontend() {
    for (body, expected) in [
        (
            "manager.get_connection().execute_unprepared(\"CREATE TABLE a (id int); CREATE INDEX ix ON a (id)\").await?; Ok(())",
            "+ table a(id:int)\n+ index ix(id)",
        ),
        (
            "let db = manager.get_connection(); db.execute(Statement::from_string(db.get_database_backend(), r#\"DROP TYPE \"Mood\"\"#.to_owned())).await?; Ok(())",
            "- type Mood",
        ),
        (
            "let db = manager.get_connection(); db.execute(Statement::from_sql_and_values(DbBackend::Postgres, \"INSERT INTO a (x) VALUES ($1)\", [1.into()])).await?; Ok(())",
            "insert a [\"x\"]",
        ),
        (
            "let name = \"a\"; manager.get_connection().execute_unprepared(&format!(\"DROP TABLE {name}\")).await?; Ok(())",
            "- table a",
        ),
        (
            "manager.get_connection().execute_unprepared(&format!(\"ALTER TABLE {} ADD COLUMN x int\", Users::Table.to_string())).await?; Ok(())",
            "+ column users.x:int",
        ),
        ("manager.get_connection().execute_unprepared(include_str!(\"x.sql\")).await?; Ok(())", "opaque everything"),
    ] {
        same(&POSTGRES.up(body), expected, body);
    }
    let text = "manager.get_connection().execute_unprepared(\"DROP TABLE a\").await?; Ok(())";
    let source = Place::source(text);
    let reading = SeaOrm.read(FileId(0), &source, &POSTGRES.context());
    let crate::migration::Node::Step(step) = &reading.migrations[0].up[0] else { panic!("no step") };
    assert_eq!(source.slice(step.at), "DROP TABLE a");
}

#[test]
fn queries_are_questions() {
    let run = "manager.drop_table(Table::drop().table(Users::Table).to_owned()).await?;";
    for (asked, expected) in [
        (
            "db.query_one(Statement::from_string(b, \"SELECT 1 FROM pg_type WHERE typname = 'mood'\")).await?.is_some()",
            "if type mood",
        ),
        (
            "db.query_one(Statement::from_string(b, \"SELECT COUNT(*) FROM information_schema.tables WHERE table_name = 'users'\")).await?.unwrap().try_get_by_index::<i64>(0)? > 0",
            "if table users",
        ),
        (
            "!db.query_one(Statement::from_string(b, \"SELECT EXISTS (SELECT 1 FROM pg_indexes WHERE indexname = 'ix') AS there\")).await?.map(|row| row.try_get::<bool>(\"\", \"there\")).transpose()?.unwrap_or(false)",
            "if !index ix",
        ),
        ("db.query_all(Statement::from_string(b, \"SELECT x FROM y WHERE z = f()\")).await?.is_empty()", "if !?"),
    ] {
        let body = format!(
            "let db = manager.get_connection(); let b = db.get_database_backend(); if {asked} {{ {run} }} Ok(())"
        );
        let got = POSTGRES.up(&body);
        same(got.lines().next().unwrap_or_default(), expected, &body);
    }
    let bound = format!(
        "if let Some(row) = manager.get_connection().query_one(Statement::from_string(b, \"SELECT 1 FROM pg_type WHERE typname = 'mood'\")).await? {{ {run} }} Ok(())"
    );
    same(&POSTGRES.up(&bound), "if type mood\n- table users\nend", &bound);
}

#[test]
fn names_are_those_of_the_derives() {
    let file = "impl MigrationTrait for Migration { async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> { for t in [Plain::Table.into_iden(), Renamed::Table.into_iden(), Hand::Table.into_iden(), Unit.into_iden(), Elsewhere::Table.into_iden()] { m.drop_table(Table::drop().table(t).to_owned()).await?; } m.alter_table(Table::alter().table(Plain::Table).drop_column(Renamed::FirstName).drop_column(Renamed::Other).drop_column(Plain::HTMLBody).to_owned()).await } }
#[derive(DeriveIden)] enum Plain { Table, #[sea_orm(iden = \"x\")] X, HTMLBody }
#[derive(Iden)] #[iden = \"renamed_table\"] enum Renamed { Table, FirstName, #[iden = \"OTHER\"] Other }
enum Hand { Table }
impl Iden for Hand { fn unquoted(&self, s: &mut dyn Write) { write!(s, \"{}\", match self { Self::Table => \"by_hand\" }).unwrap() } }
#[derive(Iden)] struct Unit;";
    let expected = "- table plain\n#1 - table renamed_table\n#2 - table by_hand\n#3 - table unit\n#4 - table elsewhere
        - column plain.first_name & - column plain.OTHER & - column plain.html_body";
    same(&POSTGRES.up(file), expected, file);
}

#[test]
fn helpers_of_the_file_are_run_where_they_are_called() {
    let file = "impl MigrationTrait for Migration { async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> { drop(manager, \"a\").await?; drop(manager, \"b\").await?; self.own(manager).await } }
impl Migration { async fn own(&self, manager: &SchemaManager<'_>) -> Result<(), DbErr> { manager.get_connection().execute_unprepared(SQL).await?; Ok(()) } }
const SQL: &str = \"DROP TABLE c\";
async fn drop(manager: &SchemaManager<'_>, name: &str) -> Result<(), DbErr> { if !manager.has_table(name).await? { return Ok(()); } manager.drop_table(Table::drop().table(Alias::new(name)).to_owned()).await }";
    let expected = "if !table a\nelse\n- table a\nend\nif !table b\nelse\n#1 - table b\nend\n- table c";
    same(&POSTGRES.up(file).replace("#2 ", ""), expected, file);
    // A function that calls itself comes to an end.
    let endless = "impl MigrationTrait for Migration { async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> { again(m).await } }
async fn again(m: &SchemaManager<'_>) -> Result<(), DbErr> { again(m).await?; again(m).await }";
    same(&POSTGRES.up(endless), "opaque everything", endless);
}

#[test]
fn a_migration_is_named_and_wrapped_as_the_migrator_does_it() {
    let derived = POSTGRES.read("Ok(())");
    assert_eq!((derived.revision.as_str(), derived.name.as_str()), ("m20240102_030405_example", "Migration"));
    assert_eq!(derived.transaction, Transaction::Whole);
    assert_eq!(MYSQL.read("Ok(())").transaction, Transaction::Autocommit);
    assert_eq!(SQLITE.read("Ok(())").transaction, Transaction::Autocommit);
    // Migrations run in a transaction since 0.11.
    let old = Place { dialect: Dialect::Postgres, version: "0.10.7" };
    assert_eq!(old.read("Ok(())").transaction, Transaction::Autocommit);
    let named = "struct M; impl MigrationName for M { fn name(&self) -> &str { \"first\" } } impl MigrationTrait for M { fn use_transaction(&self) -> Option<bool> { Some(true) } async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> { Ok(()) } async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> { m.drop_table(Table::drop().table(Users::Table).to_owned()).await } }";
    assert_eq!(SQLITE.read(named).revision, "first");
    assert_eq!(SQLITE.read(named).transaction, Transaction::Whole);
    assert_eq!(MYSQL.read(named).transaction, Transaction::EndedBySchemaChange);
    same(&POSTGRES.down(named), "- table users", named);
    let refused = "impl MigrationTrait for M { async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> { Ok(()) } async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> { Err(DbErr::Custom(\"no\".into())) } }";
    assert_eq!(POSTGRES.read(refused).down, Down::None);
}

#[test]
fn rows_of_active_models() {
    let file = "impl MigrationTrait for Migration { async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> { let db = manager.get_connection(); cake::ActiveModel { name: Set(\"Cheesecake\".to_owned()), ..Default::default() }.insert(db).await?; other::Entity::insert_many(rows()).exec(db).await?; Ok(()) } }
mod cake { #[sea_orm(table_name = \"cakes\")] pub struct Model { pub id: i32, pub name: String } }";
    same(&POSTGRES.up(file), "insert cakes [\"name\"]\nopaque rows", file);
}

#[test]
fn broken_and_endless_files_are_problems() {
    for text in ["impl MigrationTrait for M {", "fn f() { let = ; }", "\u{feff}fn"] {
        let reading = SeaOrm.read(FileId(0), &Source::new("m.rs", text), &POSTGRES.context());
        assert_eq!((reading.migrations.len(), reading.problems.len()), (0, 1), "{text}");
    }
    let deep = format!("fn f() {{ {}1{} }}", "(".repeat(5000), ")".repeat(5000));
    assert_eq!(SeaOrm.read(FileId(0), &Source::new("m.rs", deep), &POSTGRES.context()).problems.len(), 1);
    // A table of many columns is a long chain.
    let columns: String = (0..2000).map(|number| format!(".col(integer(\"c{number}\"))")).collect();
    let body = format!("manager.create_table(Table::create().table(Users::Table){columns}.to_owned()).await");
    assert!(POSTGRES.up(&body).contains("c1999:integer!)"));
}
