use std::net::IpAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::text::unprintable;

/// Turns a policy paper into a cross-linked static site.
#[derive(Parser)]
#[command(name = "glossator", version, max_term_width = 100, arg_required_else_help = true)]
pub(super) struct Arguments {
    /// Folder of the site; the configuration is looked for there and above
    #[arg(short, long, global = true, value_name = "FOLDER")]
    pub(super) root: Option<PathBuf>,
    /// Configuration file
    #[arg(short, long, global = true, value_name = "FILE", conflicts_with = "root")]
    pub(super) config: Option<PathBuf>,
    /// Print errors only
    #[arg(short, long, global = true)]
    pub(super) quiet: bool,
    /// Print more: what is written and removed, and where the time goes
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub(super) verbose: bool,
    /// When to use colours
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(super) color: Color,
    /// How to print diagnostics and data
    #[arg(long, global = true, value_enum, default_value_t = OutputFormat::Human, value_name = "FORMAT")]
    pub(super) format: OutputFormat,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Subcommand)]
pub(super) enum Command {
    /// Build the site and publish it to the output folder
    Build(BuildOptions),
    /// Build in memory, serve on this machine, and reload the browser at every change
    Serve(ServeOptions),
    /// Build in memory, check everything and compare with the output folder
    Check(CheckOptions),
    /// Make a new site: an example, or one of your own paper
    Init(InitOptions),
    /// Print the outline of the papers
    Inspect(InspectOptions),
    /// List names of the papers that look like entries and are not registered
    Suggest(SuggestOptions),
    /// Remove the published files from the output folder
    Clean(CleanOptions),
    /// Explain a diagnostic's code at length, or list all codes
    Explain(ExplainOptions),
    /// Print the completion script of a shell
    Completions(CompletionsOptions),
    /// Print the manual page
    Man,
}

#[derive(Args)]
pub(super) struct BuildOptions {
    #[command(flatten)]
    pub(super) site: SiteOptions,
    #[command(flatten)]
    pub(super) address: AddressOptions,
    #[command(flatten)]
    pub(super) output: OutputOptions,
    /// Publish into a folder, or over files, that this program did not make
    #[arg(short, long)]
    pub(super) force: bool,
}

#[derive(Args)]
pub(super) struct CheckOptions {
    #[command(flatten)]
    pub(super) site: SiteOptions,
    #[command(flatten)]
    pub(super) address: AddressOptions,
    #[command(flatten)]
    pub(super) output: OutputOptions,
    /// Weigh the pages too: what a first view loads, compressed, against the limits
    #[arg(long)]
    pub(super) budget: bool,
}

#[derive(Args)]
pub(super) struct ServeOptions {
    #[command(flatten)]
    pub(super) site: SiteOptions,
    /// Port; the next free one if it is taken
    #[arg(short, long, default_value_t = 4000)]
    pub(super) port: u16,
    /// Address of the network interface; other than this machine's own, the site is open to the network. Requests for
    /// host names other than `localhost` are refused
    #[arg(short, long, default_value = "127.0.0.1", value_name = "ADDRESS")]
    pub(super) interface: IpAddr,
    /// Open the site in a browser
    #[arg(short = 'O', long)]
    pub(super) open: bool,
    /// Look for changes by reading the files again and again, for disks that tell of none
    #[arg(long)]
    pub(super) poll: bool,
}

#[derive(Args)]
pub(super) struct AddressOptions {
    /// Address the site will have
    #[arg(short = 'u', long, value_name = "URL")]
    pub(super) base_url: Option<String>,
}

#[derive(Args)]
pub(super) struct SiteOptions {
    /// Theme
    #[arg(long, value_name = "NAME")]
    pub(super) theme: Option<String>,
    /// Take in the entries that are marked as drafts
    #[arg(long)]
    pub(super) drafts: bool,
    /// Treat warnings as errors
    #[arg(long)]
    pub(super) strict: bool,
    /// Threads to use [default: one for each core]
    #[arg(short, long, value_name = "NUMBER")]
    pub(super) jobs: Option<NonZeroUsize>,
    /// Print each pass's time, bytes and peak memory
    #[arg(long)]
    pub(super) timings: bool,
}

#[derive(Args)]
pub(super) struct OutputOptions {
    /// Output folder [default: `public` beside the configuration]
    #[arg(short, long, value_name = "FOLDER")]
    pub(super) output_dir: Option<PathBuf>,
}

#[derive(Args)]
pub(super) struct InitOptions {
    /// Folder of the new site: a new or an empty one
    #[arg(default_value = ".")]
    pub(super) folder: PathBuf,
    /// Text of a paper; a grammar for its headings is proposed
    #[arg(long, value_name = "FILE")]
    pub(super) paper: Option<PathBuf>,
    /// Join the lines of a text that is wrapped: a paragraph is one line
    #[arg(long, requires = "paper")]
    pub(super) unwrap: bool,
    /// Take the lines of a text as paragraphs though it looks wrapped
    #[arg(long, requires = "paper", conflicts_with = "unwrap")]
    pub(super) keep_lines: bool,
    /// Title of the site [default: the paper's]
    #[arg(long, requires = "paper", value_parser = printable)]
    pub(super) title: Option<String>,
    /// Language of the paper, a BCP 47 tag
    #[arg(long, default_value = "en", value_name = "TAG")]
    pub(super) language: icu_locale::LanguageIdentifier,
    /// Write a workflow too that checks, builds and deploys the site; works in an existing site
    #[arg(long, value_enum, value_name = "HOST")]
    pub(super) ci: Option<Host>,
}

#[derive(Args)]
pub(super) struct InspectOptions {
    /// The paper's id; all papers without it
    pub(super) paper: Option<String>,
}

#[derive(Args)]
pub(super) struct SuggestOptions {
    /// Write the names as draft entries into `content/`
    #[arg(long)]
    pub(super) write: bool,
}

#[derive(Args)]
pub(super) struct CleanOptions {
    #[command(flatten)]
    pub(super) output: OutputOptions,
}

#[derive(Args)]
pub(super) struct ExplainOptions {
    /// The code, as it stands in brackets before a message
    pub(super) code: Option<String>,
}

#[derive(Args)]
pub(super) struct CompletionsOptions {
    /// The shell
    pub(super) shell: clap_complete::Shell,
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum OutputFormat {
    /// For people
    Human,
    /// One JSON object a line
    Json,
    /// Annotations of GitHub Actions
    Github,
    /// A SARIF 2.1.0 log
    Sarif,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Host {
    /// GitHub Pages
    Github,
}

/// A text that pages can show.
fn printable(text: &str) -> Result<String, String> {
    match unprintable(text) {
        None => Ok(text.to_owned()),
        Some((_, what)) => Err(format!("it has {what}")),
    }
}
