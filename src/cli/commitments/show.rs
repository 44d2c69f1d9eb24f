//! How each commitment stands, for reading: in at most 76 columns and without colour.

use std::fmt::Write as _;

use jiff::civil::Date;

use crate::cli::output::wrapped;
use crate::commitment::cadence::Calendar;
use crate::commitment::cadence::{Period, later, period_of};
use crate::commitment::day_state::DayState;
use crate::commitment::describe::facts;
use crate::commitment::metrics::Status;
use crate::commitment::progress::CommitmentProgress;
use crate::commitment::slot::PeriodCount;

/// Weeks in a strip.
const WEEKS: i64 = 4;
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
    let legend = "● kept, ◐ partly, ○ not kept, › moved, · not written down, – rest, _ open";
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
                (Some(PeriodCount { done, wanted }), _) => format!("{title} ({done} of {wanted})"),
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
    let cadence = commitment.cadence_on(calendar.today).to_string();
    let gap = width.saturating_sub(commitment.title.chars().count() + cadence.len()).max(2);
    let mut out = format!("{}{}{cadence}\n", commitment.title, " ".repeat(gap));
    for line in facts(tracked, calendar.today) {
        out.push_str(&wrapped(&line, width, "  ", "    "));
    }
    let strip = strip(tracked, calendar);
    if !strip.is_empty() {
        let _ = writeln!(out, "  {strip}");
    }
    out
}

/// The last four weeks, a mark for each day.
fn strip(tracked: &CommitmentProgress, calendar: &Calendar) -> String {
    let back = later(calendar.today, -7 * (WEEKS - 1));
    let first = period_of(back, Period::Week, calendar.week_starts).first;
    let mut out = String::new();
    for day in 0..7 * WEEKS {
        let date = later(first, day);
        if day > 0 && day % 7 == 0 {
            out.push(' ');
        }
        out.push(if date > calendar.today { ' ' } else { DayState::of(tracked, date).sign() });
    }
    out.trim_end().to_owned()
}
