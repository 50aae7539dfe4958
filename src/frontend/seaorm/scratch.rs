#![allow(clippy::all, clippy::unwrap_used, clippy::print_stdout, reason = "scratch")]
use super::SeaOrm;
use crate::engine::{Context, Dialect, Tool};
use crate::frontend::Frontend;
use crate::migration::*;
use crate::operation::*;
use crate::source::{FileId, Source};

fn show(source: &Source, nodes: &[Node], indent: usize, opaque: &mut usize, total: &mut usize, all: bool) {
    let pad = "  ".repeat(indent);
    for node in nodes {
        match node {
            Node::Step(step) => {
                for s in &step.statements { for p in &s.operations {
                    *total += 1;
                    if let Action::Opaque(r) = &p.operation.action { if *r != Reach::Rows {
                        *opaque += 1;
                        println!("{pad}OPAQUE {}:{} {:?} {:?}", source.path(), source.position(step.at.start).line, r, source.slice(step.head));
                    } }
                    if all { println!("{pad}{:?} {:?}", p.operation.tolerance, p.operation.action); }
                } }
            }
            Node::If(b) => {
                if all { println!("{pad}if {:?}", b.condition); }
                if b.condition == Condition::Unknown { println!("{pad}UNKNOWN {}:{} {:?}", source.path(), source.position(b.at.start).line, source.slice(b.at)); }
                show(source, &b.then, indent+1, opaque, total, all); if all {println!("{pad}else");} show(source, &b.otherwise, indent+1, opaque, total, all); }
            Node::Try(t) => { if all { println!("{pad}try"); } show(source, &t.body, indent+1, opaque, total, all); show(source, &t.handler, indent+1, opaque, total, all); }
            Node::Atomic{body,..} | Node::Autocommit{body,..} => show(source, body, indent+1, opaque, total, all),
            Node::Return => if all { println!("{pad}return") },
            Node::Probe{..} => if all { println!("{pad}probe") },
        }
    }
}

#[test]
fn corpus() {
    let Ok(dir) = std::env::var("CORPUS") else { return };
    let all = std::env::var("ALL").is_ok();
    let dialect = Dialect::parse(&std::env::var("D").unwrap_or("postgres".into())).unwrap();
    let (mut o, mut t, mut f, mut none) = (0, 0, 0, 0);
    for path in std::fs::read_to_string(dir).unwrap().lines() {
        let source = Source::new(path, std::fs::read_to_string(path).unwrap());
        let context = Context::new(Tool::SeaOrm, dialect);
        let r = SeaOrm.read(FileId(0), &source, &context);
        if !r.problems.is_empty() { println!("PROBLEM {path} {:?}", r.problems); }
        f += 1;
        if r.migrations.is_empty() { none += 1; }
        for m in &r.migrations {
            if all { println!("== {} {} {:?}", m.revision, m.name, m.transaction); }
            show(&source, &m.up, 0, &mut o, &mut t, all);
            if let Down::Written(d) = &m.down { if all { println!("-- down"); } show(&source, d, 0, &mut o, &mut t, all); }
        }
    }
    println!("files {f} without {none} operations {t} opaque {o}");
}
