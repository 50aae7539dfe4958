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
    let topic = find(topic).map_err(io::Error::other)?;
    let mut out = Output::new(io::stdout());
    if let Some(about) = &topic.about {
        writeln!(out, "{about}\n")?;
    }
    let (first, others) = topic.rules.split_first().ok_or_else(|| io::Error::other("no rule is about this"))?;
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

/// What somebody asked about.
pub(super) struct Topic {
    /// What an error message is about, as a sentence.
    pub(super) about: Option<String>,
    /// The rules that explain it, the likeliest first; never empty.
    pub(super) rules: Vec<&'static Rule>,
}

/// Finds a rule by its name, or the rules that an error message leads to; else says what it could not make out.
pub(super) fn find(topic: &str) -> Result<Topic, String> {
    let topic = topic.trim();
    if let Some(rule) = rules::find(topic) {
        return Ok(Topic { about: None, rules: vec![rule] });
    }
    let readings = catalogue::recognise(topic);
    let likeliest = readings.first();
    let mut rules: Vec<&Rule> =
        likeliest.iter().flat_map(|reading| &reading.rules).filter_map(|name| rules::find(name)).collect();
    rules.dedup_by_key(|rule| rule.name);
    if rules.is_empty() {
        let proposal = did_you_mean(topic, rules::ALL.iter().map(|rule| rule.name));
        let tail = proposal.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default();
        return Err(format!("there is no rule `{topic}`, and no error message that it reads like{tail}"));
    }
    let about = likeliest.filter(|reading| !reading.name.is_empty()).map(|reading| {
        let noun = reading.kind.map_or("thing", |kind| kind.noun());
        format!("The message is about the {noun} `{}`.", reading.name)
    });
    Ok(Topic { about, rules })
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
