//! Serve: shows the site on this machine while one works on it. Builds in memory, answers from memory,
//! watches the inputs, and tells the open pages what changed. The output folder is never touched.
//!
//! Invariant: what is served is always a whole, sound site, the last one that built. A broken build only
//! adds its diagnostics, which the pages show over themselves.

mod answer;
mod events;
mod watch;

use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::{Arc, PoisonError, RwLock};
use std::thread;
use std::time::SystemTime;

use crate::diagnostic::Diagnostic;
use crate::view::{Files, SitePath};

use answer::{Answer, answer};
use events::{EVENTS, Listeners, hello};

pub use watch::Watcher;

/// Threads that answer requests; a page asks for a handful of files.
const THREADS: usize = 4;
/// No page of a site sends anything; a request that announces more than this is not answered.
const LARGEST_BODY: usize = 1 << 16;
/// How many ports are tried, from the wanted one upwards.
const PORTS: u16 = 20;

/// What a build gave to serve.
#[derive(Debug, Clone)]
pub struct Built {
    /// The files of a sound site, or what is wrong, as text for people.
    pub files: Result<Files, String>,
    /// The path under which the site stands, with `/` at both ends.
    pub base_path: String,
}

/// The site as it is served at one moment.
#[derive(Debug, Default)]
struct Served {
    files: Files,
    base_path: String,
    /// What is wrong with the inputs now, if anything is.
    fault: Option<String>,
    /// Grows with every change that the open pages are told of, so that a page knows whether it is the
    /// present one.
    version: u64,
}

/// A server of one site on one port.
pub struct Server {
    http: tiny_http::Server,
    address: SocketAddr,
    served: RwLock<Arc<Served>>,
    listeners: Listeners,
}

impl Server {
    /// Opens the port, or the next free one after it.
    ///
    /// # Errors
    /// No port is free, or the interface is not this machine's.
    pub fn open(interface: IpAddr, port: u16, built: Built) -> Result<Arc<Self>, Diagnostic> {
        let failed = |error: &dyn std::fmt::Display| {
            Diagnostic::error(
                "port-taken",
                format!("cannot listen on {interface}, port {port}: {error}"),
            )
            .help("choose another port with `--port`, or let the system choose one with `--port 0`")
        };
        let listener = listen(interface, port).map_err(|error| failed(&error))?;
        let address = listener.local_addr().map_err(|error| failed(&error))?;
        let http = tiny_http::Server::from_listener(at_once(listener), None).map_err(|error| failed(&error))?;
        let server = Arc::new(Self {
            http,
            address,
            served: RwLock::new(Arc::new(Served {
                version: first_version(),
                ..Served::default()
            })),
            listeners: Listeners::default(),
        });
        server.update(built);
        for _ in 0..THREADS {
            let server = Arc::clone(&server);
            thread::spawn(move || server.answer_requests());
        }
        Ok(server)
    }

    /// The address of the site's first page.
    pub fn url(&self) -> String {
        format!("http://{}{}", self.address, self.served().base_path)
    }

    /// The port that it listens on.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Takes in a new build, tells the open pages, and gives the paths of the files that changed.
    pub fn update(&self, built: Built) -> Vec<SitePath> {
        let old = self.served();
        let (files, fault) = match built.files {
            Ok(files) => (files, None),
            Err(fault) => (old.files.clone(), Some(fault)),
        };
        let changed = changed(&old.files, &files);
        let new = Arc::new(Served {
            version: old.version + u64::from(fault != old.fault || !changed.is_empty()),
            files,
            base_path: built.base_path,
            fault,
        });
        // First the new site, then the news of it: a page that begins to listen in between gets both.
        *self.served.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&new);
        if new.version > old.version {
            let paths: Vec<&str> = changed.iter().map(SitePath::as_str).collect();
            self.listeners.tell(
                "change",
                &serde_json::json!({
                    "version": new.version,
                    "base": new.base_path,
                    "changed": paths,
                    "fault": new.fault,
                }),
            );
        }
        changed
    }

    fn served(&self) -> Arc<Served> {
        Arc::clone(&self.served.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn answer_requests(&self) {
        while let Ok(request) = self.http.recv() {
            if request.body_length().is_some_and(|length| length > LARGEST_BODY) {
                // The HTTP library makes room for what a request announces when it lets go of it: such a
                // request is never let go of.
                std::mem::forget(request);
                continue;
            }
            // A reader that has left is no fault of ours.
            let _ = self.respond(request);
        }
    }

    fn respond(&self, request: tiny_http::Request) -> io::Result<()> {
        if request.url() == EVENTS {
            return self.listeners.add(request.into_writer(), || hello(&self.served()));
        }
        let served = self.served();
        let range = request
            .headers()
            .iter()
            .find(|header| header.field.equiv("Range"))
            .map(|header| header.value.as_str());
        let Answer { status, headers, body } = answer(&served, request.method(), request.url(), range);
        let mut response = tiny_http::Response::from_data(body).with_status_code(status);
        for (name, value) in headers {
            if let Ok(header) = tiny_http::Header::from_bytes(name, value) {
                response.add_header(header);
            }
        }
        request.respond(response)
    }
}

/// Where the count of changes begins: the time, so that a page that an earlier server left open is not taken
/// for one of this server's.
fn first_version() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.map_or(0, |time| time.as_secs() * 1000)
}

/// Listens on the port or, where it is taken, on the next free one. Port 0 lets the system choose.
fn listen(interface: IpAddr, port: u16) -> io::Result<TcpListener> {
    let mut last = TcpListener::bind((interface, port));
    for next in 1..PORTS {
        let taken = matches!(&last, Err(error) if error.kind() == io::ErrorKind::AddrInUse);
        match port.checked_add(next) {
            Some(other) if taken => last = TcpListener::bind((interface, other)),
            _ => break,
        }
    }
    last
}

/// What is written to the connections of this listener is sent at once. (The HTTP library writes the head and the body
/// of an answer one after the other; the system would wait 40 ms for the reader to confirm the first.)
#[cfg(unix)]
fn at_once(listener: TcpListener) -> TcpListener {
    use std::os::fd::OwnedFd;
    // The listener as a stream, because that has the setting, which connections take over from their listener.
    let stream = std::net::TcpStream::from(OwnedFd::from(listener));
    // Where it cannot be set, answers take longer.
    let _ = stream.set_nodelay(true);
    TcpListener::from(OwnedFd::from(stream))
}

/// Elsewhere connections do not take over such settings.
#[cfg(not(unix))]
fn at_once(listener: TcpListener) -> TcpListener {
    listener
}

/// The paths whose files are new, gone or different.
fn changed(old: &Files, new: &Files) -> Vec<SitePath> {
    let differs = |path: &&SitePath| old.get(*path) != new.get(*path);
    let gone = old.keys().filter(|path| !new.contains_key(*path));
    let mut changed: Vec<SitePath> = new.keys().filter(differs).chain(gone).cloned().collect();
    changed.sort();
    changed
}
