//! A checkout to run the program in.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder with files in it, outside any repository; gone when dropped.
pub(crate) struct Checkout(tempfile::TempDir);

/// What a run gave back.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl From<Output> for Done {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

impl Checkout {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let checkout = Self(tempfile::tempdir().expect("a temporary folder"));
        for (name, text) in files {
            let path = checkout.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        checkout
    }

    /// A fixture, copied.
    pub(crate) fn fixture(name: &str) -> Self {
        let checkout = Self::new(&[]);
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name), checkout.path());
        checkout
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap()
    }

    pub(crate) fn remove(&self, name: &str) {
        fs::remove_file(self.path().join(name)).unwrap();
    }

    /// The program, in this folder, with a folder for its temporary files.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_remigrate"));
        command.args(arguments).current_dir(self.path()).env("NO_COLOR", "1").env("TMPDIR", self.temporary());
        command.env_remove("REMIGRATE_DATABASE_URL").env_remove("DATABASE_URL");
        command
    }

    fn temporary(&self) -> PathBuf {
        let folder = self.path().join(".tmp");
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    /// Runs the program and sees that it leaves no temporary files behind.
    pub(crate) fn run(&self, arguments: &[&str]) -> Done {
        let done = Done::from(self.command(arguments).output().unwrap());
        self.leaves_nothing();
        done
    }

    pub(crate) fn leaves_nothing(&self) {
        let left: Vec<PathBuf> = fs::read_dir(self.temporary()).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert!(left.is_empty(), "left behind: {left:?}");
    }
}

/// One plain SQL migration for SQLite.
pub(crate) fn sqlite(text: &str) -> Checkout {
    let config = "[[history]]\npath = \"migrations\"\ntool = \"sql\"\ndialect = \"sqlite\"\n";
    Checkout::new(&[("remigrate.toml", config), ("migrations/0001_a.sql", text)])
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}
