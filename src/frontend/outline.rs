//! Programs as short text.

use std::fmt::Write;

use crate::migration::{Condition, Node, Statement, Subject};
use crate::operation::{
    Action, ConstraintDef, ConstraintKind, Definition, IndexDef, Key, Kind, OnConflict, Operation, Reach, Tolerance,
    Update,
};

pub(super) fn program(nodes: &[Node]) -> String {
    let mut out = String::new();
    for node in nodes {
        write_node(node, &mut out);
    }
    out
}

fn write_node(node: &Node, out: &mut String) {
    match node {
        Node::Step(step) => {
            let round = if step.round > 0 { format!("#{} ", step.round) } else { String::new() };
            for statement in &step.statements {
                writeln!(out, "{round}{}", operations(statement)).unwrap();
            }
            for note in &step.notes {
                writeln!(out, "  note {:?} {} {}", note.effect, note.guard, note.when).unwrap();
            }
        }
        Node::If(branch) => {
            writeln!(out, "if {}", condition(&branch.condition)).unwrap();
            out.push_str(&program(&branch.then));
            if !branch.otherwise.is_empty() {
                writeln!(out, "else").unwrap();
                out.push_str(&program(&branch.otherwise));
            }
            writeln!(out, "end").unwrap();
        }
        Node::Probe { id, condition: asked, .. } => writeln!(out, "${id} = {}", condition(asked)).unwrap(),
        Node::Return => writeln!(out, "return").unwrap(),
        Node::Try(attempt) => {
            writeln!(out, "try{}", if attempt.savepoint { " in savepoint" } else { "" }).unwrap();
            out.push_str(&program(&attempt.body));
            writeln!(out, "rescue").unwrap();
            out.push_str(&program(&attempt.handler));
            writeln!(out, "end").unwrap();
        }
        Node::Atomic { body, .. } => writeln!(out, "atomic\n{}end", program(body)).unwrap(),
        Node::Autocommit { body, .. } => writeln!(out, "autocommit\n{}end", program(body)).unwrap(),
    }
}

fn operations(statement: &Statement) -> String {
    let each: Vec<String> = statement
        .operations
        .iter()
        .map(|placed| format!("{}{}", operation(&placed.operation), if placed.implied { " (implied)" } else { "" }))
        .collect();
    each.join(" & ")
}

fn operation(operation: &Operation) -> String {
    let text = match &operation.action {
        Action::Create { key, definition } => format!("+ {}{}", name(key), shape(definition)),
        Action::Drop { key, .. } => format!("- {}", name(key)),
        Action::Rename { from, to } => format!("rename {} -> {}", name(from), to.name),
        Action::Alter { key, alteration } => format!("alter {} {}", name(key), alteration.what),
        Action::Insert(insert) => {
            let conflict = match &insert.conflict {
                OnConflict::Fail => "",
                OnConflict::WhereAbsent => " where absent",
                OnConflict::Skip(_) => " or skip",
                _ => " or update",
            };
            format!("insert {} {:?}{conflict}", insert.table.name, insert.columns.clone().unwrap_or_default())
        }
        Action::Exchange { stand_in, table } => format!("exchange {} {}", stand_in.name, table.name),
        Action::RenameIndexes { table, .. } => format!("rename indexes {}", table.name),
        Action::Update(Update { table, repeat, .. }) => format!("update {} {repeat:?}", table.name),
        Action::Delete { table, filtered, .. } => {
            format!("delete {}{}", table.name, if *filtered { " some" } else { "" })
        }
        Action::Opaque(Reach::Everything) => "opaque everything".to_owned(),
        Action::Opaque(Reach::Rows) => "opaque rows".to_owned(),
        Action::Opaque(Reach::Dropped(kinds)) => {
            let kinds: Vec<&str> = kinds.iter().map(|kind| kind.noun()).collect();
            format!("opaque drop of {}", kinds.join(", "))
        }
        Action::Opaque(Reach::Keys(keys)) => {
            format!("opaque {}", keys.iter().map(name).collect::<Vec<_>>().join(", "))
        }
        Action::Nothing => "nothing".to_owned(),
    };
    let tolerance = match operation.tolerance {
        Tolerance::None => "",
        Tolerance::IfNotExists => " if-not-exists",
        Tolerance::IfExists => " if-exists",
        Tolerance::OrReplace => " or-replace",
        Tolerance::Force => " force",
        Tolerance::Natural => " natural",
        Tolerance::Doubles => " doubles",
    };
    format!("{text}{tolerance}{}", if operation.outside_transaction { " outside" } else { "" })
}

