//! Formats for other programs, checked against the schemas those programs publish.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::installed::is_missing;
use crate::support::{Checkout, RUBY, SQL};

/// Text that is awkward in every format: markup, escapes, a wide character before the finding, a quote in a name.
const AWKWARD: &str = "-- 100% <b> & \"x\" 😀\n/* 😀 */ CREATE TABLE \"a<b>&c,d:e%\" (id bigint);\r\n\
                       CREATE INDEX \"i]]>\" ON \"a<b>&c,d:e%\" (id);\nDROP TABLE old;\nINSERT INTO t VALUES (1);\n";

fn awkward() -> Checkout {
    let checkout = Checkout::sql(AWKWARD);
    checkout.write("migrations/002_50%,a:b <&>é.sql", SQL);
    checkout.write("db/migrate/20260101000000_create_users.rb", RUBY);
    checkout.write("Gemfile.lock", "GEM\n  specs:\n    activerecord (6.1.7.10)\n    mysql2 (0.5.4)\n");
    checkout
}

fn schema(name: &str) -> jsonschema::Validator {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas").join(name);
    // A pattern of the SARIF schema has a bracket too many, which the strict dialect refuses.
    let text = fs::read_to_string(path).unwrap().replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$");
    let schema: Value = serde_json::from_str(&text).unwrap();
    jsonschema::validator_for(&schema).expect("a schema")
}

#[track_caller]
fn assert_valid(schema: &jsonschema::Validator, value: &Value) {
    let errors: Vec<String> = schema.iter_errors(value).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

fn json(checkout: &Checkout, format: &str, folder: &str) -> Value {
    let done = checkout.run(&["lint", folder, "--format", format]);
    serde_json::from_str(&done.out).unwrap_or_else(|error| panic!("{error}: {done:?}"))
}

/// How many findings there are, by the format that everything else is compared with.
fn count(checkout: &Checkout) -> usize {
    json(checkout, "json", ".")["findings"].as_array().unwrap().len()
}

fn texts<'v>(values: &'v Value, member: &str) -> Vec<&'v str> {
    values.as_array().unwrap().iter().map(|value| value.pointer(member).and_then(Value::as_str).unwrap()).collect()
}

#[test]
fn sarif_keeps_its_schema() {
    let checkout = awkward();
    let schema = schema("sarif-2.1.0.json");
    let log = json(&checkout, "sarif", ".");
    assert_valid(&schema, &log);
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), count(&checkout));
    for result in results {
        let rule = result["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!(run["tool"]["driver"]["rules"][rule]["id"], result["ruleId"]);
        assert!(result["partialFingerprints"]["primaryLocationLineHash"].is_string());
    }
    let fixes = results.iter().filter(|result| result["fixes"].is_array()).count();
    assert!(fixes > 0, "{log:#}");
    let uris = texts(&run["results"], "/locations/0/physicalLocation/artifactLocation/uri");
    assert!(uris.contains(&"migrations/002_50%25%2Ca%3Ab%20%3C%26%3E%C3%A9.sql"), "{uris:?}");
    // Nothing found, and something that can't be read: still a log.
    let clean = Checkout::sql("SELECT 1;\n");
    assert_valid(&schema, &json(&clean, "sarif", "."));
    clean.write("migrations/002_b.sql", b"\xff");
    let broken = json(&clean, "sarif", ".");
    assert_valid(&schema, &broken);
    assert_eq!(broken["runs"][0]["invocations"][0]["executionSuccessful"], false);
}

/// Microsoft's validator knows GitHub's rules too. `scripts/setup-clients` installs it.
#[test]
fn the_sarif_multitool_has_nothing_to_say() {
    let folder = "target/sarif-multitool/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool";
    let tool = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    if is_missing("Microsoft's SARIF validator", tool.exists()) {
        return;
    }
    let checkout = awkward();
    let broken = Checkout::sql(SQL);
    broken.write("migrations/002_b.sql", b"\xff");
    for checkout in [&checkout, &broken, &Checkout::sql("SELECT 1;\n")] {
        checkout.run(&["lint", "--output", "sarif=log.sarif"]);
        let mut command = std::process::Command::new(&tool);
        command.current_dir(checkout.path(".")).env("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1");
        let done = command.args(["validate", "--rule-kind", "Sarif;Ghas", "log.sarif"]).output().unwrap();
        let said = String::from_utf8_lossy(&done.stdout).into_owned();
        assert!(said.contains("Analysis completed successfully") && !said.contains("SARIF2"), "{said}");
        assert!(!said.contains("warning") && !said.contains("error") && !said.contains("note "), "{said}");
    }
}

