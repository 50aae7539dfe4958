//! What a MySQL session remembers from one statement to the next: variables, prepared statements, procedures.

use super::block::Flavour;
use super::cursor::Cursor;
use super::guard::{GuardReader, settle};
use super::loops::array_items;
use super::program::{Lowerer, opaque, step};
use super::text::value_text;
use super::variables::Held;
use crate::migration::{Condition, If, Node};
use crate::operation::{Key, Reach};
use crate::source::Span;

impl<'t> Lowerer<'t> {
    /// MySQL's way to guard: `SET @sql = IF((SELECT COUNT(*) …) = 0, 'ALTER …', 'DO 0'); PREPARE …; EXECUTE …`.
    pub(super) fn mysql_session(&mut self, cursor: Cursor<'t>, whole: Span) -> Option<Vec<Node>> {
        let mut ahead = cursor;
        if ahead.eat("SET") {
            for item in ahead.items() {
                self.set_references(item);
                self.set_variable(item);
            }
            return None;
        }
        if ahead.is("SELECT") {
            self.select_into(ahead);
            return None;
        }
        if ahead.eat("PREPARE") {
            let name = ahead.part()?;
            ahead.eat("FROM");
            let held = match { ahead }.literal() {
                Some(_) => self.run_text(ahead).map_or(Held::Unknown, Held::Program),
                None => ahead
                    .part()
                    .and_then(|variable| self.session.variables.program(&variable).cloned())
                    .unwrap_or(Held::Unknown),
            };
            self.session.prepared.insert(name, held);
            return None;
        }
        if ahead.eat("EXECUTE") {
            if ahead.eat("IMMEDIATE") {
                return match { ahead }.literal() {
                    Some(_) => self.run_text(ahead),
                    None => self.held_nodes(self.session.variables.program(&ahead.part()?)),
                };
            }
            return self.held_nodes(self.session.prepared.get(&ahead.part()?));
        }
        if ahead.eat("CALL") {
            return Some(self.call(ahead, whole));
        }
        None
    }

    /// One `@name = value` of a SET.
    pub(super) fn set_variable(&mut self, mut item: Cursor<'t>) {
        let Some(name) = item.part().filter(|name| name.starts_with('@')) else { return };
        item.eat_symbol(":");
        if item.eat_symbol("=") {
            self.hold(name, item.rest(), None);
        }
    }

    /// `FOREIGN_KEY_CHECKS = 0`: tables may point at what is made further down.
    pub(super) fn set_references(&mut self, mut item: Cursor<'t>) {
        item.eat_any(&["SESSION", "GLOBAL", "LOCAL"]);
        if item.name().is_some_and(|name| name.name.trim_start_matches('@') == "foreign_key_checks") {
            item.eat_symbol(":");
            item.eat_symbol("=");
            let value = item.peek().map_or("", |token| item.token_text(token));
            self.engine.checks_references = !(value == "0" || value.eq_ignore_ascii_case("off"));
        }
    }

    /// `SELECT value INTO @name FROM …`, `SELECT @name := value`.
    pub(super) fn select_into(&mut self, cursor: Cursor<'t>) {
        let mut list = cursor;
        list.eat("SELECT");
        if let Some(name) = { list }.part().filter(|name| name.starts_with('@')) {
            list.advance();
            if list.eat_symbol(":") && list.eat_symbol("=") {
                self.hold(name, list.rest(), Some(cursor));
            }
            return;
        }
        let value = list.up_to(&["INTO", "FROM"]);
        let mut into = list;
        if !into.skip_to("INTO") {
            return;
        }
        into.advance();
        let Some(name) = into.part() else { return };
        if { value }.if_call().is_some() {
            return self.hold(name, value, Some(cursor));
        }
        let mut reader = GuardReader::new(self.engine, &self.session.variables);
        let condition = reader.rows(cursor);
        self.session.variables.assign(name).answer(condition);
    }

