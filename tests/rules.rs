//! Every fenced block of every page in `rules/` is a test; CONTRIBUTING.md says how to write one.

#[path = "rules/project.rs"]
mod project;

use libtest_mimic::{Arguments, Failed, Trial};
use remigrate::edit::Safety;
use remigrate::engine::{Context, Dialect, Tool, Version};
use remigrate::finding::Finding;
use remigrate::lint::{Policy, Subject, lint, repair};
use remigrate::rules::{self, Rule};
use remigrate::source::{FileId, Source, Span};

fn main() {
    let trials = rules::ALL.iter().flat_map(trials).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

/// A fenced block: its info string taken apart, and the text between the fences.
#[derive(Debug, Clone)]
struct Block {
    /// The 1-based line of the opening fence.
    line: usize,
    language: String,
    role: String,
    options: Vec<String>,
    code: String,
    /// Counts the headings above it.
    section: usize,
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    let mut section = 0;
    for (number, line) in page.lines().enumerate() {
        section += usize::from(open.is_none() && line.starts_with('#'));
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) => {
                let mut info = info.split_whitespace().map(str::to_owned);
                let (language, role) = (info.next().unwrap_or_default(), info.next().unwrap_or_default());
                open = Some(Block {
                    line: number + 1,
                    language,
                    role,
                    options: info.collect(),
                    code: String::new(),
                    section,
                });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(block), None) => {
                block.code.push_str(line);
                block.code.push('\n');
            }
            (None, None) => {}
        }
    }
    blocks
}

fn trials(rule: &'static Rule) -> Vec<Trial> {
    let all = blocks(rule.page);
    let roles = ["bad", "good", "stays"];
    let name = |block: &Block, role: &str| format!("{}:{} {} {role}", rule.name, block.line, block.language);
    let tested = all.iter().enumerate().filter(|(_, block)| roles.contains(&block.role.as_str()));
    let alone = tested.filter(|(_, block)| option(block, "file").is_none()).map(|(number, block)| {
        let fixed = all.get(number + 1).filter(|next| next.role == "fixed").cloned();
        let block = block.clone();
        Trial::test(name(&block, &block.role), move || run(rule, &block, fixed.as_ref()))
    });
    let together = all.chunk_by(is_with).filter(|files| option(&files[0], "file").is_some()).map(|files| {
        let files = files.to_vec();
        Trial::test(name(&files[0], "project"), move || project::check(rule, &files))
    });
    alone.chain(together).collect()
}

/// Two blocks that are files of one project: a block that shows a file as it was begins another one.
fn is_with(before: &Block, next: &Block) -> bool {
    let both = option(before, "file").is_some() && option(next, "file").is_some();
    both && before.section == next.section && (before.role != "fixed" || next.role == "fixed")
}

/// A page shows everything a rule has to say: nothing is hidden or ignored.
struct Everything;

impl Policy for Everything {
    fn wants(&self, _source: &Source, _rule: &Rule) -> bool {
        true
    }

    fn filter(&self, _file: FileId, _source: &Source, _comments: &dyn Fn() -> Vec<Span>, _found: &mut Vec<Finding>) {}
}

