//! `primaryLocationLineHash`: the one fingerprint that GitHub code scanning looks at.
//!
//! Fact (measured against the SARIF multitool and a second implementation): for each line, a polynomial of base 37 modulo
//! 2^64 over the 100 UTF-16 units that start with the line's first unit, blanks and tabs left out, CR and CRLF as LF, one
//! 0xFFFF behind the text and zeros behind that; then the hexadecimal digits, and which of the equal lines it is.

use std::collections::HashMap;

use crate::source::Source;

const WINDOW: usize = 100;
const BASE: u64 = 37;
const END_OF_TEXT: u16 = 0xffff;

/// The hashes of all lines of a file. Here a lone CR ends a line too.
#[derive(Debug)]
pub(super) struct LineHashes {
    /// Where each line starts in the text.
    starts: Vec<u32>,
    hashes: Vec<String>,
}

impl LineHashes {
    pub(super) fn of(source: &Source) -> Self {
        let (units, starts) = units(source.text());
        let mut seen: HashMap<u64, usize> = HashMap::new();
        let mut hashes = Vec::with_capacity(starts.len());
        for (_, unit) in &starts {
            let window = units[*unit..].iter().copied().chain(std::iter::repeat(0)).take(WINDOW);
            let hash = window.fold(0u64, |hash, unit| hash.wrapping_mul(BASE).wrapping_add(u64::from(unit)));
            let count = seen.entry(hash).or_default();
            *count += 1;
            hashes.push(format!("{hash:x}:{count}"));
        }
        Self { starts: starts.into_iter().map(|(byte, _)| byte).collect(), hashes }
    }

    /// The hash of the line that holds this byte.
    pub(super) fn at(&self, offset: u32) -> Option<&str> {
        let line = self.starts.partition_point(|&start| start <= offset).checked_sub(1)?;
        self.hashes.get(line).map(String::as_str)
    }
}

/// What is hashed, and for each line its first byte and its first unit.
fn units(text: &str) -> (Vec<u16>, Vec<(u32, usize)>) {
    let mut units = Vec::with_capacity(text.len() + 1);
    let mut starts = vec![(0, 0)];
    let mut after_cr = false;
    for (at, c) in text.char_indices() {
        let line_feed_of_crlf = after_cr && c == '\n';
        after_cr = c == '\r';
        if line_feed_of_crlf {
            // Belongs to the line ending before it: the line starts behind it.
            if let Some(start) = starts.last_mut() {
                start.0 = next(at, c);
            }
        } else if matches!(c, '\n' | '\r') {
            units.push(u16::from(b'\n'));
            starts.push((next(at, c), units.len()));
        } else if !matches!(c, ' ' | '\t') {
            units.extend_from_slice(c.encode_utf16(&mut [0; 2]));
        }
    }
    units.push(END_OF_TEXT);
    (units, starts)
}

fn next(at: usize, c: char) -> u32 {
    u32::try_from(at + c.len_utf8()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed by an implementation in Python that was written from the description and agrees with the SARIF multitool
    /// on 14 awkward files.
    #[test]
    fn lines_hash_as_github_hashes_them() {
        for (text, hashes) in CASES {
            assert_eq!(LineHashes::of(&Source::new("m.sql", *text)).hashes, *hashes, "{text:?}");
        }
    }

    #[test]
    fn offsets_find_their_line() {
        let hashes = LineHashes::of(&Source::new("m.sql", "a\r\nb\rc\n"));
        let at = |offset| hashes.at(offset).map(str::to_owned);
        assert_eq!([at(0), at(2), at(3), at(5)], [0, 0, 1, 2].map(|line| Some(hashes.hashes[line].clone())));
    }

    const CASES: &[(&str, &[&str])] = &[
        (
            "CREATE TABLE users (id int);\nALTER TABLE users ADD COLUMN foo integer NOT NULL;\n",
            &["48dd34d100330fab:1", "913e2fa326420f6f:1", "c129715d7a2bc9a3:1"],
        ),
        ("", &["c129715d7a2bc9a3:1"]),
        ("a", &["53b5d4aabe50d64:1"]),
        (
            "a\n\n\na\n  a\n",
            &[
                "35520d6f3eaaf7dc:1",
                "1c3130118d966ddd:1",
                "1afbcc83779d4e87:1",
                "ee4468fa4a9bc719:1",
                "243cbaa4685aab12:1",
                "c129715d7a2bc9a3:1",
            ],
        ),
        ("a\r\nb\rc\n", &["52668e89249e7477:1", "9ed7939040abc6c0:1", "3791504be0bd17cc:1", "c129715d7a2bc9a3:1"]),
        ("\u{feff}na\u{ef}ve \u{1f600}\n\t x\n", &["963ecaa5009a840c:1", "828973aa50c68d6d:1", "c129715d7a2bc9a3:1"]),
        (
            "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\nxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            &["52b56201ffb58620:1", "52b56201ffb58620:2"],
        ),
    ];
}
