//! `evenkeel completions` and `evenkeel man`: what shells and `man` need to know of the program.

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap_complete::Shell;
use clap_mangen::Man;

use super::exit_status::ExitStatus;
use super::output::{print, print_exact};
use crate::disk;
use crate::project::shown;

/// Print completions for a shell.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  evenkeel completions bash > ~/.local/share/bash-completion/completions/evenkeel
  evenkeel completions zsh > ~/.zfunc/_evenkeel
  evenkeel completions fish > ~/.config/fish/completions/evenkeel.fish")]
pub(super) struct CompletionsArgs {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

/// Write man pages into a folder, one for each command.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  evenkeel man ~/.local/share/man/man1")]
pub(super) struct ManArgs {
    /// The folder. Pages of the same name are replaced.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

pub(super) fn completions(
    arguments: &CompletionsArgs,
    mut command: clap::Command,
) -> Result<ExitStatus> {
    let mut bytes = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "evenkeel", &mut bytes);
    print_exact(&String::from_utf8(bytes).context("the completions are damaged")?)?;
    Ok(ExitStatus::Clean)
}

pub(super) fn man(arguments: &ManArgs, command: clap::Command) -> Result<ExitStatus> {
    let mut pages = Vec::new();
    collect(command, "evenkeel", &mut pages)?;
    for (name, bytes) in &pages {
        let path = arguments.folder.join(format!("{name}.1"));
        disk::write(&path, bytes)?;
    }
    let count = crate::report::count(pages.len(), "page");
    print(&format!("{count} in {}\n", shown(&arguments.folder)))?;
    Ok(ExitStatus::Clean)
}

/// The page of a command and of those below it.
fn collect(command: clap::Command, name: &str, pages: &mut Vec<(String, Vec<u8>)>) -> Result<()> {
    for below in command.get_subcommands().filter(|below| below.get_name() != "help") {
        collect(below.clone(), &format!("{name}-{}", below.get_name()), pages)?;
    }
    let mut bytes = Vec::new();
    let command = command.display_name(name).bin_name(name.replace('-', " "));
    Man::new(command).title(name.to_uppercase()).render(&mut bytes)?;
    pages.push((name.to_owned(), bytes));
    Ok(())
}
