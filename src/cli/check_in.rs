//! `evenkeel check-in`: writes one mark into a day's entry.

use std::path::Path;

use anyhow::{Result, bail};
use jiff::civil::Date;

use super::account::Books;
use super::commitments::{find, standing_line};
use super::{Global, Outcome, new, print, rules};
use crate::commitment::writing::CheckIn;
use crate::disk;
use crate::journal::check_in::State;
use crate::project::{Project, shown};
use crate::text;

/// Write a check-in into a day's entry, in the notation that the entry uses.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  evenkeel check-in walk
  evenkeel check-in walk partly --note \"turned back at the bakery\"
  evenkeel check-in language --amount 20
  evenkeel check-in walk rest --date 2026-03-02")]
pub(super) struct Arguments {
    /// The commitment.
    id: String,
    /// What became of it.
    #[arg(value_enum, default_value_t)]
    state: Said,
    /// The day. Default: today.
    #[arg(long, value_name = "DATE", value_parser = super::day)]
    date: Option<Date>,
    /// How much of it, in the target's unit.
    #[arg(long, value_name = "N", value_parser = super::amount)]
    amount: Option<f64>,
    /// Words to stand beside it.
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

#[derive(Debug, Clone, Copy, Default, clap::ValueEnum)]
enum Said {
    /// Done.
    #[default]
    Kept,
    /// Done in part.
    Partly,
    /// Left out on purpose.
    Rest,
    /// Not done; a slip, for something to leave undone.
    Missed,
}

pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<Outcome> {
    let project = Project::open(Path::new("."), &global.manner())?;
    rules::refuse_faults(&project)?;
    let books = Books::read(&project)?;
    let commitment = find(&books.account, &arguments.id)?.commitment.clone();
    let date = arguments.date.unwrap_or(project.today);
    if date > project.today {
        bail!("{date} is still to come. A check-in is about today or a day before");
    }
    let path = match new::entry_of(&books.sheets, date) {
        Some(sheet) => project.folder.join(&sheet.path),
        None => new::create(date, &project, &books)?,
    };
    let before = disk::read_text(&path)?;
    let inside = project.inside(&path);
    let state = match arguments.state {
        Said::Kept => State::Kept,
        Said::Partly => State::Partly,
        Said::Rest => State::Rest,
        Said::Missed => State::Missed,
    };
    let note = arguments.note.as_deref().filter(|note| !note.trim().is_empty());
    let check_in = CheckIn { commitment: &commitment, state, amount: arguments.amount, note };
    let Some(edit) = project.check_in((&inside, &before), &check_in, date) else {
        bail!(
            "{} is written in a way that this check-in does not fit into, so it was not touched. Write it yourself: `- [{}] {}`",
            shown(&path),
            state.letter(),
            commitment.title
        );
    };
    let after = text::apply(&before, &[edit]);
    disk::replace(&path, Some(before.as_bytes()), after.as_bytes())?;
    let books = Books::read(&project)?;
    let standing = find(&books.account, &commitment.id)?;
    let said = standing.record.days.get(&date).map_or(state, |day| day.state);
    print(&format!("{}: {}, {}.\n", shown(&path), commitment.title, said.name()))?;
    if !commitment.holds(date) {
        print(&format!("{date} is outside of its time, so it counts as something extra.\n"))?;
    }
    print(&standing_line(standing, &project.calendar()))?;
    Ok(if books.incomplete { Outcome::Incomplete } else { Outcome::Clean })
}
