//! Relations: which rows a chain like `User.where(admin: nil)` stands for, and loops over them.

use std::rc::Rc;

use tree_sitter::Node;

use super::flow::{self, Flow};
use super::reader::{Reader, Scope};
use super::records::{Record, softened};
use super::syntax::{self, Call, Parameter};
use super::value::Value as Ruby;
use crate::operation::{Action, OnConflict, Picked, Update};
use crate::source::Span;

/// Rows of one table, as far as the text tells which.
#[derive(Debug, Clone, Default)]
pub(super) struct Relation {
    /// Empty where SQL asks for the rows, of several tables perhaps.
    pub(super) table: String,
    /// Columns compared with a literal.
    pub(super) pairs: Vec<(String, Ruby)>,
    /// Conditions as SQL.
    pub(super) filters: Vec<String>,
    /// Other conditions, or rows of other tables, decide too.
    pub(super) vague: bool,
    /// What else decides is not known at all: it may ask for anything.
    pub(super) open: bool,
}

/// Links of a chain that leave the rows the same, or only order them.
const NEUTRAL: &[&str] = &[
    "all", "unscoped", "order", "reorder", "includes", "preload", "unscope", "readonly", "select", "lock", "to_a",
    "find", "group",
];

/// Links that choose among the rows, by what is not asked of other tables.
const CUTTING: &[&str] = &["limit", "offset", "first", "first!", "last", "last!", "take", "take!", "second"];

/// Loops over records, by what their block is given.
const OVER_RECORDS: &[&str] = &["find_each", "each", "each_with_index", "map", "each_entry", "each_record"];

/// Links behind which a loop is given values, not records.
const VALUES: &[&str] =
    &["pluck", "ids", "count", "sum", "maximum", "minimum", "average", "tally", "uniq", "distinct", "compact"];

impl<'t> Reader<'t> {
    /// The rows a chain of calls stands for.
    pub(super) fn relation(&self, node: Node<'t>, scope: &Scope<'t>) -> Option<Relation> {
        match node.kind() {
            "constant" | "scope_resolution" => Some(Relation { table: self.model_table(node)?, ..Relation::default() }),
            "identifier" => match scope.records.get(syntax::text(node, self.text()))? {
                Record::Rows(relation) => Some(relation.clone()),
                _ => None,
            },
            "call" => {
                let call = Call::read(node, self.text())?;
                let inner = call.receiver?;
                if call.method == "not" {
                    let base = Call::read(inner, self.text()).filter(|inner| inner.method == "where")?.receiver?;
                    return Some(self.restricted(&call, true, self.relation(base, scope)?, scope));
                }
                let relation = self.relation(inner, scope)?;
                Some(match call.method {
                    method if (NEUTRAL.contains(&method) || VALUES.contains(&method)) && call.block.is_none() => {
                        relation
                    }
                    method if CUTTING.contains(&method) => Relation { vague: true, ..relation },
                    "where" | "find_by" | "find_by!" | "rewhere" if !call.arguments.is_empty() => {
                        self.restricted(&call, false, relation, scope)
                    }
                    "joins" => self.joined(&call, relation, scope),
                    _ => Relation { vague: true, open: true, ..relation },
                })
            }
            _ => None,
        }
    }

    /// `where(a: 1)`, `where("a = 1")`, `where.not(a: nil)`.
    fn restricted(&self, call: &Call<'t>, negated: bool, mut relation: Relation, scope: &Scope<'t>) -> Relation {
        let command = self.command(call, scope);
        if !command.complete {
            (relation.vague, relation.open) = (true, true);
        }
        for pair in &command.options {
            match comparison(&pair.key, &pair.value, negated) {
                Some(filter) => relation.filters.push(filter),
                // `where(user_id: user.id)` in a loop over users: each round has rows of its own.
                None if !negated && pair.value == Ruby::Unknown && self.is_drawn(pair.at, scope) => {}
                None => (relation.vague, relation.open) = (true, true),
            }
            if !negated {
                relation.pairs.push((pair.key.clone(), pair.value.clone()));
            }
        }
        let Some(first) = call.first().filter(|_| command.options.is_empty()) else { return relation };
        match self.strings(scope).embedded(first) {
            Some(sql) => {
                relation.vague |= sql.holes;
                relation.open |= sql.holes;
                relation.filters.push(if negated { format!("NOT ({})", sql.text) } else { sql.text });
            }
            None => (relation.vague, relation.open) = (true, true),
        }
        relation
    }

