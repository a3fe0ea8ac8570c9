use std::io::{self, Write};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::Served;

/// The path at which pages listen for changes (server-sent events: HTML Living Standard, 9.2).
pub(super) const EVENTS: &str = "/__glossator/events";
/// The path of the script that listens.
pub(super) const SCRIPT_PATH: &str = "/__glossator/reload.js";
/// The script.
pub(super) const SCRIPT: &str = include_str!("reload.js");

/// After this time without an event a comment is sent: that write fails if the page was closed.
const KEEP_ALIVE: Duration = Duration::from_secs(10);

/// The open pages that listen for changes.
#[derive(Default)]
pub(super) struct Listeners {
    senders: Mutex<Vec<Sender<String>>>,
}

/// The first event that a page receives.
pub(super) fn hello(served: &Served) -> String {
    let hello = serde_json::json!({"version": served.version, "fault": served.fault});
    event("hello", &hello)
}

fn event(name: &str, data: &serde_json::Value) -> String {
    // Compact JSON contains no line feed, which would end the data.
    format!("event: {name}\ndata: {data}\n\n")
}

impl Listeners {
    /// Sends an event to every open page.
    pub(super) fn broadcast(&self, name: &str, data: &serde_json::Value) {
        let text = event(name, data);
        let mut senders = self.senders.lock().unwrap_or_else(PoisonError::into_inner);
        senders.retain(|sender| sender.send(text.clone()).is_ok());
    }

    /// Sends a page all events until it is closed. `hello` is called only after the page was registered, so that no change
    /// in between is missed.
    ///
    /// # Errors
    /// The page was closed.
    pub(super) fn listen(&self, mut stream: impl Write, hello: impl FnOnce() -> String) -> io::Result<()> {
        let (sender, receiver) = channel();
        self.senders.lock().unwrap_or_else(PoisonError::into_inner).push(sender);
        let head =
            "HTTP/1.1 200 \r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n";
        stream.write_all(format!("{head}retry: 500\n{}", hello()).as_bytes())?;
        loop {
            let text = match receiver.recv_timeout(KEEP_ALIVE) {
                Ok(text) => text,
                Err(RecvTimeoutError::Timeout) => ":\n\n".to_owned(),
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            };
            stream.write_all(text.as_bytes())?;
        }
    }
}
