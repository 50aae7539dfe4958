//! Unified diffs, as far as reviews need them: which lines of the new side can be commented on.

use std::collections::BTreeMap;

/// A diff, by the path of the new side.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diff {
    files: BTreeMap<String, FilePatch>,
}

/// The changes of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FilePatch {
    /// The path on the old side; that of the new side for a new file, as forges want it.
    pub(super) old_path: String,
    hunks: Vec<Hunk>,
}

/// Neighbouring lines of the new side.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Hunk {
    /// Number of the first line, from 1.
    first: u32,
    /// For each line its number on the old side; `None` for a line that was added.
    old: Vec<Option<u32>>,
}

impl Hunk {
    fn end(&self) -> u32 {
        self.first + u32::try_from(self.old.len()).unwrap_or(0)
    }
}

impl FilePatch {
    /// The part of these lines (from 1, both inclusive) that lies in one hunk.
    pub(super) fn clip(&self, first: u32, last: u32) -> Option<(u32, u32)> {
        let hunk = self.hunks.iter().find(|hunk| hunk.first <= last && first < hunk.end())?;
        Some((first.max(hunk.first), last.min(hunk.end() - 1)))
    }

    /// Whether all of these lines lie in one hunk.
    pub(super) fn holds(&self, first: u32, last: u32) -> bool {
        self.clip(first, last) == Some((first, last))
    }

    /// The number on the old side of a line that is not new.
    pub(super) fn old_line(&self, line: u32) -> Option<u32> {
        let hunk = self.hunks.iter().find(|hunk| hunk.first <= line && line < hunk.end())?;
        hunk.old.get((line - hunk.first) as usize).copied().flatten()
    }
}

impl Diff {
    pub(super) fn file(&self, path: &str) -> Option<&FilePatch> {
        self.files.get(path)
    }

    /// Whether the diff changes this file, and it is still there.
    pub fn touches(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Reads what `git diff` writes; says what it can't make sense of.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut diff = Self::default();
        let mut lines = text.split('\n').enumerate().peekable();
        let (mut old_path, mut path) = (None, None);
        while let Some((number, line)) = lines.next() {
            if line.starts_with("diff --git ") {
                (old_path, path) = (None, None);
            } else if let Some(name) = line.strip_prefix("--- ") {
                old_path = side(name, "a/");
            } else if let Some(name) = line.strip_prefix("+++ ") {
                path = side(name, "b/");
            } else if let Some(header) = line.strip_prefix("@@ ") {
                let wrong = || format!("line {}: `{line}` is no header of a hunk", number + 1);
                let (old, new) = header_of(header).ok_or_else(wrong)?;
                let hunk = read_hunk(old, new, &mut lines)
                    .ok_or_else(|| format!("line {}: the hunk is not complete", number + 1))?;
                if let Some(path) = &path {
                    let file = diff.files.entry(path.clone()).or_insert_with(|| FilePatch {
                        old_path: old_path.clone().unwrap_or_else(|| path.clone()),
                        hunks: Vec::new(),
                    });
                    file.hunks.push(hunk);
                }
            }
        }
        if diff.files.is_empty() && !text.trim().is_empty() && !text.contains("diff --git ") && !text.contains("+++ ") {
            return Err("is no diff".to_owned());
        }
        Ok(diff)
    }
}

/// Where a side of a hunk starts, and how many lines it has.
type Extent = (u32, u32);

/// `-1,4 +1,6 @@ …`
fn header_of(header: &str) -> Option<(Extent, Extent)> {
    let mut parts = header.split(' ');
    let mut extent = |sign: char| {
        let part = parts.next()?.strip_prefix(sign)?;
        let (first, count) = part.split_once(',').unwrap_or((part, "1"));
        Some((first.parse().ok()?, count.parse().ok()?))
    };
    Some((extent('-')?, extent('+')?))
}

