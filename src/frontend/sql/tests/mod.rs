//! SQL in, operations out: tables of statements with what was worked out by hand that they do.

mod guards;
mod statements;
mod tools;

use crate::engine::{Context, Dialect, Tool};
use crate::frontend::Frontend;
use crate::migration::{Catches, Condition, Migration, Node, Statement, Step, Subject};
use crate::operation::{Action, Key, Kind, Operation, Tolerance, Update};
use crate::source::{FileId, Source};

use super::Sql;

/// Reads `text` as the only migration of `001_x.sql`.
fn migration(text: &str, dialect: Dialect, tool: Tool) -> Migration {
    let source = Source::new("m/001_x.sql", text);
    let reading = Sql.read(FileId(0), &source, &Context::new(tool, dialect));
    reading.migrations.into_iter().next().expect("a file holds a migration")
}

/// The nodes of plain SQL, each in a short notation of this module's own.
fn told(text: &str, dialect: Dialect) -> String {
    tell(&migration(text, dialect, Tool::PlainSql).up)
}

fn tell(nodes: &[Node]) -> String {
    nodes.iter().map(node).collect::<Vec<_>>().join("; ")
}

fn node(node: &Node) -> String {
    match node {
        Node::Step(one) => step(one),
        Node::If(branch) => {
            let otherwise = match branch.otherwise.as_slice() {
                [] => String::new(),
                nodes => format!(" else {{{}}}", tell(nodes)),
            };
            format!("if {} {{{}}}{otherwise}", condition(&branch.condition), tell(&branch.then))
        }
        Node::Try(attempt) => {
            let catches = match &attempt.catches {
                Catches::Everything => "*".to_owned(),
                Catches::Named(names) => names.join("|"),
            };
            format!("try {{{}}} catch {catches} {{{}}}", tell(&attempt.body), tell(&attempt.handler))
        }
        Node::Atomic { body, .. } => format!("atomic {{{}}}", tell(body)),
        Node::Autocommit { body, .. } => format!("autocommit {{{}}}", tell(body)),
        Node::Probe { .. } => "probe".to_owned(),
        Node::Return => "return".to_owned(),
    }
}

fn step(step: &Step) -> String {
    let notes: String = step.notes.iter().map(|note| format!(" !{} {}", note.guard, note.when)).collect();
    step.statements.iter().map(statement).collect::<Vec<_>>().join(" / ") + &notes
}

fn statement(statement: &Statement) -> String {
    statement.operations.iter().map(|placed| operation(&placed.operation)).collect::<Vec<_>>().join(", ")
}

fn operation(operation: &Operation) -> String {
    let told = match &operation.action {
        Action::Create { key, .. } => format!("+{}", named(key)),
        Action::Drop { key, cascade } => format!("-{}{}", named(key), if *cascade { " cascade" } else { "" }),
        Action::Rename { from, to } => format!("{}>{}", named(from), named(to)),
        Action::Alter { key, alteration } => format!("~{} {} {:?}", named(key), alteration.what, alteration.repeat),
        Action::Insert(insert) => {
            format!(
                "insert {} {} {:?}",
                insert.table.name,
                insert.rows.as_ref().map_or(-1, |rows| rows.len() as i64),
                insert.conflict
            )
        }
        Action::Exchange { stand_in, table } => format!("exchange {} {}", stand_in.name, table.name),
        Action::RenameIndexes { table, .. } => format!("rename indexes {}", table.name),
        Action::Update(Update { table, repeat, .. }) => format!("update {} {repeat:?}", table.name),
        Action::Delete { table, filtered, .. } => {
            format!("delete {}{}", table.name, if *filtered { "" } else { " all" })
        }
        Action::Opaque(reach) => format!("opaque {reach:?}"),
        Action::Nothing => ".".to_owned(),
    };
    let tolerance = match operation.tolerance {
        Tolerance::None => "",
        Tolerance::IfNotExists | Tolerance::IfExists => "?",
        Tolerance::OrReplace => "!",
        Tolerance::Force => "!!",
        Tolerance::Natural => "~",
        Tolerance::Doubles => "+",
    };
    format!("{told}{tolerance}{}", if operation.outside_transaction { "@" } else { "" })
}

fn named(key: &Key) -> String {
    let kind = match key.kind {
        Kind::MaterializedView => "matview",
        Kind::EnumValue => "value",
        kind => kind.noun(),
    };
    if key.owner.is_empty() { format!("{kind} {}", key.name) } else { format!("{kind} {}.{}", key.owner, key.name) }
}

fn condition(asked: &Condition) -> String {
    let list = |parts: &[Condition], word: &str| parts.iter().map(condition).collect::<Vec<_>>().join(word);
    match asked {
        Condition::Present(test) => match &test.subject {
            Subject::Key(key) => format!("<{}>", named(key)),
            Subject::ValidIndex(key) => format!("<valid {}>", named(key)),
            Subject::InvalidIndex(key) => format!("<invalid {}>", named(key)),
            Subject::Anywhere(key) => format!("<{} *{}.{}>", key.kind.noun(), key.owner, key.name),
            Subject::TypeOf { column, sql_type } => format!("<{} is {sql_type}>", named(column)),
            other => format!("{other:?}"),
        },
        Condition::RowsPresent { table, filter, .. } => format!("<rows {} {filter:?}>", table.name),
        Condition::Not(inner) => format!("not {}", condition(inner)),
        Condition::All(parts) => format!("({})", list(parts, " and ")),
        Condition::Any(parts) => format!("({})", list(parts, " or ")),
        Condition::Unknown => "?".to_owned(),
        other => format!("{other:?}"),
    }
}

/// Compares every row of a table, and shows all that differ.
fn check(dialect: Dialect, rows: &[(&str, &str)]) {
    let wrong: Vec<String> = rows
        .iter()
        .map(|(text, expected)| (text, expected, told(text, dialect)))
        .filter(|(_, expected, found)| *expected != found)
        .map(|(text, expected, found)| format!("{text}\n  expected {expected}\n  found    {found}"))
        .collect();
    assert!(wrong.is_empty(), "{dialect:?}\n{}", wrong.join("\n"));
}
