//! The rules: one module here for each check, one page in `rules/` for everything a reader needs.
//!
//! A rule looks at what replay met and says it in a sentence, with a [remedy](crate::frontend::Remedy) where there is one. It never sees syntax.

mod missing;
mod rebuild;
mod report;

pub use report::{Ask, Diagnosis, Scene, Told};

use crate::finding::Severity;
use crate::history::Chain;
use crate::replay::Incident;

/// A rule: its name, its page, and the function that finds what the page describes.
#[derive(Debug)]
pub struct Rule {
    /// Kebab-case; reads after "allow". Also the name of the page and of the module.
    pub name: &'static str,
    /// The whole text of `rules/NAME.md`: front matter, summary, reasons, examples that run as tests.
    pub page: &'static str,
    pub(crate) check: Check,
}

/// A rule looks at as little as it needs.
#[derive(Debug)]
pub(crate) enum Check {
    /// One clash of one operation.
    Incident(for<'a, 'm> fn(&'a Incident<'m>, &'a Scene<'m>) -> Option<Diagnosis<'m>>),
    /// The migration as a whole.
    Migration(for<'a, 'm> fn(&'a Scene<'m>) -> Vec<Diagnosis<'m>>),
    /// The history as a whole.
    History(fn(&Chain<'_>) -> Vec<Told>),
    /// A clash within a migration, and one between branches of a history.
    Both(for<'a, 'm> fn(&'a Incident<'m>, &'a Scene<'m>) -> Option<Diagnosis<'m>>, fn(&Chain<'_>) -> Vec<Told>),
    /// Found elsewhere (ignore comments); the page describes it all the same.
    Elsewhere,
}

macro_rules! rules {
    ($($name:literal => $module:ident $(($elsewhere:ident))?,)+) => {
        $(rules!(@module $module $($elsewhere)?);)+

        /// Every rule, in the order in which they are documented.
        pub static ALL: &[Rule] = &[$(Rule {
            name: $name,
            page: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/rules/", $name, ".md")),
            check: rules!(@check $module $($elsewhere)?),
        }),+];
    };
    (@module $module:ident) => { mod $module; };
    (@module $module:ident elsewhere) => {};
    (@check $module:ident) => { $module::CHECK };
    (@check $module:ident elsewhere) => { Check::Elsewhere };
}

rules! {
    "unguarded-create-table" => unguarded_create_table,
    "unguarded-add-column" => unguarded_add_column,
    "unguarded-index" => unguarded_index,
    "unguarded-constraint" => unguarded_constraint,
    "unguarded-type" => unguarded_type,
    "unguarded-enum-value" => unguarded_enum_value,
    "unguarded-object" => unguarded_object,
    "unguarded-drop" => unguarded_drop,
    "unguarded-rename" => unguarded_rename,
    "repeated-rows" => repeated_rows,
    "repeated-update" => repeated_update,
    "destructive-rerun" => destructive_rerun,
    "duplicate-object" => duplicate_object,
    "missing-table" => missing_table,
    "missing-column" => missing_column,
    "missing-object" => missing_object,
    "refused-step" => refused_step,
    "multiple-heads" => multiple_heads,
    "broken-revision-graph" => broken_revision_graph,
    "duplicate-version" => duplicate_version,
    "out-of-order" => out_of_order,
    "created-outside-migrations" => created_outside_migrations,
    "enum-made-twice" => enum_made_twice,
    "coarse-guard" => coarse_guard,
    "wrong-guard" => wrong_guard,
    "stale-inspector" => stale_inspector,
    "guard-breaks-rollback" => guard_breaks_rollback,
    "guard-breaks-offline-mode" => guard_breaks_offline_mode,
    "unsupported-guard" => unsupported_guard,
    "swallowed-error" => swallowed_error,
    "guard-hides-drift" => guard_hides_drift,
    "conflict-without-key" => conflict_without_key,
    "concurrent-index-in-transaction" => concurrent_index_in_transaction,
    "invalid-index-skipped" => invalid_index_skipped,
    "enum-value-used-in-transaction" => enum_value_used_in_transaction,
    "half-appliable" => half_appliable,
    "unused-ignore" => unused_ignore(elsewhere),
}

/// The rule of this name.
pub fn find(name: &str) -> Option<&'static Rule> {
    ALL.iter().find(|rule| rule.name == name)
}

/// The groups that rules belong to, in the order of the documentation.
pub const GROUPS: [&str; 5] = ["rerun", "history", "guard", "transaction", "comment"];

impl Rule {
    /// A line of the page's front matter.
    fn front(&self, key: &str) -> Option<&'static str> {
        let mut lines = self.page.lines().skip(1).take_while(|line| *line != "---");
        lines.find_map(|line| line.strip_prefix(key)?.strip_prefix(':')).map(str::trim)
    }

    /// `rerun`, `history`, `guard`, `transaction` or `comment`.
    pub fn group(&self) -> &'static str {
        self.front("group").unwrap_or("rerun")
    }

