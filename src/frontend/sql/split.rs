//! Cuts a file's tokens into statements, as the engines and their clients would.

use std::ops::Range;

use super::lex::{Token, TokenKind, lex};
use crate::engine::Dialect;
use crate::source::Span;

/// One statement, or one client command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Statement {
    /// Its tokens, an index range of [`Script::tokens`]; the terminator is not among them.
    pub(crate) tokens: Range<usize>,
    /// From its first to its last token.
    pub(crate) span: Span,
    /// The `;` behind it, where there is one.
    pub(crate) terminator: Option<Span>,
}

/// A text as tokens that matter and statements over them.
#[derive(Debug, Clone)]
pub(crate) struct Script<'t> {
    pub(crate) text: &'t str,
    pub(crate) dialect: Dialect,
    /// Without blanks and comments.
    pub(crate) tokens: Vec<Token>,
    /// In the order of the file.
    pub(crate) statements: Vec<Statement>,
    /// Comments that are no executable ones.
    pub(crate) comments: Vec<Span>,
    /// Template control tags.
    pub(crate) controls: Vec<Span>,
    /// A string, comment or quoted name that the end of the text cuts off.
    pub(crate) unclosed: Option<Token>,
}

impl<'t> Script<'t> {
    pub(crate) fn read(text: &'t str, dialect: Dialect) -> Self {
        let mut tokens = lex(text, dialect);
        let spans =
            |kind: TokenKind| tokens.iter().filter(|token| token.kind == kind).map(|token| token.span()).collect();
        let (comments, controls) = (spans(TokenKind::Comment), spans(TokenKind::Control));
        let unclosed = tokens.iter().copied().find(|token| !token.closed);
        tokens.retain(|token| !token.is_trivia());
        let statements = split(text, &tokens, dialect);
        Self { text, dialect, tokens, statements, comments, controls, unclosed }
    }
}

/// Statements of tokens that hold no trivia.
fn split(text: &str, tokens: &[Token], dialect: Dialect) -> Vec<Statement> {
    let mut splitter = Splitter { text, tokens, dialect, out: Vec::new(), first: 0, nesting: Nesting::default() };
    for (index, token) in tokens.iter().enumerate() {
        splitter.token(index, *token);
    }
    splitter.flush(tokens.len(), None);
    splitter.out
}

struct Splitter<'t> {
    text: &'t str,
    tokens: &'t [Token],
    dialect: Dialect,
    out: Vec<Statement>,
    /// The token the current statement starts at.
    first: usize,
    nesting: Nesting,
}

/// Blocks that are open in the current statement.
#[derive(Default)]
struct Nesting {
    depth: u32,
    parentheses: u32,
    program: Program,
}

/// What the current statement's head says of semicolons inside it.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Program {
    /// Its head is not read to an end.
    #[default]
    Undecided,
    None,
    /// `BEGIN … END` blocks may hold semicolons.
    Blocks,
    /// PostgreSQL's `BEGIN ATOMIC … END`.
    Atomic,
    /// `CREATE RULE … DO ( …; … )`.
    Parentheses,
    /// The rest of the batch belongs to it (SQL Server's procedures and triggers).
    Batch,
}

/// How many tokens of a head are looked at for `PROCEDURE`, `TRIGGER` …: `DEFINER = 'a'@'b'` may stand before.
const HEAD: usize = 14;

