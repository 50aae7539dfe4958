//! MySQL's client/server protocol, as far as statements go
//! (<https://dev.mysql.com/doc/dev/mysql-server/latest/PAGE_PROTOCOL.html>).

use std::collections::BTreeMap;

use super::{Ear, Heard, Turn};

const COM_QUERY: u8 = 0x03;
const COM_STMT_PREPARE: u8 = 0x16;
const COM_STMT_EXECUTE: u8 = 0x17;
const OK: u8 = 0x00;
const ERR: u8 = 0xff;
/// A status of an OK packet: another one follows, because the string held several statements.
const MORE_RESULTS: u16 = 0x0008;

#[derive(Default)]
pub(super) struct MySql {
    from_client: Vec<u8>,
    from_server: Vec<u8>,
    /// The server has let the client in.
    started: bool,
    greeted: bool,
    awaiting: Awaiting,
    prepared: BTreeMap<u32, String>,
    /// It answers with rows, whose end is known by the client's next word.
    answering: Option<String>,
}

/// What the server's next packet is about.
#[derive(Default)]
enum Awaiting {
    #[default]
    Nothing,
    Prepared(String),
    Done(String),
}

impl Ear for MySql {
    fn client(&mut self, bytes: &[u8], heard: &mut Heard) -> Turn {
        if heard.stopped {
            return Turn::Cut;
        }
        self.from_client.extend_from_slice(bytes);
        while let Some(packet) = packet(&mut self.from_client) {
            if !self.started {
                continue;
            }
            if self.answering.take().is_some_and(|sql| heard.done(&sql)) {
                return Turn::Cut;
            }
            let text = || String::from_utf8_lossy(&packet[1..]).into_owned();
            self.awaiting = match packet.first() {
                Some(&COM_QUERY) => Awaiting::Done(text()),
                Some(&COM_STMT_PREPARE) => Awaiting::Prepared(text()),
                Some(&COM_STMT_EXECUTE) => {
                    let sql = number(&packet, 1).and_then(|id| self.prepared.get(&id)).cloned();
                    sql.map_or(Awaiting::Nothing, Awaiting::Done)
                }
                _ => Awaiting::Nothing,
            };
        }
        Turn::Pass
    }

    fn server(&mut self, bytes: &[u8], heard: &mut Heard) -> Turn {
        self.from_server.extend_from_slice(bytes);
        while let Some(packet) = packet(&mut self.from_server) {
            if self.started {
                if self.answers(&packet, heard) {
                    return Turn::Cut;
                }
            } else if self.greeted {
                // Until here only ways to prove who one is were talked about.
                self.started = packet.first() == Some(&OK);
            } else {
                self.greeted = true;
            }
        }
        if heard.stopped { Turn::Cut } else { Turn::Pass }
    }
}

impl MySql {
    /// True where nothing may follow.
    fn answers(&mut self, packet: &[u8], heard: &mut Heard) -> bool {
        match (std::mem::take(&mut self.awaiting), packet.first()) {
            (Awaiting::Done(sql) | Awaiting::Prepared(sql), Some(&ERR)) => {
                let (code, message) = refusal(packet);
                heard.refused(&sql, code, message);
                false
            }
            (Awaiting::Prepared(sql), Some(&OK)) => {
                self.prepared.extend(number(packet, 1).map(|id| (id, sql)));
                false
            }
            (Awaiting::Done(sql), Some(&OK)) if more_follows(packet) => {
                self.awaiting = Awaiting::Done(sql);
                false
            }
            (Awaiting::Done(sql), Some(&OK)) => heard.done(&sql),
            (Awaiting::Done(sql), _) => {
                self.answering = Some(sql);
                false
            }
            _ => false,
        }
    }
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
    Some(u32::from_le_bytes(bytes))
}

/// Takes the first whole packet: three bytes of length, one that counts packets.
fn packet(buffer: &mut Vec<u8>) -> Option<Vec<u8>> {
    let end = 4 + (number(buffer, 0)? & 0x00ff_ffff) as usize;
    let body = buffer.get(4..end)?.to_vec();
    buffer.drain(..end);
    Some(body)
}