    /// The severity on the page; `None` where the scenario decides.
    pub fn level(&self) -> Option<Severity> {
        match self.front("level")? {
            "error" => Some(Severity::Error),
            "warning" => Some(Severity::Warning),
            "hint" => Some(Severity::Hint),
            _ => None,
        }
    }

    /// `safe`, `unsafe`, `sometimes` or `none`, as the page says.
    pub fn fix(&self) -> &'static str {
        self.front("fix").unwrap_or("none")
    }

    /// The first version that had it.
    pub fn since(&self) -> &'static str {
        self.front("since").unwrap_or_default()
    }

    /// The one-sentence summary under the page's title.
    pub fn summary(&self) -> &'static str {
        self.page.lines().find_map(|line| line.strip_prefix("> ")).unwrap_or_default()
    }

    /// Whether it is found by looking at a whole history: files by themselves do not show it.
    pub fn looks_at_history(&self) -> bool {
        matches!(self.check, Check::History(_))
    }

    /// The page without its front matter: what is shown to people.
    pub fn text(&self) -> &'static str {
        let behind = self.page.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
        behind.map_or(self.page, |(_, text)| text).trim_start()
    }

    /// Where the page can be read.
    pub fn url(&self) -> String {
        format!("https://github.com/remigrate/remigrate/blob/main/rules/{}.md", self.name)
    }
}

/// All that the rules say of one migration, in the order of the text.
pub fn check<'m>(scene: &Scene<'m>, wanted: &dyn Fn(&Rule) -> bool) -> Vec<Diagnosis<'m>> {
    let mut found = Vec::new();
    for rule in ALL.iter().filter(|rule| wanted(rule)) {
        let mut add = |mut diagnosis: Diagnosis<'m>| {
            diagnosis.finding.rule = rule.name;
            diagnosis.finding.severity = rule.level().unwrap_or(diagnosis.finding.severity);
            found.push(diagnosis);
        };
        match rule.check {
            Check::Incident(check) | Check::Both(check, _) => {
                scene.incidents().filter_map(|incident| check(incident, scene)).for_each(&mut add)
            }
            Check::Migration(check) => check(scene).into_iter().for_each(&mut add),
            Check::History(_) | Check::Elsewhere => {}
        }
    }
    rebuild::mend(scene, &mut found);
    report::fold(found)
}

/// All that the rules say of a history as a whole, each with its rule.
pub fn check_history(chain: &Chain<'_>) -> Vec<(&'static Rule, Told)> {
    let mut found = Vec::new();
    for rule in ALL {
        let (Check::History(check) | Check::Both(_, check)) = rule.check else { continue };
        let level = rule.level();
        found.extend(check(chain).into_iter().map(|mut told| {
            told.finding.rule = rule.name;
            told.finding.severity = level.unwrap_or(told.finding.severity);
            (rule, told)
        }));
    }
    found
}
