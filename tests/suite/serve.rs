//! The development server, as its clients see it. The timeouts here only end a test that would hang.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{IpAddr, Ipv4Addr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use glossator::serve::{Built, Server};
use glossator::site::{Files, SitePath};

const SAFETY: Duration = Duration::from_secs(60);

/// More bytes than the buffers of a connection hold.
const LARGE: usize = 20 << 20;

fn built(page: &str) -> Built {
    let files = [
        ("index.html", page.as_bytes().to_vec()),
        ("large.bin", vec![b'x'; LARGE]),
    ];
    let files = files.map(|(path, bytes)| (SitePath::new(path).unwrap(), bytes.into()));
    Built {
        files: Ok(Files::from(files)),
    }
}

fn serve() -> Arc<Server> {
    Server::open(IpAddr::V4(Ipv4Addr::LOCALHOST), 0, built("<body>Hello.</body>")).unwrap()
}

fn send(server: &Server, request: &str) -> TcpStream {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, server.port())).unwrap();
    stream.set_read_timeout(Some(SAFETY)).unwrap();
    stream.set_write_timeout(Some(SAFETY)).unwrap();
    // The server may answer and close before it has received everything.
    let _ = stream.write_all(request.as_bytes());
    stream
}

fn status(stream: &mut TcpStream) -> String {
    let mut start = [0; 12];
    stream.read_exact(&mut start).expect("there is no answer");
    String::from_utf8_lossy(&start).into_owned()
}

fn ask(server: &Server, request: &str) -> String {
    let mut stream = send(server, request);
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("the answer has no end");
    String::from_utf8(answer).unwrap()
}

fn get(server: &Server, host: &str) -> String {
    ask(
        server,
        &format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"),
    )
}

#[test]
fn serve_answers_no_host_but_this_machine() {
    let server = serve();
    for host in ["localhost", "127.0.0.1:4000", "[::1]:4000"] {
        assert!(get(&server, host).starts_with("HTTP/1.1 200 "), "{host}");
    }
    for host in [
        "evil.example",
        "evil.example:4000",
        "localhost.evil.example",
        "192.168.1.5",
    ] {
        let answer = get(&server, host);
        assert!(answer.starts_with("HTTP/1.1 421 "), "{host}: {answer}");
        assert!(!answer.contains("Hello."));
    }
    let events = "GET /__glossator/events HTTP/1.1\r\nHost: evil.example\r\n\r\n";
    assert_eq!(status(&mut send(&server, events)), "HTTP/1.1 421");
    let none = ask(&server, "GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
    assert!(none.starts_with("HTTP/1.1 421 "), "{none}");
    let both = "GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
    assert!(ask(&server, both).starts_with("HTTP/1.1 421 "));
}

#[test]
fn serve_goes_on_while_others_do_not_read_or_send() {
    let server = serve();
    // The start of the answer shows that the server is sending it.
    let open: Vec<TcpStream> = (0..8)
        .flat_map(|_| {
            let mut reader = send(&server, "GET /large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assert_eq!(status(&mut reader), "HTTP/1.1 200");
            let mut sender = send(
                &server,
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n",
            );
            assert_eq!(status(&mut sender), "HTTP/1.1 405");
            let half = send(&server, "GET / HTTP/1.1\r\nHost: loc");
            [reader, sender, half]
        })
        .collect();
    assert!(get(&server, "localhost").contains("Hello."));
    drop(open);
}

#[test]
fn serve_refuses_a_long_header_before_its_end() {
    let server = serve();
    let start = "GET / HTTP/1.1\r\nHost: localhost\r\nX: ";
    // The end of the head is never sent: a server that waited for it would buffer without limit.
    let mut long = send(&server, &format!("{start}{}", "x".repeat(1 << 20)));
    assert_eq!(status(&mut long), "HTTP/1.1 431");
    let mut many = send(&server, &format!("{start}{}", "\r\nX: y".repeat(1 << 10)));
    assert_eq!(status(&mut many), "HTTP/1.1 431");
    assert!(get(&server, "localhost").contains("Hello."));
}

#[test]
fn serve_refuses_what_is_not_http() {
    let server = serve();
    assert_eq!(status(&mut send(&server, "\u{16}\u{3}\u{1}\r\n\r\n")), "HTTP/1.1 400");
}

#[test]
fn serve_gives_the_head_and_parts_of_files() {
    let server = serve();
    let of = |method: &str, range: &str| {
        let headers = format!("Host: localhost\r\nConnection: close\r\n{range}\r\n");
        let answer = ask(&server, &format!("{method} /large.bin HTTP/1.1\r\n{headers}"));
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.to_owned(), body.len())
    };
    let (head, body) = of("GET", "");
    assert!(head.contains(&format!("Content-Length: {LARGE}")), "{head}");
    assert_eq!(body, LARGE);
    let (head, body) = of("HEAD", "");
    assert!(head.contains(&format!("Content-Length: {LARGE}")), "{head}");
    assert_eq!(body, 0);
    let (head, body) = of("GET", "Range: bytes=1-3\r\n");
    assert!(head.starts_with("HTTP/1.1 206 "), "{head}");
    assert!(head.contains(&format!("Content-Range: bytes 1-3/{LARGE}")), "{head}");
    assert_eq!(body, 3);
}

#[test]
fn serve_tells_every_open_page_of_a_change() {
    let server = serve();
    let request = "GET /__glossator/events HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let mut pages: Vec<_> = (0..50)
        .map(|_| BufReader::new(send(&server, request)).lines())
        .collect();
    let wait = |page: &mut std::io::Lines<BufReader<TcpStream>>, event: &str| {
        while page.next().unwrap().unwrap() != event {}
        page.next().unwrap().unwrap()
    };
    for page in &mut pages {
        wait(page, "event: hello");
    }
    server.update(built("<body>Good bye.</body>"));
    for page in &mut pages {
        let change = wait(page, "event: change");
        assert!(change.contains("\"changed\":[\"index.html\"]"), "{change}");
    }
    assert!(get(&server, "localhost").contains("Good bye."));
}
