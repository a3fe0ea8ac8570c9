use std::path::Path;

use super::Outcome;
use super::args::{Host, InitOptions};
use super::console::{Console, counted};
use super::inspect::tree;
use crate::publish::create;
use crate::read::{CONFIG_FILE, Failure, Source, read_paper};
use crate::start::{NewFile, example, github_workflow, proposals, site, unwrapped};

/// Below this the outline is more a guess than a proposal.
const UNSURE: f64 = 0.6;

/// `glossator init`.
pub(super) fn run(options: &InitOptions, console: &Console) -> Result<Outcome, Failure> {
    let existing = options.folder.join(CONFIG_FILE).is_file();
    let mut files = match (&options.paper, options.ci) {
        (Some(paper), _) => of_paper(options, paper, console)?,
        (None, Some(_)) if existing => Vec::new(),
        (None, _) => example(),
    };
    if let Some(Host::Github) = options.ci {
        files.push(github_workflow());
    }
    // A workflow alone goes into a site; anything else into a new folder.
    let only_workflow = files.len() == 1;
    create(&options.folder, &files, only_workflow)?;
    console.say(&format!(
        "{} written to {}",
        counted(files.len(), "file"),
        options.folder.display()
    ));
    if !only_workflow {
        let go = match options.folder == Path::new(".") {
            true => String::new(),
            false => format!("cd {} && ", options.folder.display()),
        };
        console.say(&format!("now: {go}glossator serve --open"));
    }
    Ok(Outcome::Done)
}

/// The files of a site for a paper; prints the outline and how sure it is.
fn of_paper(options: &InitOptions, path: &Path, console: &Console) -> Result<Vec<NewFile>, Failure> {
    let mut source = read_paper(path)?;
    if let Some(text) = unwrapped(&source.file.text) {
        if options.unwrap {
            source = Source::of_text(&source.file.path, text);
        } else {
            console.say("warning: the lines of this text look wrapped, and each line counts as a paragraph;");
            console.say("         `--unwrap` joins them in the copy");
        }
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let (best, tried) = proposals(&source, &stem, &options.language);
    console.data(&tree(&best.paper));
    for other in &tried {
        console.say(&format!("{:>4.0} %  {}", other.sure * 100.0, other.scheme));
    }
    console.say(&format!("proposed: {}, {:.0} % sure", best.scheme, best.sure * 100.0));
    if best.sure < UNSURE {
        console.say(&format!(
            "look at `outline` in {CONFIG_FILE}, and at `glossator inspect`, before you go on"
        ));
    }
    Ok(site(&best, &source, options.title.as_deref()))
}
