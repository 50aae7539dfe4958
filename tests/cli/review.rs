//! `remigrate review`, against servers that enforce the rules of GitHub and GitLab and fail when they are told to.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::support::{Checkout, Done, POSTGRES, SQL};

const TOKEN: &str = "t0ken-that-nobody-may-see";

/// A server in a process of its own; ended when dropped.
struct Server {
    child: Child,
    address: String,
    state: std::path::PathBuf,
}

impl Server {
    fn start(checkout: &Checkout, name: &str, arguments: &[&str]) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let state = checkout.path("state.json");
        let mut command = Command::new("python3");
        command.arg(root.join("tests/review").join(name)).arg("--diff").arg(checkout.path("pr.diff"));
        command.arg("--state").arg(&state).args(arguments);
        if name == "fake_github.py" {
            command.arg("--openapi").arg(root.join("tests/schemas/github-review-requests.json"));
        }
        command.stderr(File::create(checkout.path("server.err")).unwrap());
        let mut child = command.stdout(Stdio::piped()).spawn().expect("python3 starts");
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let mut first = String::new();
        lines.read_line(&mut first).unwrap();
        let address = first.trim().strip_prefix("LISTENING ").expect("a listening server").to_owned();
        // What it says of each request is read, so that it never waits for a reader.
        let log = checkout.path("server.log");
        std::thread::spawn(move || {
            let mut log = File::options().create(true).append(true).open(log).unwrap();
            let _ = std::io::copy(&mut lines, &mut log);
        });
        Self { child, address, state }
    }

    fn state(&self) -> Value {
        fs::read_to_string(&self.state).map_or(Value::Null, |text| serde_json::from_str(&text).unwrap())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A branch that adds one migration and changes a line far down in an older one, which has findings above, too.
fn branch() -> Checkout {
    let old = format!("{SQL}{}DROP TABLE old;\n", "SELECT 1;\n".repeat(20));
    let checkout = Checkout::new(&[("remigrate.toml", POSTGRES), ("migrations/001_a.sql", &old)]);
    checkout.write(".gitignore", "pr.diff\nstate.json\nserver.*\n");
    checkout.commit();
    checkout.git(&["checkout", "-q", "-b", "feature"]);
    checkout.write("migrations/001_a.sql", old.replace("DROP TABLE old", "DROP TABLE older"));
    checkout.write("migrations/002_b.sql", SQL.replace("users", "posts"));
    commit(&checkout);
    checkout
}

fn commit(checkout: &Checkout) {
    checkout.commit();
    let diff = checkout_git(checkout, &["diff", "main...HEAD"]);
    checkout.write("pr.diff", diff);
}

fn checkout_git(checkout: &Checkout, arguments: &[&str]) -> Vec<u8> {
    Command::new("git").args(arguments).current_dir(checkout.path(".")).output().unwrap().stdout
}

fn review(checkout: &Checkout, arguments: &[&str]) -> Done {
    let mut command = checkout.command(&["review"]);
    for name in ["GITHUB_ACTIONS", "GITLAB_CI", "GITHUB_EVENT_PATH", "GITHUB_STEP_SUMMARY", "CI_MERGE_REQUEST_IID"] {
        command.env_remove(name);
    }
    command.args(arguments).env("GITHUB_TOKEN", TOKEN).env("GITLAB_TOKEN", TOKEN).env("NO_PROXY", "127.0.0.1");
    let done = command.output().unwrap();
    let done = Done {
        code: done.status.code(),
        out: String::from_utf8(done.stdout).unwrap(),
        err: String::from_utf8(done.stderr).unwrap(),
    };
    assert!(!done.out.contains(TOKEN) && !done.err.contains(TOKEN), "the token is in the output: {done:?}");
    done
}

const FAST: [&str; 2] = ["--retry-pause", "0.01"];

fn post(checkout: &Checkout, server: &Server, to: &str, more: &[&str]) -> Done {
    let fixed =
        ["--to", to, "--post", "--base", "main", "--repository", "o/r", "--number", "1", "--api-url", &server.address];
    review(checkout, &[&fixed[..], &FAST, more].concat())
}

fn writes(checkout: &Checkout) -> usize {
    let log = fs::read_to_string(checkout.path("server.log")).unwrap_or_default();
    log.lines().filter(|line| !line.contains("\"method\": \"GET\"")).count()
}

fn list<'v>(value: &'v Value, member: &str) -> &'v [Value] {
    value[member].as_array().map_or(&[], Vec::as_slice)
}

