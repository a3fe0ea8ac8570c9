//! Commands about the program itself: what a code means, completions, the manual page.

use clap::CommandFactory;

use super::Outcome;
use super::args::{Arguments, CompletionsOptions, ExplainOptions};
use super::console::Console;
use crate::diagnostic::{Diagnostic, explain, explanations, summary};
use crate::input::Failure;
use crate::text::did_you_mean;

/// `glossator explain`.
pub(super) fn explain_code(options: &ExplainOptions, console: &Console) -> Result<Outcome, Failure> {
    let Some(code) = &options.code else {
        for (code, _) in explanations() {
            console.data(&format!("{code:<24}{}\n", summary(code)));
        }
        return Ok(Outcome::Done);
    };
    match explain(code) {
        Some(text) => {
            console.data(&format!("{code}\n\n{text}\n"));
            Ok(Outcome::Done)
        }
        None => Err(Diagnostic::error("unknown-code", format!("there is no code `{code}`"))
            .help_if(did_you_mean(code, explanations().map(|(known, _)| known)))
            .help("`glossator explain` lists them all")
            .into()),
    }
}

/// `glossator completions`.
pub(super) fn completions(options: &CompletionsOptions, console: &Console) -> Outcome {
    let mut text = Vec::new();
    clap_complete::generate(options.shell, &mut Arguments::command(), "glossator", &mut text);
    console.data(&String::from_utf8_lossy(&text));
    Outcome::Done
}

/// `glossator man`: one page with every command, in the man macros of roff.
pub(super) fn manual(console: &Console) -> Result<Outcome, Failure> {
    let mut command = Arguments::command().disable_help_subcommand(true);
    command.build();
    let mut text = Vec::new();
    let failed = |error| Diagnostic::error("output-failed", format!("cannot make the manual: {error}"));
    clap_mangen::Man::new(command.clone())
        .render(&mut text)
        .map_err(failed)?;
    for sub in command.get_subcommands() {
        let page = clap_mangen::Man::new(sub.clone());
        page.render_synopsis_section(&mut text).map_err(failed)?;
        page.render_description_section(&mut text).map_err(failed)?;
        page.render_options_section(&mut text).map_err(failed)?;
    }
    console.data(&String::from_utf8_lossy(&text));
    Ok(Outcome::Done)
}
