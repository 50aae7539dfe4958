use std::collections::BTreeSet;

use super::Check;
use super::duplicate_version::class_name;
use super::report::Told;
use crate::engine::{Dialect, Tool};
use crate::finding::Severity;
use crate::history::{Chain, Dangling, Entry, Stray};
use crate::project::is_refused_by_rails;
use crate::source::{FileId, Location};

pub(super) const CHECK: Check = Check::History(check);

/// How many places of a cycle are shown.
const SHOWN: usize = 8;

/// Alembic's version table holds ids of up to this many characters.
const LONGEST: usize = 32;

/// Alembic refuses these in an id (`alembic.script.revision._revision_illegal_chars`).
const ILLEGAL: [char; 4] = ['@', '-', '+', ':'];

fn check(chain: &Chain<'_>) -> Vec<Told> {
    match chain.context().tool {
        Tool::Alembic => revisions(chain),
        Tool::Rails => {
            let fits = |entry: &&Entry<'_>| other_class(entry).is_none();
            let sound: BTreeSet<FileId> = chain.entries.iter().filter(fits).map(|entry| entry.migration.file).collect();
            let classes = chain.entries.iter().filter(|entry| !sound.contains(&entry.migration.file));
            let classes = classes.filter_map(other_class);
            chain.entries.iter().filter_map(illegal_name).chain(classes).collect()
        }
        _ => Vec::new(),
    }
}

fn illegal_name(entry: &Entry<'_>) -> Option<Told> {
    let name = entry.source.path().file_name().filter(|name| is_refused_by_rails(name))?;
    let message = format!("Rails refuses the name `{name}`, and with it all that is migrated");
    Some(
        Told::new(entry.headline(), "because of this file's name every command fails", message)
            .says(format!(
                "ActiveRecord::IllegalMigrationNameError: Illegal name for migration file: {}\n\t(only lower case \
                 letters, numbers, and '_' allowed).",
                entry.source.path()
            ))
            .help("Rename it: digits, `_`, then small letters, digits and `_`."),
    )
}

/// Rails makes the class's name of the file's, and asks for that. How words are put together is for the application to say
/// (`API`), but the letters are the same.
fn other_class(entry: &Entry<'_>) -> Option<Told> {
    let expected = class_name(entry)?;
    let class = entry.migration.name.rsplit("::").next().unwrap_or_default();
    let letters = |name: &str| name.to_lowercase();
    if class.is_empty() || expected.is_empty() || letters(class) == letters(&expected) {
        return None;
    }
    let file = entry.source.path().file_name().unwrap_or_default();
    let message = format!("Rails looks for `{expected}` in `{file}`, which defines `{class}`");
    Some(
        Told::new(entry.headline(), format!("not `{expected}`: the migration can't be run"), message)
            .says(format!("NameError: uninitialized constant {expected}"))
            .help("Give class and file the same name. Change the file's only while it has run nowhere."),
    )
}

/// A file among the revisions that gives none.
fn stray(stray: &Stray<'_>) -> Told {
    let name = stray.name();
    let message = format!("`{name}` gives no `revision`: Alembic loads every Python file of this folder, and stops here");
    Told::new(stray.headline(), "because of this file every command fails", message)
        .says(format!(
            "FAILED: Could not determine revision id from filename {name}. Be sure the 'revision' variable is declared \
             inside the script (please see 'Upgrading from Alembic 0.1 to 0.2' in the documentation)."
        ))
        .help("Move it to another folder, or give it a `revision` and a `down_revision`.")
}

fn revisions(chain: &Chain<'_>) -> Vec<Told> {
    let mut told: Vec<Told> = chain.entries.iter().filter_map(|entry| bad_id(chain, entry)).collect();
    told.extend(chain.entries.iter().filter(|entry| entry.migration.lineage.unread).map(|entry| unread(entry)));
    told.extend(chain.strays.iter().map(stray));
    let loops: BTreeSet<usize> = (0..chain.entries.len()).filter(|&number| loops(chain, number)).collect();
    told.extend(loops.iter().map(|&number| self_loop(chain, number)));
    // A revision that could not be read, or a file that was not, may be the one that is asked for.
    if chain.history.whole && chain.graph.known {
        told.extend(chain.graph.dangling.iter().map(|dangling| missing(chain, dangling)));
        if loops.is_empty() && chain.graph.dangling.is_empty() {
            told.extend(cycle(chain));
        }
    }
    told
}

fn above(entry: &Entry<'_>) -> Location {
    let span = entry.migration.lineage.parents_at;
    span.map_or_else(|| entry.headline(), |span| Location { file: entry.migration.file, span })
}

