//! Findings a team has decided to live with: kept in a file, by fingerprint, so that they stay silent when lines move.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::fingerprint::{self, Fingerprint};

/// What is known, by fingerprint.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    entries: BTreeMap<Fingerprint, Entry>,
}

/// Where a known finding stands: for people who read the file, and to tell whether it may be gone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// From the checkout's root.
    pub path: String,
    pub rule: String,
}

impl Baseline {
    /// Reads what [`Baseline::write`] wrote; says what is wrong with anything else.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: File = serde_json::from_str(text).map_err(|error| format!("is no baseline: {error}"))?;
        if file.version != fingerprint::VERSION {
            return Err("was written by another version of remigrate: write it again with --write-baseline".to_owned());
        }
        let entry = |line: Line| {
            let fingerprint = Fingerprint::parse(&line.fingerprint);
            let fingerprint = fingerprint.ok_or_else(|| format!("holds no fingerprint: `{}`", line.fingerprint))?;
            Ok((fingerprint, Entry { path: line.path, rule: line.rule }))
        };
        Ok(Self { entries: file.findings.into_iter().map(entry).collect::<Result<_, String>>()? })
    }

    /// The file's text: one line for each finding, ordered by place, so that changes read well in a diff.
    pub fn write(&self) -> String {
        let mut lines: Vec<(&Entry, &Fingerprint)> =
            self.entries.iter().map(|(fingerprint, entry)| (entry, fingerprint)).collect();
        lines.sort();
        let lines: Vec<String> = lines
            .into_iter()
            .map(|(entry, fingerprint)| {
                let quoted = |text: &str| serde_json::Value::from(text).to_string();
                format!(
                    "\n    {{ \"path\": {}, \"rule\": {}, \"fingerprint\": \"{fingerprint}\" }}",
                    quoted(&entry.path),
                    quoted(&entry.rule)
                )
            })
            .collect();
        format!("{{\n  \"version\": {},\n  \"findings\": [{}\n  ]\n}}\n", fingerprint::VERSION, lines.join(","))
    }

    pub fn contains(&self, fingerprint: &Fingerprint) -> bool {
        self.entries.contains_key(fingerprint)
    }

    pub fn add(&mut self, fingerprint: Fingerprint, entry: Entry) {
        self.entries.insert(fingerprint, entry);
    }

    /// Keeps the entries that `keep` says yes to; tells how many went.
    pub fn retain(&mut self, mut keep: impl FnMut(&Fingerprint, &Entry) -> bool) -> usize {
        let before = self.entries.len();
        self.entries.retain(|fingerprint, entry| keep(fingerprint, entry));
        before - self.entries.len()
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

#[derive(Serialize, Deserialize)]
struct File {
    version: u32,
    findings: Vec<Line>,
}

#[derive(Serialize, Deserialize)]
struct Line {
    path: String,
    rule: String,
    fingerprint: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let mut baseline = Baseline::default();
        for (number, path) in ["b.sql", "a \"q\".sql"].into_iter().enumerate() {
            let fingerprint = Fingerprint::parse(&format!("{number:032x}")).expect("32 digits");
            baseline.add(fingerprint, Entry { path: path.to_owned(), rule: "unguarded-drop".to_owned() });
        }
        let text = baseline.write();
        assert_eq!(Baseline::parse(&text), Ok(baseline), "{text}");
        assert!(text.find("a \\\"q").expect("there") < text.find("b.sql").expect("there"), "{text}");
        assert_eq!(Baseline::parse(&Baseline::default().write()), Ok(Baseline::default()));
    }

    #[test]
    fn other_files_are_refused() {
        for (text, said) in [
            ("", "is no baseline"),
            ("{\"version\": 99, \"findings\": []}", "another version"),
            (
                "{\"version\": 1, \"findings\": [{\"path\": \"a\", \"rule\": \"b\", \"fingerprint\": \"x\"}]}",
                "holds no fingerprint: `x`",
            ),
        ] {
            let error = Baseline::parse(text).expect_err("refused");
            assert!(error.contains(said), "{error}");
        }
    }
}