fn run(rule: &Rule, block: &Block, fixed: Option<&Block>) -> Result<(), Failed> {
    let context = context(block)?;
    let case = Case::new(block, &context);
    let source = Source::new(case.path, case.text.as_str());
    let subject = Subject { file: FileId(0), source: &source, context: &context, down: None, start: None };
    let outcome = lint(subject, &Everything, true);
    if !outcome.problems.is_empty() {
        return Err(format!("does not parse: {:?}", outcome.problems).into());
    }
    let mut lines: Vec<usize> =
        outcome.findings.iter().map(|finding| source.line_of(finding.primary.at.span.start)).collect();
    lines.sort_unstable();
    lines.dedup();
    if lines != case.marked {
        let told = outcome.findings.iter().map(|finding| format!("{}: {}", finding.rule, finding.message));
        let told: Vec<String> = told.collect();
        return Err(format!(
            "marked lines (0-based): {:?}, findings on {lines:?}: {told:#?}\n{}",
            case.marked, case.text
        )
        .into());
    }
    if block.role != "good" && !outcome.findings.iter().any(|finding| finding.rule == rule.name) {
        return Err(format!("no finding is of this rule: {:#?}", outcome.findings).into());
    }
    if block.role == "stays" && outcome.findings.iter().any(|finding| finding.fix.is_some()) {
        return Err(format!("a fix is offered: {:#?}", outcome.findings).into());
    }
    if let Some(fixed) = fixed {
        let safety = if fixed.options.iter().any(|option| option == "unsafe") { Safety::Unsafe } else { Safety::Safe };
        let repaired = repair(subject, &Everything, safety);
        let text = repaired.text.unwrap_or_else(|| case.text.clone());
        let wanted = Case::new(fixed, &context).text;
        if text != wanted {
            return Err(format!("fixed to:\n{text}\n--- instead of:\n{wanted}").into());
        }
        let again = Source::new(source.path(), text.as_str());
        let second = repair(Subject { source: &again, ..subject }, &Everything, safety);
        if second.text.is_some() {
            return Err("a second fix changes it again".into());
        }
    }
    if block.language == "sql" && context.dialect == Dialect::Sqlite {
        run_twice(block, &case.text, fixed)?;
    }
    Ok(())
}

fn option<'b>(block: &'b Block, key: &str) -> Option<&'b str> {
    block.options.iter().find_map(|option| option.strip_prefix(key)?.strip_prefix('='))
}

fn context(block: &Block) -> Result<Context, Failed> {
    let tool = match (block.language.as_str(), option(block, "tool")) {
        ("ruby", _) => Tool::Rails,
        ("python", _) => Tool::Alembic,
        ("rust", _) => Tool::SeaOrm,
        ("sql", None) => Tool::PlainSql,
        ("sql", Some(name)) => Tool::parse(name).ok_or_else(|| format!("unknown tool {name}"))?,
        (other, _) => return Err(format!("unknown language {other}").into()),
    };
    let dialect = option(block, "dialect").unwrap_or("postgresql");
    let dialect = Dialect::parse(dialect).ok_or_else(|| format!("unknown dialect {dialect}"))?;
    let mut context = Context::new(tool, dialect);
    context.framework = option(block, "rails").or_else(|| option(block, "alembic")).and_then(Version::parse);
    if tool == Tool::SeaOrm {
        context.framework = Some(option(block, "seaorm").and_then(Version::parse).unwrap_or(Version::new(2, 0, 4)));
    }
    context.sqlalchemy = option(block, "sqlalchemy").and_then(Version::parse);
    context.server = option(block, "server").and_then(Version::parse);
    Ok(context)
}

/// A block as a whole file, without its marks.
struct Case {
    path: &'static str,
    text: String,
    /// 0-based lines that carry a mark.
    marked: Vec<usize>,
}

impl Case {
    fn new(block: &Block, context: &Context) -> Self {
        let whole = match block.language.as_str() {
            "ruby" if !block.code.contains("class ") => wrap_ruby(&block.code, context),
            "python" if !block.code.contains("def upgrade") => wrap_python(&block.code),
            "rust" if !block.code.contains("impl ") => wrap_rust(&block.code),
            _ => block.code.clone(),
        };
        let (text, marked) = without_marks(&whole);
        let path = match block.language.as_str() {
            "ruby" => "db/migrate/20260101000000_example.rb",
            "python" => "migrations/versions/0001_example.py",
            "rust" => "src/m20260101_000001_example.rs",
            _ => "migrations/0001_example.sql",
        };
        Self { path, text, marked }
    }
}

/// The text without its marks, and the 0-based lines that carry one.
fn without_marks(whole: &str) -> (String, Vec<usize>) {
    let (mut text, mut marked) = (String::new(), Vec::new());
    for (number, line) in whole.lines().enumerate() {
        let bare = ["# error", "-- error", "// error"].iter().find_map(|mark| line.strip_suffix(mark));
        if bare.is_some() {
            marked.push(number);
        }
        text.push_str(bare.map_or(line, str::trim_end));
        text.push('\n');
    }
    (text, marked)
}

fn indented(code: &str) -> String {
    code.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") }).collect()
}

fn wrap_ruby(code: &str, context: &Context) -> String {
    let version = context.framework.unwrap_or(Version::new(8, 1, 0));
    let (major, minor) = (version.major, version.minor);
    format!("class Example < ActiveRecord::Migration[{major}.{minor}]\n  def change\n{}  end\nend\n", indented(code))
}