fn bad_id(chain: &Chain<'_>, entry: &Entry<'_>) -> Option<Told> {
    let id = &entry.migration.revision;
    if entry.migration.lineage.unread {
        return None;
    }
    if let Some(letter) = id.chars().find(|letter| ILLEGAL.contains(letter)) {
        let told = Told::new(
            entry.headline(),
            format!("`{letter}` may not be in an id: every command fails"),
            format!("`{id}` is no revision id that Alembic takes"),
        );
        return Some(
            told.says(format!("FAILED: Character(s) '{letter}' not allowed in revision identifier '{id}'"))
                .help("Give it an id of letters, digits and underscores, here and where it is followed."),
        );
    }
    let length = id.chars().count();
    // SQLite looks at no length; MySQL cuts or refuses, by its mode.
    let refused = chain.context().dialects().any(|dialect| dialect != Dialect::Sqlite);
    (length > LONGEST && refused).then(|| {
        let message = format!("`{id}` has {length} characters, and the version table holds {LONGEST}");
        let error = match chain.context().dialect {
            Dialect::Postgres => "value too long for type character varying(32)",
            _ => "Data too long for column 'version_num' at row 1",
        };
        Told::new(entry.headline(), "the run fails when it records this id", message)
            .says(error)
            .help("Give it a shorter id, here and where it is followed.")
    })
}

fn unread(entry: &Entry<'_>) -> Told {
    let label = "is made at run time";
    Told::new(above(entry), label, "The place of this revision is made at run time: its order is not known")
        .severity(Severity::Hint)
        .help("Write the ids of this revision and of those it follows as plain strings.")
}

fn loops(chain: &Chain<'_>, number: usize) -> bool {
    chain.graph.needs[number].contains(&number)
}

fn self_loop(chain: &Chain<'_>, number: usize) -> Told {
    let entry = &chain.entries[number];
    let id = &entry.migration.revision;
    let kind = if entry.migration.parents.contains(id) { "Self-loop" } else { "Dependency self-loop" };
    Told::new(above(entry), "it follows itself: every command fails", format!("`{id}` follows itself"))
        .says(format!("FAILED: {kind} is detected in revisions ({id})"))
        .help("Let it follow the revision that was the last one when it was made.")
}

fn missing(chain: &Chain<'_>, dangling: &Dangling) -> Told {
    let entry = &chain.entries[dangling.asks];
    let (own, asked) = (&entry.migration.revision, &dangling.revision);
    let label = "no file gives this revision: every command fails";
    let verb = if dangling.dependency { "depends on" } else { "follows" };
    let message = format!("`{own}` {verb} `{asked}`, which is not there");
    Told::new(above(entry), label, message).says(format!("KeyError: '{asked}'")).help(help(chain, asked))
}

/// What was meant, where one revision is called nearly so.
fn help(chain: &Chain<'_>, asked: &str) -> String {
    let meant = chain.entries.iter().find(|entry| {
        let stem = entry.source.path().file_stem().unwrap_or_default();
        !asked.is_empty() && (entry.migration.revision.starts_with(asked) || stem == asked)
    });
    match meant {
        Some(entry) => format!("Alembic wants the whole id here: `{}`.", entry.migration.revision),
        None => "Bring its file back from the branch or the commit that has it, or follow the revision that took its \
                 place."
            .to_owned(),
    }
}

fn cycle(chain: &Chain<'_>) -> Option<Told> {
    let mut cyclic = chain.graph.cyclic();
    let by_depends_on = cyclic.is_empty();
    if by_depends_on {
        let ordered: BTreeSet<usize> = chain.graph.order.iter().copied().collect();
        cyclic = (0..chain.entries.len()).filter(|number| !ordered.contains(number)).collect();
    }
    let mut ids: Vec<&str> = cyclic.iter().map(|&number| chain.entries[number].migration.revision.as_str()).collect();
    ids.sort_unstable();
    // Those that are really part of a circle; Alembic names everything around it as well.
    let ordered: BTreeSet<usize> = chain.graph.order.iter().copied().collect();
    let round: Vec<usize> = cyclic.iter().copied().filter(|number| !ordered.contains(number)).collect();
    let (&first, others) = round.split_first()?;
    let named: Vec<String> = ids.iter().take(SHOWN).map(|id| format!("`{id}`")).collect();
    let more = if ids.len() > SHOWN { " …" } else { "" };
    let kind = if by_depends_on { "Dependency cycle" } else { "Cycle" };
    let mut told = Told::new(
        above(&chain.entries[first]),
        "this leads back to itself: every command fails",
        format!("These revisions follow each other in a circle: {}{more}", named.join(", ")),
    )
    .says(format!("FAILED: {kind} is detected in revisions ({})", ids.join(", ")))
    .help("Let the first of them follow the revision that was there before it.");
    for &other in others.iter().take(SHOWN) {
        told = told.relate(above(&chain.entries[other]), "and this one is part of it");
    }
    Some(told)
}
