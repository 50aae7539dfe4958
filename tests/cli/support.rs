//! A checkout to run the program in, and texts to put there.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A folder with files in it; gone when dropped.
pub(crate) struct Checkout(tempfile::TempDir);

/// What a run gave back.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Two statements that fail when they are run again, and that have a safe fix on PostgreSQL.
pub(crate) const SQL: &str =
    "CREATE TABLE users (id bigint PRIMARY KEY, email text);\nCREATE INDEX users_email ON users (email);\n";

/// The same as an Alembic revision.
pub(crate) const PYTHON: &str = "\
from alembic import op
import sqlalchemy as sa

revision = \"a1\"
down_revision = None


def upgrade():
    op.create_table(\"users\", sa.Column(\"id\", sa.Integer, primary_key=True), sa.Column(\"email\", sa.Text))
    op.create_index(\"users_email\", \"users\", [\"email\"])


def downgrade():
    op.drop_index(\"users_email\", \"users\")
    op.drop_table(\"users\")
";

/// The same as a Rails migration.
pub(crate) const RUBY: &str = "\
class CreateUsers < ActiveRecord::Migration[6.1]
  def change
    create_table :users do |t|
      t.string :email
    end
    add_index :users, :email
  end
end
";

impl Checkout {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let checkout = Self(tempfile::tempdir().expect("a temporary folder"));
        for (name, text) in files {
            checkout.write(name, text);
        }
        checkout
    }

    /// One SQL migration for PostgreSQL in `migrations/001_a.sql`.
    pub(crate) fn sql(text: &str) -> Self {
        Self::new(&[("remigrate.toml", POSTGRES), ("migrations/001_a.sql", text)])
    }

    /// A Rails application on MySQL, where every statement stays, so that everything is an error.
    pub(crate) fn rails(text: &str) -> Self {
        Self::new(&[
            ("Gemfile.lock", "GEM\n  specs:\n    activerecord (6.1.7.10)\n    mysql2 (0.5.4)\n"),
            ("db/migrate/20260101000000_create_users.rb", text),
        ])
    }

    /// An Alembic environment on SQLite.
    pub(crate) fn alembic(text: &str) -> Self {
        Self::new(&[
            ("alembic.ini", "[alembic]\nscript_location = alembic\nsqlalchemy.url = sqlite:///x.db\n"),
            ("requirements.txt", "alembic==1.16.0\nSQLAlchemy==2.0.36\n"),
            ("alembic/env.py", ""),
            ("alembic/versions/a1_users.py", text),
        ])
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    pub(crate) fn text(&self, name: &str) -> String {
        String::from_utf8(self.bytes(name)).unwrap()
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_remigrate"));
        command.args(arguments).current_dir(self.0.path());
        for name in ["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "CLICOLOR", "COLUMNS", "REMIGRATE_CRASH_AT"] {
            command.env_remove(name);
        }
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Done {
        Done::of(self.command(arguments).stdin(Stdio::null()).output().expect("the program starts"))
    }

    /// Runs with this text on standard input.
    pub(crate) fn pipe(&self, arguments: &[&str], input: impl AsRef<[u8]>) -> Done {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let mut stdin = child.stdin.take().unwrap();
        // A program that stops reading is no error here.
        let _ = stdin.write_all(input.as_ref());
        drop(stdin);
        Done::of(child.wait_with_output().unwrap())
    }

    /// Repairs everything; the run itself must not fail.
    pub(crate) fn fix(&self) -> Done {
        let done = self.run(&["lint", "--fix"]);
        assert!(matches!(done.code, Some(0 | 1)), "{done:?}");
        done
    }

    pub(crate) fn git(&self, arguments: &[&str]) {
        git_in(self.0.path(), arguments);
    }

    /// A commit of everything on branch `main`.
    pub(crate) fn commit(&self) {
        if !self.path(".git").exists() {
            self.git(&["init", "-q", "-b", "main"]);
        }
        self.git(&["add", "-A"]);
        self.git(&["-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "-m", "x"]);
    }
}

pub(crate) const POSTGRES: &str = "[[history]]\npath = \"migrations\"\ndialect = \"postgresql\"\n";

fn git_in(folder: &Path, arguments: &[&str]) {
    let done = Command::new("git").args(arguments).current_dir(folder).output().expect("git starts");
    assert!(done.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
}

impl Done {
    fn of(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    /// The run ended with this code, and said so on standard error or output.
    #[track_caller]
    pub(crate) fn expect(&self, code: i32, said: &str) {
        assert_eq!(self.code, Some(code), "{self:?}");
        assert!(self.err.contains(said) || self.out.contains(said), "no `{said}` in {self:?}");
    }
}
