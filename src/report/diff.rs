//! Unified diffs that `git apply` takes.

use std::io::{self, Write};

use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices, group_diff_ops};

/// How many unchanged lines stand around a change.
const CONTEXT: usize = 3;

/// One file before and after.
#[derive(Debug, Clone, Copy)]
pub struct FileDiff<'a> {
    /// Relative to where the patch will be applied.
    pub path: &'a str,
    /// `None` for a file that is new.
    pub before: Option<&'a str>,
    pub after: &'a str,
}

/// Writes the change of one file; nothing when there is none.
pub fn write_diff(out: &mut dyn Write, diff: &FileDiff<'_>) -> io::Result<()> {
    let before = lines(diff.before.unwrap_or_default());
    let after = lines(diff.after);
    if diff.before == Some(diff.after) {
        return Ok(());
    }
    let (old_path, new_path) = (git_path("a/", diff.path), git_path("b/", diff.path));
    if diff.before.is_none() {
        writeln!(out, "diff --git {old_path} {new_path}\nnew file mode 100644")?;
        if diff.after.is_empty() {
            return Ok(());
        }
    }
    // A name with blanks is ended by a tab, as git itself writes it.
    let end = if diff.path.contains(' ') { "\t" } else { "" };
    match diff.before {
        Some(_) => writeln!(out, "--- {old_path}{end}")?,
        None => writeln!(out, "--- /dev/null")?,
    }
    writeln!(out, "+++ {new_path}{end}")?;
    for hunk in hunks(&before, &after, CONTEXT) {
        write_hunk(out, &hunk, &before, &after)?;
    }
    Ok(())
}

/// Lines with their line feeds. A lone carriage return ends no line, as in git.
pub(super) fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// The changes, grouped with the unchanged lines around them. Equal heads and tails are set aside first, so that a
/// small change of a large file is cheap.
pub(super) fn hunks(before: &[&str], after: &[&str], context: usize) -> Vec<Vec<DiffOp>> {
    let head = before.iter().zip(after).take_while(|(old, new)| old == new).count();
    let tail = before[head..].iter().rev().zip(after[head..].iter().rev()).take_while(|(old, new)| old == new).count();
    let changed =
        capture_diff_slices(Algorithm::Myers, &before[head..before.len() - tail], &after[head..after.len() - tail]);
    let mut ops = Vec::with_capacity(changed.len() + 2);
    if head > 0 {
        ops.push(DiffOp::Equal { old_index: 0, new_index: 0, len: head });
    }
    ops.extend(changed.into_iter().map(|op| shifted(op, head)));
    if tail > 0 {
        ops.push(DiffOp::Equal { old_index: before.len() - tail, new_index: after.len() - tail, len: tail });
    }
    group_diff_ops(ops, context)
}

fn shifted(op: DiffOp, by: usize) -> DiffOp {
    match op {
        DiffOp::Equal { old_index, new_index, len } => {
            DiffOp::Equal { old_index: old_index + by, new_index: new_index + by, len }
        }
        DiffOp::Delete { old_index, old_len, new_index } => {
            DiffOp::Delete { old_index: old_index + by, old_len, new_index: new_index + by }
        }
        DiffOp::Insert { old_index, new_index, new_len } => {
            DiffOp::Insert { old_index: old_index + by, new_index: new_index + by, new_len }
        }
        DiffOp::Replace { old_index, old_len, new_index, new_len } => {
            DiffOp::Replace { old_index: old_index + by, old_len, new_index: new_index + by, new_len }
        }
    }
}

fn write_hunk(out: &mut dyn Write, hunk: &[DiffOp], before: &[&str], after: &[&str]) -> io::Result<()> {
    let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else { return Ok(()) };
    let old = first.old_range().start..last.old_range().end;
    let new = first.new_range().start..last.new_range().end;
    writeln!(out, "@@ -{} +{} @@", extent(&old), extent(&new))?;
    for (sign, line) in hunk_lines(hunk, before, after) {
        out.write_all(&[sign])?;
        out.write_all(line.as_bytes())?;
        if !line.ends_with('\n') {
            out.write_all(b"\n\\ No newline at end of file\n")?;
        }
    }
    Ok(())
}

