//! How long a cold build of this repository's site takes, and how much memory, beside a plain copy of
//! what it wrote: `cargo bench`.
//!
//! Method: the built program makes the site in a folder that does not exist; then the folder is copied
//! with `cp -r`. Both run in turns, so that whatever else the machine does falls on both; the median of
//! the runs counts, and the ratio of the medians. Memory is the peak of a process that does the same work
//! (`VmHWM` of Linux), once.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

mod corpus;

use glossator::check::{Depth, judge};
use glossator::compile::compile;
use glossator::publish::publish;
use glossator::read::{Overrides, read};

const RUNS: usize = 21;

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut arguments = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .peekable();
    if arguments.next_if(|argument| argument == "corpus").is_some() {
        let (Some(papers), Some(folder)) = (arguments.next(), arguments.next()) else {
            return Err("corpus PAPERS FOLDER".into());
        };
        return Ok(corpus::write(Path::new(&folder), papers.parse()?)?);
    }
    if arguments.next().as_deref() == Some("once") {
        let folder = arguments.next().ok_or("the folder is missing")?;
        return once(root, Path::new(&folder));
    }
    let scratch = tempfile::tempdir()?;
    let (site, copy) = (scratch.path().join("site"), scratch.path().join("copy"));
    let mut builds = Vec::new();
    let mut copies = Vec::new();
    for _ in 0..RUNS {
        remove(&site)?;
        remove(&copy)?;
        let build = ["build", "--quiet", "--root", text(root)?, "--output-dir", text(&site)?];
        builds.push(timed(Command::new(env!("CARGO_BIN_EXE_glossator")).args(build))?);
        copies.push(timed(Command::new("cp").args(["-r", text(&site)?, text(&copy)?]))?);
    }
    let (build, copy) = (median(&mut builds), median(&mut copies));
    let (files, bytes) = size(&site)?;
    remove(&site)?;
    let peak = Command::new(std::env::current_exe()?)
        .args(["once", text(&site)?])
        .output()?;
    println!("output      {files} files, {} kB", bytes / 1000);
    println!("cold build  {:.1} ms (median of {RUNS})", millis(build));
    println!("cp -r       {:.1} ms", millis(copy));
    println!("ratio       {:.1}", build.as_secs_f64() / copy.as_secs_f64());
    println!("peak memory {}", String::from_utf8_lossy(&peak.stdout).trim());
    Ok(())
}

/// Builds the site in this process and prints the peak of its memory.
fn once(root: &Path, folder: &Path) -> Result<(), Box<dyn Error>> {
    let inputs = read(&root.join("glossator.yaml"), &Overrides::default()).map_err(|_| "the site cannot be read")?;
    let compilation = compile(&inputs);
    if !judge(&inputs, &compilation, Depth::Build).is_empty() {
        return Err("the site has faults".into());
    }
    publish(&compilation.all_files(), folder, false).map_err(|diagnostic| diagnostic.message)?;
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    println!("{}", peak.unwrap_or("unknown on this system").trim());
    Ok(())
}

fn timed(command: &mut Command) -> Result<Duration, Box<dyn Error>> {
    let start = Instant::now();
    let status = command.status()?;
    match status.success() {
        true => Ok(start.elapsed()),
        false => Err(format!("{command:?} failed").into()),
    }
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn size(folder: &Path) -> Result<(usize, u64), Box<dyn Error>> {
    let mut total = (0, 0);
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry?;
        if entry.file_type().is_file() {
            total = (total.0 + 1, total.1 + entry.metadata()?.len());
        }
    }
    Ok(total)
}

fn remove(folder: &PathBuf) -> std::io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn text(path: &Path) -> Result<&str, Box<dyn Error>> {
    path.to_str().ok_or_else(|| "a path is not UTF-8".into())
}
