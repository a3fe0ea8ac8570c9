//! Serve: shows the site on this machine while one works on it. Builds in memory, answers from memory,
//! watches the inputs, and tells the open pages what changed. The output folder is never touched.
//!
//! Invariant: what is served is always a whole site, the last one that was built without errors. A build with errors
//! only adds its diagnostics, which the pages show over themselves.

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

/// The most connections at once, each with a thread; one more is closed. Every page that is seen has one, on which it
/// listens for changes, and a page that is loading has some more.
const MOST_CONNECTIONS: usize = 512;
/// How long the server waits where the system has no more connections to give.
const PAUSE: Duration = Duration::from_millis(50);
/// How many ports are tried, from the wanted one upwards.
const PORTS: u16 = 20;

/// The result of a build, to be served.
#[derive(Debug, Clone)]
pub struct Built {
    /// The files of the site or, if the build had errors, their text for people.
    pub files: Result<Files, String>,
    /// The path of the site on its host, with `/` at both ends.
    pub base_path: String,
}

/// The site that is served at one moment.
#[derive(Debug, Default)]
struct Served {
    files: Files,
    base_path: String,
    /// The errors of the last build, if it had any.
    fault: Option<String>,
    /// Grows with every change that the open pages are told of, so that a page knows whether it is up to date.
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
        format!("http://{}{}", self.address, self.served().base_path)
    }

    /// The port that it listens on.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Serves a new build from now on, tells the open pages, and gives the paths of the files that changed.
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
        // The site is replaced before the pages are told: a page that begins to listen in between misses nothing.
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

    /// Gives every connection a thread of its own.
    fn accept(self: &Arc<Self>, listener: &TcpListener) {
        // Every thread holds a copy until it ends, however it ends.
        let connections = Arc::new(());
        for stream in listener.incoming() {
            let Ok(stream) = stream else {
                thread::sleep(PAUSE);
                continue;
            };
            if Arc::strong_count(&connections) > MOST_CONNECTIONS {
                continue;
            }
            let (server, held) = (Arc::clone(self), Arc::clone(&connections));
            // Where the system has no thread to give, the connection is closed.
            let _ = thread::Builder::new().spawn(move || {
                let _held = held;
                // It fails if the client has left, or does not read or write: nobody is there to be told.
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

/// The first version: the time, so that a page that was opened under an earlier server is never taken to be up to date.
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

/// The paths of files that are new, gone or different.
fn changed(old: &Files, new: &Files) -> Vec<SitePath> {
    let differs = |path: &&SitePath| old.get(*path) != new.get(*path);
    let gone = old.keys().filter(|path| !new.contains_key(*path));
    let mut changed: Vec<SitePath> = new.keys().filter(differs).chain(gone).cloned().collect();
    changed.sort();
    changed
}