    /// Keeps what a variable is set to: SQL text, a choice between two, or an answer.
    pub(crate) fn hold(&mut self, name: String, value: Cursor<'t>, query: Option<Cursor<'t>>) {
        let program = self.choice(value, query);
        let is_text = program.is_none() && ({ value }.literal().is_some() || value.is("CONCAT"));
        let text = value_text(value, &self.session.variables).filter(|_| is_text);
        let program = match &text {
            Some(text) => Some(Held::Program(self.run_embedded(text))),
            None => program,
        };
        let answer = if program.is_none() { Some(self.condition(value).0) } else { None };
        let answer = answer.filter(|answer| *answer != Condition::Unknown);
        let plain = |item: &String| !item.contains([',', '"', '{', '}', '\\']);
        let items = || array_items(value).filter(|items| items.iter().all(plain));
        let array = || items().map(|items| format!("{{{}}}", items.join(",")));
        let text = text.filter(|text| !text.holes).map(|text| text.text).or_else(array);
        self.session.variables.assign(name).value(answer, text, program);
    }

    /// `IF(condition, 'sql', 'sql')`, `(SELECT IF(COUNT(*) = 0, 'sql', 'sql') FROM …)`; `query` is what the value stands
    /// in, where that is a query.
    pub(super) fn choice(&self, value: Cursor<'t>, query: Option<Cursor<'t>>) -> Option<Held> {
        let mut inside = { value }.group().unwrap_or(value);
        let query = if inside.is("SELECT") { Some(inside) } else { query };
        inside.eat("SELECT");
        let [asked, then, otherwise] = inside.if_call()?;
        let mut reader = GuardReader::new(self.engine, &self.session.variables);
        let mut condition = match query {
            Some(query) if asked.is("COUNT") => reader.count_of(query, asked),
            _ => reader.whole(asked),
        };
        let branch = |text: Cursor<'t>| self.run_text(text).unwrap_or_else(|| vec![self.unknown_text(text)]);
        let (then, otherwise) = (branch(then), branch(otherwise));
        settle(&mut condition, &reader.vague, &[&then, &otherwise]);
        Some(Held::Program(vec![Node::If(If { condition, at: asked.span(), then, otherwise })]))
    }

    pub(super) fn unknown_text(&self, text: Cursor<'_>) -> Node {
        let at = text.span();
        step(at, at, opaque(Reach::Everything, at))
    }

    /// Keeps the body of a procedure without parameters, for the CALL that follows.
    pub(super) fn remember_procedure(&mut self, mut cursor: Cursor<'t>) {
        if !self.engine.dialect.is_mysql_like() || !cursor.eat("CREATE") || !cursor.skip_to("PROCEDURE") {
            return;
        }
        cursor.advance();
        cursor.if_not_exists();
        let Some(name) = cursor.name() else { return };
        let parameters = cursor.group().is_some_and(|list| !list.is_done());
        let body = (!parameters).then(|| {
            // NOT DETERMINISTIC, MODIFIES SQL DATA, COMMENT …
            let starts = ["BEGIN", "IF", "ALTER", "CREATE", "DROP", "INSERT", "UPDATE", "DELETE"];
            while !cursor.is_done() && !cursor.is_any(&starts) {
                cursor.advance();
            }
            self.program(&mut cursor, Flavour::MySql)
        });
        self.session.procedures.insert(name.name, body);
    }

    pub(super) fn call(&self, mut cursor: Cursor<'t>, whole: Span) -> Vec<Node> {
        let known = cursor.name().and_then(|name| self.session.procedures.get(&name.name));
        let reach = match known {
            Some(Some(body)) => return body.clone(),
            // A helper of this file that is handed the table's name.
            Some(None) => {
                let arguments = cursor.group().map(Cursor::items).unwrap_or_default();
                let names = arguments.into_iter().filter_map(|mut argument| argument.literal());
                let keys: Vec<Key> = names.map(|name| Key::table(self.engine.dialect.fold(&name, true))).collect();
                if keys.is_empty() { Reach::Everything } else { Reach::Keys(keys) }
            }
            None => Reach::Everything,
        };
        vec![step(whole, whole, opaque(reach, whole))]
    }
}