    /// `joins(:orders)` finds those that have some; SQL may ask for those that have none.
    fn joined(&self, call: &Call<'t>, mut relation: Relation, scope: &Scope<'t>) -> Relation {
        relation.vague = true;
        for &argument in &call.arguments {
            match self.strings(scope).embedded(argument) {
                Some(sql) if !sql.holes => relation.filters.push(sql.text),
                None if argument.kind() == "simple_symbol" => {}
                _ => relation.open = true,
            }
        }
        relation
    }

    /// The scope inside a loop over records: its variable is one of them, a batch, or a value of one.
    pub(super) fn over_records(&self, call: &Call<'t>, scope: &Scope<'t>) -> Option<Scope<'t>> {
        let receiver = call.receiver?;
        let parameters = syntax::parameters(call.block?, self.text());
        let one = match call.method {
            "in_batches" | "find_in_batches" => false,
            method if OVER_RECORDS.contains(&method) => true,
            _ => return None,
        };
        let relation = match self.relation(receiver, scope) {
            Some(relation) => relation,
            None => self.queried(receiver, scope)?,
        };
        let values = relation.table.is_empty()
            || Call::read(receiver, self.text()).is_some_and(|link| VALUES.contains(&link.method));
        let mut inner = scope.clone();
        draw(&parameters, &mut inner);
        if let (Some(Parameter::Name(name)), false) = (parameters.first(), values) {
            let record = if one { Record::One(relation.clone(), None) } else { Record::Rows(relation.clone()) };
            inner.records.insert((*name).to_owned(), record);
        }
        inner.over.push(Rc::new(relation));
        Some(inner)
    }

    /// `select_values("SELECT id FROM users")`: what the text of a query gives.
    fn queried(&self, node: Node<'t>, scope: &Scope<'t>) -> Option<Relation> {
        const QUERIES: &[&str] =
            &["select_all", "select_rows", "select_values", "exec_query", "execute", "query", "query_values"];
        let call = Call::read(node, self.text()).filter(|call| node.kind() == "call" || call.receiver.is_none())?;
        if !QUERIES.contains(&call.method) {
            return None;
        }
        let sql = self.strings(scope).embedded(call.first()?)?;
        let plain = |word: &str| !mentions(&sql.text, word);
        let all = ["where", "join", "limit", "having", "except", "intersect"].into_iter().all(plain);
        Some(Relation { vague: !all || sql.holes, open: sql.holes, filters: vec![sql.text], ..Relation::default() })
    }

    /// Whether a value is taken from a round of a loop over rows.
    pub(super) fn is_drawn(&self, at: Span, scope: &Scope<'t>) -> bool {
        if scope.drawn.is_empty() {
            return false;
        }
        let text = self.source.slice(at);
        let value = text.split_once([':', '>']).map_or(text, |(_, value)| value);
        scope.drawn.iter().any(|name| mentions(value, name))
    }
}

/// The names of a loop's block stand for what a round is given.
fn draw<'t>(parameters: &[Parameter<'t>], scope: &mut Scope<'t>) {
    for parameter in parameters {
        match parameter {
            Parameter::Name(name) => {
                scope.give(name, Ruby::Unknown, None);
                scope.drawn.push((*name).to_owned());
            }
            Parameter::List(inner) => draw(inner, scope),
            _ => {}
        }
    }
}

impl Relation {
    /// The update takes its rows out of what the conditions find, so that a second run finds none.
    pub(super) fn leaves_out(&self, written: &[(String, Ruby)]) -> bool {
        let scalar = |value: &Ruby| value.scalar();
        written.iter().any(|(name, value)| {
            let wanted = self.pairs.iter().find(|(column, _)| column == name).map(|(_, wanted)| wanted);
            matches!((wanted.and_then(scalar), scalar(value)), (Some(wanted), Some(value)) if wanted != value)
        })
    }

    /// All conditions in one text; empty without any.
    pub(super) fn condition(&self) -> String {
        match self.filters.as_slice() {
            [only] => only.clone(),
            filters => filters.iter().map(|filter| format!("({filter})")).collect::<Vec<_>>().join(" AND "),
        }
    }

