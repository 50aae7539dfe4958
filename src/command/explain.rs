//! `remigrate explain` and `remigrate rules`.

use std::io::{self, Write};

use super::{Exit, Screen};
use crate::catalogue;
use crate::cli::ListFormat;
use crate::config::did_you_mean;
use crate::report::{Output, RulePage, write_page, write_rules, write_rules_json};
use crate::rules::{self, Rule};

/// Explains a rule by its name, or the rules that an error message leads to.
pub(super) fn explain(topic: &str, screen: &Screen) -> io::Result<Exit> {
    let mut out = Output::new(io::stdout());
    let topic = topic.trim();
    if let Some(rule) = rules::find(topic) {
        write_page(&mut out, &screen.out, &page(rule))?;
        out.flush()?;
        return Ok(Exit::Clean);
    }
    let readings = catalogue::recognise(topic);
    let Some(likeliest) = readings.first() else { return unknown(topic) };
    let mut explained: Vec<&Rule> = likeliest.rules.iter().filter_map(|name| rules::find(name)).collect();
    explained.dedup_by_key(|rule| rule.name);
    let Some((first, others)) = explained.split_first() else { return unknown(topic) };
    if !likeliest.name.is_empty() {
        let noun = likeliest.kind.map_or("thing", |kind| kind.noun());
        writeln!(out, "The message is about the {noun} `{}`.\n", likeliest.name)?;
    }
    write_page(&mut out, &screen.out, &page(first))?;
    if !others.is_empty() {
        writeln!(out, "\nIt may also be:")?;
        for rule in others {
            writeln!(out, "  {}  {}", rule.name, rule.summary())?;
        }
    }
    out.flush()?;
    Ok(Exit::Clean)
}

fn unknown(topic: &str) -> io::Result<Exit> {
    let proposal = did_you_mean(topic, rules::ALL.iter().map(|rule| rule.name));
    let tail = proposal.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default();
    Err(io::Error::other(format!("there is no rule `{topic}`, and no error message that it reads like{tail}")))
}

/// Lists the rules.
pub(super) fn list(format: ListFormat, screen: &Screen) -> io::Result<Exit> {
    let mut out = Output::new(io::stdout());
    let pages: Vec<RulePage<'_>> = rules::GROUPS
        .iter()
        .flat_map(|group| rules::ALL.iter().filter(move |rule| rule.group() == *group))
        .map(page)
        .collect();
    match format {
        ListFormat::Text => write_rules(&mut out, &screen.out, &pages)?,
        ListFormat::Json => write_rules_json(&mut out, &pages)?,
    }
    out.flush()?;
    Ok(Exit::Clean)
}

pub(super) fn page(rule: &Rule) -> RulePage<'_> {
    RulePage {
        name: rule.name,
        group: rule.group(),
        level: rule.level().map_or("varies", |level| level.name()),
        fix: rule.fix(),
        since: rule.since(),
        summary: rule.summary(),
        url: rule.url(),
        page: rule.page,
    }
}
