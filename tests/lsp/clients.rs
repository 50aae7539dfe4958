//! Real clients: headless Neovim, Microsoft's protocol library, the extension of VS Code. A machine without them skips these
//! and says so.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use crate::installed::is_missing;

const FILE: &str = "db/migrate/20260101000000_create_users.rb";
const RUBY: &str = "\
class CreateUsers < ActiveRecord::Migration[7.1]
  def change
    create_table :users do |t|
      t.string :email
    end
    add_index :users, :email
  end
end
";

fn checkout() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("config/database.yml", "production:\n  adapter: mysql2\n"), (FILE, RUBY)] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lsp").join(name)
}

/// One JSON object a line, by the name of its event.
fn events(output: &Output, event: &str) -> Vec<Value> {
    let text = String::from_utf8_lossy(&output.stdout);
    let all = text.lines().filter_map(|line| serde_json::from_str::<Value>(line.trim()).ok());
    all.filter(|value| value["event"] == event).collect()
}

fn is_installed(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

#[test]
fn neovim_shows_fixes_and_hovers() {
    if is_missing("Neovim", is_installed("nvim")) {
        return;
    }
    let folder = checkout();
    let run = |settings: &[(&str, &str)]| {
        Command::new("timeout")
            .args(["120", "nvim", "--headless", "-u", "NONE", "-n", "-i", "NONE", "-c"])
            .arg(format!("luafile {}", script("nvim_lsp_check.lua").display()))
            .env("LSP_CMD", format!("{} lsp", env!("CARGO_BIN_EXE_remigrate")))
            .env("LSP_FILE", folder.path().join(FILE))
            .env("LSP_FT", "ruby")
            .env("LSP_ROOT", folder.path())
            .env("LSP_TIMEOUT", "60000")
            .envs(settings.iter().copied())
            .output()
            .unwrap()
    };
    let shown = run(&[("LSP_EXPECT", "2"), ("LSP_HOVER", "3:6")]);
    assert_eq!(shown.status.code(), Some(0), "{shown:?}");
    let lines: Vec<i64> = events(&shown, "diagnostic").iter().map(|found| found["line"].as_i64().unwrap()).collect();
    assert_eq!(lines, [3, 6]);
    assert!(events(&shown, "hover")[0]["contents"]["value"].as_str().unwrap().contains("# unguarded-create-table"));

    let fixed = run(&[("LSP_ACTION", "source.fixAll")]);
    let applied = events(&fixed, "applied");
    // The client sends each edit by itself, and is told in between.
    let last = events(&fixed, "publishDiagnostics").pop().map(|told| told["n"].clone());
    assert_eq!((&applied[0]["before"], last), (&Value::from(2), Some(Value::from(0))), "{fixed:?}");
    assert!(applied[0]["text"].as_str().unwrap().contains("create_table :users, if_not_exists: true do |t|"));
}

#[test]
fn microsofts_protocol_client_is_served() {
    let library = std::env::var_os("LSP_CLIENT_MODULES").map(PathBuf::from);
    let library = library.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("target/lsp-client"));
    let is_here = library.join("node_modules/vscode-languageserver-protocol").is_dir();
    if is_missing("npm's vscode-languageserver-protocol", is_here) {
        return;
    }
    let folder = checkout();
    for pull in [false, true] {
        let mut command = Command::new("node");
        command.current_dir(&library).arg(script("vscode_client.mjs")).arg(folder.path().join(FILE));
        command.args(["ruby", env!("CARGO_BIN_EXE_remigrate"), "lsp"]).env("ROOT", folder.path());
        if pull {
            command.env("PULL", "1");
        }
        let output = command.output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        let mut lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let told = lines.next().unwrap_or_else(|| panic!("{output:?}"));
        assert_eq!(told["n"], 2, "{told}");
        assert_eq!(told["first"]["code"], "unguarded-create-table");
        let titles: Vec<&str> =
            told["actions"].as_array().unwrap().iter().map(|action| action[1].as_str().unwrap()).collect();
        assert!(titles.contains(&"Explain unguarded-create-table"), "{titles:?}");
        assert_eq!(lines.next().unwrap()["exit"], 0);
    }
}

/// The extension of VS Code compiles, can be bundled, and says in its manifest what it does.
#[test]
fn the_extension_is_built_and_its_manifest_holds() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let modules = root.join("target/vscode/node_modules");
    if is_missing("what the VS Code extension is built with", modules.is_dir()) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let extension = folder.path().join("editors/vscode");
    let copied = Command::new("cp").args(["-r", "editors", "Cargo.toml"]).arg(folder.path()).current_dir(root).status();
    assert!(copied.unwrap().success());
    // What somebody built there by hand is not used.
    let _ = fs::remove_dir_all(extension.join("node_modules"));
    let _ = fs::remove_dir_all(extension.join("out"));
    std::os::unix::fs::symlink(modules, extension.join("node_modules")).unwrap();
    for script in ["build", "test"] {
        let done = Command::new("npm").args(["run", script]).current_dir(&extension).output().unwrap();
        assert!(done.status.success(), "{done:?}");
    }
    assert!(fs::metadata(extension.join("out/extension.js")).unwrap().len() > 100_000, "the client is bundled");
}
