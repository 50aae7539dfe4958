//! An editor as far as the protocol goes: starts the program, talks to it, and keeps what it says.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

/// Long enough for a loaded machine; only a server that hangs gets there.
const PATIENCE: Duration = Duration::from_secs(120);

/// A folder with a server that has it open.
pub(crate) struct Editor {
    folder: tempfile::TempDir,
    server: Child,
    input: Option<ChildStdin>,
    output: Receiver<Value>,
    next: i64,
    /// Notifications and requests of the server that nobody has looked at yet.
    pub(crate) heard: Vec<Value>,
    /// What the server offers.
    pub(crate) capabilities: Value,
}

/// What every client in these tests can do.
pub(crate) fn abilities() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-16"] },
        "workspace": { "workspaceFolders": true, "workspaceEdit": { "documentChanges": true } },
        "textDocument": { "publishDiagnostics": { "relatedInformation": true, "versionSupport": true } },
    })
}

/// `abilities`, and more.
pub(crate) fn abilities_with(more: Value) -> Value {
    let mut all = abilities();
    merge(&mut all, more);
    all
}

fn merge(into: &mut Value, more: Value) {
    match (into, more) {
        (Value::Object(into), Value::Object(more)) => {
            more.into_iter().for_each(|(key, value)| merge(into.entry(key).or_insert(Value::Null), value));
        }
        (into, more) => *into = more,
    }
}

impl Editor {
    pub(crate) fn open(files: &[(&str, &str)]) -> Self {
        Self::with(files, abilities())
    }

    pub(crate) fn with(files: &[(&str, &str)], abilities: Value) -> Self {
        let mut editor = Self::start(files);
        let root = editor.uri("");
        let params = json!({
            "processId": null,
            "rootUri": root,
            "workspaceFolders": [{ "uri": root, "name": "project" }],
            "capabilities": abilities,
        });
        editor.capabilities = editor.ask("initialize", params)["capabilities"].take();
        editor.notify("initialized", json!({}));
        editor
    }

