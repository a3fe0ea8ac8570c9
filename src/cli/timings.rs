use std::fmt::Write;
use std::io;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::console::{Console, print};
use crate::build::Observer;

/// A wait shorter than this needs no sign of life.
const PATIENCE: Duration = Duration::from_millis(700);
/// How often the sign of life changes.
const BEAT: Duration = Duration::from_millis(100);

/// A stopwatch with a lap for each pass; it also knows how far the present one is.
pub(super) struct Stopwatch {
    /// Whether a table is wanted, for which the system is asked about processors and memory.
    exact: bool,
    start: Instant,
    present: Mutex<Option<Present>>,
    laps: Mutex<Vec<Lap>>,
    steps: AtomicUsize,
    done: AtomicUsize,
}

/// The pass that goes on.
#[derive(Clone, Copy)]
struct Present {
    pass: &'static str,
    since: Instant,
    cpu: Option<Duration>,
}

struct Lap {
    pass: &'static str,
    time: Duration,
    /// Time of all processors together.
    cpu: Option<Duration>,
    bytes: Option<usize>,
    /// The most memory during the pass.
    peak: Option<usize>,
}

impl Observer for Stopwatch {
    fn begins(&self, pass: &'static str, steps: usize) {
        self.done.store(0, Ordering::Relaxed);
        self.steps.store(steps, Ordering::Relaxed);
        if self.exact {
            forget_peak();
        }
        *lock(&self.present) = Some(Present {
            pass,
            cpu: self.exact.then(cpu_time).flatten(),
            since: Instant::now(),
        });
    }

    fn step(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    fn ends(&self, bytes: Option<usize>) {
        if let Some(Present { pass, since, cpu }) = lock(&self.present).take() {
            lock(&self.laps).push(Lap {
                pass,
                time: since.elapsed(),
                cpu: cpu.and_then(|before| cpu_time()?.checked_sub(before)),
                bytes,
                peak: self.exact.then(peak_memory).flatten(),
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
    /// Starts it; `exact` where a table will be wanted.
    pub(super) fn start(exact: bool) -> Self {
        Self {
            exact,
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

    /// `render [####      ] 620 of 1500 pages, about 3 s`.
    fn state(&self) -> String {
        let Some(present) = *lock(&self.present) else {
            return String::new();
        };
        let (done, steps) = (self.done.load(Ordering::Relaxed), self.steps.load(Ordering::Relaxed));
        if steps == 0 {
            return present.pass.to_owned();
        }
        let bar = "#".repeat((done * BAR / steps).min(BAR));
        let left = left(done, steps, present.since.elapsed());
        let left = left.map_or(String::new(), |left| format!(", about {} s", left.as_secs() + 1));
        format!("{} [{bar:<BAR$}] {done} of {steps} pages{left}", present.pass)
    }

    /// The laps as a table.
    pub(super) fn table(&self) -> String {
        let mut table = format!(
            "{:<12}{:>12}{:>12}{:>12}{:>14}\n",
            "pass", "ms", "cpu ms", "bytes", "peak memory"
        );
        let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
        for lap in lock(&self.laps).iter() {
            let or_none = |text: Option<String>| text.unwrap_or("–".to_owned());
            let cpu = or_none(lap.cpu.map(|cpu| format!("{:.2}", milliseconds(cpu))));
            let bytes = or_none(lap.bytes.map(|bytes| bytes.to_string()));
            let peak = or_none(lap.peak.map(|bytes| format!("{:.1} MB", bytes as f64 / 1e6)));
            let _ = writeln!(
                table,
                "{:<12}{:>12.2}{cpu:>12}{bytes:>12}{peak:>14}",
                lap.pass,
                milliseconds(lap.time)
            );
        }
        let cpu = cpu_time().map_or("–".to_owned(), |cpu| format!("{:.2}", milliseconds(cpu)));
        let most = lock(&self.laps).iter().filter_map(|lap| lap.peak).max();
        let most = most.map_or("–".to_owned(), |bytes| format!("{:.1} MB", bytes as f64 / 1e6));
        let total = milliseconds(self.start.elapsed());
        let _ = writeln!(table, "{:<12}{total:>12.2}{cpu:>12}{:>12}{most:>14}", "all", "");
        table
    }
}

/// Letters of the progress bar.
const BAR: usize = 24;

/// How long the rest of the steps will take if they go on as they have so far; nothing as long as that is a guess.
fn left(done: usize, steps: usize, elapsed: Duration) -> Option<Duration> {
    let known = done * 20 >= steps && elapsed >= Duration::from_millis(300);
    let each = elapsed.div_f64(done.max(1) as f64);
    known.then(|| each.mul_f64(steps.saturating_sub(done) as f64))
}

/// The time that the processors have spent on this process so far, where the system says (Linux: proc(5),
/// `schedstat` of each thread, in nanoseconds).
fn cpu_time() -> Option<Duration> {
    let threads = std::fs::read_dir("/proc/self/task").ok()?;
    let spent = threads.filter_map(|thread| {
        let told = std::fs::read_to_string(thread.ok()?.path().join("schedstat")).ok()?;
        told.split_whitespace().next()?.parse::<u64>().ok()
    });
    Some(Duration::from_nanos(spent.sum()))
}

/// Lets the system count the most memory anew, where it can (Linux: proc(5), `clear_refs`).
fn forget_peak() {
    // Where it cannot, the peak is that of all passes so far.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// The most memory this process has had since that was counted anew, in bytes, where the system says (Linux: proc(5), `VmHWM`).
fn peak_memory() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: usize = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::left;

    #[test]
    fn what_is_left_is_told_when_it_is_known() {
        let second = Duration::from_secs(1);
        assert_eq!(left(0, 100, second), None);
        assert_eq!(left(50, 100, Duration::from_millis(10)), None);
        assert_eq!(left(25, 100, second), Some(3 * second));
        assert_eq!(left(100, 100, second), Some(Duration::ZERO));
    }
}
