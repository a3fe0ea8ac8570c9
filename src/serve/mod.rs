//! The development server: answers requests from the site in memory, watches the inputs and notifies the open pages of
//! changes. The output folder is never touched.
//!
//! Invariant: what is served is always a complete site, from the last build without errors. A build with errors only adds
//! its diagnostics, which the pages show as an overlay.

mod answer;
mod connection;
mod events;
mod host;
mod http;
mod watch;

use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, PoisonError, RwLock};
use std::thread;
use std::time::{Duration, SystemTime};

use crate::diagnostic::Diagnostic;
use crate::site::{Files, SitePath};

use answer::answer;
use connection::{close, prepare, read_request, send};
use events::{EVENTS, Listeners, hello};
use host::{is_allowed, wrong_host};
use http::Request;

pub use watch::Watcher;

/// The most connections at once, each with a thread; further ones are closed. Every open page has one, on which it
/// listens for changes, and a loading page has some more.
const MAX_CONNECTIONS: usize = 512;
/// How long the server waits after it failed to accept a connection, mostly for lack of file descriptors.
const PAUSE: Duration = Duration::from_millis(50);
/// How many ports are tried, from the requested one upwards.
const PORTS: u16 = 20;

/// The result of a build, to be served.
#[derive(Debug, Clone)]
pub struct Built {
    /// The files of the site or, if the build had errors, their report as text.
    pub files: Result<Files, String>,
}

/// A snapshot of what is served.
#[derive(Debug, Default)]
struct Served {
    files: Files,
    /// The errors of the last build, if it had any.
    fault: Option<String>,
    /// Grows with every change sent to the open pages, so that a page knows whether it is up to date.
    version: u64,
}

/// A server of one site on one port.
pub struct Server {
    address: SocketAddr,
    served: RwLock<Arc<Served>>,
    listeners: Listeners,
}

impl Server {
    /// Opens the port, or the next free one after it.
    ///
    /// # Errors
    /// No port is free, or this machine has no such interface.
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
        let server = Arc::new(Self {
            address,
            served: RwLock::new(Arc::new(Served {
                version: first_version(),
                ..Served::default()
            })),
            listeners: Listeners::default(),
        });
        server.update(built);
        let accepting = Arc::clone(&server);
        thread::spawn(move || accepting.accept(&listener));
        Ok(server)
    }

    /// The address of the site's first page.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// The port that it listens on.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Replaces the site that is served and notifies the open pages. Returns the paths of the files that changed.
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
            fault,
        });
        // Replaced before the pages are notified, so that a page that registers in between misses nothing.
        *self.served.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&new);
        if new.version > old.version {
            let paths: Vec<&str> = changed.iter().map(SitePath::as_str).collect();
            self.listeners.broadcast(
                "change",
                &serde_json::json!({
                    "version": new.version,
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

    /// Accepts connections, each in its own thread.
    fn accept(self: &Arc<Self>, listener: &TcpListener) {
        // Counts the open connections: each thread holds a clone until it ends, even by a panic.
        let connections = Arc::new(());
        for stream in listener.incoming() {
            let Ok(stream) = stream else {
                thread::sleep(PAUSE);
                continue;
            };
            if Arc::strong_count(&connections) > MAX_CONNECTIONS {
                continue;
            }
            let (server, held) = (Arc::clone(self), Arc::clone(&connections));
            // If no thread can be created, the connection is closed.
            let _ = thread::Builder::new().spawn(move || {
                let _held = held;
                // An error means that the client closed the connection or timed out: nobody to report it to.
                let _ = server.serve(&stream);
            });
        }
    }

    fn serve(&self, stream: &TcpStream) -> io::Result<()> {
        prepare(stream)?;
        match read_request(stream)? {
            Ok(request) => self.respond(stream, &request)?,
            Err(refusal) => send(stream, &refusal, true)?,
        }
        close(stream)
    }

    fn respond(&self, stream: &TcpStream, request: &Request) -> io::Result<()> {
        let allowed = is_allowed(&request.host, self.address.ip());
        if allowed && request.method == "GET" && request.target == EVENTS {
            return self.listeners.listen(stream, || hello(&self.served()));
        }
        let served = self.served();
        let answer = match allowed {
            true => answer(&served, request),
            false => wrong_host(),
        };
        send(stream, &answer, request.method != "HEAD")
    }
}

/// The first version: from the clock, so that a page still open from an earlier server never counts as up to date.
fn first_version() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.map_or(0, |time| time.as_secs() * 1000)
}

/// Listens on the port or, if it is taken, on the next free one. Port 0 lets the system choose.
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

/// The paths of files that were added, removed or modified.
fn changed(old: &Files, new: &Files) -> Vec<SitePath> {
    let differs = |path: &&SitePath| old.get(*path) != new.get(*path);
    let gone = old.keys().filter(|path| !new.contains_key(*path));
    let mut changed: Vec<SitePath> = new.keys().filter(differs).chain(gone).cloned().collect();
    changed.sort();
    changed
}