/// Columns are UTF-16 units: the emoji before `CREATE` counts twice.
#[test]
fn sarif_columns_are_utf_16() {
    let log = json(&awkward(), "sarif", ".");
    let results = log["runs"][0]["results"].as_array().unwrap();
    let region = results
        .iter()
        .map(|result| &result["locations"][0]["physicalLocation"]["region"])
        .find(|region| region["snippet"]["text"].as_str().is_some_and(|text| text.starts_with("CREATE TABLE \"a<b>")));
    let region = region.expect("the table is found");
    assert_eq!((&region["startLine"], &region["startColumn"]), (&Value::from(2), &Value::from(10)));
}

#[test]
fn gitlab_keeps_its_schema_and_fingerprints_differ() {
    let checkout = awkward();
    let report = json(&checkout, "gitlab", ".");
    let schema = schema("gitlab-codequality-item.json");
    for item in report.as_array().unwrap() {
        assert_valid(&schema, item);
    }
    let names: BTreeSet<&str> = texts(&report, "/fingerprint").into_iter().collect();
    assert_eq!(names.len(), count(&checkout));
    assert_eq!(json(&Checkout::sql("SELECT 1;\n"), "gitlab", "."), Value::Array(Vec::new()));
}

#[test]
fn rdjson_keeps_its_schema() {
    let checkout = awkward();
    let report = json(&checkout, "rdjson", ".");
    assert_valid(&schema("rdjson.json"), &report);
    let diagnostics = report["diagnostics"].as_array().unwrap();
    assert_eq!(diagnostics.len(), count(&checkout));
    let suggested: Vec<&Value> = diagnostics.iter().filter(|one| one["suggestions"].is_array()).collect();
    assert!(!suggested.is_empty(), "{report:#}");
    for one in suggested {
        let (place, suggestions) = (&one["location"]["range"], one["suggestions"].as_array().unwrap());
        assert_eq!(suggestions.len(), 1, "reviewdog takes one");
        for end in ["start", "end"] {
            assert_eq!(place[end]["line"], suggestions[0]["range"][end]["line"], "of the very lines: {one:#}");
        }
    }
    let line = schema("rdjsonl-line.json");
    let done = checkout.run(&["lint", "--format", "rdjsonl"]);
    let lines: Vec<Value> = done.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), diagnostics.len());
    lines.iter().for_each(|one| assert_valid(&line, one));
    assert_valid(&schema("rdjson.json"), &json(&Checkout::sql("SELECT 1;\n"), "rdjson", "."));
}

#[test]
fn xml_is_well_formed_and_complete() {
    let checkout = awkward();
    let found = count(&checkout);
    let junit = checkout.run(&["lint", "--format", "junit"]).out;
    let xml = roxmltree::Document::parse(&junit).expect("well-formed");
    let named = |name: &'static str| xml.descendants().filter(move |node| node.has_tag_name(name));
    assert_eq!(named("failure").count(), found, "{junit}");
    let claimed = named("testsuite").filter_map(|suite| suite.attribute("failures")?.parse::<usize>().ok());
    assert_eq!(claimed.sum::<usize>(), found);
    assert!(named("failure").any(|node| node.attribute("message").is_some_and(|text| text.contains("a<b>&c,d:e%"))));
    let clean = Checkout::sql("SELECT 1;\n").run(&["lint", "--format", "junit"]).out;
    let xml = roxmltree::Document::parse(&clean).expect("well-formed");
    assert_eq!(xml.descendants().filter(|node| node.has_tag_name("testcase")).count(), 1, "{clean}");
    let checkstyle = checkout.run(&["lint", "--format", "checkstyle"]).out;
    let xml = roxmltree::Document::parse(&checkstyle).expect("well-formed");
    assert_eq!(xml.descendants().filter(|node| node.has_tag_name("error")).count(), found, "{checkstyle}");
}

/// A31: what workflow commands use themselves is escaped.
#[test]
fn github_commands_are_escaped_and_the_worst_come_first() {
    let checkout = awkward();
    let done = checkout.run(&["lint", "--format", "github"]);
    assert_eq!(done.out.lines().count(), count(&checkout), "{done:?}");
    let path = "file=migrations/002_50%25%2Ca%3Ab <&>é.sql,line=1,";
    assert!(done.out.contains(path), "{}", done.out);
    assert!(done.out.contains("`a<b>&c,d:e%25`"), "{}", done.out);
    let levels = done.out.lines().map(|line| match line.split(' ').next() {
        Some("::error") => 0,
        Some("::warning") => 1,
        Some("::notice") => 2,
        _ => panic!("{line}"),
    });
    assert!(levels.is_sorted(), "{}", done.out);
    let mut command = checkout.command(&["lint", "--format", "github"]);
    command.env("GITHUB_STEP_SUMMARY", checkout.path("summary.md")).output().unwrap();
    let table = checkout.text("summary.md");
    assert_eq!(table.lines().filter(|line| line.starts_with("| ")).count(), count(&checkout) + 2, "{table}");
}