#[test]
fn requests_are_written_as_they_would_be_sent() {
    let checkout = branch();
    let done = review(&checkout, &["--to", "github", "--base", "main"]);
    assert_eq!(done.code, Some(1), "{done:?}");
    let plan: Value = serde_json::from_str(&done.out).expect("JSON");
    let requests = list(&plan, "requests");
    let comments = list(&requests[0]["body"], "comments");
    let paths: Vec<&str> = comments.iter().filter_map(|comment| comment["path"].as_str()).collect();
    assert_eq!(paths, ["migrations/001_a.sql", "migrations/002_b.sql", "migrations/002_b.sql"], "{plan:#}");
    let body = comments[1]["body"].as_str().unwrap();
    let suggested = "```suggestion\nCREATE TABLE IF NOT EXISTS posts (id bigint PRIMARY KEY, email text);\n```";
    assert!(body.contains(suggested), "{body}");
    // What stands above the changed lines of the old migration is in the summary.
    assert_eq!(requests[1]["path"], "/repos/{owner}/{repo}/issues/{number}/comments");
    assert!(requests[1]["body"]["body"].as_str().unwrap().contains("001_a.sql:1"), "{plan:#}");
    // The same diff from a file, and from standard input.
    let from_file = review(&checkout, &["--to", "github", "--diff", "pr.diff"]);
    assert_eq!(from_file.out, done.out);
    let piped = checkout.pipe(&["review", "--to", "github", "--diff", "-"], checkout.bytes("pr.diff"));
    assert_eq!(piped.out, done.out);
}

#[test]
fn gitlab_and_reviewdog_get_their_own() {
    let checkout = branch();
    let done = review(&checkout, &["--to", "gitlab", "--base", "main"]);
    let plan: Value = serde_json::from_str(&done.out).expect("JSON");
    let first = &list(&plan, "requests")[1];
    assert_eq!(first["path"], "/projects/{id}/merge_requests/{number}/discussions");
    let position = &first["body"]["position"];
    assert_eq!((&position["new_path"], &position["new_line"]), (&"migrations/002_b.sql".into(), &1.into()));
    assert!(first["body"]["body"].as_str().unwrap().contains("```suggestion:-0+0\n"), "{plan:#}");
    let dog = review(&checkout, &["--to", "reviewdog", "--base", "main"]);
    let rdjson: Value = serde_json::from_str(&dog.out).expect("JSON");
    assert!(list(&rdjson, "diagnostics").len() >= 3, "{rdjson:#}");
}

#[test]
fn a_second_review_writes_nothing() {
    for (to, name, options) in [
        ("github", "fake_github.py", &[][..]),
        ("github", "fake_github.py", &["--user", "--page", "1"]),
        ("gitlab", "fake_gitlab.py", &["--page", "1"]),
    ] {
        let checkout = branch();
        let server = Server::start(&checkout, name, options);
        post(&checkout, &server, to, &[]).expect(1, "Posted ");
        let (first, written) = (server.state(), writes(&checkout));
        assert!(written >= 2, "{to}: a review and a summary");
        post(&checkout, &server, to, &[]).expect(1, "Everything has been said already.");
        assert_eq!(writes(&checkout), written, "{to}");
        assert_eq!(server.state(), first, "{to}");
    }
}

