//! `evenkeel lsp`: the language server, for editors.

use anyhow::Result;

use super::exit_status::ExitStatus;
use super::global::GlobalArgs;
use crate::lsp;

/// Serve an editor over standard input and output.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "\
An editor starts this itself; the README has the few lines for each. \
It finds the journal of a file upward from it, works without one, and sends nothing anywhere.")]
pub(super) struct LspArgs {
    /// Some editors add this; there is no other way.
    #[arg(long, hide = true)]
    stdio: bool,
}

pub(super) fn run(global: &GlobalArgs) -> Result<ExitStatus> {
    // An editor that left without a word is told so by the exit code, as is agreed.
    Ok(if lsp::serve(global.options_here()?) { ExitStatus::Clean } else { ExitStatus::Findings })
}
