//! The Model Context Protocol on a pair of streams: tools for coding agents, one JSON-RPC message a line.
//!
//! Two generations of the protocol are spoken, and each request says which one it is of: since 2026-07-28 every request
//! names its version in `_meta` and there is no handshake; before, `initialize` comes first (schema/2026-07-28 and
//! schema/2025-11-25 of the specification).

use std::io::{self, BufRead, Write};

use serde_json::{Value, json};

/// The version that knows no handshake.
const STATELESS: &str = "2026-07-28";
/// Versions with a handshake; the first is offered to clients that ask for one that is not here.
const WITH_HANDSHAKE: [&str; 4] = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"];
const VERSION_KEY: &str = "io.modelcontextprotocol/protocolVersion";
const CAPABILITIES_KEY: &str = "io.modelcontextprotocol/clientCapabilities";

/// How long a client may keep the list of tools: it never changes while a server runs.
const FRESH_MS: u64 = 3_600_000;

/// What an agent can call.
#[derive(Debug, Clone)]
pub struct Tool {
    pub name: &'static str,
    pub title: &'static str,
    pub description: &'static str,
    /// JSON schema of the arguments.
    pub arguments: Value,
}

/// What a call gives back.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// For the model to read.
    pub text: String,
    /// The same as data.
    pub data: Option<Value>,
    /// The tool could not do its work; the text says why.
    pub failed: bool,
}

/// The tools of a server, and what they do.
pub trait Toolbox {
    /// How the tools go together, for the model.
    fn instructions(&self) -> &'static str;

    fn tools(&self) -> Vec<Tool>;

    /// Calls a tool that is in the list. Wrong arguments are an answer too: the model can mend them.
    fn call(&self, name: &str, arguments: &Value) -> Answer;
}

/// A JSON-RPC error.
#[derive(Debug)]
struct Refusal {
    code: i32,
    message: String,
    data: Option<Value>,
}

impl Refusal {
    fn new(code: i32, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), data: None }
    }
}

const PARSE_ERROR: i32 = -32700;
const INVALID_REQUEST: i32 = -32600;
const METHOD_NOT_FOUND: i32 = -32601;
const INVALID_PARAMS: i32 = -32602;
const UNSUPPORTED_PROTOCOL_VERSION: i32 = -32022;

/// Serves one client until its stream ends.
pub fn serve(toolbox: &dyn Toolbox, input: &mut dyn BufRead, output: &mut dyn Write) -> io::Result<()> {
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        if let Some(response) = respond(toolbox, &line) {
            serde_json::to_writer(&mut *output, &response)?;
            output.write_all(b"\n")?;
            output.flush()?;
        }
    }
}

/// The response to one line; none to a notification.
fn respond(toolbox: &dyn Toolbox, line: &[u8]) -> Option<Value> {
    let message: Value = match serde_json::from_slice(line) {
        Ok(message) => message,
        Err(error) => return Some(failure(Value::Null, Refusal::new(PARSE_ERROR, error.to_string()))),
    };
    let id = message.get("id").cloned();
    let Some(method) = message.get("method").and_then(Value::as_str) else {
        // A response to nothing that was asked is left alone.
        let is_response = message.get("result").is_some() || message.get("error").is_some();
        let refusal = || Refusal::new(INVALID_REQUEST, "a request has a method");
        return (!is_response).then(|| failure(id.unwrap_or(Value::Null), refusal()));
    };
    let id = id?;
    if !(id.is_string() || id.is_number()) {
        return Some(failure(Value::Null, Refusal::new(INVALID_REQUEST, "an id is a string or a number")));
    }
    let params = message.get("params").cloned().unwrap_or_default();
    Some(match answer(toolbox, method, &params) {
        Ok(result) => json!({ "jsonrpc": "2.0", "id": id, "result": result }),
        Err(refusal) => failure(id, refusal),
    })
}

fn failure(id: Value, refusal: Refusal) -> Value {
    let mut error = json!({ "code": refusal.code, "message": refusal.message });
    if let Some(data) = refusal.data {
        error["data"] = data;
    }
    json!({ "jsonrpc": "2.0", "id": id, "error": error })
}