impl Splitter<'_> {
    fn word(&self, index: usize, keyword: &str) -> bool {
        self.tokens.get(index).is_some_and(|token| token.is(self.text, keyword))
    }

    fn any_word(&self, index: usize, keywords: &[&str]) -> bool {
        keywords.iter().any(|keyword| self.word(index, keyword))
    }

    fn token(&mut self, index: usize, token: Token) {
        match token.kind {
            TokenKind::Terminator if self.ends_statement(token) => self.flush(index, Some(token.span())),
            TokenKind::Batch => self.flush(index, None),
            TokenKind::Meta | TokenKind::Delimiter | TokenKind::CopyData => {
                self.flush(index, None);
                if token.kind == TokenKind::Meta {
                    self.out.push(Statement { tokens: index..index + 1, span: token.span(), terminator: None });
                }
                self.first = index + 1;
            }
            TokenKind::Word => self.nest(index),
            TokenKind::Symbol if self.nesting.program == Program::Parentheses => match token.text(self.text) {
                "(" => self.nesting.parentheses += 1,
                ")" => self.nesting.parentheses = self.nesting.parentheses.saturating_sub(1),
                _ => {}
            },
            _ => {}
        }
    }

    /// A terminator that a person chose (`DELIMITER //`) ends even a program that is still open.
    fn ends_statement(&self, token: Token) -> bool {
        !self.holds_semicolons() || self.dialect.is_mysql_like() && token.text(self.text) != ";"
    }

    fn holds_semicolons(&self) -> bool {
        self.nesting.depth > 0 || self.nesting.parentheses > 0 || self.nesting.program == Program::Batch
    }

    /// Ends the current statement before the token `end`.
    fn flush(&mut self, end: usize, terminator: Option<Span>) {
        if self.first < end {
            let span = Span { start: self.tokens[self.first].start, end: self.tokens[end - 1].end };
            self.out.push(Statement { tokens: self.first..end, span, terminator });
        }
        self.first = end + 1;
        self.nesting = Nesting::default();
    }

    /// Counts the blocks that this word opens or closes.
    fn nest(&mut self, index: usize) {
        if self.nesting.program == Program::Undecided {
            self.decide(index);
        }
        let after_end = index > self.first && self.word(index - 1, "end");
        let inside = self.nesting.depth > 0;
        match self.nesting.program {
            Program::Blocks => {
                let opens_block = self.word(index, "begin") && !self.is_transaction_begin(index);
                let opens_case = inside && self.word(index, "case") && !after_end;
                let opens_flow = self.dialect.is_mysql_like()
                    && self.any_word(index, &["if", "loop", "while", "repeat", "case"])
                    && !after_end
                    && !opens_case
                    && self.starts_inner_statement(index);
                if opens_block || opens_case || opens_flow {
                    self.nesting.depth += 1;
                } else if inside && self.word(index, "end") {
                    self.nesting.depth -= 1;
                }
            }
            Program::Atomic => {
                let opens_block = self.word(index, "atomic") && index > self.first && self.word(index - 1, "begin");
                if opens_block || inside && self.word(index, "case") && !after_end {
                    self.nesting.depth += 1;
                } else if inside && self.word(index, "end") {
                    self.nesting.depth -= 1;
                }
            }
            _ => {}
        }
    }

    /// Looks at the head's words one by one until it is clear what they make.
    fn decide(&mut self, index: usize) {
        let creates = self.any_word(self.first, &["create", "alter"]);
        let program = match self.dialect {
            _ if index == self.first && !creates => self.decide_first(index),
            _ if index - self.first >= HEAD || self.any_word(index, &["table", "index", "view"]) => Program::None,
            Dialect::Postgres if self.any_word(index, &["function", "procedure"]) => Program::Atomic,
            Dialect::Postgres if self.word(index, "rule") => Program::Parentheses,
            Dialect::Sqlite if self.word(index, "trigger") => Program::Blocks,
            Dialect::MySql | Dialect::MariaDb
                if self.any_word(index, &["trigger", "procedure", "function", "event", "package"]) =>
            {
                Program::Blocks
            }
            Dialect::SqlServer if self.any_word(index, &["proc", "procedure", "function", "trigger"]) => Program::Batch,
            _ => return,
        };
        self.nesting.program = program;
    }

    /// A statement that starts with neither CREATE nor ALTER.
    fn decide_first(&self, index: usize) -> Program {
        match self.dialect {
            Dialect::MySql | Dialect::MariaDb => {
                let compound = self.word(index, "begin") && self.word(index + 1, "not");
                let flow = self.any_word(index, &["if", "while", "loop", "repeat", "case"]);
                if compound || flow { Program::Blocks } else { Program::None }
            }
            Dialect::SqlServer if self.any_word(index, &["if", "while", "else"]) => Program::Blocks,
            Dialect::SqlServer if self.word(index, "begin") && !self.is_transaction_begin(index) => Program::Blocks,
            _ => Program::None,
        }
    }

    /// `BEGIN;`, `BEGIN WORK`, `BEGIN TRAN` inside a program: no block.
    fn is_transaction_begin(&self, index: usize) -> bool {
        self.any_word(index + 1, &["tran", "transaction", "work"])
            || self.tokens.get(index + 1).is_some_and(|next| next.kind == TokenKind::Terminator)
    }

    /// Whether a flow keyword here starts a statement, so that it is neither `IF EXISTS` nor the function `IF(…)`.
    fn starts_inner_statement(&self, index: usize) -> bool {
        if index == self.first {
            return true;
        }
        let before = self.tokens[index - 1];
        matches!(before.kind, TokenKind::Terminator)
            || before.is_symbol(self.text, ";")
            || before.is_symbol(self.text, ":")
            || self.any_word(index - 1, &["begin", "then", "else", "do", "loop", "repeat", "atomic"])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn statements(text: &str, dialect: Dialect) -> Vec<&str> {
        Script::read(text, dialect).statements.iter().map(|statement| &text[statement.span.range()]).collect()
    }

    #[test]
    fn statements_by_dialect() {
        let postgres = [
            ("a; -- x\n /* ; */ b ;;c", vec!["a", "b", "c"]),
            ("DO $$ BEGIN a; END $$; b", vec!["DO $$ BEGIN a; END $$", "b"]),
            ("BEGIN; a; COMMIT;", vec!["BEGIN", "a", "COMMIT"]),
            (
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN a THEN 1 END; SELECT 2; END; x",
                vec!["CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN a THEN 1 END; SELECT 2; END", "x"],
            ),
            ("CREATE RULE r AS ON DELETE TO t DO (a; b); c", vec!["CREATE RULE r AS ON DELETE TO t DO (a; b)", "c"]),
            ("\\set x 1\na;\nSELECT 'x' \\gexec\nb", vec!["\\set x 1", "a", "SELECT 'x'", "\\gexec", "b"]),
            ("COPY t FROM stdin;\n1\t;\n\\.\nb;", vec!["COPY t FROM stdin", "b"]),
        ];
        for (text, expected) in postgres {
            assert_eq!(statements(text, Dialect::Postgres), expected, "{text}");
        }
        let sqlite = "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT CASE 1 WHEN 1 THEN 2 END; DELETE FROM u; END; b";
        assert_eq!(statements(sqlite, Dialect::Sqlite)[1..], ["b"]);
        assert_eq!(statements("BEGIN; a; END; b", Dialect::Sqlite), ["BEGIN", "a", "END", "b"]);
    }

    #[test]
    fn mysql_programs() {
        let cases = [
            (
                "CREATE PROCEDURE p() BEGIN IF a THEN b; END IF; DROP TABLE IF EXISTS t; SELECT IF(1,2,3); END; c",
                vec![
                    "CREATE PROCEDURE p() BEGIN IF a THEN b; END IF; DROP TABLE IF EXISTS t; SELECT IF(1,2,3); END",
                    "c",
                ],
            ),
            ("BEGIN NOT ATOMIC IF x THEN y; END IF; END; z", vec!["BEGIN NOT ATOMIC IF x THEN y; END IF; END", "z"]),
            (
                "DELIMITER //\nCREATE TRIGGER t BEGIN a; END //\nDELIMITER ;\nb;",
                vec!["CREATE TRIGGER t BEGIN a; END", "b"],
            ),
            (
                "CREATE TRIGGER t BEFORE INSERT ON x FOR EACH ROW SET NEW.a = 1; b",
                vec!["CREATE TRIGGER t BEFORE INSERT ON x FOR EACH ROW SET NEW.a = 1", "b"],
            ),
            ("/*!40101 SET NAMES utf8 */; a", vec!["SET NAMES utf8", "a"]),
        ];
        for (text, expected) in cases {
            assert_eq!(statements(text, Dialect::MariaDb), expected, "{text}");
        }
    }

    #[test]
    fn sqlserver_batches() {
        let text = "IF 1=1 BEGIN a; b; END\nGO\nCREATE PROC p AS SELECT 1; SELECT 2;\nGO 2\nc; d";
        let expected = ["IF 1=1 BEGIN a; b; END", "CREATE PROC p AS SELECT 1; SELECT 2;", "c", "d"];
        assert_eq!(statements(text, Dialect::SqlServer), expected);
    }

    proptest! {
        #[test]
        fn spans_are_sorted(text in "(\\PC|[ \n'\"$;]|BEGIN|END|CREATE|TRIGGER|CASE|IF|DELIMITER|GO|\n)*", pick in 0..5usize) {
            let statements = Script::read(&text, Dialect::ALL[pick]).statements;
            prop_assert!(statements.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
            prop_assert!(statements.iter().all(|statement| !statement.span.is_empty()));
        }
    }
}