#[test]
fn github_comments_follow_their_findings() {
    let checkout = branch();
    let server = Server::start(&checkout, "fake_github.py", &[]);
    post(&checkout, &server, "github", &[]).expect(1, "Posted 2 changes.");
    assert_eq!(list(&server.state(), "review_comments").len(), 3);
    // One is repaired, one is new, one moves: the server has the new diff.
    checkout.write(
        "migrations/002_b.sql",
        format!(
            "-- why\n{}DROP TABLE x;\n",
            SQL.replace("users", "posts").replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS")
        ),
    );
    commit(&checkout);
    drop(server);
    let server = Server::start(&checkout, "fake_github.py", &[]);
    post(&checkout, &server, "github", &[]).expect(1, "Posted ");
    let state = server.state();
    let mut lines: Vec<(String, u64)> = list(&state, "review_comments")
        .iter()
        .map(|comment| (comment["path"].to_string(), comment["line"].as_u64().unwrap()))
        .collect();
    lines.sort();
    let expected = [("001_a", 23), ("002_b", 3), ("002_b", 4)];
    assert_eq!(lines.len(), expected.len(), "{state:#}");
    for ((path, line), (name, at)) in lines.iter().zip(expected) {
        assert!(path.contains(name) && *line == at, "{lines:?}");
    }
    post(&checkout, &server, "github", &[]).expect(1, "Everything has been said already.");
    // All is repaired: nothing of ours stays, and what others wrote does.
    checkout.run(&["lint", "--fix", "migrations/001_a.sql", "migrations/002_b.sql"]).expect(0, "Fixed");
    commit(&checkout);
    drop(server);
    let mut state: Value = serde_json::from_str(&checkout.text("state.json")).unwrap();
    let mut others = state["review_comments"][0].clone();
    others["id"] = 900.into();
    others["user"] = serde_json::json!({ "login": "somebody", "type": "User" });
    state["review_comments"].as_array_mut().unwrap().push(others);
    checkout.write("state.json", state.to_string());
    let server = Server::start(&checkout, "fake_github.py", &[]);
    post(&checkout, &server, "github", &[]).expect(0, "Posted ");
    let state = server.state();
    let left: Vec<u64> = list(&state, "review_comments").iter().filter_map(|comment| comment["id"].as_u64()).collect();
    assert_eq!(left, [900], "{state:#}");
    assert!(list(&state, "issue_comments").is_empty(), "{state:#}");
    post(&checkout, &server, "github", &[]).expect(0, "Everything has been said already.");
}

#[test]
fn an_answered_comment_stays() {
    let checkout = branch();
    let server = Server::start(&checkout, "fake_github.py", &["--user"]);
    post(&checkout, &server, "github", &[]).expect(1, "Posted ");
    drop(server);
    let mut state: Value = serde_json::from_str(&checkout.text("state.json")).unwrap();
    let first = state["review_comments"][1].clone();
    let mut reply = first.clone();
    reply["id"] = 900.into();
    reply["in_reply_to_id"] = first["id"].clone();
    reply["body"] = "We know.".into();
    reply["user"] = serde_json::json!({ "login": "somebody", "type": "User" });
    state["review_comments"].as_array_mut().unwrap().push(reply);
    checkout.write("state.json", state.to_string());
    let broken = checkout.text("migrations/002_b.sql");
    checkout.run(&["lint", "--fix", "migrations/002_b.sql"]).expect(0, "Fixed");
    commit(&checkout);
    let server = Server::start(&checkout, "fake_github.py", &["--user"]);
    post(&checkout, &server, "github", &[]).expect(1, "Posted ");
    let state = server.state();
    let kept = list(&state, "review_comments").iter().find(|comment| comment["id"] == first["id"]);
    assert!(kept.expect("answered")["body"].as_str().unwrap().contains("repaired"), "{state:#}");
    let thread = format!("T{}", first["id"]);
    assert_eq!(state["resolved"][&thread], "github-actions[bot]", "{state:#}");
    post(&checkout, &server, "github", &[]).expect(1, "Everything has been said already.");
    // It comes back: the thread is opened again.
    checkout.write("migrations/002_b.sql", broken);
    commit(&checkout);
    drop(server);
    let server = Server::start(&checkout, "fake_github.py", &["--user"]);
    post(&checkout, &server, "github", &[]).expect(1, "Posted ");
    assert!(server.state()["resolved"].get(&thread).is_none(), "{:#}", server.state());
    post(&checkout, &server, "github", &[]).expect(1, "Everything has been said already.");
    // A token that may not use GraphQL is no reason to fail.
    checkout.run(&["lint", "--fix", "migrations/002_b.sql"]).expect(0, "Fixed");
    commit(&checkout);
    drop(server);
    let server = Server::start(&checkout, "fake_github.py", &["--user", "--no-graphql"]);
    post(&checkout, &server, "github", &[]).expect(1, "Posted ");
    assert!(server.state()["resolved"].get(&thread).is_none());
}

