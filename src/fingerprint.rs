//! What makes a finding the same finding tomorrow: one name for it in SARIF, GitLab, baselines and review comments.
//!
//! The name is made of the rule, the file's place in the checkout, the text the finding points at and, where that text
//! stands there several times, which of them it is. Line numbers and messages are left out: lines move, and wording gets
//! better from version to version.

use std::collections::HashMap;
use std::fmt;

use sha2::{Digest, Sha256};

use crate::finding::Finding;
use crate::project::Checkout;
use crate::source::Source;

/// Grows when the same finding would get another name: then every baseline and comment is out of date.
pub const VERSION: u32 = 1;

/// The lasting name of a finding: half a SHA-256, which no project has enough findings to make twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 16]);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl Fingerprint {
    /// Reads what [`fmt::Display`] writes.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        let mut bytes = [0; 16];
        if digits.len() != 32 {
            return None;
        }
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self(bytes))
    }

    fn of(rule: &str, path: &str, text: &str, ordinal: usize) -> Self {
        let mut hash = Sha256::new();
        for part in [rule, path, text] {
            // The length keeps two neighbours from running into each other.
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        hash.update((ordinal as u64).to_be_bytes());
        let digest: [u8; 32] = hash.finalize().into();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        Self(bytes)
    }
}

/// The fingerprints of findings, in their order. `findings` are all that were found in a file, so that the second of two
/// equal statements stays the second, whatever is shown.
pub fn fingerprints(findings: &[Finding], sources: &[Source], checkout: &Checkout) -> Vec<Fingerprint> {
    let mut seen: HashMap<(&str, u32, String), usize> = HashMap::new();
    let one = |finding: &Finding| {
        let file = finding.primary.at.file;
        let source = sources.get(file.0 as usize);
        let text = source.map(|source| plain(source.slice(finding.primary.at.span))).unwrap_or_default();
        let path = source.map(|source| checkout.path(source.path())).unwrap_or_default();
        let count = seen.entry((finding.rule, file.0, text.clone())).or_default();
        *count += 1;
        Fingerprint::of(finding.rule, path.as_str(), &text, *count)
    };
    findings.iter().map(one).collect()
}

/// The text with every stretch of blanks and line ends as one blank, so that indentation does not count.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use camino::Utf8Path;

    use super::*;
    use crate::finding::{Label, Scenario, Severity};
    use crate::source::{FileId, Location, Span};

    fn found(text: &str, needles: &[(&'static str, &str, usize)]) -> Vec<Fingerprint> {
        let source = Source::new("db/001.sql", text);
        let findings: Vec<Finding> = needles
            .iter()
            .map(|(rule, needle, which)| {
                let (at, part) = text.match_indices(needle).nth(*which).expect("the needle is in the text");
                Finding {
                    rule,
                    severity: Severity::Error,
                    message: String::new(),
                    primary: Label {
                        at: Location { file: FileId(0), span: Span::new(at, at + part.len()) },
                        text: String::new(),
                    },
                    related: Vec::new(),
                    scenario: Scenario::Rerun,
                    error: None,
                    help: None,
                    fix: None,
                    alternative: None,
                }
            })
            .collect();
        fingerprints(&findings, &[source], &Checkout::new(Utf8Path::new("/w"), Utf8Path::new("/w")))
    }

    #[test]
    fn lines_and_indentation_may_move() {
        let one = found("DROP TABLE a;\n", &[("drop", "DROP TABLE a", 0)]);
        let other = found("-- new\n\n  DROP\n\tTABLE  a;\n", &[("drop", "DROP\n\tTABLE  a", 0)]);
        assert_eq!(one, other);
    }

    #[test]
    fn each_finding_has_its_own() {
        let text = "DROP TABLE a;\nDROP TABLE b;\nDROP TABLE a;\n";
        let all = found(
            text,
            &[("x", "DROP TABLE a", 0), ("x", "DROP TABLE b", 0), ("x", "DROP TABLE a", 1), ("y", "DROP TABLE a", 0)],
        );
        let set: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(set.len(), 4, "{all:?}");
        let first = all[0];
        assert_eq!(Fingerprint::parse(&first.to_string()), Some(first));
        assert_eq!(Fingerprint::parse("zz"), None);
    }

    /// The definition, computed by hand with Python's hashlib, so that no version changes it unaware.
    #[test]
    fn the_name_is_what_is_documented() {
        let one = found("DROP TABLE a;\n", &[("unguarded-drop", "DROP TABLE a", 0)]);
        assert_eq!(one[0].to_string(), "830dea968340164cc59720191fd1a31e");
    }
}
