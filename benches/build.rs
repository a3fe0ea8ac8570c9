//! How long builds take: `cargo bench` (1 and 10 papers), `cargo bench -- 100`.
//!
//! **Corpus.** `corpus` writes papers that differ in words and order, with a register that they share and entries of
//! their own; `cargo bench -- corpus PAPERS FOLDER` leaves one for other measurements.
//!
//! **Method.** The built program is run as its user runs it, on trees in `--scratch FOLDER` (best on a tmpfs; the
//! system's folder for temporary files otherwise). All rows of a table are measured in turns, so that whatever else the
//! machine does falls on all of them; the median of the runs counts, beside it the least and the most. The last column
//! is the ratio to `cp -r` of the same output in the same turns: it says more than seconds of one machine.
//!
//! | row | what is timed |
//! | --- | --- |
//! | copy | `cp -r` of the output to a fresh folder |
//! | cold | `build` without an output folder |
//! | again | `build` with nothing changed |
//! | edit | `build` after the definition of an entry was changed |
//! | serve | `serve`: from the change of a definition to the event that tells the open pages |

mod corpus;

use std::error::Error;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// The built program.
const PROGRAM: &str = env!("CARGO_BIN_EXE_glossator");
/// Runs of each row.
const RUNS: usize = 7;
/// With so many papers, fewer runs.
const LARGE: usize = 50;

fn main() -> Outcome<()> {
    let mut words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let scratch = match words.iter().position(|word| word == "--scratch") {
        Some(at) => PathBuf::from(words.drain(at..at + 2).nth(1).unwrap_or_default()),
        None => std::env::temp_dir(),
    };
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["corpus", papers, folder] => Ok(corpus::write(Path::new(folder), papers.parse()?)?),
        [] => [1, 10].into_iter().try_for_each(|papers| table(papers, &scratch)),
        papers => papers.iter().try_for_each(|papers| table(papers.parse()?, &scratch)),
    }
}

/// The rows of a table, in the order in which they are measured.
const ROWS: [&str; 5] = ["copy", "cold", "again", "edit", "serve"];

fn table(papers: usize, scratch: &Path) -> Outcome<()> {
    let scratch = tempfile::tempdir_in(scratch)?;
    let site = Site::new(scratch.path(), papers)?;
    let runs = if papers < LARGE { RUNS } else { 3 };
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); ROWS.len()];
    for _ in 0..runs {
        for (row, times) in ROWS.iter().zip(&mut times) {
            times.push(site.measure(row)?.as_secs_f64() * 1000.0);
        }
    }
    let (files, bytes) = size(&site.output)?;
    println!(
        "{papers} papers: {files} files, {:.1} MB; {runs} runs",
        bytes as f64 / 1e6
    );
    println!(
        "{:<12}{:>10}{:>10}{:>10}{:>10}",
        "row", "median ms", "least", "most", "/ copy"
    );
    let copy = median(&mut times[0]);
    for (row, times) in ROWS.iter().zip(&mut times) {
        let median = median(times);
        let (least, most) = (times[0], times[times.len() - 1]);
        println!(
            "{row:<12}{median:>10.1}{least:>10.1}{most:>10.1}{:>10.2}",
            median / copy
        );
    }
    println!("peak memory of a cold build: {}\n", site.peak()?);
    Ok(())
}

/// A site that is built again and again.
struct Site {
    root: PathBuf,
    output: PathBuf,
    copy: PathBuf,
    /// The entry that is edited.
    entry: PathBuf,
}

impl Site {
    fn new(scratch: &Path, papers: usize) -> Outcome<Self> {
        let root = scratch.join("site");
        corpus::write(&root, papers)?;
        let mut entries: Vec<PathBuf> = fs::read_dir(root.join("content/mechanisms"))?
            .map(|entry| Ok(entry?.path()))
            .collect::<Outcome<_>>()?;
        entries.sort();
        let site = Self {
            output: scratch.join("output"),
            copy: scratch.join("copy"),
            entry: entries.swap_remove(entries.len() / 2),
            root,
        };
        site.build()?;
        Ok(site)
    }

    fn measure(&self, row: &str) -> Outcome<Duration> {
        match row {
            "copy" => {
                remove(&self.copy)?;
                timed(Command::new("cp").arg("-r").args([&self.output, &self.copy]))
            }
            "cold" => {
                remove(&self.output)?;
                self.build()
            }
            "again" => self.build(),
            "edit" => {
                replace(&self.entry, "What ", "What, ")?;
                self.build()
            }
            _ => self.served(),
        }
    }

    fn build(&self) -> Outcome<Duration> {
        let mut command = Command::new(PROGRAM);
        command.args(["build", "--quiet", "--root"]).arg(&self.root);
        timed(command.arg("--output-dir").arg(&self.output))
    }

    fn peak(&self) -> Outcome<String> {
        remove(&self.output)?;
        let mut command = Command::new(PROGRAM);
        command.args(["build", "--timings", "--root"]).arg(&self.root);
        let output = command.arg("--output-dir").arg(&self.output).output()?;
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        let last = told.lines().rfind(|line| line.ends_with(" MB"));
        let column = last.and_then(|line| line.rsplit("  ").next());
        Ok(column.unwrap_or("unknown on this system").trim().to_owned())
    }

    /// From a change to the event that tells the open pages of it.
    fn served(&self) -> Outcome<Duration> {
        let mut server = Command::new(PROGRAM);
        server.args(["serve", "--port", "0", "--root"]).arg(&self.root);
        let mut server = Server(server.stderr(Stdio::piped()).spawn()?);
        let errors = server.0.stderr.take().ok_or("the server has no standard error")?;
        let mut lines = BufReader::new(errors).lines();
        let line = lines.find(|line| line.as_ref().is_ok_and(|line| line.contains("http://")));
        let line = line.ok_or("the server did not start")??;
        let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next());
        let mut stream = TcpStream::connect(address.ok_or("the server has no address")?)?;
        stream.write_all(b"GET /__glossator/events HTTP/1.1\r\nHost: localhost\r\n\r\n")?;
        let mut events = BufReader::new(stream).lines();
        let mut until = |what: &str| -> Outcome<()> {
            for line in events.by_ref() {
                if line?.contains(what) {
                    return Ok(());
                }
            }
            Err("the server ended".into())
        };
        until("event: hello")?;
        std::thread::sleep(Duration::from_millis(300));
        let start = Instant::now();
        replace(&self.entry, "What ", "What, ")?;
        until("event: change")?;
        Ok(start.elapsed())
    }
}

/// A server that ends with its value.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Puts one text in the place of the other, whichever the file has.
fn replace(path: &Path, one: &str, other: &str) -> Outcome<()> {
    let text = fs::read_to_string(path)?;
    let (from, to) = if text.contains(other) {
        (other, one)
    } else {
        (one, other)
    };
    Ok(fs::write(path, text.replacen(from, to, 1))?)
}

fn timed(command: &mut Command) -> Outcome<Duration> {
    let start = Instant::now();
    let status = command.status()?;
    match status.success() {
        true => Ok(start.elapsed()),
        false => Err(format!("{command:?} failed").into()),
    }
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn size(folder: &Path) -> Outcome<(usize, u64)> {
    let mut total = (0, 0);
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry?;
        if entry.file_type().is_file() {
            total = (total.0 + 1, total.1 + entry.metadata()?.len());
        }
    }
    Ok(total)
}

fn remove(folder: &Path) -> Outcome<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