fn name(key: &Key) -> String {
    match key.kind {
        Kind::Column | Kind::Constraint | Kind::EnumValue => format!("{} {}.{}", key.kind.noun(), key.owner, key.name),
        Kind::Index if !key.owner.is_empty() => format!("index {}.{}", key.owner, key.name),
        kind => format!("{} {}", kind.noun(), key.name),
    }
}

fn shape(definition: &Definition) -> String {
    match definition {
        Definition::Table(table) => {
            let columns: Vec<String> = table
                .columns
                .iter()
                .map(|column| {
                    let kind = column.sql_type.as_deref().unwrap_or("?");
                    format!("{}:{kind}{}", column.name, if column.not_null { "!" } else { "" })
                })
                .collect();
            let constraints = table.constraints.iter().map(constraint);
            let indexes =
                table.indexes.iter().map(|def| format!("index {}{}", def.name.as_deref().unwrap_or("?"), index(def)));
            let rest: Vec<String> = constraints.chain(indexes).collect();
            let open = if table.complete { "" } else { " …" };
            format!("({}{open}) {}", columns.join(" "), rest.join(" ")).trim_end().to_owned()
        }
        Definition::Column(column) => {
            let default = column.default.as_ref().map(|text| format!("={text}")).unwrap_or_default();
            format!(":{}{}{default}", column.sql_type.as_deref().unwrap_or("?"), if column.not_null { "!" } else { "" })
        }
        Definition::Index(def) => index(def),
        Definition::Constraint(def) => format!(" {}", constraint(def)),
        Definition::Enum(labels) => format!(" {labels:?}"),
        Definition::Text(_) | Definition::View { .. } => String::new(),
    }
}

fn index(def: &IndexDef) -> String {
    let unique = if def.unique { " unique" } else { "" };
    let filter = def.filter.as_ref().map(|text| format!(" where {text}")).unwrap_or_default();
    format!("({}){unique}{filter}", def.columns.join(" "))
}

fn constraint(def: &ConstraintDef) -> String {
    let name = def.name.as_deref().unwrap_or("-");
    match &def.kind {
        ConstraintKind::PrimaryKey => format!("pk({})", def.columns.join(" ")),
        ConstraintKind::ForeignKey { to, .. } => format!("fk {name}({})->{to}", def.columns.join(" ")),
        ConstraintKind::Check { expression } => format!("check {name}[{expression}]"),
        ConstraintKind::Unique => format!("unique {name}({})", def.columns.join(" ")),
        other => format!("{other:?} {name}"),
    }
}

fn condition(condition: &Condition) -> String {
    let list = |parts: &[Condition], word: &str| {
        format!("({})", parts.iter().map(self::condition).collect::<Vec<_>>().join(word))
    };
    match condition {
        Condition::Known(value) => value.to_string(),
        Condition::Present(test) => match &test.subject {
            Subject::Key(key) => name(key),
            Subject::ValidIndex(key) => format!("valid {}", name(key)),
            Subject::InvalidIndex(key) => format!("invalid {}", name(key)),
            Subject::IndexOn { table, columns } => format!("index on {}({})", table.name, columns.join(" ")),
            Subject::ForeignKeyTo { table, to, column } => {
                format!("fk {}({})->{to}", table.name, column.as_deref().unwrap_or("?"))
            }
            Subject::ForeignKeyOn { table, columns } => format!("fk on {}({})", table.name, columns.join(" ")),
            Subject::UniqueOn { table, columns } => format!("unique on {}({})", table.name, columns.join(" ")),
            Subject::TypeOf { column, sql_type } => format!("{} is {sql_type}", name(column)),
            Subject::Anywhere(key) => format!("{} {} anywhere", key.kind.noun(), key.name),
        },
        Condition::RowsPresent { table, filter, .. } => {
            format!("rows {} {:?}", table.name, filter.clone().unwrap_or_default())
        }
        Condition::Not(inner) => format!("!{}", self::condition(inner)),
        Condition::All(parts) => list(parts, " && "),
        Condition::Any(parts) => list(parts, " || "),
        Condition::Same(one, other) => format!("{} == {}", self::condition(one), self::condition(other)),
        Condition::Offline => "offline".to_owned(),
        Condition::Remembered(id) => format!("${id}"),
        Condition::Unknown => "?".to_owned(),
    }
}