#[test]
fn gitlab_discussions_are_resolved_and_opened_again() {
    let checkout = branch();
    let server = Server::start(&checkout, "fake_gitlab.py", &[]);
    post(&checkout, &server, "gitlab", &[]).expect(1, "Posted ");
    let resolved = |server: &Server| {
        let state = server.state();
        let notes = list(&state, "discussions").iter().map(|one| one["notes"][0]["resolved"] == true);
        notes.filter(|resolved| *resolved).count()
    };
    assert_eq!(resolved(&server), 0);
    let broken = checkout.text("migrations/002_b.sql");
    checkout.run(&["lint", "--fix", "migrations/002_b.sql"]).expect(0, "Fixed");
    commit(&checkout);
    post(&checkout, &server, "gitlab", &[]).expect(1, "Posted 2 changes.");
    assert_eq!(resolved(&server), 2);
    post(&checkout, &server, "gitlab", &[]).expect(1, "Everything has been said already.");
    checkout.write("migrations/002_b.sql", broken);
    commit(&checkout);
    post(&checkout, &server, "gitlab", &[]).expect(1, "Posted 2 changes.");
    assert_eq!(resolved(&server), 0);
}

#[test]
fn failures_are_waited_out_and_nothing_is_said_twice() {
    for (to, name) in [("github", "fake_github.py"), ("gitlab", "fake_gitlab.py")] {
        let expected = {
            let checkout = branch();
            let server = Server::start(&checkout, name, &[]);
            post(&checkout, &server, to, &[]).expect(1, "Posted ");
            bodies(&server.state())
        };
        for failure in [
            &["--fail", "500:2"][..],
            &["--fail", "502:1"],
            &["--fail", "429:2"],
            &["--cut", "2"],
            &["--cut-after", "2"],
            &["--slow", "1.5:1"],
        ] {
            let checkout = branch();
            let server = Server::start(&checkout, name, failure);
            post(&checkout, &server, to, &["--timeout", "1"]).expect(1, "");
            assert_eq!(bodies(&server.state()), expected, "{to} {failure:?}");
            post(&checkout, &server, to, &[]).expect(1, "Everything has been said already.");
        }
    }
}

/// Everything that was said, in any order.
fn bodies(state: &Value) -> Vec<String> {
    let places = ["review_comments", "issue_comments", "discussions"];
    let all = places.iter().flat_map(|place| list(state, place));
    let mut bodies: Vec<String> =
        all.map(|one| one["notes"].get(0).unwrap_or(one)["body"].as_str().unwrap().to_owned()).collect();
    bodies.sort();
    bodies
}

