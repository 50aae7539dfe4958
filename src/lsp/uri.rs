//! Between paths and `file:` URIs.

use camino::{Utf8Path, Utf8PathBuf};
use gen_lsp_types::Uri;

/// The path of a `file:` URI; none for what is not a file (`untitled:`, `git:`).
pub(super) fn path_of(uri: &Uri) -> Option<Utf8PathBuf> {
    let rest = uri.as_ref().strip_prefix("file://")?;
    let path = rest.strip_prefix("localhost").unwrap_or(rest);
    let path = decode(path.split(['?', '#']).next().unwrap_or(path))?;
    // `/c:/x` is a path with a drive on Windows.
    let has_drive = path.len() > 2 && path.as_bytes()[1].is_ascii_alphabetic() && path.as_bytes()[2] == b':';
    let plain = if cfg!(windows) && has_drive { &path[1..] } else { &path[..] };
    path.starts_with('/').then(|| Utf8PathBuf::from(plain))
}

/// The URI of an absolute path.
pub(super) fn of(path: &Utf8Path) -> Uri {
    let path = path.as_str().replace(std::path::MAIN_SEPARATOR, "/");
    let mut uri = String::with_capacity(path.len() + 8);
    uri.push_str(if path.starts_with('/') { "file://" } else { "file:///" });
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    Uri(uri)
}

fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, behind @ ..] = rest {
        if *first == b'%' {
            let digit = |at: usize| char::from(*behind.get(at)?).to_digit(16);
            bytes.push(u8::try_from(digit(0)? * 16 + digit(1)?).ok()?);
            rest = &behind[2..];
        } else {
            bytes.push(*first);
            rest = behind;
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_uris_go_both_ways() {
        for (path, uri) in [
            ("/a/b.rb", "file:///a/b.rb"),
            ("/a b/ä%#?.sql", "file:///a%20b/%C3%A4%25%23%3F.sql"),
            ("/db/V1__x.sql", "file:///db/V1__x.sql"),
        ] {
            assert_eq!(of(Utf8Path::new(path)).as_ref(), uri);
            assert_eq!(path_of(&Uri::from(uri)).as_deref(), Some(Utf8Path::new(path)));
        }
    }

    #[test]
    fn what_is_no_file_has_no_path() {
        for uri in [
            "untitled:Untitled-1",
            "git:/a/b.rb?x",
            "file://host/share/a.rb",
            "file:///a%zz",
            "file:///%ff",
            "file:///%+1",
        ] {
            assert_eq!(path_of(&Uri::from(uri)), None, "{uri}");
        }
        assert_eq!(path_of(&Uri::from("file://localhost/a")).as_deref(), Some(Utf8Path::new("/a")));
    }
}
