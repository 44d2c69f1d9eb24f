//! `evenkeel share`: a small page for somebody whom the writer chose.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal};
use std::path::PathBuf;

use anyhow::{Result, anyhow, bail};

use super::exit_status::ExitStatus;
use super::global::{GlobalArgs, period};
use super::output::{print, print_problems, tell};
use super::progress;
use super::prompt::Prompt;
use crate::commitment::name::folded;
use crate::commitment::progress::CommitmentProgress;
use crate::diagnostic::{Diagnostic, Family};
use crate::disk;
use crate::handout;
use crate::journal::spoken_day::SpokenPeriod;
use crate::project::{JournalIndex, shown};
use crate::share::{SharedPage, shared_with};
use crate::text::one_line;

/// Write a small page for somebody you trust: the commitments whose notes say `share: [NAME]`, and
/// nothing else of your journal.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
In the note of a commitment, `share: [Kim]` lets Kim see what was kept and where you came back; \
`share_notes: true` also what got in the way. Private words and heavy days are never in it.

Examples:
  evenkeel share --with Kim                              this week, as Markdown
  evenkeel share --with Kim --month --output for-kim.html
  evenkeel share --with Kim last month --say \"A slow one, and I am back.\"")]
pub(super) struct ShareArgs {
    /// Whom it is for.
    #[arg(long = "with", value_name = "NAME")]
    name: String,
    /// Which days: `last week`, `march`, `2026-03`. Default: this week.
    #[arg(value_name = "PERIOD", conflicts_with = "month")]
    words: Vec<String>,
    /// This month; other stretches in words: `this year`, `last week`.
    #[arg(long)]
    month: bool,
    /// A sentence of your own at the top. Without it a terminal asks for one.
    #[arg(long, value_name = "TEXT")]
    say: Option<String>,
    /// How it is written. Default: by the ending of --output, else Markdown.
    #[arg(long, value_enum)]
    format: Option<ShareFormat>,
    /// The file to write; one that is there is not touched. Default: standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum ShareFormat {
    /// Text.
    Markdown,
    /// A page for a browser or a printer.
    Html,
}

impl ShareArgs {
    fn format(&self) -> ShareFormat {
        let ending = self.output.as_ref().and_then(|path| path.extension());
        let html = ending.is_some_and(|ending| ending == "html" || ending == "htm");
        self.format.unwrap_or(if html { ShareFormat::Html } else { ShareFormat::Markdown })
    }

    fn period(&self) -> Result<SpokenPeriod> {
        match self.words.as_slice() {
            [] if self.month => Ok(SpokenPeriod::Months(0)),
            [] => Ok(SpokenPeriod::Weeks(0)),
            words => period(&words.join(" ")).map_err(|error| anyhow!(error)),
        }
    }

    /// The writer's own sentence.
    fn said(&self) -> Result<Option<String>> {
        let asked = self.say.is_none() && io::stdin().is_terminal() && io::stdout().is_terminal();
        let said = match &self.say {
            Some(said) => Some(said.clone()),
            None if asked => Prompt::new().line("A sentence of your own, or Enter", "")?,
            None => None,
        };
        Ok(said.map(|said| one_line(&said).trim().to_owned()).filter(|said| !said.is_empty()))
    }
}

/// Entries whose words are not for others: heavy days, and days on which the writer was harsh on
/// themself.
fn quiet(index: &JournalIndex) -> BTreeSet<String> {
    let is_harsh = |found: &&Diagnostic| found.family == Family::Harsh;
    let harsh =
        index.public().filter(|(_, file)| file.diagnostics.iter().any(|one| is_harsh(&one)));
    let harsh = harsh.map(|(entry, _)| entry.path.clone());
    harsh.chain(index.withheld()).chain(index.hushed()).collect()
}

/// The name as the notes write it.
fn named(commitments: &[&CommitmentProgress], typed: &str) -> String {
    let mut names = commitments.iter().flat_map(|one| &one.commitment.sharing.names);
    let written = names.find(|name| folded(name) == folded(typed));
    // Of two ways to write it the one that looks like a name.
    let is_name = |name: &&str| name.starts_with(char::is_uppercase);
    let typed = typed.trim();
    let mut ways = written.map(String::as_str).into_iter().chain([typed]);
    ways.find(is_name).unwrap_or(typed).to_owned()
}

pub(super) fn run(arguments: &ShareArgs, global: &GlobalArgs) -> Result<ExitStatus> {
    let project = global.open(None)?;
    let days = project.period(arguments.period()?)?;
    let mut index = JournalIndex::default();
    progress::read(&mut index, &project)?;
    let incomplete = print_problems(&index.problems) || index.is_unread();
    let progress = index.progress(&project);
    let quiet = quiet(&index);
    let mut commitments: Vec<_> = shared_with(&progress.commitments, &arguments.name).collect();
    commitments.retain(|tracked| !index.withheld().contains(&tracked.commitment.path));
    if commitments.is_empty() {
        bail!(
            "no commitment is shared with {name}. Write `share: [{name}]` into the note of one, in commitments/",
            name = arguments.name
        );
    }
    let said = arguments.said()?;
    let name = named(&commitments, &arguments.name);
    let page = SharedPage { name: &name, days, said: said.as_deref(), commitments, quiet: &quiet };
    let text = match arguments.format() {
        ShareFormat::Markdown => page.markdown(),
        ShareFormat::Html => handout::html("How it went", &page.markdown()),
    };
    match &arguments.output {
        Some(path) => {
            disk::create_new(&project.folder, path, &text)?;
            print(&format!("made {}\n", shown(path)))?;
            let inside = project.inside(path);
            if disk::is_entry(&inside) && !std::path::Path::new(&inside).is_absolute() {
                tell(
                    "note: it lies in the journal, so it is a page of it. Move it elsewhere, or write HTML.",
                );
            }
        }
        None => print(&text)?,
    }
    Ok(if incomplete { ExitStatus::Incomplete } else { ExitStatus::Clean })
}
