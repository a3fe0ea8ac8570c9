use std::path::Path;

use super::args::{Arguments, CleanOptions};
use super::build::{output_folder, say_waiting};
use super::console::{Console, counted};
use super::{Outcome, find};
use crate::input::Failure;
use crate::publish::{clean, remove_old_cache};

/// `glossator clean`. Only needs the configuration's folder, so it works with a broken configuration.
pub(super) fn run(arguments: &Arguments, options: &CleanOptions, console: &Console) -> Result<Outcome, Failure> {
    let folder = match &options.output.output_dir {
        Some(folder) => folder.clone(),
        None => output_folder(&options.output, find(arguments)?.parent().unwrap_or(Path::new(""))),
    };
    let removed = clean(&folder, || say_waiting(console, &folder))?;
    if let Ok(config) = find(arguments) {
        remove_old_cache(config.parent().unwrap_or(Path::new("")));
    }
    removed
        .iter()
        .for_each(|path| console.detail(&format!("removed {path}")));
    console.say(&format!(
        "{} removed from {}",
        counted(removed.len(), "file"),
        folder.display()
    ));
    Ok(Outcome::Done)
}
