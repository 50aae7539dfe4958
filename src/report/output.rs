//! Standard output that may be closed by the reader: `remigrate lint | head`.

use std::io::{self, BufWriter, Write};

/// A buffered writer that falls silent when nobody reads any more, as the other tools in a pipe do.
#[derive(Debug)]
pub struct Output<W: Write> {
    inner: BufWriter<W>,
    closed: bool,
}

impl<W: Write> Output<W> {
    pub fn new(inner: W) -> Self {
        Self { inner: BufWriter::with_capacity(64 * 1024, inner), closed: false }
    }

    /// Whether the reader has gone: nothing that is written arrives any more.
    pub fn is_closed(&self) -> bool {
        self.closed
    }

    /// `done` stands for what a closed pipe would have taken.
    fn quietly<T>(&mut self, result: io::Result<T>, done: T) -> io::Result<T> {
        match result {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(done)
            }
            result => result,
        }
    }
}

impl<W: Write> Write for Output<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.closed {
            return Ok(bytes.len());
        }
        let result = self.inner.write(bytes);
        self.quietly(result, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.closed {
            return Ok(());
        }
        let result = self.inner.flush();
        self.quietly(result, ())
    }
}