    /// Whether the conditions may leave out what has rows in this table by now.
    pub(super) fn may_ask_for(&self, table: &str) -> bool {
        let other = self.table != table;
        self.open || self.filters.iter().any(|filter| mentions(filter, table) && (other || mentions(filter, "select")))
    }

    /// Whether a second run finds less after this: its rows are gone, or no longer what the conditions ask for.
    fn loses_rows_to(&self, action: &Action) -> bool {
        match action {
            Action::Delete { table, .. } => table.name == self.table,
            Action::Update(Update { table, writes, overwrites, .. }) if table.name == self.table => {
                let asks = !self.filters.is_empty() || self.vague;
                asks && (writes.is_empty() || writes.iter().any(|(name, _)| !overwrites.contains(name)))
            }
            _ => false,
        }
    }

    /// All rows of the relation, where this takes them away or makes them answer to it no more.
    fn taken_by(&self, action: &Action) -> Option<Picked> {
        let (table, filter) = match action {
            Action::Delete { table, filter, .. } => (table, filter.as_ref()?),
            Action::Update(update) => (&update.table, update.drained()?),
            _ => return None,
        };
        let all = !self.vague && table.name == self.table && *filter == self.condition();
        all.then(|| Picked { table: table.clone(), filter: filter.clone() })
    }

    /// Rows of this relation, in each round of a loop over another one.
    pub(super) fn within(mut self, over: &Self) -> Self {
        self.vague |= over.vague;
        self.open |= over.open;
        if self.table == over.table {
            let new = over.pairs.iter().filter(|pair| !self.pairs.contains(pair)).cloned().collect::<Vec<_>>();
            self.pairs.extend(new);
            let new = over.filters.iter().filter(|filter| !self.filters.contains(filter)).cloned().collect::<Vec<_>>();
            self.filters.extend(new);
        }
        self
    }
}

/// What a second run of a loop comes to: it may go over fewer rows, those that have not got yet what it inserts, or those
/// that it has not taken out itself.
pub(super) fn settle(body: &mut [Flow], over: &Relation) {
    let (mut leaves, mut taken) = (false, None);
    flow::each_operation(body, &mut |placed| {
        leaves |= over.loses_rows_to(&placed.operation.action);
        taken = taken.take().or_else(|| over.taken_by(&placed.operation.action));
    });
    flow::each_operation(body, &mut |placed| match &mut placed.operation.action {
        Action::Insert(rows) if rows.conflict == OnConflict::Fail => match &taken {
            _ if over.may_ask_for(&rows.table.name) => rows.conflict = OnConflict::WhereAbsent,
            Some(picked) => rows.from = Some(picked.clone()),
            None if leaves => rows.conflict = OnConflict::WhereAbsent,
            None => {}
        },
        Action::Update(Update { table, repeat, overwrites, .. }) if over.vague => {
            *repeat = softened(*repeat);
            // Which row is the first one does not matter to what is written to all rows of another table.
            if leaves || over.may_ask_for(&table.name) || table.name == over.table.as_str() {
                overwrites.clear();
            }
        }
        _ => {}
    });
}

/// Whether a word stands in a text, in whatever case.
fn mentions(text: &str, word: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.split(|c: char| !is_word(c)).any(|part| part.eq_ignore_ascii_case(word))
}

/// A hash condition as SQL; `None` where its value is not known.
fn comparison(column: &str, value: &Ruby, negated: bool) -> Option<String> {
    let quoted = |value: &Ruby| match value {
        Ruby::Text(text) => Some(format!("'{}'", text.replace('\'', "''"))),
        Ruby::Number(text) => Some(text.clone()),
        Ruby::Bool(value) => Some(value.to_string()),
        _ => None,
    };
    Some(match (value, negated) {
        (Ruby::Nil, false) => format!("{column} IS NULL"),
        (Ruby::Nil, true) => format!("{column} IS NOT NULL"),
        (Ruby::Array(items), _) => {
            let items: Option<Vec<String>> = items.iter().map(quoted).collect();
            format!("{column} {}IN ({})", if negated { "NOT " } else { "" }, items?.join(", "))
        }
        (value, false) => format!("{column} = {}", quoted(value)?),
        (value, true) => format!("{column} <> {}", quoted(value)?),
    })
}
