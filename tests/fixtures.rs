//! The projects in fixtures/: what is found, what `--fix` makes of it, that fixing again changes nothing, and that the
//! siblings which are repaired already are silent. What is expected stands in tests/fixtures/NAME.txt, read by a person.

use std::path::{Path, PathBuf};
use std::process::Command;

use expect_test::expect_file;
use libtest_mimic::{Arguments, Failed, Trial};

fn main() {
    let mut trials = Vec::new();
    let folders = std::fs::read_dir(root().join("fixtures")).into_iter().flatten().flatten();
    for folder in folders.map(|entry| entry.path()).filter(|path| path.is_dir()) {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let test = if name.ends_with("-idempotent") { is_silent } else { is_repaired };
        trials.push(Trial::test(name, move || test(&folder)));
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The fixture in a folder of its own, outside the repository: everything in it is new.
struct Checkout(tempfile::TempDir);

impl Checkout {
    fn of(fixture: &Path) -> std::io::Result<Self> {
        let folder = tempfile::tempdir()?;
        copy(fixture, folder.path())?;
        Ok(Self(folder))
    }

    /// Standard output and standard error of a run.
    fn remigrate(&self, args: &str) -> std::io::Result<(String, String)> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_remigrate"));
        let output = command.args(args.split(' ')).current_dir(self.0.path()).env("NO_COLOR", "1").output()?;
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Ok((text(output.stdout), text(output.stderr)))
    }

    fn files(&self) -> std::io::Result<Vec<(PathBuf, Vec<u8>)>> {
        let mut files = Vec::new();
        let mut folders = vec![self.0.path().to_path_buf()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder)? {
                let path = entry?.path();
                if path.is_dir() { folders.push(path) } else { files.push((path.clone(), std::fs::read(path)?)) }
            }
        }
        files.sort();
        Ok(files)
    }
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?
        } else {
            std::fs::copy(entry.path(), target).map(drop)?
        }
    }
    Ok(())
}

fn is_silent(fixture: &Path) -> Result<(), Failed> {
    let (found, summary) = Checkout::of(fixture)?.remigrate("lint --all --format concise")?;
    if found.is_empty() && summary.starts_with("Nothing to report") { Ok(()) } else { Err((found + &summary).into()) }
}

fn is_repaired(fixture: &Path) -> Result<(), Failed> {
    let checkout = Checkout::of(fixture)?;
    let (before, summary) = checkout.remigrate("lint --all --format concise --statistics")?;
    if checkout.remigrate("lint --all --format concise")?.0 != before {
        return Err("without looking for fixes other findings are told".into());
    }
    let (diff, _) = checkout.remigrate("lint --all --diff")?;
    let untouched = Checkout::of(fixture)?.files()?;
    if checkout.files()?.iter().map(|(_, bytes)| bytes).ne(untouched.iter().map(|(_, bytes)| bytes)) {
        return Err("--diff has changed files".into());
    }
    checkout.remigrate("lint --all --fix --fix-only")?;
    let once = checkout.files()?;
    let (after, left) = checkout.remigrate("lint --all --format concise")?;
    checkout.remigrate("lint --all --fix --fix-only")?;
    if checkout.files()? != once {
        return Err("fixing again changes something".into());
    }
    let name = fixture.file_name().unwrap_or_default().to_string_lossy();
    let story = format!(
        "$ remigrate lint --all --format concise --statistics\n{before}{summary}\n$ remigrate lint --all --diff\n{diff}\n\
         $ remigrate lint --all --format concise    # after --fix\n{after}{left}"
    );
    expect_file![root().join(format!("tests/fixtures/{name}.txt"))].assert_eq(&story);
    Ok(())
}
