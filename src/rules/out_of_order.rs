use super::Check;
use super::report::Told;
use crate::engine::Tool;
use crate::finding::Severity;
use crate::history::{Chain, Entry};
use crate::project::State;

pub(super) const CHECK: Check = Check::History(check);

fn check(chain: &Chain<'_>) -> Vec<Told> {
    let tool = chain.context().tool;
    let mut told = late(chain, tool);
    match tool {
        Tool::Rails => told.extend(long_versions(chain)),
        Tool::Drizzle => told.extend(early_times(chain)),
        Tool::Dbmate | Tool::Yoyo | Tool::Supabase | Tool::Atlas => told.extend(text_order(chain)),
        _ => {}
    }
    told
}

/// What a tool does with a migration that comes before one that has run.
enum Late {
    Refused(fn(&str, &str) -> String),
    /// It is passed over without a word.
    Skipped,
}

/// Defaults of the tools, from their sources (shared facts sql.md section 2); the others run it all the same.
fn treatment(tool: Tool) -> Option<Late> {
    Some(match tool {
        Tool::Flyway => Late::Refused(|version, _| {
            format!("Validate failed: Detected resolved migration not applied to database: {version}.")
        }),
        Tool::Goose => Late::Refused(|version, file| {
            format!("error: found 1 missing migrations before current version: version {version}: {file}")
        }),
        Tool::Refinery => Late::Refused(|version, file| {
            let name = file.trim_end_matches(".sql").split_once("__").map_or(file, |(_, name)| name);
            format!("migration V{version}__{name} is missing from the filesystem")
        }),
        Tool::Supabase => Late::Refused(|_, _| {
            "Found local migration files to be inserted before the last migration on remote database.".to_owned()
        }),
        Tool::GolangMigrate | Tool::Tern | Tool::Drizzle => Late::Skipped,
        _ => return None,
    })
}

/// New migrations that come before one that is on the base branch already.
fn late(chain: &Chain<'_>, tool: Tool) -> Vec<Told> {
    let Some(treatment) = treatment(tool) else { return Vec::new() };
    let numbered = |entry: &&Entry<'_>| !entry.migration.revision.starts_with('R');
    let entries: Vec<&Entry<'_>> = chain.entries.iter().filter(numbered).collect();
    let Some(last) = entries.iter().rposition(|entry| entry.file.state == State::Upstream) else { return Vec::new() };
    let released = entries[last];
    let early = entries[..last].iter().filter(|entry| entry.file.state == State::New);
    early.map(|entry| tell_late(entry, released, tool, &treatment)).collect()
}

fn tell_late(entry: &Entry<'_>, released: &Entry<'_>, tool: Tool, treatment: &Late) -> Told {
    let version = entry.migration.revision.as_str();
    let file = entry.source.path().file_name().unwrap_or_default();
    let (label, message) = match treatment {
        Late::Refused(_) => ("a database that has the later one refuses this one", "it is refused"),
        Late::Skipped => ("a database that has the later one never gets this one", "it is never run"),
    };
    let message = format!(
        "{version} comes before {}, which is on the base branch already: {message} where that has run",
        released.migration.revision
    );
    let told = Told::new(entry.headline(), label, message)
        .relate(released.headline(), "this one may have run")
        .help(format!("Give it a number behind all that {} has run: rename its file.", tool.name()));
    match treatment {
        Late::Refused(error) => told.says(error(version, file)),
        Late::Skipped => told,
    }
}

/// Drizzle goes through its journal, and passes over what is not later than the last one that has run
/// (drizzle-orm's `dialect.ts`, `migrate`).
fn early_times(chain: &Chain<'_>) -> Vec<Told> {
    let mut told = Vec::new();
    let mut latest: Option<(u64, &Entry<'_>)> = None;
    for entry in &chain.entries {
        let Some(when) = entry.file.when else { continue };
        let Some((before, earlier)) = latest.filter(|(before, _)| when <= *before) else {
            latest = Some((when, entry));
            continue;
        };
        let name = |entry: &Entry<'_>| entry.source.path().file_stem().unwrap_or_default().to_owned();
        let message = format!(
            "the journal dates {} before {}, which comes first: it is never run where that has run by itself",
            name(entry),
            name(earlier)
        );
        let released = earlier.file.state == State::Upstream;
        told.push(
            Told::new(entry.headline(), "a database that has the later date never gets this one", message)
                .severity(if released { Severity::Error } else { Severity::Warning })
                .relate(earlier.headline(), "this one has the later date")
                .help(format!("Give it a `when` of more than {before} in `meta/_journal.json`.")),
        );
    }
    told
}

/// Tools that sort names as text: `10_x` runs before `2_y`.
fn text_order(chain: &Chain<'_>) -> Vec<Told> {
    let number = |entry: &Entry<'_>| entry.migration.revision.parse::<u128>().ok();
    let wrong = chain.entries.windows(2).filter_map(|pair| {
        let [before, entry] = pair else { return None };
        let (earlier, later) = (number(before)?, number(entry)?);
        (earlier > later).then_some((before, entry))
    });
    wrong
        .map(|(before, entry)| {
            let tool = chain.context().tool.name();
            let (first, second) = (&before.migration.revision, &entry.migration.revision);
            Told::new(
                entry.headline(),
                format!("runs after {first}"),
                format!("{second} runs after {first}: {tool} sorts the names of files as text"),
            )
            .severity(Severity::Warning)
            .relate(before.headline(), "this one runs first")
            .help("Write all numbers with the same count of digits.")
        })
        .collect()
}

/// A timestamp with a digit too many sorts behind all that will ever be made.
fn long_versions(chain: &Chain<'_>) -> Vec<Told> {
    const TIMESTAMP: usize = 14;
    let digits = |entry: &Entry<'_>| entry.migration.revision.trim_start_matches('0').len();
    let usual = chain.entries.iter().any(|entry| digits(entry) == TIMESTAMP);
    let long = chain.entries.iter().filter(|entry| usual && digits(entry) > TIMESTAMP);
    long.map(|entry| {
        let version = &entry.migration.revision;
        let message = format!("{version} has {} digits: it sorts behind every later migration", digits(entry));
        Told::new(entry.headline(), "runs last for ever", message)
            .severity(Severity::Warning)
            .help("Give it a version of 14 digits: rename its file, as long as it has run nowhere.")
    })
    .collect()
}