    /// A server that nothing was said to yet.
    pub(crate) fn start(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let mut server = Command::new(env!("CARGO_BIN_EXE_remigrate"))
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let input = server.stdin.take();
        let mut lines = BufReader::new(server.stdout.take().unwrap());
        let (sender, output) = channel();
        thread::spawn(move || {
            while let Some(message) = read(&mut lines) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        Self { folder, server, input, output, next: 0, heard: Vec::new(), capabilities: Value::Null }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Paths in these tests need no escapes but for blanks.
    pub(crate) fn uri(&self, name: &str) -> String {
        let path = self.path(name).to_string_lossy().trim_end_matches('/').replace(' ', "%20");
        format!("file://{path}")
    }

    pub(crate) fn say(&mut self, message: &Value) {
        let body = serde_json::to_vec(message).unwrap();
        let input = self.input.as_mut().unwrap();
        write!(input, "Content-Length: {}\r\n\r\n", body.len()).unwrap();
        input.write_all(&body).unwrap();
        input.flush().unwrap();
    }

    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        self.say(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request and gives its number.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> i64 {
        self.next += 1;
        self.say(&json!({ "jsonrpc": "2.0", "id": self.next, "method": method, "params": params }));
        self.next
    }

    /// The whole response to a request.
    pub(crate) fn response(&mut self, id: i64) -> Value {
        self.wait(|message| message["id"] == id && message.get("method").is_none())
    }

    /// Asks, and gives the result; an error ends the test.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = self.request(method, params);
        let mut response = self.response(id);
        assert!(response.get("error").is_none(), "{method}: {response}");
        response["result"].take()
    }

    /// The next message that answers to this; what comes before it is kept.
    pub(crate) fn wait(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.heard.iter().position(&wanted) {
            return self.heard.remove(at);
        }
        loop {
            let message = self.output.recv_timeout(PATIENCE).expect("the server says something");
            if message.get("method").is_some() && message.get("id").is_some() {
                let reply = json!({ "jsonrpc": "2.0", "id": message["id"], "result": null });
                self.say(&reply);
            }
            if wanted(&message) {
                return message;
            }
            self.heard.push(message);
        }
    }

    pub(crate) fn open_document(&mut self, name: &str, text: &str) {
        let item = json!({ "uri": self.uri(name), "languageId": "sql", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": item }));
    }

    pub(crate) fn change(&mut self, name: &str, version: i64, changes: Value) {
        let document = json!({ "uri": self.uri(name), "version": version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    pub(crate) fn document(&self, name: &str) -> Value {
        json!({ "textDocument": { "uri": self.uri(name) } })
    }

    /// The diagnostics that are sent for this version of a document.
    pub(crate) fn published(&mut self, name: &str, version: i64) -> Vec<Value> {
        let uri = self.uri(name);
        let mut message = self.wait(|message| {
            message["method"] == "textDocument/publishDiagnostics"
                && message["params"]["uri"] == uri.as_str()
                && message["params"]["version"] == version
        });
        serde_json::from_value(message["params"]["diagnostics"].take()).unwrap()
    }

    pub(crate) fn actions(&mut self, name: &str, range: &Value, only: &[&str]) -> Vec<Value> {
        let mut params = self.document(name);
        params["range"] = range.clone();
        params["context"] = json!({ "diagnostics": [] });
        if !only.is_empty() {
            params["context"]["only"] = json!(only);
        }
        serde_json::from_value(self.ask("textDocument/codeAction", params)).unwrap()
    }

    /// Asks for something at a place, both counted from 0.
    pub(crate) fn at(&mut self, method: &str, name: &str, line: u32, character: u32) -> Value {
        let mut params = self.document(name);
        params["position"] = json!({ "line": line, "character": character });
        self.ask(method, params)
    }

    /// Ends the server as the protocol asks; its exit code.
    pub(crate) fn close(mut self) -> Option<i32> {
        self.ask("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        self.server.wait().unwrap().code()
    }

    /// Ends the server by leaving.
    pub(crate) fn leave(mut self) -> Option<i32> {
        self.input = None;
        self.server.wait().unwrap().code()
    }

    /// Resident memory of the server in kilobytes, where the system tells.
    pub(crate) fn memory(&self) -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.server.id())).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
        line.split_whitespace().nth(1)?.parse().ok()
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        // A test that failed leaves no server behind; one that ended has none any more.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn read(from: &mut impl BufRead) -> Option<Value> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if from.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("Content-Length:") {
            length = value.trim().parse().ok();
        }
    }
    let mut body = vec![0; length?];
    from.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

/// The text after a client has applied the edits of an action to one document (positions in UTF-16).
pub(crate) fn applied(action: &Value, uri: &str, text: &str) -> String {
    let edit = &action["edit"];
    let document = |change: &&Value| change["textDocument"]["uri"] == uri;
    let changed = edit["documentChanges"].as_array().and_then(|all| all.iter().find(document));
    let edits = changed.map(|change| &change["edits"]).or_else(|| edit["changes"].get(uri));
    let edits = edits.and_then(Value::as_array).unwrap_or_else(|| panic!("no edits of {uri} in {action}"));
    let mut spans: Vec<(usize, usize, &str)> = edits
        .iter()
        .map(|edit| {
            let at = |end: &str| offset(text, &edit["range"][end]);
            (at("start"), at("end"), edit["newText"].as_str().unwrap())
        })
        .collect();
    spans.sort_by_key(|(start, end, _)| (*start, *end));
    let (mut out, mut done) = (String::new(), 0);
    for (start, end, new) in spans {
        assert!(start >= done, "edits overlap: {action}");
        out.push_str(&text[done..start]);
        out.push_str(new);
        done = end;
    }
    out + &text[done..]
}

fn offset(text: &str, position: &Value) -> usize {
    let number = |key: &str| usize::try_from(position[key].as_u64().unwrap()).unwrap();
    let start: usize = text.split_inclusive('\n').take(number("line")).map(str::len).sum();
    let mut units = 0;
    for (at, character) in text[start..].char_indices() {
        if units >= number("character") {
            return start + at;
        }
        units += character.len_utf16();
    }
    text.len()
}

/// `line:character-line:character code` of a diagnostic, counted from 0.
pub(crate) fn outline(diagnostics: &[Value]) -> Vec<String> {
    let one = |diagnostic: &Value| {
        let at = |end: &str| {
            let position = &diagnostic["range"][end];
            format!("{}:{}", position["line"], position["character"])
        };
        let code = diagnostic["code"].as_str().unwrap_or("-");
        format!("{}-{} {code}", at("start"), at("end"))
    };
    diagnostics.iter().map(one).collect()
}
