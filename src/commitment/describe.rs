//! Progress in words, for the terminal and for reviews; the site says it in sentences.

use jiff::civil::Date;

use super::cadence::Cadence;
use super::metrics::{RECORDED, Status, Trend, strength_word};
use super::milestone::{Milestone, Reached};
use super::progress::CommitmentProgress;
use super::slot::{PeriodCount, SlotState};
use crate::spoken;

/// What there is to say of a commitment, the headline first.
#[must_use]
pub fn facts(tracked: &CommitmentProgress, today: Date) -> Vec<String> {
    let metrics = &tracked.metrics;
    let commitment = &tracked.commitment;
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
        Status::Finished => facts.push(format!("Finished on {}.", end(tracked))),
        Status::Released => facts.push(format!("Let go on purpose on {}.", end(tracked))),
        Status::Ended => facts.push(format!("Ended on {}.", end(tracked))),
        Status::Active => facts.extend(Some(run(tracked, today)).filter(|run| !run.is_empty())),
    }
    let window = &metrics.window;
    let under_way = under_way(tracked);
    facts.extend(under_way.map(|PeriodCount { done, wanted }| {
        let unit = commitment.cadence_on(today).unit();
        format!("This {}: {done} of {wanted} so far.", unit.trim_end_matches('s'))
    }));
    let active = metrics.status == Status::Active;
    if matches!(commitment.cadence_on(today), Cadence::Free) {
        facts.push(format!("Done {}.", count(metrics.extras, "time")));
    } else if active && window.due > 0 && window.unrecorded == window.due && under_way.is_none() {
        facts.push("Last four weeks: nothing is written down.".to_owned());
    } else if active && window.due > 0 {
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
    let returns = metrics.lapses.returns.len();
    let mut last = Vec::new();
    if returns > 0 {
        last.push(format!("Came back {}", count(returns, "time")));
    }
    // What was never written down has no strength; that says nothing.
    if metrics.all.due > 0 && metrics.strength > 0.0 && metrics.status == Status::Active {
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

fn end(tracked: &CommitmentProgress) -> String {
    tracked.commitment.end.map_or_else(String::new, |end| end.to_string())
}

/// What was done towards a period that is still open, and how much is wanted.
fn under_way(tracked: &CommitmentProgress) -> Option<PeriodCount> {
    let open = tracked.timeline.slots.iter().rev().find(|slot| slot.state == SlotState::Open)?;
    open.count.filter(|count| count.done > 0 && count.wanted > 1)
}

/// The rhythm, the headline; and the streak, which is never a nought.
#[must_use]
pub fn run(tracked: &CommitmentProgress, today: Date) -> String {
    let metrics = &tracked.metrics;
    let unit = tracked.commitment.cadence_on(today).unit();
    let unit = |number: usize| count(number, unit.trim_end_matches('s'));
    let cadence = tracked.commitment.cadence_on(today);
    let any_day = matches!(cadence, Cadence::Times(..) | Cadence::Every(_));
    let next = metrics.next_due.map_or_else(String::new, |next| {
        if next == today {
            "Next chance: today.".to_owned()
        } else if any_day {
            format!("Next: by {next}.")
        } else {
            format!("Next: {next}.")
        }
    });
    match (metrics.rhythm, metrics.streak.now, metrics.streak.from) {
        (0, 0, _) => next,
        (rhythm, 0, _) => format!("Rhythm {rhythm}. {next}"),
        (rhythm, now, Some(from)) => {
            format!("Rhythm {rhythm}. {} in a row since {from}. {next}", unit(now))
        }
        (rhythm, now, None) => format!("Rhythm {rhythm}. {} in a row. {next}", unit(now)),
    }
    .trim_end()
    .to_owned()
}

/// What was reached.
#[must_use]
pub fn milestone(milestone: &Milestone) -> String {
    match milestone.reached {
        Reached::Kept(count) => format!("kept {count} times"),
        Reached::Return(1) => "the first return".to_owned(),
        Reached::Return(number) => format!("the {} return", spoken::ordinal_word(number)),
        Reached::LongReturn(days) => {
            format!("back after {}", spoken::span(i64::try_from(days).unwrap_or(i64::MAX)))
        }
        Reached::RecordedMonth(_) => "a whole month written down".to_owned(),
    }
}

/// "1 time", "4 times".
fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
