//! What a query of a catalog is about: `pg_constraint` a constraint, `information_schema.columns` a column.

use super::catalog::{Fact, Query};
use super::guard::written_name;
use crate::engine::Dialect;
use crate::migration::Subject;
use crate::operation::{Key, Kind};

impl Query<'_> {
    /// What the query asks for, and whether its kind or owner is left open; `None` for a query of no catalog.
    pub(super) fn subject(&self) -> Option<(Subject, bool)> {
        let catalog = |name: &str| self.has(name);
        if catalog("pg_enum") {
            return self.enum_value();
        }
        if catalog("pg_constraint") {
            return self.constraint(self.stored("conname"), self.owner(&["conrelid", "relname"]));
        }
        if [
            "table_constraints",
            "key_column_usage",
            "referential_constraints",
            "check_constraints",
            "constraint_column_usage",
            "constraint_table_usage",
        ]
        .iter()
        .any(|name| catalog(name))
        {
            return self.schema_constraint();
        }
        if catalog("pg_attribute") {
            return self.owned(Kind::Column, "attname", &["attrelid", "relname"]);
        }
        if catalog("pg_trigger") {
            return self.owned(Kind::Trigger, "tgname", &["tgrelid", "relname"]);
        }
        if catalog("pg_policies") || catalog("pg_policy") {
            let column = if catalog("pg_policies") { "policyname" } else { "polname" };
            return self.owned(Kind::Policy, column, &["tablename", "polrelid", "relname"]);
        }
        if catalog("pg_inherits") {
            let (owner, name) = (self.owner(&["inhparent"])?, self.owner(&["inhrelid"])?);
            return Some((Subject::Key(Key::owned(Kind::Membership, owner, name)), false));
        }
        if catalog("pg_publication_tables") || catalog("pg_publication_rel") {
            let key = Key::owned(Kind::Membership, self.stored("pubname")?, self.with_schema(self.text("tablename")?));
            return Some((Subject::Key(key), false));
        }
        if catalog("pg_indexes") || catalog("pg_index") {
            return self.index();
        }
        self.plain().or_else(|| self.mysql_or_sqlserver())
    }

    pub(super) fn enum_value(&self) -> Option<(Subject, bool)> {
        let owner = self.owner(&["enumtypid", "typname"]);
        Some(match (self.text("enumlabel"), owner) {
            (Some(label), Some(owner)) => (Subject::Key(Key::owned(Kind::EnumValue, owner, label)), false),
            (Some(label), None) => (Subject::Key(Key::new(Kind::EnumValue, label)), true),
            (None, Some(owner)) => (Subject::Key(Key::new(Kind::Type, owner)), false),
            (None, None) => return None,
        })
    }

    pub(super) fn constraint(&self, name: Option<String>, owner: Option<String>) -> Option<(Subject, bool)> {
        Some(match owner {
            Some(owner) => (Subject::Key(Key::constraint(owner, name?)), false),
            None => (Subject::Anywhere { kind: Kind::Constraint, name: name? }, false),
        })
    }

    pub(super) fn schema_constraint(&self) -> Option<(Subject, bool)> {
        let owner = self.text("table_name").map(|table| self.with_schema(table));
        let name = self.stored("constraint_name");
        let kind = self.text("constraint_type").map(str::to_uppercase);
        match (name, owner, kind.as_deref()) {
            (Some(name), Some(owner), Some("UNIQUE")) if self.dialect.is_mysql_like() => {
                Some((Subject::Key(Key::index(self.dialect, &owner, name)), false))
            }
            (None, Some(owner), Some("PRIMARY KEY")) if self.dialect.is_mysql_like() => {
                Some((Subject::Key(Key::constraint(owner, "primary")), false))
            }
            (name, owner, _) => self.constraint(name, owner),
        }
    }

    pub(super) fn owned(&self, kind: Kind, column: &str, owners: &[&str]) -> Option<(Subject, bool)> {
        let name = self.stored(column)?;
        Some(match self.owner(owners) {
            Some(owner) => (Subject::Key(Key::owned(kind, owner, name)), false),
            None if matches!(kind, Kind::Trigger | Kind::Policy) && self.dialect == Dialect::Postgres => {
                (Subject::Anywhere { kind, name }, false)
            }
            None => (Subject::Key(Key::new(kind, name)), true),
        })
    }

    pub(super) fn index(&self) -> Option<(Subject, bool)> {
        let name = match self.facts.iter().find(|(column, _)| column == "indexrelid") {
            Some((_, Fact::Named(name))) => name.clone(),
            Some((_, Fact::Text(name))) => written_name(name, self.dialect),
            _ => self.with_schema(self.text("indexname").or_else(|| self.text("relname"))?),
        };
        let key = Key::new(Kind::Index, name);
        let valid = self.facts.iter().find(|(column, _)| column == "indisvalid").map(|(_, fact)| fact);
        Some(match valid {
            Some(Fact::True) => (Subject::ValidIndex(key), false),
            Some(Fact::False) => (Subject::InvalidIndex(key), false),
            _ => (Subject::Key(key), false),
        })
    }

    /// Catalogs of things that stand on their own: one column holds the name.
    pub(super) fn plain(&self) -> Option<(Subject, bool)> {
        const CATALOGS: &[(&str, &str, Kind, &str)] = &[
            ("pg_type", "typname", Kind::Type, ""),
            ("pg_tables", "tablename", Kind::Table, ""),
            ("pg_views", "viewname", Kind::View, ""),
            ("pg_matviews", "matviewname", Kind::MaterializedView, ""),
            ("pg_sequences", "sequencename", Kind::Sequence, ""),
            ("pg_class", "relname", Kind::Table, ""),
            ("pg_proc", "proname", Kind::Function, ""),
            ("pg_extension", "extname", Kind::Extension, ""),
            ("pg_roles", "rolname", Kind::Role, ""),
            ("pg_authid", "rolname", Kind::Role, ""),
            ("pg_user", "usename", Kind::Role, ""),
            ("pg_publication", "pubname", Kind::Publication, ""),
            ("pg_event_trigger", "evtname", Kind::Other, "event trigger"),
            ("pg_collation", "collname", Kind::Other, "collation"),
            ("pg_foreign_server", "srvname", Kind::Other, "server"),
            ("pg_subscription", "subname", Kind::Other, "subscription"),
            ("pg_database", "datname", Kind::Other, "database"),
            ("pg_ts_config", "cfgname", Kind::Other, "text search configuration"),
            ("pg_statistic_ext", "stxname", Kind::Other, "statistics"),
            ("pg_foreign_data_wrapper", "fdwname", Kind::Other, "foreign data wrapper"),
            ("sequences", "sequence_name", Kind::Sequence, ""),
            ("views", "table_name", Kind::View, ""),
            ("schemata", "schema_name", Kind::Schema, ""),
            ("pg_namespace", "nspname", Kind::Schema, ""),
            ("domains", "domain_name", Kind::Domain, ""),
        ];
        let (catalog, column, mut kind, word) =
            *CATALOGS.iter().find(|entry| self.has(entry.0) && self.text(entry.1).is_some())?;
        let vague = matches!(catalog, "pg_type" | "pg_proc") || catalog == "pg_class" && self.text("relkind").is_none();
        if catalog == "pg_class" {
            kind = match self.text("relkind") {
                Some("i" | "I") => Kind::Index,
                Some("v") => Kind::View,
                Some("m") => Kind::MaterializedView,
                Some("S") => Kind::Sequence,
                _ => Kind::Table,
            };
        }
        let alone = matches!(kind, Kind::Extension | Kind::Role | Kind::Schema | Kind::Publication | Kind::Other);
        let name = if alone { self.stored(column)? } else { self.with_schema(self.text(column)?) };
        Some((Subject::Key(Key::owned(kind, word, name)), vague))
    }

    /// `information_schema` as MySQL fills it, and SQL Server's `sys` views.
    pub(super) fn mysql_or_sqlserver(&self) -> Option<(Subject, bool)> {
        let has = |names: &[&str]| names.iter().any(|name| self.has(name));
        if self.has("columns") && self.text("column_name").is_some() {
            return self.owned(Kind::Column, "column_name", &["table_name"]);
        }
        if self.has("statistics") {
            let table = self.text("table_name").map(|table| self.with_schema(table));
            let key = Key::index(self.dialect, table.as_deref().unwrap_or_default(), self.stored("index_name")?);
            return Some((Subject::Key(key), table.is_none()));
        }
        if self.has("routines") {
            let procedure = self.text("routine_type").is_some_and(|kind| kind.eq_ignore_ascii_case("procedure"));
            let kind = if procedure { Kind::Procedure } else { Kind::Function };
            return Some((Subject::Key(Key::new(kind, self.with_schema(self.text("routine_name")?))), true));
        }
        if self.has("triggers") && self.text("trigger_name").is_some() {
            let owned = self.dialect == Dialect::Postgres;
            let owners: &[&str] = if owned { &["event_object_table"] } else { &[] };
            return self.owned(Kind::Trigger, "trigger_name", owners).map(|(subject, vague)| (subject, vague && owned));
        }
        if self.has("events") && self.text("event_name").is_some() {
            return Some((Subject::Key(Key::new(Kind::Event, self.stored("event_name")?)), false));
        }
        if self.has("tables") && self.text("table_name").is_some() {
            let view = self.text("table_type").is_some_and(|kind| kind.eq_ignore_ascii_case("view"));
            let kind = if view { Kind::View } else { Kind::Table };
            return Some((Subject::Key(Key::new(kind, self.with_schema(self.text("table_name")?))), false));
        }
        if self.dialect != Dialect::SqlServer {
            return None;
        }
        let object = || self.owner(&["object_id"]);
        if has(&["indexes", "sysindexes"]) {
            return self.owned(Kind::Index, "name", &["object_id", "id"]);
        }
        if has(&["columns", "syscolumns"]) {
            return self.owned(Kind::Column, "name", &["object_id", "id"]);
        }
        if has(&["foreign_keys", "check_constraints", "default_constraints", "key_constraints"]) {
            let name = self.stored("name").or_else(object)?;
            return self.constraint(Some(name), self.owner(&["parent_object_id"]));
        }
        let kinds = [
            (&["tables"][..], Kind::Table),
            (&["views"], Kind::View),
            (&["procedures"], Kind::Procedure),
            (&["triggers"], Kind::Trigger),
            (&["schemas"], Kind::Schema),
            (&["types", "table_types"], Kind::Type),
            (&["objects", "sysobjects", "all_objects"], Kind::Table),
            (&["database_principals"], Kind::Role),
        ];
        let (names, kind) = kinds.into_iter().find(|(names, _)| has(names))?;
        let name = self.stored("name").or_else(object)?;
        Some((Subject::Key(Key::new(kind, name)), names.contains(&"objects") || names.contains(&"sysobjects")))
    }
}
