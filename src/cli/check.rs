use super::args::{Arguments, CheckOptions};
use super::build::{counts, output_folder, overrides};
use super::{Console, Outcome, load};
use crate::check::{accept, review, verify};
use crate::compile::compile;
use crate::publish::plan;
use crate::read::Failure;

/// `glossator check`: writes nothing.
pub(super) fn run(arguments: &Arguments, options: &CheckOptions, console: &Console) -> Result<Outcome, Failure> {
    let inputs = load(arguments, &overrides(&options.site))?;
    let mut compilation = compile(&inputs);
    let mut diagnostics = std::mem::take(&mut compilation.diagnostics);
    diagnostics.extend(verify(&inputs, &compilation));
    diagnostics.extend(review(&compilation));
    accept(&inputs, &mut diagnostics, true);
    let sound = console.report(&mut diagnostics, options.site.strict);
    console.say(&counts(&compilation));
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
    Ok(if sound { Outcome::Done } else { Outcome::InputErrors })
}
