//! Rows that a loop takes away from under its own query: a second run finds none of them.

use tree_sitter::Node as Ts;

use super::lower::Lowering;
use super::names;
use super::records::{excludes, has_word};
use super::syntax::visit;
use super::value::{Asked, Call, Query, Row, Value};
use crate::frontend::sql::{Embedded, lower_embedded};
use crate::migration::{Condition, Node, each_step_mut};
use crate::operation::{Action, Key, OnConflict, Picked, Update, Value as Cell};

impl<'t> Lowering<'_, 't> {
    /// What a chain of calls asks of its rows, as SQL where all of it can be written so; `None` where it takes some of the
    /// rows only, or those of several tables.
    pub(super) fn asked_of(&self, chain: &[Call<'t>]) -> Option<Asked> {
        let mut asked = Asked { text: String::new(), is_sql: true };
        // The last link comes first.
        for link in chain.iter().rev() {
            match link.tail() {
                "where" | "filter" | "filter_by" => {
                    for arg in &link.args.items {
                        let part = match arg.name.as_deref() {
                            Some(name) => literal(&arg.value)
                                .map(|value| vec![format!("{} = {value}", names::fold(self.context, name))]),
                            None => self.condition_text(&arg.value),
                        };
                        asked.is_sql &= part.is_some();
                        let source =
                            || vec![self.source.slice(arg.at).split_whitespace().collect::<Vec<_>>().join(" ")];
                        for part in part.unwrap_or_else(source) {
                            if !asked.text.is_empty() {
                                asked.text.push_str(" AND ");
                            }
                            asked.text.push_str(&part);
                        }
                    }
                }
                "join" | "outerjoin" | "select_from" | "union" | "limit" | "offset" | "having" | "group_by"
                | "first" => {
                    return None;
                }
                _ => {}
            }
        }
        Some(asked)
    }

    /// One condition of SQLAlchemy as SQL.
    fn condition_text(&self, value: &Value<'t>) -> Option<Vec<String>> {
        if let Value::Truth(Condition::RowsPresent { filter: Some(pairs), .. }) = value {
            let one = |(column, value): &(String, String)| match value.parse::<i64>() {
                Ok(_) => format!("{column} = {value}"),
                Err(_) => format!("{column} = '{}'", value.replace('\'', "''")),
            };
            return Some(pairs.iter().map(one).collect());
        }
        let call = value.as_call()?;
        let column = call.receiver.as_ref()?.as_call().filter(|column| &*column.callee == "@column")?;
        let column = names::fold(self.context, column.args.positional().next()?.value.as_str()?);
        let given = &call.args.positional().next()?.value;
        Some(vec![match (call.tail(), given) {
            ("is_", Value::None) => format!("{column} IS NULL"),
            ("isnot" | "is_not", Value::None) => format!("{column} IS NOT NULL"),
            ("in_", Value::List(items)) => {
                let items: Option<Vec<String>> = items.iter().map(literal).collect();
                format!("{column} IN ({})", items?.join(", "))
            }
            _ => return None,
        }])
    }

    /// The rows that a loop goes over.
    pub(super) fn picked(&self, row: &Row) -> Option<Picked> {
        Some(Picked { table: row.table.clone()?, filter: row.asked.as_ref()?.text.clone() })
    }

    /// Where this is done to each row of a loop over the table: all rows that the loop goes over.
    pub(super) fn row_in_hand(&self, table: &Key, node: Ts<'t>) -> Option<&Row> {
        let row = self.loops.iter().rev().find(|row| row.table.as_ref() == Some(table))?;
        let mut uses = false;
        visit(node, &mut |inner| {
            uses |= inner.kind() == "identifier"
                && matches!(self.lookup(self.text(inner)), Value::Row(_) | Value::Derived(_));
            !uses
        });
        uses.then_some(row)
    }

    /// Notes whether an update of all these rows takes them out of what was asked for.
    pub(super) fn drained(&self, update: &mut Update, asked: Option<&Asked>) {
        let Some(asked) = asked.filter(|asked| asked.is_sql && !asked.text.is_empty()) else { return };
        update.filter = Some(asked.text.clone());
        let set: Vec<String> = update
            .writes
            .iter()
            .filter_map(|(column, value)| match value {
                Cell::Literal(text) if text.parse::<i64>().is_ok() || text == "NULL" => {
                    Some(format!("{column} = {text}"))
                }
                Cell::Literal(text) => Some(format!("{column} = '{}'", text.replace('\'', "''"))),
                _ => None,
            })
            .collect();
        if set.is_empty() {
            return;
        }
        let text = format!("UPDATE t SET {} WHERE {}", set.join(", "), asked.text);
        let sql = Embedded { text, pieces: vec![(0, 0, 0)], holes: false };
        each_step_mut(&mut lower_embedded(&sql, self.context), &mut |step| {
            for placed in step.statements.iter().flat_map(|statement| &statement.operations) {
                if let Action::Update(Update { drains: true, .. }) = &placed.operation.action {
                    update.drains = true;
                }
            }
        });
    }

    /// Changes of a loop's own rows that are written as SQL: `DELETE FROM t WHERE id = :id`.
    pub(super) fn own_rows(&self, nodes: &mut [Node], node: Ts<'t>) {
        if self.loops.is_empty() {
            return;
        }
        each_step_mut(nodes, &mut |step| {
            for placed in step.statements.iter_mut().flat_map(|statement| &mut statement.operations) {
                match &mut placed.operation.action {
                    Action::Delete { table, filtered: true, filter } => {
                        let plain = filter.as_deref().is_none_or(|filter| !filter.contains(['<', '>', '!']));
                        let picked = self.row_in_hand(table, node).filter(|_| plain).and_then(|row| self.picked(row));
                        if let Some(picked) = picked {
                            *filter = Some(picked.filter);
                        }
                    }
                    Action::Update(update) => {
                        if let Some(row) = self.row_in_hand(&update.table, node) {
                            self.drained(update, row.asked.as_ref());
                        }
                    }
                    _ => {}
                }
            }
        });
    }

    /// What a second run of a loop's inserts comes to: it goes over the rows that the first one has not taken away, or
    /// those that have not got yet what is inserted.
    pub(super) fn settle_inserts(&self, body: &mut [Node], query: &Query, row: &Row) {
        let (mut leaves, mut taken) = (false, false);
        each_step_mut(body, &mut |step| {
            for placed in step.statements.iter().flat_map(|statement| &statement.operations) {
                match &placed.operation.action {
                    Action::Delete { table, filter, .. } if row.table.as_ref() == Some(table) => {
                        leaves = true;
                        taken |= filter.is_some();
                    }
                    Action::Update(update) if row.table.as_ref() == Some(&update.table) => {
                        taken |= update.drained().is_some();
                        leaves |= !row.picked_by.is_empty() && update.writes.is_empty()
                            || update.writes.iter().any(|(column, _)| excludes(&row.picked_by, column));
                    }
                    _ => {}
                }
            }
        });
        let picked = self.picked(row);
        each_step_mut(body, &mut |step| {
            for placed in step.statements.iter_mut().flat_map(|statement| &mut statement.operations) {
                let Action::Insert(rows) = &mut placed.operation.action else { continue };
                if rows.conflict != OnConflict::Fail {
                    continue;
                }
                let asks = query.tables.contains(&rows.table)
                    || query.sql.as_ref().is_some_and(|sql| has_word(&sql.to_lowercase(), &rows.table.name));
                if asks || leaves && !taken {
                    rows.conflict = OnConflict::WhereAbsent;
                } else {
                    rows.from.clone_from(&picked);
                }
            }
        });
    }
}

fn literal(value: &Value<'_>) -> Option<String> {
    match value {
        Value::Text(_) => value.as_str().map(|text| format!("'{}'", text.replace('\'', "''"))),
        Value::Number(number) => Some(number.clone()),
        Value::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}
