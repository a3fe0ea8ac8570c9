use super::Outcome;
use super::args::{Arguments, CheckOptions};
use super::build::{counts, output_folder, print_timings, read_and_compile};
use super::console::Console;
use super::timings::Stopwatch;
use crate::input::Failure;
use crate::publish::plan;
use crate::verify::budget::weigh;
use crate::verify::{CheckLevel, run_checks};

/// `glossator check`: writes nothing.
pub(super) fn run(arguments: &Arguments, options: &CheckOptions, console: &Console) -> Result<Outcome, Failure> {
    let watch = Stopwatch::start(options.site.timings || arguments.verbose);
    let mut weighed = None;
    let (inputs, compilation, mut diagnostics) = watch.with_progress(console, || {
        read_and_compile(
            arguments,
            (&options.site, &options.address),
            console,
            &watch,
            |inputs, compilation| {
                weighed = options.budget.then(|| weigh(inputs, compilation));
                let level = weighed.as_ref().map_or(CheckLevel::Review, CheckLevel::Budget);
                run_checks(inputs, compilation, level)
            },
        )
    })?;
    let no_errors = console.report(&mut diagnostics, options.site.strict);
    print_timings(arguments, &options.site, console, &watch);
    if !no_errors {
        return Ok(Outcome::InputErrors);
    }
    console.say(&counts(&compilation));
    if let Some(weighed) = weighed {
        weighed.heaviest.iter().for_each(|line| console.say(line));
    }
    let folder = output_folder(&options.output, &inputs.root);
    let plan = plan(&compilation.all_files(), &folder, true)?;
    console.say(&match plan.is_empty() {
        true => format!("{} is this site", folder.display()),
        false => format!(
            "{} differs from this site: {} files to write, {} to remove",
            folder.display(),
            plan.write.len(),
            plan.remove.len()
        ),
    });
    Ok(Outcome::Done)
}
