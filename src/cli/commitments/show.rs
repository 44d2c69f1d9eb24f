//! How each commitment stands, for reading: in at most 76 columns and without colour.

use std::fmt::Write as _;

use jiff::civil::Date;

use crate::cli::output::wrapped;
use crate::commitment::cadence::Calendar;
use crate::commitment::cadence::later;
use crate::commitment::day_state::DayState;
use crate::commitment::metrics::Status;
use crate::commitment::progress::CommitmentProgress;
use crate::commitment::sentence;

/// Days in a row.
const DAYS: i64 = 28;
/// Wider lines are hard to read.
const WIDEST: usize = 76;

/// What is due today, then each commitment, those that ended last.
pub(super) fn all(
    commitments: &[&CommitmentProgress],
    calendar: &Calendar,
    width: usize,
) -> String {
    let width = width.min(WIDEST);
    let mut out = due(commitments, calendar.today, width);
    let ended = |one: &&&CommitmentProgress| {
        matches!(one.metrics.status, Status::Finished | Status::Released | Status::Ended)
    };
    for tracked in
        commitments.iter().filter(|one| !ended(one)).chain(commitments.iter().filter(ended))
    {
        out.push('\n');
        out.push_str(&one(tracked, calendar, width));
    }
    let legend = "● kept, ◐ partly, ○ not that day, › moved, · nothing written, – rest, _ open";
    out.push('\n');
    out.push_str(&wrapped(legend, width, "", ""));
    out
}

fn due(commitments: &[&CommitmentProgress], today: Date, width: usize) -> String {
    let open = |one: &&&CommitmentProgress| one.is_open(today);
    let names: Vec<String> = commitments
        .iter()
        .filter(open)
        .map(|one| {
            let period = one
                .timeline
                .slots
                .last()
                .filter(|slot| slot.date >= today)
                .and_then(|slot| slot.count);
            let title = &one.commitment.title;
            match (period, one.metrics.next_due.filter(|next| *next > today)) {
                (Some(count), _) => {
                    format!("{title} ({})", count.spoken(one.commitment.target.as_ref()))
                }
                (None, Some(next)) => format!("{title} (by {next})"),
                (None, None) => title.clone(),
            }
        })
        .collect();
    let text = if names.is_empty() {
        "Nothing is due today.".to_owned()
    } else {
        format!("Open today: {}.", names.join(", "))
    };
    wrapped(&text, width, "", "")
}

fn one(tracked: &CommitmentProgress, calendar: &Calendar, width: usize) -> String {
    let commitment = &tracked.commitment;
    let cadence = commitment.often(calendar.today);
    let gap = width.saturating_sub(commitment.title.chars().count() + cadence.len()).max(2);
    let mut out = format!("{}{}{cadence}\n", commitment.title, " ".repeat(gap));
    out.push_str(&wrapped(&sentence::text(tracked, calendar.today), width, "  ", "  "));
    if matches!(tracked.metrics.status, Status::Active | Status::Paused) {
        let _ = writeln!(out, "  {}", dots(tracked, calendar));
    }
    out
}

/// The last 28 days, a sign for each, in weeks.
fn dots(tracked: &CommitmentProgress, calendar: &Calendar) -> String {
    let mut out = String::new();
    for back in (0..DAYS).rev() {
        let date = later(calendar.today, -back);
        if back + 1 < DAYS && date.weekday() == calendar.week_starts {
            out.push(' ');
        }
        out.push(DayState::within(tracked, date).sign());
    }
    out.trim_end().to_owned()
}
