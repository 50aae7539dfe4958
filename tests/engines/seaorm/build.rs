//! Writes a module for each migration in the folder that `SEAORM_CASES` names: `NAME/FILE.rs` becomes the module `NAME`.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

fn main() {
    println!("cargo:rerun-if-env-changed=SEAORM_CASES");
    let folder = PathBuf::from(env::var("SEAORM_CASES").unwrap_or_default());
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut modules = String::new();
    let mut arms = String::new();
    let mut folders: Vec<PathBuf> = fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    folders.sort();
    for folder in folders {
        let Some(name) = folder.file_name().and_then(|name| name.to_str()) else { continue };
        let file = fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path()).find(|path| path.extension().is_some_and(|end| end == "rs"));
        let Some(file) = file else { continue };
        let text = fs::read_to_string(&file).unwrap_or_default();
        let Some(implemented) = text.split("MigrationTrait for ").nth(1) else { continue };
        let kind: String = implemented.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let _ = writeln!(modules, "#[path = {:?}]\npub mod {name};", file.display().to_string());
        let _ = writeln!(arms, "        {name:?} => Box::new({name}::{kind}),");
    }
    let text = format!(
        "{modules}\npub fn find(name: &str) -> Option<Box<dyn MigrationTrait>> {{\n    Some(match name {{\n{arms}        _ => return None,\n    }})\n}}\n"
    );
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it")).join("cases.rs");
    fs::write(out, text).expect("the output folder can be written");
}
