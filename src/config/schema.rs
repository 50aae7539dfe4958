//! The file's own shape: what serde reads and what schemars describes.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use super::Level;

/// A string and where it stands in the file, so that a wrong one can be pointed at.
#[derive(Debug, Clone, Deserialize)]
#[serde(transparent)]
pub(super) struct Text(pub(super) Spanned<String>);

impl JsonSchema for Text {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        String::schema_name()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        String::json_schema(generator)
    }
}

/// Settings of remigrate, in `remigrate.toml` or under `[tool.remigrate]` in `pyproject.toml`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
#[schemars(title = "remigrate.toml")]
pub(super) struct File {
    /// Rules or groups that run; all when left out.
    pub(super) select: Option<Vec<Text>>,
    /// Rules or groups that do not run.
    pub(super) ignore: Vec<Text>,
    /// File name patterns to the rules or groups that do not run there.
    #[schemars(with = "BTreeMap<String, Vec<String>>")]
    pub(super) per_file_ignores: BTreeMap<Spanned<String>, Vec<Text>>,
    /// A rule or group to its level.
    #[schemars(with = "BTreeMap<String, Level>")]
    pub(super) levels: BTreeMap<Spanned<String>, Level>,
    /// The least severity that makes the exit code 1; `warning` when left out.
    pub(super) fail_on: Option<FailOn>,
    /// Migrations up to and including this version are left alone.
    pub(super) start_after: Option<String>,
    pub(super) helpers: Helpers,
    /// What can't be told from the files of a history.
    pub(super) history: Vec<History>,
}

/// Methods or functions of your own that migrations call.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(super) struct Helpers {
    /// May be repeated as they are.
    pub(super) idempotent: Vec<String>,
    /// Only run the block they are given.
    pub(super) transparent: Vec<String>,
}

/// One history: the migrations of one tool in one folder.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct History {
    /// Folder of the migrations, relative to this file.
    pub(super) path: String,
    /// `rails`, `alembic`, `flyway`, `sqlx`, `sql` …
    pub(super) tool: Option<Text>,
    /// `postgresql`, `mysql`, `mariadb`, `sqlite` or `sqlserver`.
    pub(super) dialect: Option<Text>,
    /// Other databases the same migrations must run on.
    #[serde(default)]
    pub(super) also: Vec<Text>,
    /// Version of the database server.
    pub(super) server: Option<Text>,
    /// Version of activerecord, alembic or sea-orm-migration.
    pub(super) framework: Option<Text>,
    /// Version of SQLAlchemy.
    pub(super) sqlalchemy: Option<Text>,
    /// Migrations up to and including this version are left alone.
    pub(super) start_after: Option<String>,
}

/// Levels at which a run can fail.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum FailOn {
    Error,
    Warning,
    Hint,
}

/// The JSON schema of the configuration file.
pub fn json_schema() -> String {
    let schema = schemars::schema_for!(File);
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}
