//! The account for reading, in sixty columns and without colour.

use std::fmt::Write as _;

use jiff::civil::Date;

use crate::commitment::account::{Standing, is_due};
use crate::commitment::cadence::{later, period_of};
use crate::commitment::ledger::{Calendar, Fate};
use crate::commitment::metrics::{RECORDED, Status, Trend, strength_word};
use crate::commitment::{Cadence, Period};
use crate::journal::check_in::State;
use crate::report::count;

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
    out.push_str("\n● kept  ◐ partly  ○ not kept  · not written down  – rest  _ open\n");
    out
}

fn due(standings: &[&Standing], today: Date, width: usize) -> String {
    let open = |one: &&&Standing| is_due(&one.commitment, today) && is_open(one, today);
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
    textwrap::fill(&text, width) + "\n"
}

/// Whether something can still be done today.
fn is_open(standing: &Standing, today: Date) -> bool {
    let marked = standing.record.days.get(&today).is_some_and(|day| day.state != State::Open);
    let open = |fate| fate == Fate::Open;
    !marked
        && standing
            .ledger
            .slots
            .iter()
            .rev()
            .take(2)
            .any(|slot| open(slot.fate) && slot.date >= today)
}

fn one(standing: &Standing, calendar: &Calendar, width: usize) -> String {
    let commitment = &standing.commitment;
    let cadence = commitment.cadence_on(calendar.today).to_string();
    let gap = width.saturating_sub(commitment.title.chars().count() + cadence.len()).max(2);
    let mut out = format!("{}{}{cadence}\n", commitment.title, " ".repeat(gap));
    for line in facts(standing, calendar.today) {
        let options = textwrap::Options::new(width).initial_indent("  ").subsequent_indent("    ");
        let _ = writeln!(out, "{}", textwrap::fill(&line, options));
    }
    let strip = strip(standing, calendar);
    if !strip.is_empty() {
        let _ = writeln!(out, "  {strip}");
    }
    out
}

fn facts(standing: &Standing, today: Date) -> Vec<String> {
    let metrics = &standing.metrics;
    let commitment = &standing.commitment;
    let mut facts = Vec::new();
    match metrics.status {
        Status::NotStarted => facts.push(format!("Begins on {}.", commitment.start)),
        Status::Paused => {
            let pause = commitment.pause(today);
            let until = pause
                .and_then(|pause| pause.to)
                .map_or_else(String::new, |to| format!(" until {to}"));
            let why = pause
                .and_then(|pause| pause.why.as_deref())
                .map_or_else(String::new, |why| format!(": {why}"));
            facts.push(format!("Paused{until}{why}."));
        }
        Status::Finished => facts.push(format!("Finished on {}.", end(standing))),
        Status::Released => facts.push(format!("Let go on purpose on {}.", end(standing))),
        Status::Ended => facts.push(format!("Ended on {}.", end(standing))),
        Status::Active => facts.push(run(standing, today)),
    }
    let window = &metrics.window;
    if matches!(commitment.cadence_on(today), Cadence::Free) {
        facts.push(format!("Done {}.", count(metrics.extras, "time")));
    } else if window.due > 0 && metrics.status == Status::Active {
        let rate =
            window.rate().filter(|_| window.recorded().is_some_and(|share| share >= RECORDED));
        let rate = rate.map_or_else(String::new, |rate| format!(" ({:.0} %)", rate * 100.0));
        let partly =
            if window.partly > 0 { format!(", {} partly", window.partly) } else { String::new() };
        let silent = if window.unrecorded > 0 {
            format!(", {} not written down", window.unrecorded)
        } else {
            String::new()
        };
        facts.push(format!(
            "Last four weeks: {} of {} kept{rate}{partly}{silent}.",
            window.kept, window.due
        ));
    } else if metrics.all.kept > 0 {
        facts.push(format!("In all: {} of {} kept.", metrics.all.kept, metrics.all.due));
    }
    let returns = metrics.returns.each.len();
    let mut last = Vec::new();
    if returns > 0 {
        last.push(format!("Came back {}", count(returns, "time")));
    }
    if metrics.all.due > 0 && metrics.status == Status::Active {
        last.push(strength_word(metrics.strength).to_owned());
    }
    match metrics.trend {
        Some(Trend::Rising) => last.push("rising".to_owned()),
        Some(Trend::Easing) => last.push("easing".to_owned()),
        _ => {}
    }
    if !last.is_empty() {
        let text = last.join(", ");
        let mut letters = text.chars();
        let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
        facts.push(format!("{first}{}.", letters.as_str()));
    }
    facts
}

fn end(standing: &Standing) -> String {
    standing.commitment.end.map_or_else(String::new, |end| end.to_string())
}

/// The rhythm, the headline; and the streak, which is never a nought.
pub(super) fn run(standing: &Standing, today: Date) -> String {
    let metrics = &standing.metrics;
    let unit = standing.commitment.cadence_on(today).unit();
    let unit = |number: usize| count(number, unit.trim_end_matches('s'));
    let next = metrics.next_due.map_or_else(String::new, |next| {
        if next == today { "Next chance: today.".to_owned() } else { format!("Next: {next}.") }
    });
    match (metrics.rhythm, metrics.streak.now, metrics.streak.since) {
        (0, 0, _) => next,
        (rhythm, 0, _) => format!("Rhythm {rhythm}. {next}"),
        (rhythm, now, Some(since)) => {
            format!("Rhythm {rhythm}. {} in a row since {since}. {next}", unit(now))
        }
        (rhythm, now, None) => format!("Rhythm {rhythm}. {} in a row. {next}", unit(now)),
    }
    .trim_end()
    .to_owned()
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

/// What a day of the strip shows.
pub(super) fn mark(standing: &Standing, date: Date) -> char {
    let commitment = &standing.commitment;
    let said = standing.record.days.get(&date).map(|day| day.state);
    let slot = standing.ledger.slots.binary_search_by_key(&date, |slot| slot.date).ok();
    let due = commitment.holds(date) && commitment.cadence_on(date).is_due(date);
    match (said, slot.filter(|_| due).map(|index| standing.ledger.slots[index].fate)) {
        (Some(State::Kept), _) | (_, Some(Fate::Kept)) => '●',
        (Some(State::Partly), _) | (_, Some(Fate::Partly(_))) => '◐',
        (_, Some(Fate::Missed)) | (Some(State::Missed), None) => '○',
        (_, Some(Fate::Unrecorded)) => '·',
        (_, Some(Fate::Open)) => '_',
        (_, Some(Fate::Rest | Fate::Paused)) | (Some(State::Rest), None) => '–',
        (_, None) if commitment.pause(date).is_some() => '–',
        (_, None) => ' ',
    }
}
