//! What an expression of a migration is worth, as far as its text tells.

use std::rc::Rc;

use tree_sitter::Node as Ts;

use super::records::worse;
use crate::frontend::sql::Embedded;
use crate::migration::Condition;
use crate::operation::{Key, Repeat};
use crate::source::Span;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'t> {
    Unknown,
    None,
    Bool(bool),
    /// A number's text.
    Number(String),
    Text(Rc<Text>),
    /// List, tuple or set.
    List(Rc<Vec<Self>>),
    Map(Rc<Vec<(Self, Self)>>),
    /// Something imported or built in, as a dotted path: `alembic.op`, `sqlalchemy.Column`.
    Path(Rc<str>),
    /// A call that only makes a value: `sa.Column(…)`, `table.insert()`.
    Call(Rc<Call<'t>>),
    /// A class of this file: its name and what its body binds.
    Class(Rc<str>, Rc<Vec<(String, Self)>>),
    /// A function of this file, or a lambda.
    Function(Ts<'t>),
    Truth(Condition),
    /// A connection, engine or session.
    Bind,
    DialectName,
    /// `sa.inspect(bind)`: its number, for what it remembers.
    Inspector(usize),
    /// What an inspector says: a list of dictionaries, or of names.
    Facts(Facts),
    /// One of them, in a loop or a comprehension.
    Fact(Facts),
    /// The names of them all.
    Names(Facts),
    /// One entry of each of them.
    Fields(Facts, Rc<str>),
    /// One entry of one of them: `c["name"]`.
    FactField(Facts, Rc<str>),
    /// The `batch_op` of a `with`, by its number.
    Batch(usize),
    /// The rows a query gives.
    Rows(Rc<Query>),
    /// Those of these rows that a table does not hold yet.
    Absent(Rc<Vec<Self>>),
    /// One row of a query, in a loop over them.
    Row(Rc<Row>),
    /// Something worked out in Python from what rows hold.
    Derived(Rc<Derived>),
}

/// A query that reads.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Query {
    /// Its text, binds filled in, where it was written as SQL.
    pub(super) sql: Option<String>,
    pub(super) table: Option<Key>,
    /// All tables that it was put together of.
    pub(super) tables: Vec<Key>,
    /// What a row must be equal to; `None` where that could not be read.
    pub(super) filter: Option<Vec<(String, String)>>,
    /// What each of its rows holds, where it was put together with SQLAlchemy.
    pub(super) row: Option<Rc<Row>>,
    pub(super) at: Span,
}

/// What a row of a query holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    /// The only table it is from.
    pub(super) table: Option<Key>,
    /// In order; `None` for all that the table has, or where they are not known.
    pub(super) columns: Option<Vec<Column>>,
    /// The text that decides which rows these are, lower case.
    pub(super) picked_by: String,
    /// The same as a filter of just this table; `None` where it is not known, or where only some of them are taken.
    pub(super) asked: Option<Asked>,
    /// An instance of a model: what is assigned to it is written.
    pub(super) is_record: bool,
}

/// What a query asks of its rows.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Asked {
    /// Blanks folded; empty for all rows.
    pub(super) text: String,
    /// Else it is the source of the conditions.
    pub(super) is_sql: bool,
}

/// One column of a query.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Column {
    pub(super) name: String,
    /// The expression that gives it, lower case.
    pub(super) text: String,
    /// It is a column of the table as it is.
    pub(super) is_plain: bool,
}

/// Where a value that Python works out comes from.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Derived {
    /// The columns that it is worked out from.
    pub(super) reads: Vec<Key>,
    /// What writing it to one of these does when it is done again.
    pub(super) repeat: Repeat,
    /// Something else, that nobody knows, may be in it.
    pub(super) vague: bool,
}

impl Default for Derived {
    fn default() -> Self {
        Self { reads: Vec::new(), repeat: Repeat::Same, vague: false }
    }
}

impl Derived {
    /// Worked out from another value too.
    #[must_use]
    pub(super) fn with(mut self, other: &Self) -> Self {
        self.reads.extend(other.reads.iter().cloned());
        self.reads.sort();
        self.reads.dedup();
        self.repeat = worse(self.repeat, other.repeat);
        self.vague |= other.vague;
        self
    }
}

impl Column {
    /// An item of a SELECT list, lower case.
    pub(super) fn read(item: &str) -> Self {
        let (text, name) = item.rsplit_once(" as ").unwrap_or((item, item));
        let unquoted = |text: &str| text.rsplit('.').next().unwrap_or(text).trim_matches(['"', '`']).to_owned();
        let is_plain = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '"' | '`'));
        let name = if is_plain || text.len() != item.len() { unquoted(name.trim()) } else { String::new() };
        Self { name, text: if is_plain { unquoted(text) } else { text.to_owned() }, is_plain }
    }
}

impl Row {
    /// A value of which nobody knows what it is.
    pub(super) fn something(&self) -> Derived {
        Derived { vague: true, ..Derived::default() }
    }

    pub(super) fn nth(&self, place: usize) -> Derived {
        match self.columns.as_ref().and_then(|columns| columns.get(place)) {
            Some(column) => self.value_of(column),
            None => self.something(),
        }
    }

    pub(super) fn named(&self, name: &str) -> Derived {
        match &self.columns {
            Some(columns) => match columns.iter().find(|column| column.name.eq_ignore_ascii_case(name)) {
                Some(column) => self.value_of(column),
                None => self.something(),
            },
            None => match &self.table {
                Some(table) => {
                    let column = Key::column(table.name.as_str(), name.to_ascii_lowercase());
                    Derived { reads: vec![column], ..Derived::default() }
                }
                None => self.something(),
            },
        }
    }

