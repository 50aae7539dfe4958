//! The shape of `CREATE TABLE` by sqlparser, where it can parse the statement.
//!
//! It can't parse about 2 % of PostgreSQL's statements and 10 to 17 % of MySQL's (shared facts sql.md section 3); there
//! [`super::columns`] reads the tokens. Both readers are held against each other in the tests.

use sqlparser::ast::{
    ColumnDef as ParsedColumn, ColumnOption, CreateTable, Expr, Ident, IndexColumn, ObjectName, Statement,
    TableConstraint,
};
use sqlparser::dialect::{Dialect as Grammar, MsSqlDialect, MySqlDialect, PostgreSqlDialect, SQLiteDialect};
use sqlparser::parser::Parser;

use super::columns;
use crate::engine::Dialect;
use crate::operation::{ColumnDef, ConstraintDef, ConstraintKind, IndexDef, TableDef, qualified};

/// Statements longer than this are read from their tokens: a dump's table of thousands of columns gains nothing here.
const LONGEST: usize = 64 * 1024;

/// Holes of templates are no SQL to a parser.
fn parsable(statement: &str) -> bool {
    statement.len() <= LONGEST && !statement.contains("{{") && !statement.contains("${")
}

/// The shape of one `CREATE TABLE t ( … )`; `None` where sqlparser can't say.
pub(crate) fn table(statement: &str, dialect: Dialect, table: &str) -> Option<TableDef> {
    if !parsable(statement) {
        return None;
    }
    let statements = match dialect {
        Dialect::Postgres => parse(&PostgreSqlDialect {}, statement),
        Dialect::MySql | Dialect::MariaDb => parse(&MySqlDialect {}, statement),
        Dialect::Sqlite => parse(&SQLiteDialect {}, statement),
        Dialect::SqlServer => parse(&MsSqlDialect {}, statement),
    };
    match statements?.as_slice() {
        [Statement::CreateTable(parsed)] => Shaper { dialect, table }.table(parsed),
        _ => None,
    }
}

fn parse(grammar: &dyn Grammar, statement: &str) -> Option<Vec<Statement>> {
    Parser::parse_sql(grammar, statement).ok()
}

struct Shaper<'a> {
    dialect: Dialect,
    table: &'a str,
}

