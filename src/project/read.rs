//! From bytes on disk to text, and what must be known to write them back byte for byte.

use std::fs::File;
use std::io::Read;

use camino::{Utf8Path, Utf8PathBuf};
use encoding_rs::Encoding;
use sha2::{Digest, Sha256};

use super::FileError;
use crate::source::Source;

/// Larger files are refused: nobody writes them by hand, and a dump among migrations should be named, not swallowed.
const LIMIT: u64 = 32 << 20;

/// What stands behind a [`Source`].
#[derive(Debug, Clone)]
pub struct Origin {
    /// Where the file is, links as they are.
    pub path: Utf8PathBuf,
    /// SHA-256 of the bytes that were read: a file that changed meanwhile is left alone.
    pub hash: [u8; 32],
    /// The file declares an encoding other than UTF-8 (`# encoding: iso-8859-1`); `None` for UTF-8.
    pub encoding: Option<&'static Encoding>,
    /// A program writes this file: it is never rewritten.
    pub generated: bool,
    /// The text was given in the place of what is on disk: standard input, an editor's buffer.
    pub given: bool,
}

/// Reads one file.
pub(crate) fn read(path: &Utf8Path) -> Result<(Source, Origin), FileError> {
    let failed = |error: std::io::Error| FileError::new(path, io_message(&error));
    let mut file = File::open(path).map_err(failed)?;
    let size = file.metadata().map_err(failed)?;
    if size.is_dir() {
        return Err(FileError::new(path, "is a directory, not a file"));
    }
    if !size.is_file() {
        return Err(FileError::new(path, "is not a regular file"));
    }
    if size.len() > LIMIT {
        return Err(too_large(path, size.len()));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size.len()).unwrap_or(0) + 1);
    // A file may grow while it is read.
    file.by_ref().take(LIMIT + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > LIMIT {
        return Err(too_large(path, bytes.len() as u64));
    }
    decode(path, bytes, false)
}

/// The text of `bytes`, which were read from `path` or are given in the place of what is there.
pub(crate) fn decode(path: &Utf8Path, bytes: Vec<u8>, given: bool) -> Result<(Source, Origin), FileError> {
    let hash = Sha256::digest(&bytes).into();
    let declared = declared_encoding(path, &bytes)?;
    let (text, encoding) = match declared {
        Some(encoding) if encoding != encoding_rs::UTF_8 => (decode_as(path, encoding, &bytes)?, Some(encoding)),
        _ => (utf8(path, bytes)?, None),
    };
    if let Some(at) = text.find('\0') {
        let line = text[..at].matches('\n').count() + 1;
        return Err(FileError::new(path, format!("holds a NUL byte (line {line}): this is not a text file")));
    }
    let generated = is_generated(path, &text);
    let origin = Origin { path: path.to_owned(), hash, encoding, generated, given };
    Ok((Source::new(path, text), origin))
}

fn too_large(path: &Utf8Path, size: u64) -> FileError {
    FileError::new(path, format!("is {} MB large; files over {} MB are not read", size >> 20, LIMIT >> 20))
}

/// An operating system's error in words, without its number.
pub(crate) fn io_message(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "does not exist".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => {
            let text = error.to_string();
            text.split(" (os error").next().unwrap_or(&text).to_owned()
        }
    }
}

fn utf8(path: &Utf8Path, bytes: Vec<u8>) -> Result<String, FileError> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..at].iter().filter(|&&byte| byte == b'\n').count() + 1;
        let byte = error.as_bytes().get(at).copied().unwrap_or_default();
        FileError::new(path, format!("is not valid UTF-8 (byte 0x{byte:02x} in line {line})"))
    })
}

fn decode_as(path: &Utf8Path, encoding: &'static Encoding, bytes: &[u8]) -> Result<String, FileError> {
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok(text.into_owned()),
        None => Err(FileError::new(path, format!("is not valid {}, the encoding it declares", encoding.name()))),
    }
}

/// The encoding named by a byte-order mark, by Ruby's magic comment or by Python's coding cookie.
///
/// Both languages look at the first two lines only: Ruby at the first, or the second behind `#!` (doc/syntax/comments),
/// Python at the first or second (PEP 263).
fn declared_encoding(path: &Utf8Path, bytes: &[u8]) -> Result<Option<&'static Encoding>, FileError> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Ok(Some(encoding));
    }
    if !matches!(path.extension(), Some("rb" | "py")) {
        return Ok(None);
    }
    for line in bytes.splitn(3, |&byte| byte == b'\n').take(2) {
        let line = String::from_utf8_lossy(&line[..line.len().min(200)]);
        let line = line.trim_start_matches('\u{feff}').trim_start();
        if !line.starts_with('#') {
            break;
        }
        if let Some(name) = cookie(line) {
            let name = name.strip_suffix("-unix").or_else(|| name.strip_suffix("-dos")).unwrap_or(name);
            return match encoding_for(name) {
                Some(encoding) => Ok(encoding),
                None => Err(FileError::new(path, format!("declares the encoding `{name}`, which is not known"))),
            };
        }
    }
    Ok(None)
}

/// The name behind `coding:` or `coding=`.
fn cookie(line: &str) -> Option<&str> {
    let after = line.split_once("coding")?.1;
    let name = after.strip_prefix([':', '='])?.trim_start();
    let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c))).unwrap_or(name.len());
    (end > 0).then(|| &name[..end])
}

/// `Some(None)`: UTF-8 or a part of it. `None`: not known.
fn encoding_for(name: &str) -> Option<Option<&'static Encoding>> {
    let plain = name.to_ascii_lowercase().replace('_', "-");
    match plain.as_str() {
        "utf-8" | "utf8" | "utf-8-sig" | "us-ascii" | "ascii" | "utf8-mac" | "utf-8-mac" => Some(None),
        "latin-1" | "iso-latin-1" | "l1" => Some(Some(encoding_rs::WINDOWS_1252)),
        // Ruby's name for bytes of no encoding: what is in them must be ASCII, or UTF-8, to be read at all.
        "ascii-8bit" | "binary" => Some(None),
        other => Encoding::for_label(other.as_bytes()).map(Some),
    }
}

/// Whether a program writes this file: schema dumps by name, others by the marker in their first lines.
pub fn is_generated(path: &Utf8Path, text: &str) -> bool {
    if matches!(path.file_name(), Some("schema.rb" | "structure.sql")) {
        return true;
    }
    // Tools write these words for people (`# please adjust! … auto generated by Alembic`), so only the two that ask to
    // keep off count.
    let head: String = text.lines().take(10).collect::<Vec<_>>().join("\n");
    head.contains("@generated") || head.to_ascii_uppercase().contains("DO NOT EDIT")
}
