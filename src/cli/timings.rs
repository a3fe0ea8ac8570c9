use std::fmt::Write;
use std::io;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::console::{Console, print};
use crate::compile::Observer;

/// A wait shorter than this needs no sign of life.
const PATIENCE: Duration = Duration::from_millis(700);
/// How often the sign of life changes.
const BEAT: Duration = Duration::from_millis(100);

/// A stopwatch with a lap for each pass; it also knows how far the present one is.
pub(super) struct Stopwatch {
    start: Instant,
    present: Mutex<Option<(&'static str, Instant)>>,
    laps: Mutex<Vec<Lap>>,
    steps: AtomicUsize,
    done: AtomicUsize,
}

struct Lap {
    pass: &'static str,
    time: Duration,
    bytes: Option<usize>,
    peak: Option<usize>,
}

impl Observer for Stopwatch {
    fn begins(&self, pass: &'static str, steps: usize) {
        self.done.store(0, Ordering::Relaxed);
        self.steps.store(steps, Ordering::Relaxed);
        *lock(&self.present) = Some((pass, Instant::now()));
    }

    fn step(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    fn ends(&self, bytes: Option<usize>) {
        if let Some((pass, since)) = lock(&self.present).take() {
            lock(&self.laps).push(Lap {
                pass,
                time: since.elapsed(),
                bytes,
                peak: peak_memory(),
            });
        }
    }
}

/// Ends the telling when it goes out of scope.
struct End<'a>(&'a AtomicBool, &'a std::thread::Thread);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
        self.1.unpark();
    }
}

/// Locks, also where another thread has died with the lock: the numbers are for show.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

impl Stopwatch {
    pub(super) fn start() -> Self {
        Self {
            start: Instant::now(),
            present: Mutex::default(),
            laps: Mutex::default(),
            steps: AtomicUsize::new(0),
            done: AtomicUsize::new(0),
        }
    }

    /// Times a pass that gives a value and its size in bytes.
    pub(super) fn lap<T>(
        &self,
        pass: &'static str,
        work: impl FnOnce() -> T,
        bytes: impl Fn(&T) -> Option<usize>,
    ) -> T {
        self.begins(pass, 0);
        let value = work();
        self.ends(bytes(&value));
        value
    }

    /// Milliseconds since the start.
    pub(super) fn milliseconds(&self) -> u128 {
        self.start.elapsed().as_millis()
    }

    /// Does the work and meanwhile, on a terminal and if it takes long, says how far it is.
    pub(super) fn with_progress<T>(&self, console: &Console, work: impl FnOnce() -> T) -> T {
        if !console.is_live() {
            return work();
        }
        let over = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let teller = scope.spawn(|| self.tell_until(&over));
            // Also when the work panics: the scope waits for the teller.
            let _end = End(&over, teller.thread());
            work()
        })
    }

    fn tell_until(&self, over: &AtomicBool) {
        let mut told = false;
        while !over.load(Ordering::Relaxed) {
            if self.start.elapsed() > PATIENCE {
                told = true;
                print(&mut io::stderr().lock(), &format!("\r\x1b[K{}", self.state()));
            }
            std::thread::park_timeout(BEAT);
        }
        if told {
            print(&mut io::stderr().lock(), "\r\x1b[K");
        }
    }

    /// `render: 120 of 1500 pages`.
    fn state(&self) -> String {
        let pass = lock(&self.present).map_or("", |(pass, _)| pass);
        let steps = self.steps.load(Ordering::Relaxed);
        match steps {
            0 => pass.to_owned(),
            _ => format!("{pass}: {} of {steps} pages", self.done.load(Ordering::Relaxed)),
        }
    }

    /// The laps as a table.
    pub(super) fn table(&self) -> String {
        let mut table = format!("{:<12}{:>12}{:>12}{:>14}\n", "pass", "ms", "bytes", "peak memory");
        for lap in lock(&self.laps).iter() {
            let shown = |number: Option<usize>| number.map_or("–".to_owned(), |number| number.to_string());
            let peak = lap
                .peak
                .map_or("–".to_owned(), |bytes| format!("{:.1} MB", bytes as f64 / 1e6));
            let time = lap.time.as_secs_f64() * 1000.0;
            let _ = writeln!(table, "{:<12}{time:>12.2}{:>12}{peak:>14}", lap.pass, shown(lap.bytes));
        }
        let total = self.start.elapsed().as_secs_f64() * 1000.0;
        let _ = writeln!(table, "{:<12}{total:>12.2}", "all");
        table
    }
}

/// The most memory this process has had so far, in bytes, where the system says (Linux: proc(5), `VmHWM`).
fn peak_memory() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: usize = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}
