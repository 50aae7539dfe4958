use super::Check;
use super::report::Told;
use crate::frontend::HistoryRemedy;
use crate::history::{Chain, Entry, heads};
use crate::project::State;

pub(super) const CHECK: Check = Check::History(check);

/// How many of the other heads are shown.
const SHOWN: usize = 8;

/// Word for word (measured; shared facts alembic.md section 4).
pub(super) const ERROR: &str = "FAILED: Multiple head revisions are present for given argument 'head'; please specify \
                                a specific target revision, '<branchname>@head' to narrow to a specific head, or \
                                'heads' for all heads";

fn check(chain: &Chain<'_>) -> Vec<Told> {
    if !chain.history.whole {
        return Vec::new();
    }
    heads::stray(&chain.graph, &chain.migrations()).into_iter().map(|heads| tell(chain, heads)).collect()
}

fn tell(chain: &Chain<'_>, mut heads: Vec<usize>) -> Told {
    heads.sort_by_key(|&head| std::cmp::Reverse(age(&chain.entries[head], head)));
    let (youngest, others) = (heads[0], &heads[1..]);
    let entry = &chain.entries[youngest];
    let mut told =
        Told::new(entry.headline(), "nothing follows this one: `alembic upgrade head` fails", message(chain, &heads))
            .says(ERROR);
    for &other in others.iter().take(SHOWN) {
        told = told.relate(chain.entries[other].headline(), "and nothing follows this one");
    }
    let relinked = relink(chain, youngest, others);
    let instead = match relinked {
        Some(_) => format!(
            " As long as `{}` has run nowhere else, it may follow `{}` instead; a database that has it already would \
             never get the other one.",
            entry.migration.revision, chain.entries[others[0]].migration.revision
        ),
        None => String::new(),
    };
    told = told.help(format!("A merge revision (`alembic merge heads`) is right for every database.{instead}"));
    told.remedy = Some(HistoryRemedy::MergeHeads(heads));
    told.alternative = relinked;
    told
}

fn message(chain: &Chain<'_>, heads: &[usize]) -> String {
    let name = |number: &usize| format!("`{}`", chain.entries[*number].migration.revision);
    let named: Vec<String> = heads.iter().take(SHOWN).map(name).collect();
    let more = if heads.len() > SHOWN { " …" } else { "" };
    let parents = |number: &usize| &chain.graph.parents[*number];
    match parents(&heads[0])[..] {
        [fork] if heads.iter().all(|head| parents(head)[..] == [fork]) => {
            format!("{}{more} all follow {}: this history has {} heads", named.join(", "), name(&fork), heads.len())
                .replacen(" all follow", if heads.len() == 2 { " both follow" } else { " all follow" }, 1)
        }
        _ => format!("This history has {} heads: {}{more}", heads.len(), named.join(", ")),
    }
}

/// What is not on the base branch is younger; then the date in the file decides, then its name.
pub(super) fn age<'a>(entry: &Entry<'a>, number: usize) -> (bool, Option<&'a str>, usize) {
    (entry.file.state == State::New, entry.migration.lineage.created.as_deref(), number)
}

/// The youngest of two branches may be put behind the other one while nobody else can have run it.
fn relink(chain: &Chain<'_>, youngest: usize, others: &[usize]) -> Option<HistoryRemedy> {
    let [other] = others else { return None };
    let line = heads::line_to(&chain.graph, youngest, others)?;
    let fresh = line.iter().all(|&number| chain.entries[number].file.state == State::New);
    fresh.then(|| HistoryRemedy::Relink { child: line[0], parent: *other })
}