/// An OK packet: two numbers of variable length, then the status.
fn more_follows(packet: &[u8]) -> bool {
    let skip = |at: usize| match packet.get(at) {
        Some(0xfc) => at + 3,
        Some(0xfd) => at + 4,
        Some(0xfe) => at + 9,
        _ => at + 1,
    };
    let at = skip(skip(1));
    let status = packet.get(at..at + 2).and_then(|bytes| bytes.try_into().ok()).map_or(0, u16::from_le_bytes);
    status & MORE_RESULTS != 0
}

/// `ff`, the number, `#` and five letters of SQLSTATE, the words.
fn refusal(packet: &[u8]) -> (String, String) {
    let code = packet.get(1..3).and_then(|bytes| bytes.try_into().ok()).map_or(0, u16::from_le_bytes);
    let words = packet.get(3..).unwrap_or_default();
    let words = if words.first() == Some(&b'#') { words.get(6..).unwrap_or_default() } else { words };
    (code.to_string(), String::from_utf8_lossy(words).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(body: &[u8]) -> Vec<u8> {
        let length = u32::try_from(body.len()).unwrap_or_default().to_le_bytes();
        [&length[..3], &[0], body].concat()
    }

    fn query(sql: &str) -> Vec<u8> {
        said(&[&[COM_QUERY][..], sql.as_bytes()].concat())
    }

    fn begun() -> MySql {
        let (mut ear, mut heard) = (MySql::default(), Heard::default());
        ear.server(&said(b"\x0a10.11"), &mut heard);
        ear.client(&said(b"\x03 not a query: who I am"), &mut heard);
        ear.server(&said(&[OK, 0, 0, 2, 0, 0, 0]), &mut heard);
        ear
    }

    #[test]
    fn statements_are_counted_when_they_are_over() {
        let (mut ear, mut heard) = (begun(), Heard { stop: Some(2), ..Heard::default() });
        ear.client(&query("CREATE TABLE a (x int); CREATE TABLE b (x int)"), &mut heard);
        assert_eq!(ear.server(&said(&[OK, 0, 0, 10, 0, 0, 0]), &mut heard), Turn::Pass);
        assert_eq!(heard.statements, [""; 0], "more results follow");
        ear.server(&said(&[OK, 0, 0, 2, 0, 0, 0]), &mut heard);
        assert_eq!(heard.statements.len(), 1);
        ear.client(&said(b"\x16INSERT INTO a VALUES (?)"), &mut heard);
        ear.server(&said(&[OK, 7, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]), &mut heard);
        ear.client(&said(&[COM_STMT_EXECUTE, 7, 0, 0, 0, 0]), &mut heard);
        assert_eq!(ear.server(&said(&[OK, 1, 0, 2, 0, 0, 0]), &mut heard), Turn::Cut);
        assert_eq!(heard.statements[1], "INSERT INTO a VALUES (?)");
    }

    #[test]
    fn rows_end_with_the_next_word() {
        let (mut ear, mut heard) = (begun(), Heard { stop: Some(1), ..Heard::default() });
        ear.client(&query("INSERT INTO a VALUES (1) RETURNING x"), &mut heard);
        assert_eq!(ear.server(&said(&[1]), &mut heard), Turn::Pass);
        assert_eq!(ear.client(&query("COMMIT"), &mut heard), Turn::Cut);
    }

    #[test]
    fn refusals_are_told_with_their_statement() {
        let (mut ear, mut heard) = (begun(), Heard::default());
        ear.client(&query("CREATE TABLE a (x int)"), &mut heard);
        ear.server(&said(b"\xff\x1a\x04#42S01Table 'a' already exists"), &mut heard);
        let (sql, error) = heard.failed.unwrap_or_else(|| panic!("nothing was heard"));
        assert_eq!((sql.as_str(), error.code.as_str()), ("CREATE TABLE a (x int)", "1050"));
        assert_eq!(error.message, "Table 'a' already exists");
    }
}
