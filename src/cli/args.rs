use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

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
    /// Build in memory, check everything and compare with the output folder
    Check(CheckOptions),
    /// Print the outline of the papers
    Inspect(InspectOptions),
}

#[derive(Args)]
pub(super) struct BuildOptions {
    #[command(flatten)]
    pub(super) site: SiteOptions,
    /// Publish into a folder, or over files, that this program did not make
    #[arg(short, long)]
    pub(super) force: bool,
}

#[derive(Args)]
pub(super) struct CheckOptions {
    #[command(flatten)]
    pub(super) site: SiteOptions,
}

#[derive(Args)]
pub(super) struct SiteOptions {
    /// Output folder [default: `public` beside the configuration]
    #[arg(short, long, value_name = "FOLDER")]
    pub(super) output_dir: Option<PathBuf>,
    /// Address the site will have
    #[arg(short = 'u', long, value_name = "URL")]
    pub(super) base_url: Option<String>,
    /// Theme
    #[arg(long, value_name = "NAME")]
    pub(super) theme: Option<String>,
    /// Treat warnings as errors
    #[arg(long)]
    pub(super) strict: bool,
}

#[derive(Args)]
pub(super) struct InspectOptions {
    /// The paper's id; all papers without it
    pub(super) paper: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum OutputFormat {
    Human,
    Json,
}
