//! The command line: one file per command. Here siblings meet: files, rules, reports.

mod account;
mod baseline;
mod build;
mod care;
mod check;
mod check_in;
mod commitments;
mod config;
mod editor;
mod events;
mod export;
mod fix;
mod follow;
mod hook;
mod init;
mod lessons;
mod lsp;
mod new;
mod progress;
mod review;
mod rules;
mod serve;
mod shell;
mod stats;
mod targets;
mod terminal;
mod theme;
mod watch;

use std::io::{self, Write};
use std::panic;
use std::path::PathBuf;
use std::process::ExitCode;

use anstream::ColorChoice;
use anyhow::{Context, Result};
use clap::{Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::project::Manner;
use crate::report::{Checked, Format, report};

/// Reads a Markdown journal, notices self-talk that attacks you, offers another wording, and
/// builds a private site. Nothing leaves your machine.
#[derive(Debug, Parser)]
#[command(name = "evenkeel", version, max_term_width = 90)]
struct Arguments {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// Options that every command takes.
#[derive(Debug, clap::Args)]
struct Global {
    /// Work as if started in this folder.
    #[arg(short = 'C', value_name = "DIR", global = true)]
    directory: Option<PathBuf>,
    /// Use this config instead of the evenkeel.yaml found upward from the journal.
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<PathBuf>,
    /// Take this day as today.
    #[arg(long, value_name = "DATE", global = true, value_parser = day)]
    today: Option<Date>,
    /// When to use colour.
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true)]
    color: Color,
}

impl Global {
    /// How a journal is to be opened.
    fn manner(&self) -> Manner {
        Manner { config: self.config.clone(), today: self.today, ..Manner::default() }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Arguments),
    Fix(fix::Arguments),
    Baseline(baseline::Arguments),
    New(new::Arguments),
    CheckIn(check_in::Arguments),
    Review(review::Arguments),
    Stats(stats::Arguments),
    #[command(alias = "streaks")]
    Commitments(commitments::Arguments),
    Build(build::Arguments),
    Watch(watch::Arguments),
    Serve(serve::Arguments),
    Lsp(lsp::Arguments),
    Export(export::Arguments),
    Init(init::Arguments),
    Theme(theme::Arguments),
    Hook(hook::Arguments),
    Rules(rules::Arguments),
    Config(config::Arguments),
    Completions(shell::Completions),
    Man(shell::Pages),
}

/// How a command that did its work ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Nothing to act on.
    Clean,
    /// Findings at or above the level asked for.
    Findings,
    /// Something could not be done; it was said where.
    Incomplete,
}

/// Runs the program with the arguments of the process.
#[must_use]
pub fn run() -> ExitCode {
    // Of a fault of ours only its place is told: the rest could hold words of the journal.
    panic::set_hook(Box::new(|fault| {
        let place = fault.location().map_or_else(String::new, |place| format!(" ({place})"));
        anstream::eprintln!("error: evenkeel has a fault{place}. Please report it.");
    }));
    let arguments = Arguments::parse();
    match execute(&arguments) {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Ok(Outcome::Incomplete) => ExitCode::from(2),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            if let Some(Refused { shown, .. }) = error.downcast_ref() {
                anstream::eprint!("{shown}");
            }
            let said = format!("{error:#}");
            let dot = if said.ends_with(['.', '?', '\n', '^']) { "" } else { "." };
            anstream::eprintln!("error: {said}{dot}");
            ExitCode::from(2)
        }
    }
}

fn execute(arguments: &Arguments) -> Result<Outcome> {
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
        Command::CheckIn(arguments) => check_in::run(arguments, global),
        Command::Review(arguments) => review::run(arguments, global),
        Command::Stats(arguments) => stats::run(arguments, global),
        Command::Build(arguments) => build::run(arguments, global),
        Command::Watch(arguments) => watch::run(arguments, global),
        Command::Serve(arguments) => serve::run(arguments, global),
        Command::Lsp(_) => lsp::run(global),
        Command::Export(arguments) => export::run(arguments, global),
        Command::Hook(arguments) => hook::run(arguments, global),
        Command::Theme(arguments) => theme::run(arguments, global),
        Command::Init(arguments) => init::run(arguments, global),
        Command::Rules(arguments) => rules::run(arguments, global),
        Command::Config(arguments) => config::run(arguments, global),
        Command::Completions(arguments) => shell::completions(arguments),
        Command::Man(arguments) => shell::man(arguments),
    }
}

/// Something that the person wrote does not work, and was drawn with its place.
#[derive(Debug)]
struct Refused {
    shown: String,
    message: &'static str,
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.message)
    }
}

impl std::error::Error for Refused {}

impl Refused {
    fn new(faults: &[Checked], message: &'static str) -> Self {
        let report = report(Format::Human, terminal::width());
        Self { shown: faults.iter().map(|fault| report.file(fault)).collect(), message }
    }
}

/// Reads a day given on the command line.
fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "write the day as 2026-03-02".to_owned())
}

/// Reads an amount given on the command line.
fn amount(text: &str) -> Result<f64, String> {
    let amount: Option<f64> = text.replace(',', ".").parse().ok();
    let amount = amount.filter(|amount| (0.0..=1e6).contains(amount));
    amount.ok_or_else(|| "write a number that a day can hold, such as 20 or 1.5".to_owned())
}

/// `text` in lines of at most `width` columns: the first after `first`, the others after `rest`. No
/// word and no date is divided.
fn wrapped(text: &str, width: usize, first: &str, rest: &str) -> String {
    let options = textwrap::Options::new(width).initial_indent(first).subsequent_indent(rest);
    let splitter = textwrap::WordSplitter::NoHyphenation;
    textwrap::fill(text, options.break_words(false).word_splitter(splitter)) + "\n"
}

/// Prints to standard output, colours as the terminal allows.
fn print(text: &str) -> Result<()> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush())?;
    Ok(())
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let kind = |cause: &io::Error| cause.kind() == io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| cause.downcast_ref::<io::Error>().is_some_and(kind))
}