/// Forges name files from the root of the checkout, wherever in it the tool is called.
#[test]
fn paths_start_at_the_checkout() {
    let checkout =
        Checkout::new(&[("app/remigrate.toml", crate::support::POSTGRES), ("app/migrations/001_a.sql", SQL)]);
    checkout.commit();
    let within = |format: &str| {
        let mut command = checkout.command(&["lint", "--all", "--format", format]);
        String::from_utf8(command.current_dir(checkout.path("app")).output().unwrap().stdout).unwrap()
    };
    for (format, expected) in [
        ("github", "file=app/migrations/001_a.sql,"),
        ("gitlab", "\"path\":\"app/migrations/001_a.sql\""),
        ("sarif", "\"uri\":\"app/migrations/001_a.sql\""),
        ("rdjsonl", "\"path\":\"app/migrations/001_a.sql\""),
        ("junit", "name=\"app/migrations/001_a.sql\""),
        ("checkstyle", "<file name=\"app/migrations/001_a.sql\">"),
        ("concise", "migrations/001_a.sql:1:1"),
    ] {
        assert!(within(format).contains(expected), "{format}: {}", within(format));
    }
    let names = |value: &Value| texts(&value["findings"], "/fingerprint").join(" ");
    let inside: Value = serde_json::from_str(&within("json")).unwrap();
    let outside = json(&checkout, "json", "app");
    assert_eq!(names(&inside), names(&outside), "a finding has one name");
}

#[test]
fn several_outputs_at_once() {
    let checkout = Checkout::sql(SQL);
    let done = checkout.run(&["lint", "--format", "concise", "--output", "sarif=a.sarif", "--output", "junit=b.xml"]);
    done.expect(1, "migrations/001_a.sql:1:1");
    assert_eq!(checkout.text("a.sarif"), checkout.run(&["lint", "--format", "sarif"]).out);
    assert_eq!(checkout.text("b.xml"), checkout.run(&["lint", "--format", "junit"]).out);
    checkout.run(&["lint", "--output", "sarif"]).expect(2, "FORMAT=FILE");
    checkout.run(&["lint", "--output", "xyz=a"]).expect(2, "there are pretty, concise");
    checkout.run(&["lint", "--output", "sarif=no/such/a.sarif"]).expect(2, "no/such/a.sarif");
}

/// The page is XML as well, so that a reader that forgives nothing can judge it.
#[test]
fn the_page_is_whole_and_loads_nothing() {
    let checkout = awkward();
    let page = checkout.run(&["lint", "--format", "html"]).out;
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    let xml = roxmltree::Document::parse_with_options(&page, options).expect("well-formed");
    let named = |name: &'static str| xml.descendants().filter(move |node| node.has_tag_name(name));
    assert_eq!(named("article").count(), count(&checkout));
    let ids: BTreeSet<&str> = named("article").filter_map(|node| node.attribute("id")).collect();
    assert_eq!(ids.len(), count(&checkout));
    let text: String = named("h3").flat_map(|node| node.descendants()).filter_map(|node| node.text()).collect();
    assert!(text.contains("a<b>&c,d:e%"), "{text}");
    for name in ["script", "link", "img", "iframe"] {
        assert_eq!(named(name).count(), 0, "{name}");
    }
    assert!(!page.contains("url(") && !page.contains("@import"));
    // Before and after: what comes is what --fix writes.
    let come: Vec<String> = named("span")
        .filter(|node| node.attribute("class") == Some("come"))
        .filter_map(|node| node.text().map(str::to_owned))
        .collect();
    assert!(come.iter().any(|line| line.starts_with("+CREATE TABLE IF NOT EXISTS users")), "{come:?}");
    let drawn: String = named("svg").flat_map(|node| node.descendants()).filter_map(|node| node.text()).collect();
    assert!(
        drawn.contains("create_users.rb") && drawn.contains("2 errors"),
        "each history, and how bad it is: {drawn}"
    );
    let clean = Checkout::sql("SELECT 1;\n").run(&["lint", "--format", "html"]).out;
    assert!(clean.contains("Nothing to report."), "{clean}");
}