impl Shaper<'_> {
    fn table(&self, parsed: &CreateTable) -> Option<TableDef> {
        let mut shape = TableDef { complete: true, ..TableDef::default() };
        for column in &parsed.columns {
            let mut column = self.column(column)?;
            shape.constraints.append(&mut column.constraints);
            shape.columns.push(column);
        }
        for constraint in &parsed.constraints {
            self.constraint(constraint, &mut shape)?;
        }
        columns::mark_rowid(&mut shape, self.dialect);
        Some(shape)
    }

    fn name(&self, ident: &Ident) -> String {
        self.dialect.fold(&ident.value, ident.quote_style.is_some())
    }

    fn object(&self, name: &ObjectName) -> Option<String> {
        let parts: Option<Vec<&Ident>> = name.0.iter().map(|part| part.as_ident()).collect();
        let parts = parts?;
        let (last, before) = parts.split_last()?;
        let schema = before.last().map(|schema| self.name(schema));
        Some(qualified(self.dialect, schema.as_deref(), &self.name(last)))
    }

    fn column(&self, parsed: &ParsedColumn) -> Option<ColumnDef> {
        let written = parsed.data_type.to_string().to_lowercase().replace(", ", ",");
        let mut column = ColumnDef {
            name: self.name(&parsed.name),
            generated: columns::is_serial(&written),
            sql_type: (!written.is_empty()).then_some(written),
            ..ColumnDef::default()
        };
        for option in &parsed.options {
            let name = option.name.as_ref().map(|name| self.name(name));
            self.option(&option.option, name, &mut column)?;
        }
        Some(column)
    }

    fn option(&self, option: &ColumnOption, name: Option<String>, column: &mut ColumnDef) -> Option<()> {
        let kind = match option {
            ColumnOption::NotNull => {
                column.not_null = true;
                return Some(());
            }
            ColumnOption::Default(value) => {
                let default = value.to_string();
                column.generated |= columns::is_generator(&default);
                column.default = Some(default);
                return Some(());
            }
            ColumnOption::Generated { .. } | ColumnOption::Identity(_) => {
                column.generated = true;
                return Some(());
            }
            ColumnOption::DialectSpecific(tokens) => {
                column.generated |= tokens.iter().any(|token| {
                    let word = token.to_string();
                    word.eq_ignore_ascii_case("AUTO_INCREMENT") || word.eq_ignore_ascii_case("AUTOINCREMENT")
                });
                return Some(());
            }
            ColumnOption::PrimaryKey(_) => ConstraintKind::PrimaryKey,
            ColumnOption::Unique(_) => ConstraintKind::Unique,
            // MySQL reads an inline REFERENCES and forgets it.
            ColumnOption::ForeignKey(_) if self.dialect == Dialect::MySql => return Some(()),
            ColumnOption::ForeignKey(key) => ConstraintKind::ForeignKey {
                to: self.object(&key.foreign_table)?,
                columns: key.referred_columns.iter().map(|column| self.name(column)).collect(),
            },
            ColumnOption::Check(check) => ConstraintKind::Check { expression: check.expr.to_string() },
            ColumnOption::Null
            | ColumnOption::Comment(_)
            | ColumnOption::Collation(_)
            | ColumnOption::CharacterSet(_)
            | ColumnOption::OnUpdate(_)
            | ColumnOption::OnConflict(_)
            | ColumnOption::Invisible
            | ColumnOption::Srid(_) => return Some(()),
            _ => return None,
        };
        column.constraints.push(ConstraintDef { name, kind, columns: vec![column.name.clone()] });
        Some(())
    }

    fn constraint(&self, parsed: &TableConstraint, shape: &mut TableDef) -> Option<()> {
        let named = |name: &Option<Ident>| name.as_ref().map(|name| self.name(name));
        let columns = |columns: &[Ident]| columns.iter().map(|column| self.name(column)).collect::<Vec<_>>();
        let constraint = match parsed {
            TableConstraint::PrimaryKey(key) => ConstraintDef {
                name: named(&key.name),
                kind: ConstraintKind::PrimaryKey,
                columns: self.indexed(&key.columns)?,
            },
            TableConstraint::Unique(key) => ConstraintDef {
                name: named(&key.name).or_else(|| named(&key.index_name)),
                kind: ConstraintKind::Unique,
                columns: self.indexed(&key.columns)?,
            },
            TableConstraint::ForeignKey(key) => {
                let to = self.object(&key.foreign_table)?;
                let kind = ConstraintKind::ForeignKey { to, columns: columns(&key.referred_columns) };
                ConstraintDef { name: named(&key.name), kind, columns: columns(&key.columns) }
            }
            TableConstraint::Check(check) => {
                let kind = ConstraintKind::Check { expression: check.expr.to_string() };
                ConstraintDef { name: named(&check.name), kind, columns: Vec::new() }
            }
            TableConstraint::Exclude(exclude) => {
                ConstraintDef { name: named(&exclude.name), kind: ConstraintKind::Exclude, columns: Vec::new() }
            }
            TableConstraint::Index(index) => {
                shape.indexes.push(self.index(named(&index.name), self.indexed(&index.columns)?));
                return Some(());
            }
            TableConstraint::FulltextOrSpatial(index) => {
                shape.indexes.push(self.index(named(&index.opt_index_name), self.indexed(&index.columns)?));
                return Some(());
            }
            _ => return None,
        };
        match columns::unique_index(&constraint, self.dialect, self.table) {
            Some(index) => shape.indexes.push(index),
            None => shape.constraints.push(constraint),
        }
        Some(())
    }

    fn index(&self, name: Option<String>, columns: Vec<String>) -> IndexDef {
        IndexDef { name, table: self.table.to_owned(), columns, unique: false, filter: None, concurrently: false }
    }

    /// Columns of a key; expressions are left to the reader of tokens.
    fn indexed(&self, columns: &[IndexColumn]) -> Option<Vec<String>> {
        let name = |column: &IndexColumn| match &column.column.expr {
            Expr::Identifier(name) => Some(self.name(name)),
            // MySQL's `a(10)`: a length, which parses as a call.
            Expr::Function(call) => call.name.0.first()?.as_ident().map(|name| self.name(name)),
            _ => None,
        };
        columns.iter().map(name).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frontend::sql::cursor::Cursor;
    use crate::frontend::sql::split::Script;

    /// The same statement by the reader of tokens.
    fn by_tokens(statement: &str, dialect: Dialect) -> TableDef {
        let script = Script::read(statement, dialect);
        let mut cursor = Cursor::new(statement, dialect, &script.tokens);
        cursor.skip_to_symbol("(");
        columns::table(cursor.group().expect("a list of columns"), "t")
    }

    #[test]
    fn both_readers_agree() {
        for (dialect, statement) in [
            (
                Dialect::Postgres,
                "CREATE TABLE t (id bigserial PRIMARY KEY, \"A b\" varchar(20) NOT NULL DEFAULT 'x', c timestamp with time zone DEFAULT now())",
            ),
            (
                Dialect::Postgres,
                "CREATE TABLE t (a uuid DEFAULT gen_random_uuid(), b int REFERENCES s.u (id) ON DELETE CASCADE, c int[], CONSTRAINT u UNIQUE (a, b))",
            ),
            (
                Dialect::Postgres,
                "CREATE TABLE t (a bigint GENERATED ALWAYS AS IDENTITY, b numeric(10,2) CHECK (b > 0), PRIMARY KEY (a), CONSTRAINT fk FOREIGN KEY (b) REFERENCES o)",
            ),
            (
                Dialect::MySql,
                "CREATE TABLE `t` (`id` int NOT NULL AUTO_INCREMENT, `a` varchar(10) DEFAULT NULL COMMENT 'x', PRIMARY KEY (`id`), UNIQUE KEY `u` (`a`), KEY `k` (`a`)) ENGINE=InnoDB",
            ),
            (
                Dialect::MariaDb,
                "CREATE TABLE t (a int, b int REFERENCES u (id), CONSTRAINT fk FOREIGN KEY (a) REFERENCES u (id) ON DELETE SET NULL)",
            ),
            (
                Dialect::Sqlite,
                "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT NOT NULL UNIQUE, b INTEGER REFERENCES u(id))",
            ),
            (Dialect::Sqlite, "CREATE TABLE t (id integer, a text, PRIMARY KEY (id))"),
            (
                Dialect::SqlServer,
                "CREATE TABLE t ([Id] int IDENTITY(1,1) NOT NULL, a nvarchar(50) NULL, CONSTRAINT [PK] PRIMARY KEY (Id))",
            ),
        ] {
            assert_eq!(table(statement, dialect, "t").as_ref(), Some(&by_tokens(statement, dialect)), "{statement}");
        }
    }

    #[test]
    fn long_and_templated_statements_are_left_alone() {
        let long = format!("CREATE TABLE t (a int /* {} */)", "x".repeat(LONGEST));
        assert_eq!(table(&long, Dialect::Postgres, "t"), None);
        assert_eq!(table("CREATE TABLE {{.p}}t (a int)", Dialect::Postgres, "t"), None);
    }
}