/// The lines of a hunk are counted, so that a deleted line `-- x` is not taken for the name of a file.
fn read_hunk<'t>(
    (mut old, mut old_left): Extent,
    (first, mut new_left): Extent,
    lines: &mut impl Iterator<Item = (usize, &'t str)>,
) -> Option<Hunk> {
    let mut numbers = Vec::new();
    while old_left > 0 || new_left > 0 {
        let (_, line) = lines.next()?;
        match line.as_bytes().first() {
            Some(b'+') => {
                numbers.push(None);
                new_left = new_left.checked_sub(1)?;
            }
            Some(b'-') => {
                old += 1;
                old_left = old_left.checked_sub(1)?;
            }
            // Some tools take the blank away from an empty line.
            Some(b' ' | b'\r') | None => {
                numbers.push(Some(old));
                old += 1;
                (old_left, new_left) = (old_left.checked_sub(1)?, new_left.checked_sub(1)?);
            }
            Some(b'\\') => {}
            Some(_) => return None,
        }
    }
    Some(Hunk { first, old: numbers })
}

/// The path behind `---` or `+++`; `None` for a side that is not there.
fn side(name: &str, prefix: &str) -> Option<String> {
    let name = name.trim_end_matches('\r');
    let name = name.split('\t').next().unwrap_or(name);
    if name == "/dev/null" {
        return None;
    }
    let plain = if let Some(quoted) = name.strip_prefix('"').and_then(|name| name.strip_suffix('"')) {
        unquote(quoted)
    } else {
        name.to_owned()
    };
    Some(plain.strip_prefix(prefix).map(str::to_owned).unwrap_or(plain))
}

/// Git quotes as C does; bytes outside ASCII are octal.
fn unquote(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'\\' {
            bytes.push(byte);
            continue;
        }
        match rest.next() {
            Some(b'n') => bytes.push(b'\n'),
            Some(b't') => bytes.push(b'\t'),
            Some(b'r') => bytes.push(b'\r'),
            Some(digit @ b'0'..=b'3') => {
                let mut value = digit - b'0';
                for digit in rest.by_ref().take(2) {
                    value = value.wrapping_mul(8).wrapping_add(digit.wrapping_sub(b'0'));
                }
                bytes.push(value);
            }
            Some(other) => bytes.push(other),
            None => {}
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIFF: &str = "\
diff --git a/db/1.sql b/db/1.sql
index 1..2 100644
--- a/db/1.sql
+++ b/db/1.sql
@@ -1,4 +1,4 @@
 one
--- two
+++ two
 three
 four
@@ -20 +20,2 @@ x
 twenty
+more
diff --git a/gone.sql b/gone.sql
deleted file mode 100644
--- a/gone.sql
+++ /dev/null
@@ -1 +0,0 @@
-x
diff --git \"a/\\303\\244 \\\"q\\\".sql\" \"b/\\303\\244 \\\"q\\\".sql\"
new file mode 100644
--- /dev/null
+++ \"b/\\303\\244 \\\"q\\\".sql\"
@@ -0,0 +1,2 @@
+a
+b
\\ No newline at end of file
";

    #[test]
    fn hunks_tell_where_comments_can_go() {
        let diff = Diff::parse(DIFF).expect("a diff");
        let file = diff.file("db/1.sql").expect("changed");
        assert!(file.holds(1, 4) && file.holds(20, 21) && !file.holds(4, 20) && !file.holds(5, 5));
        assert_eq!(file.clip(3, 9), Some((3, 4)));
        assert_eq!(file.clip(5, 19), None);
        assert_eq!([1, 2, 3, 20, 21].map(|line| file.old_line(line)), [Some(1), None, Some(3), Some(20), None]);
        assert!(!diff.touches("gone.sql"));
        let new = diff.file("ä \"q\".sql").expect("quoted");
        assert_eq!((new.old_path.as_str(), new.holds(1, 2)), ("ä \"q\".sql", true));
    }

    #[test]
    fn what_is_no_diff_is_refused() {
        assert!(Diff::parse("").expect("an empty diff").is_empty());
        for text in ["hello", "+++ b/x\n@@ -1 +x @@\n", "+++ b/x\n@@ -1,3 +1,3 @@\n a\n", "+++ b/x\n@@ -1 +1 @@\nzzz\n"]
        {
            assert!(Diff::parse(text).is_err(), "{text}");
        }
    }
}
