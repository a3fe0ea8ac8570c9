use std::io::{self, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::Served;

/// Where pages listen for changes (server-sent events: HTML Living Standard, 9.2).
pub(super) const EVENTS: &str = "/__glossator/events";
/// Where the script stands that listens.
pub(super) const SCRIPT_PATH: &str = "/__glossator/reload.js";
/// The script.
pub(super) const SCRIPT: &str = include_str!("reload.js");

/// Silence longer than this is broken by a comment, which also finds out who has left.
const KEEP_ALIVE: Duration = Duration::from_secs(10);

/// The open pages.
#[derive(Default)]
pub(super) struct Listeners {
    senders: Mutex<Vec<Sender<String>>>,
}

/// What a page is told first.
pub(super) fn hello(served: &Served) -> String {
    let hello = serde_json::json!({"version": served.version, "fault": served.fault});
    event("hello", &hello)
}

fn event(name: &str, data: &serde_json::Value) -> String {
    // JSON has no line feed of its own: one line of data.
    format!("event: {name}\ndata: {data}\n\n")
}

impl Listeners {
    /// Tells every open page.
    pub(super) fn tell(&self, name: &str, data: &serde_json::Value) {
        let text = event(name, data);
        let mut senders = self.senders.lock().unwrap_or_else(PoisonError::into_inner);
        senders.retain(|sender| sender.send(text.clone()).is_ok());
    }

    /// Lets a page listen, on a thread of its own until it leaves. `hello` is asked for when it listens
    /// already, so that nothing is told in between.
    pub(super) fn add(&self, mut stream: Box<dyn Write + Send>, hello: impl FnOnce() -> String) -> io::Result<()> {
        let (sender, receiver) = channel();
        self.senders.lock().unwrap_or_else(PoisonError::into_inner).push(sender);
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n";
        stream.write_all(format!("{head}retry: 500\n{}", hello()).as_bytes())?;
        stream.flush()?;
        // It ends with an error when the reader has left.
        thread::spawn(move || forward(&receiver, &mut stream));
        Ok(())
    }
}

fn forward(receiver: &Receiver<String>, stream: &mut dyn Write) -> io::Result<()> {
    loop {
        let text = match receiver.recv_timeout(KEEP_ALIVE) {
            Ok(text) => text,
            Err(RecvTimeoutError::Timeout) => ":\n\n".to_owned(),
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
        };
        stream.write_all(text.as_bytes())?;
        stream.flush()?;
    }
}
