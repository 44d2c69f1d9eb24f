//! The command line: arguments and printing, one file for each command.

mod add;
mod baseline;
mod build;
mod care;
mod check;
mod check_in;
mod choices;
mod commitments;
mod config;
mod due;
mod editor;
mod entry_lines;
mod exit_status;
mod export;
mod fix;
mod global;
mod hook;
mod import;
mod init;
mod locate;
#[cfg(feature = "lsp")]
mod lsp;
mod new;
mod on_this_day;
mod output;
mod pager;
mod progress;
mod prompt;
mod random;
mod review;
mod rules;
mod search;
#[cfg(feature = "serve")]
mod serve;
mod share;
mod shell;
mod site_output;
mod stats;
mod targets;
mod terminal;
mod theme;
mod watch;
mod watch_output;

use std::io;
use std::panic;
use std::process::ExitCode;

use anstream::ColorChoice;
use anyhow::{Context, Result};
use clap::{CommandFactory, Parser, Subcommand};

use self::exit_status::ExitStatus;
use self::global::{Color, GlobalArgs};
use self::output::{print_error, tell};

/// Reads a Markdown journal, notices self-talk that attacks you, offers another wording, and
/// builds a private site. Nothing leaves your machine.
#[derive(Debug, Parser)]
#[command(name = "evenkeel", version, max_term_width = 90)]
struct CliArgs {
    #[command(flatten)]
    global: GlobalArgs,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::CheckArgs),
    Fix(fix::FixArgs),
    Baseline(baseline::BaselineArgs),
    New(new::NewArgs),
    Add(add::AddArgs),
    CheckIn(check_in::CheckInArgs),
    Due(due::DueArgs),
    Search(search::SearchArgs),
    OnThisDay(on_this_day::OnThisDayArgs),
    Random(random::RandomArgs),
    Review(review::ReviewArgs),
    Stats(stats::StatsArgs),
    #[command(alias = "streaks")]
    Commitments(commitments::CommitmentsArgs),
    Build(build::BuildArgs),
    Watch(watch::WatchArgs),
    #[cfg(feature = "serve")]
    Serve(serve::ServeArgs),
    #[cfg(feature = "lsp")]
    Lsp(lsp::LspArgs),
    Share(share::ShareArgs),
    Export(export::ExportArgs),
    Import(import::ImportArgs),
    Init(init::InitArgs),
    Where(locate::WhereArgs),
    Theme(theme::ThemeArgs),
    Hook(hook::HookArgs),
    Rules(rules::RulesArgs),
    Config(config::ConfigArgs),
    Completions(shell::CompletionsArgs),
    Man(shell::ManArgs),
}

/// Runs the program with the arguments of the process.
#[must_use]
pub fn run() -> ExitCode {
    // Of a fault of ours only its place is told: the rest could hold words of the journal.
    panic::set_hook(Box::new(|fault| {
        let place = fault.location().map_or_else(String::new, |place| format!(" ({place})"));
        tell(format!("error: evenkeel has a fault{place}. Please report it."));
    }));
    let arguments = CliArgs::parse();
    match execute(&arguments) {
        Ok(ExitStatus::Clean) => ExitCode::SUCCESS,
        Ok(ExitStatus::Findings) => ExitCode::from(1),
        Ok(ExitStatus::Incomplete) => ExitCode::from(2),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            print_error(&error);
            ExitCode::from(2)
        }
    }
}

fn execute(arguments: &CliArgs) -> Result<ExitStatus> {
    let global = &arguments.global;
    match global.color {
        Color::Auto => {}
        Color::Always => ColorChoice::Always.write_global(),
        Color::Never => ColorChoice::Never.write_global(),
    }
    if let Some(folder) = &global.directory {
        std::env::set_current_dir(folder)
            .with_context(|| format!("there is no folder {}", folder.display()))?;
    }
    match &arguments.command {
        Command::Check(arguments) => check::run(arguments, global),
        Command::Fix(arguments) => fix::run(arguments, global),
        Command::Baseline(arguments) => baseline::run(arguments, global),
        Command::Commitments(arguments) => commitments::run(arguments, global),
        Command::New(arguments) => new::run(arguments, global),
        Command::Add(arguments) => add::run(arguments, global),
        Command::CheckIn(arguments) => check_in::run(arguments, global),
        Command::Due(arguments) => due::run(arguments, global),
        Command::Search(arguments) => search::run(arguments, global),
        Command::OnThisDay(arguments) => on_this_day::run(arguments, global),
        Command::Random(arguments) => random::run(arguments, global),
        Command::Review(arguments) => review::run(arguments, global),
        Command::Stats(arguments) => stats::run(arguments, global),
        Command::Build(arguments) => build::run(arguments, global),
        Command::Watch(arguments) => watch::run(arguments, global),
        #[cfg(feature = "serve")]
        Command::Serve(arguments) => serve::run(arguments, global),
        #[cfg(feature = "lsp")]
        Command::Lsp(_) => lsp::run(global),
        Command::Share(arguments) => share::run(arguments, global),
        Command::Export(arguments) => export::run(arguments, global),
        Command::Hook(arguments) => hook::run(arguments, global),
        Command::Theme(arguments) => theme::run(arguments, global),
        Command::Where(arguments) => locate::run(arguments, global),
        Command::Import(arguments) => import::run(arguments, global),
        Command::Init(arguments) => init::run(arguments, global),
        Command::Rules(arguments) => rules::run(arguments, global),
        Command::Config(arguments) => config::run(arguments, global),
        Command::Completions(arguments) => shell::completions(arguments, CliArgs::command()),
        Command::Man(arguments) => shell::man(arguments, CliArgs::command()),
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let kind = |cause: &io::Error| cause.kind() == io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| cause.downcast_ref::<io::Error>().is_some_and(kind))
}
