//! Merely parses files, with the parsers that remigrate uses and as many threads: what linting is measured against.
//!
//! `parse_only PATH…` parses every `.rb`, `.py` and `.sql` file below the paths and prints how many there were.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::parser::Parser;
use sqlparser::tokenizer::{Token, Tokenizer};

fn main() -> std::io::Result<()> {
    let mut files = Vec::new();
    for path in std::env::args().skip(1) {
        collect(Path::new(&path), &mut files);
    }
    let parsed = files.par_iter().filter(|path| parse(path)).count();
    writeln!(std::io::stdout(), "{parsed} files")
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    match fs::read_dir(path) {
        Ok(entries) => entries.flatten().for_each(|entry| collect(&entry.path(), files)),
        Err(_) => files.push(path.to_owned()),
    }
}

/// Whether the file is in a language with a parser.
fn parse(path: &Path) -> bool {
    let Ok(text) = fs::read_to_string(path) else { return false };
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("rb") => parse_tree(&tree_sitter_ruby::LANGUAGE.into(), &text),
        Some("py") => parse_tree(&tree_sitter_python::LANGUAGE.into(), &text),
        Some("sql") => parse_sql(&text),
        _ => return false,
    }
    true
}

fn parse_tree(language: &tree_sitter::Language, text: &str) {
    let mut parser = tree_sitter::Parser::new();
    if parser.set_language(language).is_ok() {
        std::hint::black_box(parser.parse(text, None));
    }
}

/// Statement by statement: one that can't be parsed does not end the file.
fn parse_sql(text: &str) {
    let dialect = PostgreSqlDialect {};
    let Ok(tokens) = Tokenizer::new(&dialect, text).tokenize_with_location() else { return };
    for statement in tokens.split(|token| token.token == Token::SemiColon) {
        let mut parser = Parser::new(&dialect).with_tokens_with_locations(statement.to_vec());
        let _ = std::hint::black_box(parser.parse_statement());
    }
}