/// The lines of a hunk behind ` `, `-` or `+`.
pub(super) fn hunk_lines<'a>(
    hunk: &'a [DiffOp],
    before: &'a [&'a str],
    after: &'a [&'a str],
) -> impl Iterator<Item = (u8, &'a str)> {
    hunk.iter().flat_map(move |op| {
        let (tag, old, new) = op.as_tag_tuple();
        let (old, new) = (&before[old], &after[new]);
        let (kept, gone, come): (&[&str], &[&str], &[&str]) = match tag {
            DiffTag::Equal => (old, &[], &[]),
            DiffTag::Delete => (&[], old, &[]),
            DiffTag::Insert => (&[], &[], new),
            DiffTag::Replace => (&[], old, new),
        };
        let signed = |sign| move |line: &&'a str| (sign, *line);
        kept.iter().map(signed(b' ')).chain(gone.iter().map(signed(b'-'))).chain(come.iter().map(signed(b'+')))
    })
}

/// A hunk's place: lines count from 1, an empty stretch is named by the line before it, a length of 1 is left out.
fn extent(range: &std::ops::Range<usize>) -> String {
    match range.len() {
        0 => format!("{},0", range.start),
        1 => format!("{}", range.start + 1),
        length => format!("{},{length}", range.start + 1),
    }
}

/// A path as git writes it: in quotes, with escapes, where it holds a quote, a backslash or a control character.
fn git_path(prefix: &str, path: &str) -> String {
    let plain = |byte: u8| byte >= b' ' && !matches!(byte, b'"' | b'\\' | 0x7f);
    if path.bytes().all(plain) {
        return format!("{prefix}{path}");
    }
    let mut out = format!("\"{prefix}");
    for c in path.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if (c as u32) < 0x20 || c == '\u{7f}' => out.push_str(&format!("\\{:03o}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::{Command, Stdio};

    fn diff(path: &str, before: Option<&str>, after: &str) -> Vec<u8> {
        let mut out = Vec::new();
        write_diff(&mut out, &FileDiff { path, before, after }).expect("a vector takes everything");
        out
    }

    /// `git apply` is the judge: it must make the new text of the old one, byte for byte.
    #[test]
    fn git_applies_what_is_written() {
        let many: String = (0..60).map(|line| format!("line {line}\n")).collect();
        let few =
            many.replace("line 3\n", "line three\n").replace("line 50\n", "").replace("line 20\n", "line 20\nnew\n");
        let cases: [(&str, Option<&str>, &str); 12] = [
            ("a.sql", Some("a\nb\nc\n"), "a\nB\nc\n"),
            ("a.sql", Some("a\nb"), "a\nb\n"),
            ("a.sql", Some("a\nb\n"), "a\nb"),
            ("a.sql", Some("a\nb"), "a\nB"),
            ("a.sql", Some("\u{feff}a\r\nb\r\n"), "\u{feff}a\r\nx\r\nb\r\n"),
            ("a.sql", Some("a\rb\nc\n"), "a\rb\nC\n"),
            ("a.sql", Some("b\n"), "a\nb\n"),
            ("a.sql", Some("a\n"), ""),
            ("a.sql", Some(&many), &few),
            ("a b/ä \"q\".sql", Some("a\n"), "b\n"),
            ("new/dir/c.py", None, "x\ny"),
            ("empty.py", None, ""),
        ];
        for (path, before, after) in cases {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let file = folder.path().join(path);
            std::fs::create_dir_all(file.parent().expect("the folder of the file")).expect("its folder");
            if let Some(before) = before {
                std::fs::write(&file, before).expect("the old file");
            }
            let patch = diff(path, before, after);
            let git = Command::new("git").arg("apply").current_dir(&folder).stdin(Stdio::piped()).spawn();
            let mut git = git.expect("git is installed");
            git.stdin.take().expect("a pipe").write_all(&patch).expect("git reads the patch");
            let status = git.wait().expect("git ends");
            assert!(status.success(), "{path}: {}", String::from_utf8_lossy(&patch));
            // A patch that leaves nothing of a file does not take the file away.
            let result = std::fs::read_to_string(&file).expect("the new file");
            assert_eq!(result, after, "{path}: {}", String::from_utf8_lossy(&patch));
        }
        assert_eq!(diff("a", Some("same\n"), "same\n"), b"");
    }
}
