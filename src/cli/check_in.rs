//! `evenkeel check-in`: writes one mark into a day's entry.

use anyhow::{Result, bail};

use super::commitments::{find, print_definition_problems};
use super::exit_status::ExitStatus;
use super::global::GlobalArgs;
use super::output::{print, print_sentences};
use crate::commitment::check_in::notation::CheckInState;
use crate::commitment::check_in::write::NewCheckIn;
use crate::commitment::sentence;
use crate::journal::spoken_day::SpokenDay;
use crate::project::{JournalProgress, shown, write_check_in};

/// Write a check-in into a day's entry, in the notation that the entry uses.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  evenkeel check-in walk
  evenkeel check-in walk partly --note \"turned back at the bakery\"
  evenkeel check-in language --amount 20
  evenkeel check-in walk rest --date 2026-03-02")]
pub(super) struct CheckInArgs {
    /// The commitment.
    id: String,
    /// What became of it.
    #[arg(value_enum, default_value_t)]
    state: StateArg,
    /// The day. Default: today.
    #[arg(long, value_name = "DATE", value_parser = super::global::day)]
    date: Option<SpokenDay>,
    /// How much of it, in the target's unit.
    #[arg(long, value_name = "N", value_parser = super::global::amount)]
    amount: Option<f64>,
    /// Words to stand beside it.
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

#[derive(Debug, Clone, Copy, Default, clap::ValueEnum)]
enum StateArg {
    /// Done.
    #[default]
    Kept,
    /// Done in part.
    Partly,
    /// Left out on purpose.
    Rest,
    /// Put off; kept when it is done before the next one is due.
    Moved,
    /// Not done; a slip, for something to leave undone.
    Missed,
}

impl StateArg {
    const fn state(self) -> CheckInState {
        match self {
            Self::Kept => CheckInState::Kept,
            Self::Partly => CheckInState::Partly,
            Self::Rest => CheckInState::Rest,
            Self::Moved => CheckInState::Moved,
            Self::Missed => CheckInState::Missed,
        }
    }
}

pub(super) fn run(arguments: &CheckInArgs, global: &GlobalArgs) -> Result<ExitStatus> {
    let project = global.open_to_write()?;
    print_definition_problems(&project)?;
    let journal = JournalProgress::read(&project)?;
    let tracked = find(&journal.progress, &arguments.id)?;
    let commitment = tracked.commitment.clone();
    let date = project.day(arguments.date)?;
    let before = tracked.day_log.days.get(&date).map(|day| day.state);
    if date > project.today {
        print_sentences(&journal.problems);
        bail!("{date} is still to come. A check-in is about today or a day before");
    }
    let state = arguments.state.state();
    let note = arguments.note.as_deref().filter(|note| !note.trim().is_empty());
    let new = NewCheckIn { commitment: &commitment, state, amount: arguments.amount, note };
    let path = write_check_in(&project, &journal, &new, date)?;
    let journal = JournalProgress::read(&project)?;
    let tracked = find(&journal.progress, &commitment.id)?;
    let said = tracked.day_log.days.get(&date).map_or(state, |day| day.state);
    print(&format!("{}: {}, {}.\n", shown(&path), commitment.title, said.name()))?;
    if let Some(before) = before.filter(|it| *it != said && *it != CheckInState::Open) {
        print(&format!("That day said `{}` before.\n", before.name()))?;
    }
    if said != state && arguments.amount.is_none() {
        print(&format!(
            "Another mark of that day says `{}`, and of two the better one counts. `evenkeel check` shows both.\n",
            said.name()
        ))?;
    }
    if !commitment.holds(date) {
        print(&format!("{date} is outside of its time, so it counts as something extra.\n"))?;
    } else if !commitment.is_due(date) {
        print("It was not due that day, so it counts as something extra.\n")?;
    }
    print(&format!("{}\n", sentence::text(tracked, project.today)))?;
    let incomplete = print_sentences(&journal.problems);
    Ok(if incomplete { ExitStatus::Incomplete } else { ExitStatus::Clean })
}
