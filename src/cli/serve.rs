//! `evenkeel serve`: the site in a browser on this machine, following the writing.

use anyhow::Result;

use super::build;
use super::follow::{Plan, Preview, follow};
use super::{Global, Outcome};
use crate::serve::PORT;

/// Show the site in a browser on this machine; it follows your writing.
#[derive(Debug, Clone, clap::Args)]
#[group(skip)]
#[command(after_help = "\
Examples:
  evenkeel serve --open            build, and open the site in your browser
  evenkeel serve notes --port 8080
Only this machine can reach it, and the secret in its address keeps out others who use this machine.")]
pub(super) struct Arguments {
    #[command(flatten)]
    build: build::Arguments,
    /// The port. Where it is taken, the next free one is used.
    #[arg(short, long, value_name = "N", default_value_t = PORT, value_parser = clap::value_parser!(u16).range(1..))]
    port: u16,
    /// Open the site in your browser.
    #[arg(long)]
    open: bool,
    /// Leave the secret out of the address. Whoever uses this machine can then read the site.
    #[arg(long)]
    no_token: bool,
    /// Look at the files every two seconds, where the system does not tell of changes.
    #[arg(long)]
    poll: bool,
}

pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<Outcome> {
    let preview =
        Preview { port: arguments.port, secret: !arguments.no_token, open: arguments.open };
    let plan = Plan {
        arguments: &arguments.build,
        poll: arguments.poll,
        lint_only: false,
        exec: None,
        preview: Some(preview),
    };
    follow(&plan, global)
}