fn answer(toolbox: &dyn Toolbox, method: &str, params: &Value) -> Result<Value, Refusal> {
    let meta = params.get("_meta");
    let version = meta.and_then(|meta| meta.get(VERSION_KEY)).and_then(Value::as_str);
    // The probe by which a client tells the generations apart is answered even when it names no version.
    let stateless = version.is_some() || method == "server/discover";
    if let Some(asked) = version {
        if asked != STATELESS {
            let data = json!({ "supported": [STATELESS], "requested": asked });
            let message = format!("the protocol version {asked} is not supported");
            return Err(Refusal { data: Some(data), ..Refusal::new(UNSUPPORTED_PROTOCOL_VERSION, message) });
        }
        if !meta.and_then(|meta| meta.get(CAPABILITIES_KEY)).is_some_and(Value::is_object) {
            return Err(Refusal::new(INVALID_PARAMS, format!("_meta lacks {CAPABILITIES_KEY}")));
        }
    }
    let mut result = match method {
        "server/discover" => json!({
            "supportedVersions": [STATELESS],
            "capabilities": { "tools": {} },
            "instructions": toolbox.instructions(),
        }),
        "initialize" if !stateless => return Ok(handshake(toolbox, params)),
        "ping" if !stateless => json!({}),
        "tools/list" => json!({ "tools": toolbox.tools().iter().map(listed).collect::<Vec<_>>() }),
        "tools/call" => call(toolbox, params)?,
        _ => return Err(Refusal::new(METHOD_NOT_FOUND, format!("this server does not know {method}"))),
    };
    if stateless {
        result["resultType"] = json!("complete");
        result["_meta"] = json!({ "io.modelcontextprotocol/serverInfo": server() });
        if method != "tools/call" {
            result["ttlMs"] = json!(FRESH_MS);
            result["cacheScope"] = json!("public");
        }
    }
    Ok(result)
}

fn server() -> Value {
    json!({ "name": "remigrate", "title": "remigrate", "version": env!("CARGO_PKG_VERSION") })
}

fn handshake(toolbox: &dyn Toolbox, params: &Value) -> Value {
    let asked = params.get("protocolVersion").and_then(Value::as_str);
    let version = WITH_HANDSHAKE.into_iter().find(|known| Some(*known) == asked).unwrap_or(WITH_HANDSHAKE[0]);
    json!({
        "protocolVersion": version,
        "capabilities": { "tools": {} },
        "serverInfo": server(),
        "instructions": toolbox.instructions(),
    })
}

fn listed(tool: &Tool) -> Value {
    json!({
        "name": tool.name,
        "title": tool.title,
        "description": tool.description,
        "inputSchema": tool.arguments,
        // Every tool only looks: a fix is given as a diff.
        "annotations": { "readOnlyHint": true, "idempotentHint": true, "openWorldHint": false },
    })
}

