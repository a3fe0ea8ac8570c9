use super::args::{Arguments, CheckOptions};
use super::build::{counts, output_folder, overrides};
use super::{Console, Outcome, load};
use crate::check::{Depth, judge};
use crate::compile::compile;
use crate::publish::plan;
use crate::read::Failure;

/// `glossator check`: writes nothing.
pub(super) fn run(arguments: &Arguments, options: &CheckOptions, console: &Console) -> Result<Outcome, Failure> {
    let inputs = load(arguments, &overrides(&options.site))?;
    let compilation = compile(&inputs);
    let mut diagnostics = judge(&inputs, &compilation, Depth::Review);
    let sound = console.report(&mut diagnostics, options.site.strict);
    console.say(&counts(&compilation));
    if !sound {
        return Ok(Outcome::InputErrors);
    }
    let folder = output_folder(&options.site, &inputs);
    let plan = plan(&compilation.files, &folder, true)?;
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