fn wrap_python(code: &str) -> String {
    let header = "import sqlalchemy as sa\nfrom alembic import op\nfrom sqlalchemy.dialects import postgresql\n\n\
                  revision = \"0001\"\ndown_revision = None\n\n\ndef upgrade():\n";
    format!("{header}{}\n\ndef downgrade():\n    pass\n", indented(code))
}

fn wrap_rust(code: &str) -> String {
    let body: String =
        code.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("        {line}\n") }).collect();
    format!(
        "use sea_orm_migration::{{prelude::*, schema::*}};\n\n#[derive(DeriveMigrationName)]\npub struct Migration;\n\n\
         #[async_trait::async_trait]\nimpl MigrationTrait for Migration {{\n    async fn up(&self, manager: &SchemaManager) \
         -> Result<(), DbErr> {{\n{body}        Ok(())\n    }}\n}}\n"
    )
}

/// The proof on a real engine: `bad` fails, doubles rows or loses what was written since when it runs again, `good` and
/// `fixed` do not.
fn run_twice(block: &Block, text: &str, fixed: Option<&Block>) -> Result<(), Failed> {
    let given = option(block, "given");
    let before = given.map(|table| {
        format!(
            "CREATE TABLE {table} (id INTEGER PRIMARY KEY, name TEXT, email TEXT); \
             INSERT INTO {table} VALUES (1, 'Ada', 'ada@example.org');"
        )
    });
    let run = |text: &str| -> Result<(rusqlite::Result<()>, i64), Failed> {
        let database = rusqlite::Connection::open_in_memory()?;
        database.execute_batch(before.as_deref().unwrap_or_default())?;
        database.execute_batch(text).map_err(|error| format!("does not even run once: {error}"))?;
        for column in new_columns(&database, given)? {
            database.execute_batch(&format!("UPDATE {} SET \"{column}\" = {WRITTEN}", given.unwrap_or_default()))?;
        }
        let once = rows(&database)? + written(&database, given)?;
        Ok((database.execute_batch(text), rows(&database)? + written(&database, given)? - once))
    };
    let (second, change) = run(text)?;
    match (block.role.as_str(), second, change) {
        ("bad", Ok(()), 0) => return Err("runs twice on SQLite and leaves the same rows; is it bad?".into()),
        ("good", Err(error), _) => return Err(format!("fails on the second run on SQLite: {error}").into()),
        ("good", _, change) if change != 0 => return Err("the second run adds rows or loses values".into()),
        _ => {}
    }
    if let Some(fixed) = fixed {
        let (second, change) = run(&fixed.code)?;
        second.map_err(|error| format!("the fixed form fails on the second run on SQLite: {error}"))?;
        if change != 0 {
            return Err("the second run of the fixed form adds rows or loses values".into());
        }
    }
    Ok(())
}

/// What the application writes into new columns between the two runs.
const WRITTEN: i64 = 4711;

/// The columns of the given table that the migration has made.
fn new_columns(database: &rusqlite::Connection, given: Option<&str>) -> rusqlite::Result<Vec<String>> {
    let mut names =
        database.prepare("SELECT name FROM pragma_table_info(?1) WHERE name NOT IN ('id', 'name', 'email')")?;
    names.query_map([given], |row| row.get(0))?.collect()
}

/// How many values of the application's are there still.
fn written(database: &rusqlite::Connection, given: Option<&str>) -> rusqlite::Result<i64> {
    let mut total = 0;
    for column in new_columns(database, given)? {
        let table = given.unwrap_or_default();
        let count = format!("SELECT count(*) FROM {table} WHERE \"{column}\" = {WRITTEN}");
        total += database.query_row(&count, [], |row| row.get::<_, i64>(0))?;
    }
    Ok(total)
}

/// All rows of all tables.
fn rows(database: &rusqlite::Connection) -> rusqlite::Result<i64> {
    let mut names = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'")?;
    let names: Vec<String> = names.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut total = 0;
    for name in names {
        let count: i64 = database.query_row(&format!("SELECT count(*) FROM \"{name}\""), [], |row| row.get(0))?;
        total += count;
    }
    Ok(total)
}
