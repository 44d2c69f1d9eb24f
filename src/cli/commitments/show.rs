//! The account for reading, in sixty columns and without colour.

use std::fmt::Write as _;

use jiff::civil::Date;

use crate::cli::wrapped;
use crate::commitment::Period;
use crate::commitment::account::{Standing, is_open};
use crate::commitment::cadence::{later, period_of};
use crate::commitment::ledger::Calendar;
use crate::commitment::metrics::Status;
use crate::commitment::words::{facts, mark};

/// Weeks in a strip.
const WEEKS: i64 = 4;
/// Wider lines are hard to read.
const WIDEST: usize = 76;

/// What is due today, then each commitment, those that ended last.
pub(super) fn all(standings: &[&Standing], calendar: &Calendar, width: usize) -> String {
    let width = width.min(WIDEST);
    let mut out = due(standings, calendar.today, width);
    let ended = |one: &&&Standing| {
        matches!(one.metrics.status, Status::Finished | Status::Released | Status::Ended)
    };
    for standing in standings.iter().filter(|one| !ended(one)).chain(standings.iter().filter(ended))
    {
        out.push('\n');
        out.push_str(&one(standing, calendar, width));
    }
    let legend = "● kept, ◐ partly, ○ not kept, · not written down, – rest, _ open";
    out.push('\n');
    out.push_str(&wrapped(legend, width, "", ""));
    out
}

fn due(standings: &[&Standing], today: Date, width: usize) -> String {
    let open = |one: &&&Standing| is_open(one, today);
    let names: Vec<String> = standings
        .iter()
        .filter(open)
        .map(|one| {
            let period = one
                .ledger
                .slots
                .last()
                .filter(|slot| slot.date >= today)
                .and_then(|slot| slot.count);
            let title = &one.commitment.title;
            match (period, one.metrics.next_due.filter(|next| *next > today)) {
                (Some((done, wanted)), _) => format!("{title} ({done} of {wanted})"),
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

fn one(standing: &Standing, calendar: &Calendar, width: usize) -> String {
    let commitment = &standing.commitment;
    let cadence = commitment.cadence_on(calendar.today).to_string();
    let gap = width.saturating_sub(commitment.title.chars().count() + cadence.len()).max(2);
    let mut out = format!("{}{}{cadence}\n", commitment.title, " ".repeat(gap));
    for line in facts(standing, calendar.today) {
        out.push_str(&wrapped(&line, width, "  ", "    "));
    }
    let strip = strip(standing, calendar);
    if !strip.is_empty() {
        let _ = writeln!(out, "  {strip}");
    }
    out
}

/// The last four weeks, a mark for each day.
fn strip(standing: &Standing, calendar: &Calendar) -> String {
    let back = later(calendar.today, -7 * (WEEKS - 1));
    let (first, _) = period_of(back, Period::Week, calendar.week_starts);
    let mut out = String::new();
    for day in 0..7 * WEEKS {
        let date = later(first, day);
        if day > 0 && day % 7 == 0 {
            out.push(' ');
        }
        out.push(if date > calendar.today { ' ' } else { mark(standing, date) });
    }
    out.trim_end().to_owned()
}
