//! Replacing a file: the old bytes or the new ones are there, never a part, whenever the process dies.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};

use camino::{Utf8Path, Utf8PathBuf};
use encoding_rs::Encoding;
use sha2::{Digest, Sha256};

/// Why a file was not written. It is then as it was.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    #[error("changed while it was being checked; it was left alone, run again")]
    Changed,
    #[error("is read-only; it was left alone")]
    ReadOnly,
    #[error("can't be written in {0} without losing characters; it was left alone")]
    Encoding(&'static str),
    #[error("can't be written: {0}; it is as it was")]
    Io(#[from] io::Error),
}

/// How a file came by its new bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// By a rename: nobody can have seen half of it.
    Atomically,
    /// Over the old bytes, and why.
    InPlace(&'static str),
}

/// New bytes that are ready to take a file's place.
#[derive(Debug)]
pub struct Staged {
    /// Behind all links.
    path: Utf8PathBuf,
    before: Vec<u8>,
    after: Vec<u8>,
    way: Way,
}

#[derive(Debug)]
enum Way {
    Rename(tempfile::NamedTempFile),
    InPlace(&'static str),
}

/// The text's bytes in the encoding that the file declares (`None`: UTF-8), refused where a character has none there.
pub fn encode(text: &str, encoding: Option<&'static Encoding>) -> Result<Vec<u8>, WriteError> {
    let Some(encoding) = encoding else { return Ok(text.as_bytes().to_vec()) };
    if encoding.output_encoding() != encoding {
        return Err(WriteError::Encoding(encoding.name()));
    }
    let (bytes, _, lossy) = encoding.encode(text);
    if lossy { Err(WriteError::Encoding(encoding.name())) } else { Ok(bytes.into_owned()) }
}

/// Writes `bytes` beside the file and makes sure that they are on the disk. `expected` is the SHA-256 of what was read.
pub fn stage(path: &Utf8Path, bytes: Vec<u8>, expected: &[u8; 32]) -> Result<Staged, WriteError> {
    let path = path.canonicalize_utf8()?;
    let data = fs::metadata(&path)?;
    if data.permissions().readonly() {
        return Err(WriteError::ReadOnly);
    }
    // Asks the system too: a file may be writable and the file system not.
    OpenOptions::new().write(true).open(&path)?;
    let before = read_unchanged(&path, expected)?;
    let way = if has_other_names(&data) {
        Way::InPlace("it has other hard links")
    } else {
        match write_beside(&path, &bytes, &data) {
            Ok(file) => Way::Rename(file),
            Err(Beside::NoPlace) => Way::InPlace("its folder can't be written"),
            Err(Beside::NotOurs) => Way::InPlace("it belongs to somebody else"),
            Err(Beside::Io(error)) => return Err(error.into()),
        }
    };
    crash_point("staged");
    Ok(Staged { path, before, after: bytes, way })
}

impl Staged {
    /// Puts the new bytes in the place of the old, unless the file has changed since it was read.
    pub fn commit(self, expected: &[u8; 32]) -> Result<(Written, Undo), WriteError> {
        read_unchanged(&self.path, expected)?;
        let undo =
            Undo { path: self.path.clone(), before: self.before.clone(), after: Sha256::digest(&self.after).into() };
        match self.way {
            Way::Rename(file) => {
                file.persist(&self.path).map_err(|error| error.error)?;
                crash_point("renamed");
                sync_folder(&self.path);
                Ok((Written::Atomically, undo))
            }
            Way::InPlace(why) => {
                overwrite(&self.path, &self.before, &self.after)?;
                Ok((Written::InPlace(why), undo))
            }
        }
    }
}

/// A file that was not there before.
#[derive(Debug)]
pub struct Created(Utf8PathBuf);

impl Created {
    /// Takes it away again, because something that belongs to it could not be written.
    pub fn take_away(self) {
        // Where that fails the file stays; the error that led here is the one to tell.
        let _ = fs::remove_file(self.0);
    }
}

/// Adds a file, whole or not at all; one that is there is left alone.
pub fn create(path: &Utf8Path, bytes: &[u8]) -> Result<Created, WriteError> {
    let folder = path.parent().filter(|folder| !folder.as_str().is_empty()).unwrap_or(Utf8Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".remigrate-").suffix(".tmp").tempfile_in(folder)?;
    file.write_all(bytes)?;
    readable_by_all(file.as_file())?;
    file.as_file().sync_all()?;
    file.persist_noclobber(path).map_err(|error| error.error)?;
    sync_folder(path);
    Ok(Created(path.to_owned()))
}

/// A temporary file is for its owner alone; a migration is not.
#[cfg(unix)]
fn readable_by_all(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_all(_: &File) -> io::Result<()> {
    Ok(())
}

/// The way back, for a fix of several files of which a later one could not be written.
#[derive(Debug)]
pub struct Undo {
    path: Utf8PathBuf,
    before: Vec<u8>,
    after: [u8; 32],
}

impl Undo {
    /// Puts the old bytes back.
    pub fn undo(self) -> Result<(), WriteError> {
        stage(&self.path, self.before, &self.after)?.commit(&self.after).map(|_| ())
    }
}

fn read_unchanged(path: &Utf8Path, expected: &[u8; 32]) -> Result<Vec<u8>, WriteError> {
    let bytes = fs::read(path)?;
    let hash: [u8; 32] = Sha256::digest(&bytes).into();
    if hash == *expected { Ok(bytes) } else { Err(WriteError::Changed) }
}

enum Beside {
    /// No file can be made in the folder.
    NoPlace,
    /// The new file could not be given the old one's owner.
    NotOurs,
    Io(io::Error),
}

fn write_beside(path: &Utf8Path, bytes: &[u8], data: &Metadata) -> Result<tempfile::NamedTempFile, Beside> {
    let folder = path.parent().unwrap_or(Utf8Path::new("."));
    let made = tempfile::Builder::new().prefix(".remigrate-").suffix(".tmp").tempfile_in(folder);
    let mut file = made.map_err(|error| match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Beside::NoPlace,
        _ => Beside::Io(error),
    })?;
    crash_point("made");
    let half = bytes.len() / 2;
    file.write_all(&bytes[..half]).map_err(Beside::Io)?;
    crash_point("half");
    file.write_all(&bytes[half..]).map_err(Beside::Io)?;
    keep_owner(file.as_file(), data).map_err(|_| Beside::NotOurs)?;
    // Behind the owner: changing that clears some bits of the mode.
    file.as_file().set_permissions(data.permissions()).map_err(Beside::Io)?;
    file.as_file().sync_all().map_err(Beside::Io)?;
    Ok(file)
}

#[cfg(unix)]
fn has_other_names(data: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(data) > 1
}

#[cfg(not(unix))]
fn has_other_names(_: &Metadata) -> bool {
    false
}

#[cfg(unix)]
fn keep_owner(file: &File, data: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let now = file.metadata()?;
    if (now.uid(), now.gid()) == (data.uid(), data.gid()) {
        return Ok(());
    }
    fchown(file, Some(data.uid()), Some(data.gid()))
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &Metadata) -> io::Result<()> {
    Ok(())
}

/// A rename is on the disk once its folder is. Some file systems can't do this, and then it is no worse than before.
fn sync_folder(path: &Utf8Path) {
    if let Some(folder) = path.parent() {
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
}

/// Writes over the old bytes; puts them back when that fails half-way. A killed process can leave a mixture, which is
/// why it is only the second choice.
fn overwrite(path: &Utf8Path, before: &[u8], after: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().read(true).write(true).open(path)?;
    // Takes the space first, behind the old bytes: a full disk shows before any of them is gone.
    if let Some(more) = after.get(before.len()..).filter(|more| !more.is_empty()) {
        file.seek(SeekFrom::End(0))?;
        if let Err(error) = file.write_all(more).and_then(|()| file.sync_all()) {
            file.set_len(before.len() as u64)?;
            return Err(error);
        }
    }
    let mut put = |bytes: &[u8]| {
        file.seek(SeekFrom::Start(0))?;
        file.write_all(bytes)?;
        file.set_len(bytes.len() as u64)?;
        file.sync_all()
    };
    put(after).or_else(|error| put(before).and(Err(error)))
}

/// Dies here when a test of a debug build asks for it: nothing of what follows happens.
fn crash_point(name: &str) {
    if cfg!(debug_assertions) && std::env::var("REMIGRATE_CRASH_AT").is_ok_and(|at| at == name) {
        std::process::abort();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(bytes: &[u8]) -> [u8; 32] {
        Sha256::digest(bytes).into()
    }

    fn folder() -> (tempfile::TempDir, Utf8PathBuf) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = Utf8PathBuf::from_path_buf(folder.path().join("a.sql")).expect("a plain name");
        fs::write(&path, "old").expect("written");
        (folder, path)
    }

    #[test]
    fn bytes_are_replaced_and_can_be_put_back() {
        let (folder, path) = folder();
        let (how, undo) =
            stage(&path, b"newer".to_vec(), &hash(b"old")).expect("staged").commit(&hash(b"old")).expect("ok");
        assert_eq!((how, fs::read(&path).expect("read")), (Written::Atomically, b"newer".to_vec()));
        undo.undo().expect("undone");
        assert_eq!(fs::read(&path).expect("read"), b"old");
        assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 1, "no temporary file stays");
    }

    #[test]
    fn a_new_file_is_added_and_one_that_is_there_stays() {
        let (_folder, path) = folder();
        assert!(create(&path, b"new").is_err());
        assert_eq!(fs::read(&path).expect("read"), b"old");
        let other = path.with_file_name("b.sql");
        let created = create(&other, b"new").expect("created");
        assert_eq!(fs::read(&other).expect("read"), b"new");
        created.take_away();
        assert!(!other.exists());
    }

    #[test]
    fn a_file_that_changed_is_left_alone() {
        let (_folder, path) = folder();
        assert!(matches!(stage(&path, b"new".to_vec(), &hash(b"older")), Err(WriteError::Changed)));
        let staged = stage(&path, b"new".to_vec(), &hash(b"old")).expect("staged");
        fs::write(&path, "theirs").expect("written");
        assert!(matches!(staged.commit(&hash(b"old")), Err(WriteError::Changed)));
        assert_eq!(fs::read(&path).expect("read"), b"theirs");
    }

    #[cfg(unix)]
    #[test]
    fn mode_links_and_names_are_kept() {
        use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
        let (folder, path) = folder();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("set");
        let link = path.with_file_name("link.sql");
        symlink("a.sql", &link).expect("linked");
        let replace = |path: &Utf8Path, bytes: &[u8], old: &[u8]| {
            stage(path, bytes.to_vec(), &hash(old)).expect("staged").commit(&hash(old)).expect("ok").0
        };
        assert_eq!(replace(&link, b"new", b"old"), Written::Atomically);
        assert!(fs::symlink_metadata(&link).expect("there").is_symlink());
        assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o755);
        let second = path.with_file_name("b.sql");
        fs::hard_link(&path, &second).expect("linked");
        assert_eq!(replace(&path, b"shorter", b"new"), Written::InPlace("it has other hard links"));
        assert_eq!(replace(&path, b"s", b"shorter"), Written::InPlace("it has other hard links"));
        assert_eq!(fs::read(&second).expect("read"), b"s");
        assert_eq!(fs::metadata(&path).expect("there").nlink(), 2);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).expect("set");
        assert!(matches!(stage(&path, b"x".to_vec(), &hash(b"s")), Err(WriteError::ReadOnly)));
        drop(folder);
    }

    #[test]
    fn encodings_keep_their_bytes_or_refuse() {
        assert_eq!(encode("é", Some(encoding_rs::WINDOWS_1252)).expect("fits"), b"\xe9");
        assert!(encode("表", Some(encoding_rs::WINDOWS_1252)).is_err());
        assert!(encode("a", Some(encoding_rs::UTF_16LE)).is_err());
    }
}
