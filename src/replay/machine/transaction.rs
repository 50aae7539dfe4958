//! The engine's transactions around the statements, and the states that a stop between them can leave.

use super::{Flow, Machine, Stop};
use crate::engine::{Dialect, Transaction};
use crate::migration::{Node, Statement, Try};
use crate::replay::stops;
use crate::schema::Schema;
use crate::source::Location;

impl<'m> Machine<'_, 'm> {
    /// What a transaction inside the migration amounts to, given the one around it.
    pub(super) fn atomic_scope(&self) -> Transaction {
        match self.mode() {
            Transaction::Whole | Transaction::WholeUnrecorded => self.mode(),
            Transaction::ImplicitCommit => Transaction::ImplicitCommit,
            _ if self.schema.dialect().is_mysql_like() => Transaction::EndedBySchemaChange,
            _ => Transaction::WholeUnrecorded,
        }
    }

    pub(super) fn mode(&self) -> Transaction {
        self.scopes.last().copied().unwrap_or(self.plan.transaction)
    }

    pub(super) fn scope(&mut self, mode: Transaction, body: &'m [Node]) -> Flow {
        let outer = self.mode();
        self.scopes.push(mode);
        let ended = std::mem::take(&mut self.ended);
        let flow = self.nodes(body);
        self.ended |= ended;
        self.scopes.pop();
        if !matches!(outer, Transaction::Whole | Transaction::WholeUnrecorded) {
            self.commit();
        }
        flow
    }

    pub(super) fn in_transaction(&self) -> bool {
        matches!(self.mode(), Transaction::Whole | Transaction::WholeUnrecorded)
    }

    /// On PostgreSQL an error aborts the transaction around it unless the handler has a savepoint.
    pub(super) fn poisoned_by(&self, handler: &Try) -> bool {
        self.schema.dialect() == Dialect::Postgres && self.in_transaction() && !handler.savepoint
    }

    pub(super) fn after_statement(&mut self, statement: &Statement, at: Location) {
        let dml = statement.operations.iter().all(|placed| placed.operation.is_dml());
        let durable = match self.mode() {
            Transaction::Whole | Transaction::WholeUnrecorded => false,
            Transaction::Autocommit => true,
            Transaction::ImplicitCommit => !dml,
            Transaction::EndedBySchemaChange => {
                self.ended |= !dml;
                self.ended
            }
            Transaction::UntilFirstWrite => {
                self.wrote_rows |= dml;
                !self.wrote_rows
            }
        };
        self.last_is_durable = durable;
        self.last_makes = self.among_others == 0 && self.handlers.is_empty() && stops::makes(statement);
        if durable {
            self.offer(at);
        }
    }

    pub(super) fn commit(&mut self) {
        self.uncommitted.clear();
        if let Some(at) = self.last {
            self.offer(at);
        }
    }

    /// A stop can leave what is there now: kept, if it is one of those to be replayed.
    pub(super) fn offer(&mut self, after: Location) {
        if self.keeps_stops && self.offered.keeps(self.plan.spacing, self.last_makes) {
            self.keep(self.schema.clone(), after);
        }
    }

    pub(super) fn keep(&mut self, schema: Schema, after: Location) {
        self.stops.push(Stop { schema, after });
    }
}