fn call(toolbox: &dyn Toolbox, params: &Value) -> Result<Value, Refusal> {
    let name = params.get("name").and_then(Value::as_str).unwrap_or_default();
    if !toolbox.tools().iter().any(|tool| tool.name == name) {
        return Err(Refusal::new(INVALID_PARAMS, format!("there is no tool `{name}`")));
    }
    let none = json!({});
    let arguments = params.get("arguments").filter(|arguments| !arguments.is_null()).unwrap_or(&none);
    let answer = toolbox.call(name, arguments);
    let mut result = json!({ "content": [{ "type": "text", "text": answer.text }], "isError": answer.failed });
    if let Some(data) = answer.data {
        result["structuredContent"] = data;
    }
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Echo;

    impl Toolbox for Echo {
        fn instructions(&self) -> &'static str {
            "Say something."
        }

        fn tools(&self) -> Vec<Tool> {
            let arguments = json!({ "type": "object" });
            vec![Tool { name: "echo", title: "Echo", description: "Says it again.", arguments }]
        }

        fn call(&self, _: &str, arguments: &Value) -> Answer {
            Answer { text: arguments.to_string(), ..Answer::default() }
        }
    }

    fn talk(lines: &str) -> Vec<Value> {
        let mut output = Vec::new();
        serve(&Echo, &mut lines.as_bytes(), &mut output).expect("memory can be written to");
        output
            .split(|&byte| byte == b'\n')
            .filter(|line| !line.is_empty())
            .map(|line| serde_json::from_slice(line).expect("one message a line"))
            .collect()
    }

    fn ask(message: &Value) -> Value {
        talk(&format!("{message}\n")).pop().expect("a response")
    }

    fn stateless(method: &str, version: &str) -> Value {
        let meta = json!({ VERSION_KEY: version, CAPABILITIES_KEY: {} });
        json!({ "jsonrpc": "2.0", "id": "a", "method": method,
                "params": { "_meta": meta, "name": "echo", "arguments": { "x": 1 } } })
    }

    #[test]
    fn a_handshake_agrees_on_a_version() {
        for (asked, agreed) in [
            ("2024-11-05", "2024-11-05"),
            ("2025-06-18", "2025-06-18"),
            ("1999-01-01", "2025-11-25"),
            ("", "2025-11-25"),
        ] {
            let params = json!({ "protocolVersion": asked, "capabilities": {}, "clientInfo": {} });
            let response = ask(&json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params }));
            assert_eq!(response["result"]["protocolVersion"], agreed);
            assert_eq!(response["result"]["serverInfo"]["name"], "remigrate");
        }
        let list = ask(&json!({ "jsonrpc": "2.0", "id": 2, "method": "tools/list" }));
        assert_eq!(list["result"]["tools"][0]["name"], "echo");
        assert_eq!(list["result"].get("resultType"), None);
        assert_eq!(ask(&json!({ "jsonrpc": "2.0", "id": 3, "method": "ping" }))["result"], json!({}));
    }

    #[test]
    fn a_request_that_names_its_version_needs_no_handshake() {
        let list = ask(&stateless("tools/list", STATELESS));
        assert_eq!(list["result"]["resultType"], "complete");
        assert_eq!(list["result"]["cacheScope"], "public");
        let called = ask(&stateless("tools/call", STATELESS));
        assert_eq!(called["result"]["content"][0]["text"], r#"{"x":1}"#);
        assert_eq!(called["result"]["isError"], false);
        assert_eq!(called["result"].get("ttlMs"), None);
        for probe in [stateless("server/discover", STATELESS), json!({ "id": 1, "method": "server/discover" })] {
            assert_eq!(ask(&probe)["result"]["supportedVersions"], json!([STATELESS]));
        }
        let refused = ask(&stateless("tools/list", "2031-01-01"));
        assert_eq!(refused["error"]["code"], UNSUPPORTED_PROTOCOL_VERSION);
        assert_eq!(refused["error"]["data"], json!({ "supported": [STATELESS], "requested": "2031-01-01" }));
        assert_eq!(ask(&stateless("ping", STATELESS))["error"]["code"], METHOD_NOT_FOUND);
        let mut bare = stateless("tools/list", STATELESS);
        bare["params"]["_meta"] = json!({ VERSION_KEY: STATELESS });
        assert_eq!(ask(&bare)["error"]["code"], INVALID_PARAMS);
    }

    #[test]
    fn bad_messages_are_refused_and_notifications_pass() {
        for (line, code) in [
            ("{nonsense", PARSE_ERROR),
            ("\u{1}", PARSE_ERROR),
            ("[]", INVALID_REQUEST),
            (r#"{"id":1}"#, INVALID_REQUEST),
            (r#"{"id":null,"method":"ping"}"#, INVALID_REQUEST),
            (r#"{"id":1,"method":"resources/list"}"#, METHOD_NOT_FOUND),
            (r#"{"id":1,"method":"tools/call","params":{"name":"rm"}}"#, INVALID_PARAMS),
            (r#"{"id":1,"method":"tools/call"}"#, INVALID_PARAMS),
        ] {
            assert_eq!(talk(line)[0]["error"]["code"], code, "{line}");
        }
        let silent = "\n  \n{\"method\":\"notifications/initialized\"}\n{\"id\":9,\"result\":{}}\n";
        assert_eq!(talk(silent), [Value::Null; 0]);
        assert_eq!(talk("{\n{\"id\":1,\"method\":\"ping\"}").len(), 2);
    }
}
