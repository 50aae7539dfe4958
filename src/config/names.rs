//! Rule names as people write them: a rule, or a group of rules.

use std::collections::BTreeSet;

use crate::rules;

/// Every rule and its group.
fn table() -> impl Iterator<Item = (&'static str, &'static str)> {
    rules::ALL.iter().map(|rule| (rule.name, rule.group()))
}

/// The rules a name stands for; `None` when there is no rule and no group of that name.
pub fn expand(name: &str) -> Option<BTreeSet<String>> {
    if name.eq_ignore_ascii_case("all") {
        return Some(table().map(|(rule, _)| rule.to_owned()).collect());
    }
    let found: BTreeSet<String> =
        table().filter(|&(rule, group)| rule == name || group == name).map(|(rule, _)| rule.to_owned()).collect();
    (!found.is_empty()).then_some(found)
}

/// Every name that [`expand`] takes.
pub(super) fn known() -> BTreeSet<&'static str> {
    table().flat_map(|(rule, group)| [rule, group]).chain(["all"]).collect()
}

/// The candidate nearest to what was written, if one is near enough to be meant.
pub fn did_you_mean<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (written.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (distance(written, candidate), candidate))
        .filter(|&(distance, _)| distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Levenshtein's distance, in characters.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, &right) in b.iter().enumerate() {
            let change = corner + usize::from(left != right);
            corner = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_proposed_only_when_near() {
        let names = ["select", "ignore", "fail-on"];
        assert_eq!(did_you_mean("selct", names), Some("select"));
        assert_eq!(did_you_mean("fail_on", names), Some("fail-on"));
        assert_eq!(did_you_mean("dialect", names), None);
    }
}