    fn value_of(&self, column: &Column) -> Derived {
        let Some(table) = &self.table else { return self.something() };
        let words = column.text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty());
        let reads = words.map(|word| Key::column(table.name.as_str(), word)).collect();
        let repeat = if column.is_plain { Repeat::Same } else { Repeat::Unknown };
        Derived { reads, repeat, vague: false }
    }
}

/// A string and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Text {
    pub(super) sql: Embedded,
    pub(super) at: Span,
    /// From `op.f(…)` or `conv(…)`: the naming convention does not touch it.
    pub(super) exact: bool,
    /// What was put into its holes, where that comes from rows.
    pub(super) from_rows: Option<Rc<Derived>>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Call<'t> {
    pub(super) node: Ts<'t>,
    /// The dotted path of what is called, or a method's bare name where there is a receiver.
    pub(super) callee: Rc<str>,
    pub(super) receiver: Option<Value<'t>>,
    pub(super) args: Args<'t>,
    pub(super) at: Span,
}

/// One answer of an inspector, taken at one time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Facts {
    /// Which snapshot of the database it is.
    pub(super) snapshot: usize,
}

/// What an inspector was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Subjects {
    Tables,
    Views,
    Columns,
    Indexes,
    ForeignKeys,
    UniqueConstraints,
    CheckConstraints,
    PrimaryKey,
    Types,
    Schemas,
    Sequences,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Args<'t> {
    pub(super) items: Vec<Arg<'t>>,
    /// `*args` or `**kwargs` that could not be read.
    pub(super) open: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Arg<'t> {
    pub(super) name: Option<String>,
    pub(super) value: Value<'t>,
    pub(super) at: Span,
}

impl<'t> Args<'t> {
    pub(super) fn named(&self, name: &str) -> Option<&Arg<'t>> {
        self.items.iter().find(|arg| arg.name.as_deref() == Some(name))
    }

    pub(super) fn positional(&self) -> impl Iterator<Item = &Arg<'t>> {
        self.items.iter().filter(|arg| arg.name.is_none())
    }

    /// An argument that may be given by place or by name.
    pub(super) fn get(&self, place: usize, name: &str) -> Option<&Arg<'t>> {
        self.positional().nth(place).or_else(|| self.named(name))
    }

    pub(super) fn text(&self, place: usize, name: &str) -> Option<&Text> {
        self.get(place, name)?.value.as_text()
    }

    /// A keyword's truth: `None` where it is missing or not known.
    pub(super) fn flag(&self, name: &str) -> Option<bool> {
        match self.named(name)?.value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }
}

impl Text {
    pub(super) fn value(&self) -> &str {
        &self.sql.text
    }
}

impl<'t> Value<'t> {
    /// A string that is wholly known.
    pub(super) fn as_text(&self) -> Option<&Text> {
        match self {
            Self::Text(text) if !text.sql.holes => Some(text),
            _ => None,
        }
    }

    pub(super) fn as_str(&self) -> Option<&str> {
        self.as_text().map(Text::value)
    }

    pub(super) fn as_call(&self) -> Option<&Call<'t>> {
        match self {
            Self::Call(call) => Some(call),
            _ => None,
        }
    }

    pub(super) fn items(&self) -> Option<&[Self]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// All the strings of a list, or a lone string.
    pub(super) fn strings(&self) -> Option<Vec<String>> {
        match self {
            Self::List(items) => items.iter().map(|item| item.as_str().map(str::to_owned)).collect(),
            _ => Some(vec![self.as_str()?.to_owned()]),
        }
    }

    pub(super) fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }

    /// An answer, or something to ask with, that means something only in the run that got it.
    pub(super) fn is_of_one_run(&self) -> bool {
        match self {
            Self::Inspector(_) | Self::Batch(_) => true,
            Self::Truth(condition) => !matches!(condition, Condition::Known(_) | Condition::Offline),
            Self::Facts(_) | Self::Fact(_) | Self::Names(_) | Self::Fields(..) => true,
            Self::FactField(..) | Self::Rows(_) | Self::Row(_) | Self::Derived(_) => true,
            Self::List(items) | Self::Absent(items) => items.iter().any(Self::is_of_one_run),
            Self::Map(pairs) => pairs.iter().any(|(key, value)| key.is_of_one_run() || value.is_of_one_run()),
            _ => false,
        }
    }

    /// Whether a function that gets this could reach the database with it.
    pub(super) fn reaches_database(&self) -> bool {
        match self {
            Self::Bind | Self::Inspector(_) | Self::Batch(_) => true,
            Self::Path(path) => path.starts_with("alembic."),
            Self::List(items) => items.iter().any(Self::reaches_database),
            _ => false,
        }
    }

    /// What `if value:` makes of it.
    pub(super) fn truth(&self) -> Condition {
        match self {
            Self::Truth(condition) => condition.clone(),
            Self::None => Condition::Known(false),
            Self::Bool(value) => Condition::Known(*value),
            Self::Text(text) if !text.sql.holes => Condition::Known(!text.sql.text.is_empty()),
            Self::List(items) => Condition::Known(!items.is_empty()),
            Self::Map(items) => Condition::Known(!items.is_empty()),
            Self::Number(number) => Condition::Known(number.chars().any(|c| ('1'..='9').contains(&c))),
            Self::Bind | Self::Inspector(_) | Self::Batch(_) | Self::Function(_) => Condition::Known(true),
            _ => Condition::Unknown,
        }
    }
}

impl Call<'_> {
    /// The last part of what is called: `Column` of `sqlalchemy.schema.Column`.
    pub(super) fn tail(&self) -> &str {
        self.callee.rsplit('.').next().unwrap_or_default()
    }
}
