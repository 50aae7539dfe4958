//! PostgreSQL's frontend/backend protocol, version 3, as far as statements go
//! (<https://www.postgresql.org/docs/current/protocol-message-formats.html>).

use std::collections::BTreeMap;

use super::{Ear, Heard, Turn};

/// Asks for TLS or for GSSAPI encryption before anything else is said; the answer `N` goes on without.
const ENCRYPTION: [u32; 2] = [80_877_103, 80_877_104];

#[derive(Default)]
pub(super) struct Postgres {
    from_client: Vec<u8>,
    from_server: Vec<u8>,
    /// The startup message, the only one without a type, has gone by.
    started: bool,
    /// Prepared statements and portals, by name: their SQL.
    prepared: BTreeMap<Vec<u8>, String>,
    portals: BTreeMap<Vec<u8>, String>,
    /// What the server was last asked to look at, for its refusals.
    asked: String,
    /// What is being carried out.
    running: Option<String>,
    refused: bool,
}

impl Ear for Postgres {
    fn client(&mut self, bytes: &[u8], heard: &mut Heard) -> Turn {
        if heard.stopped {
            return Turn::Cut;
        }
        self.from_client.extend_from_slice(bytes);
        if !self.started {
            let Some(length) = number(&self.from_client, 0) else { return Turn::Pass };
            if number(&self.from_client, 4).is_some_and(|code| ENCRYPTION.contains(&code)) {
                self.from_client.clear();
                return Turn::Answer(b"N");
            }
            if self.from_client.len() < length as usize {
                return Turn::Pass;
            }
            self.from_client.drain(..length as usize);
            self.started = true;
        }
        while let Some((kind, body)) = message(&mut self.from_client) {
            self.asks(kind, &body);
        }
        Turn::Pass
    }

    fn server(&mut self, bytes: &[u8], heard: &mut Heard) -> Turn {
        self.from_server.extend_from_slice(bytes);
        while let Some((kind, body)) = message(&mut self.from_server) {
            match kind {
                b'E' => {
                    let (code, words) = refusal(&body);
                    heard.refused(self.running.as_ref().unwrap_or(&self.asked), code, words);
                    self.refused = true;
                }
                // Ready for the next query: what ran before is over, and outside a transaction it is committed.
                b'Z' => {
                    let refused = std::mem::take(&mut self.refused);
                    if self.running.take().is_some_and(|sql| !refused && heard.done(&sql)) {
                        return Turn::Cut;
                    }
                }
                _ => {}
            }
        }
        if heard.stopped { Turn::Cut } else { Turn::Pass }
    }
}

impl Postgres {
    fn asks(&mut self, kind: u8, body: &[u8]) {
        let mut parts = body.split(|&byte| byte == 0);
        let mut part = || parts.next().unwrap_or_default().to_vec();
        match kind {
            b'Q' => {
                self.asked = text(&part());
                self.running = Some(self.asked.clone());
            }
            b'P' => {
                let name = part();
                self.asked = text(&part());
                self.prepared.insert(name, self.asked.clone());
            }
            b'B' => {
                let (portal, statement) = (part(), part());
                let sql = self.prepared.get(&statement).cloned().unwrap_or_default();
                self.portals.insert(portal, sql);
            }
            b'E' => self.running = self.portals.get(&part()).cloned(),
            _ => {}
        }
    }
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
    Some(u32::from_be_bytes(bytes))
}

/// Takes the first whole message.
fn message(buffer: &mut Vec<u8>) -> Option<(u8, Vec<u8>)> {
    let end = 1 + number(buffer, 1)?.max(4) as usize;
    let (kind, body) = (*buffer.first()?, buffer.get(5..end)?.to_vec());
    buffer.drain(..end);
    Some((kind, body))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The SQLSTATE and the words of an ErrorResponse.
fn refusal(body: &[u8]) -> (String, String) {
    let field = |kind: u8| {
        let found = body.split(|&byte| byte == 0).find(|field| field.first() == Some(&kind));
        found.map_or_else(String::new, |field| text(&field[1..]))
    };
    (field(b'C'), field(b'M'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(kind: u8, body: &[u8]) -> Vec<u8> {
        let length = u32::try_from(body.len() + 4).unwrap_or_default();
        [&[kind][..], &length.to_be_bytes(), body].concat()
    }

    fn begun() -> Postgres {
        let mut ear = Postgres::default();
        let mut heard = Heard::default();
        assert_eq!(ear.client(&[0, 0, 0, 8, 4, 210, 22, 47], &mut heard), Turn::Answer(b"N"));
        assert_eq!(ear.client(&[0, 0, 0, 9, 0, 3, 0, 0, 0], &mut heard), Turn::Pass);
        assert_eq!(ear.server(&said(b'Z', b"I"), &mut heard), Turn::Pass);
        ear
    }

    #[test]
    fn statements_are_counted_when_they_are_over() {
        let (mut ear, mut heard) = (begun(), Heard { stop: Some(2), ..Heard::default() });
        ear.client(&said(b'Q', b"CREATE TABLE a (x int)\0"), &mut heard);
        assert_eq!(ear.server(&said(b'C', b"CREATE TABLE\0"), &mut heard), Turn::Pass);
        assert_eq!(heard.statements, [""; 0]);
        assert_eq!(ear.server(&said(b'Z', b"I"), &mut heard), Turn::Pass);
        assert_eq!(heard.statements, ["CREATE TABLE a (x int)"]);
        let asked = [said(b'P', b"s1\0INSERT INTO a VALUES ($1)\0\0\0"), said(b'S', b"")].concat();
        // In pieces, as a socket may give them.
        asked.iter().for_each(|&byte| assert_eq!(ear.client(&[byte], &mut heard), Turn::Pass));
        assert_eq!(ear.server(&said(b'Z', b"I"), &mut heard), Turn::Pass, "prepared is not carried out");
        let run = [said(b'B', b"\0s1\0\0\0"), said(b'E', b"\0\0\0\0\0"), said(b'S', b"")].concat();
        ear.client(&run, &mut heard);
        assert_eq!(ear.server(&said(b'Z', b"I"), &mut heard), Turn::Cut);
        assert!(heard.stopped);
        assert_eq!(ear.client(&said(b'Q', b"COMMIT\0"), &mut heard), Turn::Cut);
    }

    #[test]
    fn refusals_are_told_with_their_statement() {
        let (mut ear, mut heard) = (begun(), Heard { stop: Some(1), ..Heard::default() });
        ear.client(&said(b'Q', b"CREATE TABLE a (x int)\0"), &mut heard);
        ear.server(&said(b'E', b"SERROR\0C42P07\0Mrelation \"a\" already exists\0\0"), &mut heard);
        assert_eq!(ear.server(&said(b'Z', b"I"), &mut heard), Turn::Pass);
        let (sql, error) = heard.failed.unwrap_or_else(|| panic!("nothing was heard"));
        assert_eq!((sql.as_str(), error.code.as_str()), ("CREATE TABLE a (x int)", "42P07"));
        assert_eq!(error.message, "relation \"a\" already exists");
        assert_eq!(heard.statements, [""; 0]);
    }
}
