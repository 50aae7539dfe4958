//! The relay's line to the server.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection};

use super::lock;

/// Where the server listens.
#[derive(Debug, Clone)]
pub(in crate::database) enum Upstream {
    Socket(PathBuf),
    Tcp { host: String, port: u16, tls: Option<Tls> },
}

/// How PostgreSQL is spoken to in TLS; MySQL's handshake can't be taken part in by one who only listens.
#[derive(Debug, Clone)]
pub(in crate::database) struct Tls {
    pub(in crate::database) config: Arc<ClientConfig>,
    pub(in crate::database) required: bool,
}

/// A connection, to be read in one thread and written in another.
pub(super) struct Wire {
    pub(super) reader: Box<dyn Read + Send>,
    pub(super) writer: Box<dyn Write + Send>,
    pub(super) hang_up: Box<dyn Fn() + Send + Sync>,
}

impl Wire {
    pub(super) fn connect(upstream: &Upstream) -> io::Result<Self> {
        match upstream {
            Upstream::Socket(path) => {
                let stream = UnixStream::connect(path)?;
                let (reader, closer) = (stream.try_clone()?, stream.try_clone()?);
                Ok(Self {
                    reader: Box::new(reader),
                    writer: Box::new(stream),
                    // A line that is closed already needs no closing.
                    hang_up: Box::new(move || drop(closer.shutdown(Shutdown::Both))),
                })
            }
            Upstream::Tcp { host, port, tls } => {
                let mut stream = TcpStream::connect((host.as_str(), *port))?;
                stream.set_nodelay(true)?;
                let closer = stream.try_clone()?;
                let hang_up = Box::new(move || drop(closer.shutdown(Shutdown::Both)));
                if let Some(tls) = tls
                    && is_spoken(&mut stream, tls.required)?
                {
                    let line = Secured::new(stream, host, tls)?;
                    return Ok(Self { reader: Box::new(line.clone()), writer: Box::new(line), hang_up });
                }
                Ok(Self { reader: Box::new(stream.try_clone()?), writer: Box::new(stream), hang_up })
            }
        }
    }
}

/// Asks PostgreSQL for TLS.
fn is_spoken(stream: &mut TcpStream, required: bool) -> io::Result<bool> {
    stream.write_all(&[0, 0, 0, 8, 4, 210, 22, 47])?;
    let mut answer = [0];
    stream.read_exact(&mut answer)?;
    if answer == *b"S" || !required { Ok(answer == *b"S") } else { Err(io::Error::other("the server speaks no TLS")) }
}

/// A line in TLS whose two ends share what is known of the encryption.
#[derive(Clone)]
struct Secured {
    state: Arc<Mutex<ClientConnection>>,
    stream: Arc<TcpStream>,
}

impl Secured {
    fn new(mut stream: TcpStream, host: &str, tls: &Tls) -> io::Result<Self> {
        let name = ServerName::try_from(host.to_owned()).map_err(io::Error::other)?;
        let mut state = ClientConnection::new(Arc::clone(&tls.config), name).map_err(io::Error::other)?;
        while state.is_handshaking() {
            state.complete_io(&mut stream)?;
        }
        Ok(Self { state: Arc::new(Mutex::new(state)), stream: Arc::new(stream) })
    }

    fn send(&self, state: &mut ClientConnection) -> io::Result<()> {
        while state.wants_write() {
            state.write_tls(&mut &*self.stream)?;
        }
        Ok(())
    }
}

impl Read for Secured {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut raw = vec![0; 1 << 14];
        loop {
            match lock(&self.state).reader().read(into) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                read => return read,
            }
            // Nobody waits for the other side while it holds the state.
            let count = (&*self.stream).read(&mut raw)?;
            if count == 0 {
                return Ok(0);
            }
            let mut state = lock(&self.state);
            let mut rest = &raw[..count];
            while !rest.is_empty() {
                state.read_tls(&mut rest)?;
                state.process_new_packets().map_err(io::Error::other)?;
            }
            self.send(&mut state)?;
        }
    }
}

impl Write for Secured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut state = lock(&self.state);
        let count = state.writer().write(bytes)?;
        self.send(&mut state)?;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.send(&mut lock(&self.state))
    }
}
