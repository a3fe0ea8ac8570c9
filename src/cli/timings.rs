use std::fmt::Write;
use std::io;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::console::{Console, print};
use crate::build::Observer;

/// Progress is shown only after this time.
const PROGRESS_DELAY: Duration = Duration::from_millis(700);
/// How often the progress is updated.
const PROGRESS_INTERVAL: Duration = Duration::from_millis(100);

/// Measures each pass, and knows the progress of the current one.
pub(super) struct Stopwatch {
    /// Whether to measure processor time and memory as well, for the table.
    detailed: bool,
    start: Instant,
    current: Mutex<Option<CurrentPass>>,
    laps: Mutex<Vec<Lap>>,
    steps: AtomicUsize,
    done: AtomicUsize,
}

/// The running pass.
#[derive(Clone, Copy)]
struct CurrentPass {
    pass: &'static str,
    since: Instant,
    cpu: Option<Duration>,
}

/// The measurements of a finished pass.
struct Lap {
    pass: &'static str,
    time: Duration,
    /// Processor time, summed over all threads.
    cpu: Option<Duration>,
    /// Size of the result.
    bytes: Option<usize>,
    /// Peak memory during the pass, in bytes.
    peak: Option<usize>,
}

impl Observer for Stopwatch {
    fn begins(&self, pass: &'static str, steps: usize) {
        self.done.store(0, Ordering::Relaxed);
        self.steps.store(steps, Ordering::Relaxed);
        if self.detailed {
            reset_peak_memory();
        }
        *lock(&self.current) = Some(CurrentPass {
            pass,
            cpu: self.detailed.then(cpu_time).flatten(),
            since: Instant::now(),
        });
    }

    fn step(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    fn ends(&self, bytes: Option<usize>) {
        if let Some(CurrentPass { pass, since, cpu }) = lock(&self.current).take() {
            lock(&self.laps).push(Lap {
                pass,
                time: since.elapsed(),
                cpu: cpu.and_then(|before| cpu_time()?.checked_sub(before)),
                bytes,
                peak: self.detailed.then(peak_memory).flatten(),
            });
        }
    }
}

/// Stops the progress thread when dropped.
struct StopProgress<'a> {
    stop: &'a AtomicBool,
    thread: &'a std::thread::Thread,
}

impl Drop for StopProgress<'_> {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.unpark();
    }
}

/// Locks a mutex, even a poisoned one: the numbers are only displayed.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

impl Stopwatch {
    /// Starts the stopwatch; `detailed` if its table will be printed.
    pub(super) fn start(detailed: bool) -> Self {
        Self {
            detailed,
            start: Instant::now(),
            current: Mutex::default(),
            laps: Mutex::default(),
            steps: AtomicUsize::new(0),
            done: AtomicUsize::new(0),
        }
    }

    /// Measures a pass; `bytes` is the size of its result.
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

    /// Runs `work` and, on a terminal, shows its progress if it takes long.
    pub(super) fn with_progress<T>(&self, console: &Console, work: impl FnOnce() -> T) -> T {
        if !console.is_live() {
            return work();
        }
        let stop = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let progress = scope.spawn(|| self.show_progress_until(&stop));
            // Dropped also if the work panics: the scope waits for the progress thread.
            let _stop = StopProgress {
                stop: &stop,
                thread: progress.thread(),
            };
            work()
        })
    }

    fn show_progress_until(&self, stop: &AtomicBool) {
        let mut shown = false;
        while !stop.load(Ordering::Relaxed) {
            if self.start.elapsed() > PROGRESS_DELAY {
                shown = true;
                print(&mut io::stderr().lock(), &format!("\r\x1b[K{}", self.progress()));
            }
            std::thread::park_timeout(PROGRESS_INTERVAL);
        }
        if shown {
            print(&mut io::stderr().lock(), "\r\x1b[K");
        }
    }

    /// `render [####      ] 620 of 1500 pages, about 3 s`.
    fn progress(&self) -> String {
        let Some(current) = *lock(&self.current) else {
            return String::new();
        };
        let (done, steps) = (self.done.load(Ordering::Relaxed), self.steps.load(Ordering::Relaxed));
        if steps == 0 {
            return current.pass.to_owned();
        }
        let bar = "#".repeat((done * BAR / steps).min(BAR));
        let left = time_left(done, steps, current.since.elapsed());
        let left = left.map_or(String::new(), |left| format!(", about {} s", left.as_secs() + 1));
        format!("{} [{bar:<BAR$}] {done} of {steps} pages{left}", current.pass)
    }

    /// The measurements as a table.
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

/// The width of the progress bar in characters.
const BAR: usize = 24;

/// Estimates the time for the remaining steps; `None` while too few are done for an estimate.
fn time_left(done: usize, steps: usize, elapsed: Duration) -> Option<Duration> {
    let is_reliable = done * 20 >= steps && elapsed >= Duration::from_millis(300);
    let each = elapsed.div_f64(done.max(1) as f64);
    is_reliable.then(|| each.mul_f64(steps.saturating_sub(done) as f64))
}

/// The processor time of this process so far, on Linux (proc(5): `schedstat` of each thread, in nanoseconds).
fn cpu_time() -> Option<Duration> {
    let threads = std::fs::read_dir("/proc/self/task").ok()?;
    let spent = threads.filter_map(|thread| {
        let stat = std::fs::read_to_string(thread.ok()?.path().join("schedstat")).ok()?;
        stat.split_whitespace().next()?.parse::<u64>().ok()
    });
    Some(Duration::from_nanos(spent.sum()))
}

/// Resets the peak that [`peak_memory`] reads, on Linux (proc(5): `clear_refs`).
fn reset_peak_memory() {
    // Where this fails, the peak is that of all passes so far.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// Peak memory of this process in bytes since the last reset, on Linux (proc(5): `VmHWM`).
fn peak_memory() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: usize = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::time_left;

    #[test]
    fn time_left_is_none_while_too_few_steps_are_done() {
        let second = Duration::from_secs(1);
        assert_eq!(time_left(0, 100, second), None);
        assert_eq!(time_left(50, 100, Duration::from_millis(10)), None);
        assert_eq!(time_left(25, 100, second), Some(3 * second));
        assert_eq!(time_left(100, 100, second), Some(Duration::ZERO));
    }
}