#[test]
fn what_does_not_get_better_is_said() {
    let checkout = branch();
    for (to, name) in [("github", "fake_github.py"), ("gitlab", "fake_gitlab.py")] {
        let run = |options: &[&str], more: &[&str]| {
            let _ = fs::remove_file(checkout.path("state.json"));
            let server = Server::start(&checkout, name, options);
            post(&checkout, &server, to, more)
        };
        // A pull request from a fork: the findings are printed as annotations, and the exit code is that of `lint`.
        for code in ["403:99", "404:99"] {
            let done = run(&["--fail", code], &[]);
            done.expect(1, "findings are printed instead");
            assert!(done.out.contains("file=migrations/002_b.sql,line=1,"), "{to} {code}: {done:?}");
        }
        run(&["--fail", "500:99"], &[]).expect(2, "the forge could not be reached: 500");
        run(&["--cut", "99"], &[]).expect(2, "the forge could not be reached");
        run(&[], &["--token-env", "NO_SUCH_TOKEN"]).expect(2, "there is no token: set NO_SUCH_TOKEN");
    }
    // The whole review is refused once: its comments are sent one by one.
    let _ = fs::remove_file(checkout.path("state.json"));
    let server = Server::start(&checkout, "fake_github.py", &["--fail", "422:1"]);
    post(&checkout, &server, "github", &[]).expect(1, "Posted ");
    assert_eq!(list(&server.state(), "review_comments").len(), 3);
    drop(server);
    // One of them is refused as well: it is in the summary.
    let _ = fs::remove_file(checkout.path("state.json"));
    let server = Server::start(&checkout, "fake_github.py", &["--fail", "422:2"]);
    post(&checkout, &server, "github", &[]).expect(1, "1 of the comments were refused");
    let state = server.state();
    assert_eq!(list(&state, "review_comments").len(), 2);
    assert!(state["issue_comments"][0]["body"].as_str().unwrap().contains("001_a.sql:23"), "{state:#}");
}

#[test]
fn a_wrong_token_is_no_excuse_and_no_secret() {
    let checkout = branch();
    let server = Server::start(&checkout, "fake_github.py", &[]);
    let fixed = ["review", "--to", "github", "--post", "--base", "main", "--repository", "o/r", "--number", "1"];
    let mut command = checkout.command(&fixed);
    // The server takes no token with a blank in it.
    let done = command.args(["--api-url", &server.address]).env("GITHUB_TOKEN", " ").output().unwrap();
    let err = String::from_utf8(done.stderr).unwrap();
    assert!(done.status.code() == Some(2) && err.contains("the token was not accepted: 401"), "{err}");
    review(&checkout, &[&fixed[1..], &["--api-url", "http://example.org"]].concat()).expect(2, "only sent over https");
    review(&checkout, &["--to", "github", "--post", "--base", "main"]).expect(2, "--repository");
    review(&checkout, &["--to", "github", "--base", "nowhere"]).expect(2, "`nowhere` is no commit here");
    review(&checkout, &["--base", "main"]).expect(2, "--to github, gitlab or reviewdog");
    checkout.write("bad.diff", "hello\n");
    review(&checkout, &["--to", "github", "--diff", "bad.diff"]).expect(2, "the diff can't be read: is no diff");
}

#[test]
fn many_findings_stay_within_the_limits() {
    let checkout = branch();
    let many: String = (0..80).map(|n| format!("DROP TABLE t{n};\n")).collect();
    checkout.write("migrations/003_c.sql", &many);
    checkout.write("migrations/004_d.sql", format!("DROP TABLE {};\n", "x".repeat(70_000)));
    commit(&checkout);
    let server = Server::start(&checkout, "fake_github.py", &[]);
    post(&checkout, &server, "github", &[]).expect(1, "Posted ");
    let state = server.state();
    assert_eq!(list(&state, "review_comments").len(), 30, "the cap");
    assert_eq!(list(&state, "issue_comments").len(), 1);
    post(&checkout, &server, "github", &[]).expect(1, "Everything has been said already.");
    post(&checkout, &server, "github", &["--max-comments", "5"]).expect(1, "Posted ");
    assert_eq!(list(&server.state(), "review_comments").len(), 5);
}

#[test]
fn an_unreadable_file_posts_nothing() {
    let checkout = branch();
    checkout.write("migrations/003_c.sql", b"\xff");
    let server = Server::start(&checkout, "fake_github.py", &[]);
    post(&checkout, &server, "github", &[]).expect(2, "Nothing was posted");
    assert_eq!(writes(&checkout), 0);
}
