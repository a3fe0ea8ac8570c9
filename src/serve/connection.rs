//! HTTP/1.1 over one connection: a request is read, an answer is written, the connection is closed.
//!
//! A connection has a thread of its own and limits on everything that it can wait for, so that no client can stop
//! the server for others. The body of a request is never used.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

use super::http::{Answer, Request, plain};

/// How long a client may take to send the head of its request, and may read nothing of the answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long a client may go on sending after its answer.
const LINGER: Duration = Duration::from_secs(2);
/// The longest head of a request. (Browsers send the cookies of all servers on `localhost`, whatever their port.)
const LARGEST_HEAD: usize = 16 << 10;
/// The most header lines of a request.
const MOST_HEADERS: usize = 100;

/// Reads a request, or gives the answer that refuses it.
///
/// # Errors
/// The client has left, or takes too long: it gets no answer.
pub(super) fn read_request(stream: &TcpStream) -> io::Result<Result<Request, Answer<'static>>> {
    let deadline = Instant::now() + PATIENCE;
    let mut head = [0; LARGEST_HEAD];
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

/// The request, once its head is complete.
fn parse(head: &[u8]) -> Result<Option<Request>, httparse::Error> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut request = httparse::Request::new(&mut headers);
    if request.parse(head)?.is_partial() {
        return Ok(None);
    }
    // A header that is there twice is one with both values (RFC 9110, 5.2), which no host and no range is.
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

/// From now on what is written is sent at once, and writing fails if the client reads nothing for a while.
pub(super) fn prepare(stream: &TcpStream) -> io::Result<()> {
    // Head and body are written one after the other: without this the body would wait for the client to confirm the
    // head, which takes 40 ms.
    stream.set_nodelay(true)?;
    stream.set_write_timeout(Some(PATIENCE))
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

/// Ends a connection after the answer. What the client still sends is thrown away for a moment: if it were left
/// unread, the system would reset the connection, and the client could lose the answer.
pub(super) fn close(stream: &TcpStream) -> io::Result<()> {
    stream.shutdown(Shutdown::Write)?;
    let deadline = Instant::now() + LINGER;
    let mut rest = [0; 4096];
    while read_until(deadline, stream, &mut rest)? > 0 {}
    Ok(())
}

fn read_until(deadline: Instant, mut stream: &TcpStream, buffer: &mut [u8]) -> io::Result<usize> {
    let left = deadline.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return Err(io::ErrorKind::TimedOut.into());
    }
    stream.set_read_timeout(Some(left))?;
    stream.read(buffer)
}
