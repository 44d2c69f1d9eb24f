//! `evenkeel share`: a small page for somebody whom the writer chose.

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use anyhow::{Result, anyhow, bail};

use super::exit_status::ExitStatus;
use super::global::{GlobalArgs, period};
use super::output::{print, print_problems};
use super::progress;
use super::prompt::Prompt;
use crate::commitment::name::folded;
use crate::commitment::progress::CommitmentProgress;
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
    /// This month.
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

/// The name as the notes write it.
fn named(commitments: &[&CommitmentProgress], typed: &str) -> String {
    let mut names = commitments.iter().flat_map(|one| &one.commitment.sharing.names);
    let written = names.find(|name| folded(name) == folded(typed));
    written.map_or_else(|| typed.trim().to_owned(), Clone::clone)
}

pub(super) fn run(arguments: &ShareArgs, global: &GlobalArgs) -> Result<ExitStatus> {
    let project = global.open(None)?;
    let days = project.period(arguments.period()?)?;
    let mut index = JournalIndex::default();
    progress::read(&mut index, &project)?;
    let incomplete = print_problems(&index.problems) || index.is_unread();
    let progress = index.progress(&project);
    let quiet = index.withheld().into_iter().chain(index.hushed()).collect();
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
        }
        None => print(&text)?,
    }
    Ok(if incomplete { ExitStatus::Incomplete } else { ExitStatus::Clean })
}
