use std::path::{Path, PathBuf};

use super::Outcome;
use super::args::{Arguments, Host, InitOptions};
use super::console::{Console, counted};
use super::inspect::tree;
use crate::diagnostic::Diagnostic;
use crate::init::{NewFile, example, github_workflow, looks_wrapped, proposals, site, unwrapped};
use crate::input::{CONFIG_FILE, Failure, Source, read_paper};
use crate::publish::create;

/// Below this confidence the user is asked to look at the outline.
const UNSURE: f64 = 0.85;

/// `glossator init`.
pub(super) fn run(arguments: &Arguments, options: &InitOptions, console: &Console) -> Result<Outcome, Failure> {
    let folder = arguments.root.clone().unwrap_or_default().join(&options.folder);
    let is_in_site = folder.join(CONFIG_FILE).is_file();
    let only_workflow = options.ci.is_some() && options.paper.is_none() && is_in_site;
    let mut files = match &options.paper {
        Some(paper) => files_for_paper(options, paper, console)?,
        None if only_workflow => Vec::new(),
        None => example(),
    };
    if let Some(Host::Github) = options.ci {
        files.push(github_workflow());
    }
    create(&folder, &files, only_workflow)?;
    files
        .iter()
        .for_each(|(path, _)| console.detail(&format!("wrote {path}")));
    console.say(&format!(
        "{} written to {}",
        counted(files.len(), "file"),
        folder.display()
    ));
    next_steps(options, &folder, only_workflow, console);
    Ok(Outcome::Done)
}

fn next_steps(options: &InitOptions, folder: &Path, only_workflow: bool, console: &Console) {
    if let Some(Host::Github) = options.ci {
        console.say(&format!(
            "{} checks, builds and deploys the site; it needs two settings once:",
            github_workflow().0
        ));
        console.say("  Settings > Pages > Source: GitHub Actions");
        console.say("  Settings > Variables > Actions: GLOSSATOR_REPOSITORY = owner/name of the program's repository");
    }
    if !only_workflow {
        let go = match folder.as_os_str().is_empty() || folder == Path::new(".") {
            true => String::new(),
            false => format!("cd {:?} && ", folder.display().to_string()),
        };
        console.say(&format!("now: {go}glossator serve --open"));
    }
}

/// The files of a site for a paper; prints the proposed outline and its confidence.
fn files_for_paper(options: &InitOptions, path: &Path, console: &Console) -> Result<Vec<NewFile>, Failure> {
    let mut source = read_paper(path)?;
    if options.unwrap {
        source = Source::from_text(&source.file.path, unwrapped(&source.file.text));
    } else if looks_wrapped(&source.file.text) && !options.keep_lines {
        let message = format!(
            "the lines of `{}` look wrapped, and each line would be a paragraph",
            path.display()
        );
        return Err(Diagnostic::error("wrapped-lines", message)
            .help("`--unwrap` joins them in the copy; `--keep-lines` takes them as they are")
            .into());
    }
    let stem = path.file_stem().map(PathBuf::from).unwrap_or_default();
    let found = proposals(&source, &stem.to_string_lossy(), &options.language.to_string());
    let Some((best, attempts)) = found else {
        let diagnostic = Diagnostic::error("no-division", "no line of this text can be a heading");
        return Err(diagnostic
            .help("each line of the text is a paragraph; begin it with a line that is its title")
            .into());
    };
    if !best.faults.is_empty() {
        return Err(best.faults.into());
    }
    console.data(&tree(&best.paper));
    for other in &attempts {
        console.say(&format!("{:>4.0} %  {}", other.confidence * 100.0, other.scheme));
    }
    console.say(&format!(
        "proposed: {}, {:.0} % sure",
        best.scheme,
        best.confidence * 100.0
    ));
    if best.confidence < UNSURE {
        console.say(&format!(
            "look at the outline above; where it is wrong, mend `outline` in {CONFIG_FILE} (`glossator inspect` prints it again)"
        ));
    }
    let title = options.title.as_deref().filter(|title| !title.trim().is_empty());
    Ok(site(&best, &source, title))
}
