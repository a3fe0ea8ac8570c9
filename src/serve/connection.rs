//! HTTP/1.1 over one connection: a request is read, an answer is written, the connection is closed.
//!
//! Each connection has its own thread and a timeout for every wait, so that no client can block the server for others.
//! Request bodies are ignored.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

use super::http::{Answer, Request, plain};

/// The timeout for receiving the head of a request, and for each write of the answer.
const TIMEOUT: Duration = Duration::from_secs(30);
/// How long the server goes on reading after the answer; see [`close`].
const LINGER: Duration = Duration::from_secs(2);
/// The largest head of a request in bytes. (Browsers send the cookies of all servers on `localhost`, whatever their port.)
const MAX_HEAD: usize = 16 << 10;
/// The most header lines of a request.
const MAX_HEADERS: usize = 100;

/// Reads a request; the inner error is the answer to a malformed one.
///
/// # Errors
/// The client closed the connection or was too slow: it gets no answer.
pub(super) fn read_request(stream: &TcpStream) -> io::Result<Result<Request, Answer<'static>>> {
    let deadline = Instant::now() + TIMEOUT;
    let mut head = [0; MAX_HEAD];
    let mut length = 0;
    while length < head.len() {
        match read_until(deadline, stream, &mut head[length..])? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            count => length += count,
        }
        match parse(&head[..length]) {
            Ok(None) => {}
            Ok(Some(request)) => return Ok(Ok(request)),
            Err(httparse::Error::TooManyHeaders) => break,
            Err(_) => return Ok(Err(plain(400, b"This is not a request of HTTP/1.1."))),
        }
    }
    Ok(Err(plain(431, b"The header of the request is too long.")))
}

/// Parses a request; `None` if its head is not complete yet.
fn parse(head: &[u8]) -> Result<Option<Request>, httparse::Error> {
    let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut request = httparse::Request::new(&mut headers);
    if request.parse(head)?.is_partial() {
        return Ok(None);
    }
    // Repeated headers are joined to one (RFC 9110, 5.2), which is then no valid host or range.
    let value = |name: &str| {
        let found = request
            .headers
            .iter()
            .filter(|header| header.name.eq_ignore_ascii_case(name));
        let values: Vec<_> = found.map(|header| String::from_utf8_lossy(header.value)).collect();
        values.join(", ")
    };
    Ok(Some(Request {
        method: request.method.unwrap_or_default().to_owned(),
        target: request.path.unwrap_or_default().to_owned(),
        host: value("Host"),
        range: value("Range"),
    }))
}

/// Sets the socket options for an answer: no delay, and a timeout for writes.
pub(super) fn prepare(stream: &TcpStream) -> io::Result<()> {
    // Head and body are separate writes: Nagle's algorithm would hold the body back until the client acknowledges the
    // head, about 40 ms.
    stream.set_nodelay(true)?;
    stream.set_write_timeout(Some(TIMEOUT))
}

/// Writes an answer.
pub(super) fn send(mut stream: &TcpStream, answer: &Answer, with_body: bool) -> io::Result<()> {
    let Answer { status, headers, body } = answer;
    let mut head = format!(
        "HTTP/1.1 {status} \r\nContent-Length: {}\r\nConnection: close\r\n",
        body.len()
    );
    for (name, value) in headers {
        head += &format!("{name}: {value}\r\n");
    }
    head += "\r\n";
    stream.write_all(head.as_bytes())?;
    if with_body {
        stream.write_all(body)?;
    }
    Ok(())
}

/// Closes a connection after the answer. First reads and discards what the client still sends, for a moment: with unread
/// data the system would reset the connection, and the client could lose the answer.
pub(super) fn close(stream: &TcpStream) -> io::Result<()> {
    stream.shutdown(Shutdown::Write)?;
    let deadline = Instant::now() + LINGER;
    let mut rest = [0; 4096];
    while read_until(deadline, stream, &mut rest)? > 0 {}
    Ok(())
}

/// Reads some bytes, with an error after the deadline; 0 at the end of the stream.
fn read_until(deadline: Instant, mut stream: &TcpStream, buffer: &mut [u8]) -> io::Result<usize> {
    let left = deadline.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return Err(io::ErrorKind::TimedOut.into());
    }
    stream.set_read_timeout(Some(left))?;
    stream.read(buffer)
}
