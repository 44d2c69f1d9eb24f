//! How a commitment stands, in sentences that a friend could say aloud. Returns come first; what
//! was not written down is said beside what was kept, and no share hides it.

use jiff::civil::Date;
use serde::Serialize;

use super::cadence::{Cadence, Period, later};
use super::definition::Commitment;
use super::metrics::{FEW, SlotCounts, Status, strength_word};
use super::progress::CommitmentProgress;
use super::slot::{PeriodCount, Slot, SlotState};
use crate::spoken::{capital, counted, day, number, on, since, span, times};

/// A return is news for so many days.
const NEWS: i64 = 7;
/// Closed weeks or months that are told.
const PERIODS: usize = 4;

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct SpokenPart {
    /// Its words, with the spaces and marks around them.
    pub text: String,
    /// Whether it tells of a return.
    pub back: bool,
}

impl SpokenPart {
    /// Words.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), back: false }
    }

    /// Words that tell of a return.
    pub fn back(text: impl Into<String>) -> Self {
        Self { text: text.into(), back: true }
    }
}

/// A return of the last days, the newest.
#[must_use]
pub fn news(tracked: &CommitmentProgress, today: Date) -> Option<(Date, i64)> {
    let newest = tracked.marked_returns().next_back()?;
    (newest.date > later(today, -NEWS)).then_some((newest.date, newest.days_away))
}

/// How it stands, for a list of commitments.
#[must_use]
pub fn standing(tracked: &CommitmentProgress, today: Date) -> Vec<SpokenPart> {
    let mut said = Vec::new();
    let active = tracked.metrics.status == Status::Active;
    if let Some((date, away)) = news(tracked, today).filter(|_| active) {
        let since = since(date, today);
        said.push(SpokenPart::back(format!("Back {since}")));
        said.push(SpokenPart::plain(format!(", after {}. ", span(away))));
    }
    said.push(SpokenPart::plain(account(tracked, today)));
    said
}

/// How it stands, as one text, with what comes next.
#[must_use]
pub fn text(tracked: &CommitmentProgress, today: Date) -> String {
    let standing: String = standing(tracked, today).into_iter().map(|part| part.text).collect();
    let daily = matches!(tracked.commitment.cadence_on(today), Cadence::Daily);
    match outlook(tracked, today) {
        next if next.starts_with("next") && !daily => format!("{standing} {}.", capital(&next)),
        _ => standing,
    }
}

/// How it stands, at the head of its own page.
#[must_use]
pub fn lead(tracked: &CommitmentProgress, today: Date) -> Vec<SpokenPart> {
    let mut said = Vec::new();
    let metrics = &tracked.metrics;
    let active = metrics.status == Status::Active;
    if let Some((date, away)) = news(tracked, today).filter(|_| active) {
        let on = on(date, today);
        said.push(SpokenPart::back(format!("You came back {on}")));
        said.push(SpokenPart::plain(format!(", after {}. ", span(away))));
    }
    let rooted = active && metrics.all.due >= FEW && metrics.all.kept > 0;
    if rooted && !matches!(tracked.commitment.cadence_on(today), Cadence::Free) {
        said.push(SpokenPart::plain(format!("It is {}. ", strength_word(metrics.strength))));
    }
    said.push(SpokenPart::plain(account(tracked, today)));
    said
}

/// What is to be done today or next: "open today", "two of this week's three, any day until
/// Sunday", "next on Friday".
#[must_use]
pub fn outlook(tracked: &CommitmentProgress, today: Date) -> String {
    if let Some((slot, count)) = under_way(tracked, today) {
        let asked = quota(tracked, count, today);
        return match time_left(slot, today) {
            _ if count.done >= count.wanted => asked,
            left => format!("{asked}, {left}"),
        };
    }
    if tracked.is_open(today) {
        return "open today".to_owned();
    }
    let next = tracked.metrics.next_due.filter(|next| *next > today);
    let Some(next) = next else { return String::new() };
    match tracked.commitment.cadence_on(next) {
        Cadence::Every(_) => format!("next by {}", day(next, today)),
        _ => format!("next {}", on(next, today)),
    }
}

/// The period of today: its slot, what was done in it and what is wanted.
fn under_way(tracked: &CommitmentProgress, today: Date) -> Option<(&Slot, PeriodCount)> {
    let mut slots = tracked.timeline.slots.iter().rev();
    slots.find_map(|slot| Some((slot, slot.count.filter(|_| slot.date >= today)?)))
}

/// "two this week", "one of this week’s two".
fn quota(tracked: &CommitmentProgress, count: PeriodCount, today: Date) -> String {
    let unit = period_name(tracked.commitment.cadence_on(today));
    match count {
        PeriodCount { amount: Some(_), .. } => {
            format!("{} this {unit}", count.spoken(tracked.commitment.target.as_ref()))
        }
        PeriodCount { done: 0, wanted, .. } => format!("{} this {unit}", number(wanted)),
        PeriodCount { done, wanted, .. } => {
            format!("{} of this {unit}’s {}", number(done), number(wanted))
        }
    }
}

/// "today", "any day until Sunday".
fn time_left(slot: &Slot, today: Date) -> String {
    if slot.date == today {
        "today".to_owned()
    } else {
        format!("any day until {}", day(slot.date, today))
    }
}

const fn period_name(cadence: &Cadence) -> &'static str {
    match cadence {
        Cadence::Times(_, Period::Month) => "month",
        _ => "week",
    }
}

/// What was kept, and what was not written down.
fn account(tracked: &CommitmentProgress, today: Date) -> String {
    let (commitment, metrics) = (&tracked.commitment, &tracked.metrics);
    let ended = commitment.end.unwrap_or(today);
    let all = metrics.all.kept + metrics.extras;
    let kept = match all {
        0 => String::new(),
        1 => " Kept once, and that stays counted.".to_owned(),
        _ => format!(" Kept {}, and they stay counted.", times(all)),
    };
    match metrics.status {
        Status::NotStarted => format!("Begins {}.", on(commitment.start, today)),
        Status::Paused => paused(tracked, today),
        Status::Finished => format!("Finished {}.{kept}", on(ended, today)),
        Status::Released => format!("Let go on purpose {}.{kept}", on(ended, today)),
        Status::Ended => format!("Ended {}.{kept}", on(ended, today)),
        Status::Active => match commitment.cadence_on(today) {
            Cadence::Free if metrics.extras == 0 => {
                "Nothing is due here; it is counted when it happens.".to_owned()
            }
            Cadence::Free => format!("{} so far.", capital(&times(metrics.extras))),
            Cadence::Times(..) => periods(tracked, today),
            _ if metrics.all.due < FEW => few(&metrics.all, commitment, today),
            _ => four_weeks(&metrics.window, commitment, today),
        },
    }
}

fn paused(tracked: &CommitmentProgress, today: Date) -> String {
    let pause = tracked.commitment.pause(today);
    let from = pause.map_or(String::new(), |pause| format!(" {}", on(pause.from, today)));
    let to = pause.and_then(|pause| pause.to);
    let to = to.map_or(String::new(), |to| format!(", until {}", day(to, today)));
    let why = pause.and_then(|pause| pause.why.as_deref());
    let why = why.map_or(String::new(), |why| format!(": {}", why.trim_end_matches('.')));
    format!("Paused{from}{to}{why}. Nothing is due, and nothing fades while it rests.")
}

/// The first few slots.
fn few(all: &SlotCounts, commitment: &Commitment, today: Date) -> String {
    match (all.due, all.kept) {
        (0, _) => "Nothing was due yet.".to_owned(),
        (due, _) if due == all.unrecorded => "Nothing is written down yet.".to_owned(),
        (1, 1) => "One so far, and it was kept.".to_owned(),
        (due, kept) if due == kept => format!(
            "{} so far, all kept. After {}, a line shows how it goes.",
            capital(&number(due)),
            number(FEW)
        ),
        (due, _) => format!(
            "{} so far: {}. After {}, a line shows how it goes.",
            capital(&number(due)),
            parts(all, commitment, today),
            number(FEW)
        ),
    }
}

/// The last 28 days of what is due on days.
fn four_weeks(window: &SlotCounts, commitment: &Commitment, today: Date) -> String {
    let cadence = commitment.cadence_on(today);
    let silent = window.unrecorded;
    let written = window.due - silent;
    match window.due {
        0 => "Nothing was due in the last four weeks.".to_owned(),
        due if window.kept == due && matches!(cadence, Cadence::Daily) => {
            format!("Kept on all {} days.", number(due))
        }
        due if window.kept == due => {
            format!("Kept {} in four weeks, each time it was due.", times(due))
        }
        due if silent == due => "Nothing is written down about the last four weeks.".to_owned(),
        due if written * 2 < due && window.kept == written => {
            let kept = match written {
                1 => "One is written down, and it was kept".to_owned(),
                _ => format!("{} are written down, all kept", capital(&number(written))),
            };
            format!("{kept}; nothing is written about the other {}.", number(silent))
        }
        _ => format!("In four weeks: {}.", parts(window, commitment, today)),
    }
}

/// "17 kept, one partly, five not that day, five not written down"; of weeks or months "one week in
/// full, three in part".
pub(crate) fn parts(counts: &SlotCounts, commitment: &Commitment, today: Date) -> String {
    parts_with(counts, commitment, today, "not that day")
}

/// The same for somebody who has no legend beside it.
pub(crate) fn parts_plainly(counts: &SlotCounts, commitment: &Commitment, today: Date) -> String {
    parts_with(counts, commitment, today, "not done")
}

fn parts_with(
    counts: &SlotCounts,
    commitment: &Commitment,
    today: Date,
    missed: &'static str,
) -> String {
    let cadence = commitment.cadence_on(today);
    let missed = if commitment.avoid { "with a slip" } else { missed };
    match cadence {
        Cadence::Times(..) => told(counts, OF_A_PERIOD, Some(period_name(cadence))),
        _ => told(counts, ["kept", "partly", missed, "not written down"], None),
    }
}

/// What became of a week or a month: kept, in part, missed, and nothing written.
const OF_A_PERIOD: [&str; 4] = ["in full", "in part", "without", "not written down"];

/// The counts that are not nought, each with what it is of; the unit is said once.
fn told(counts: &SlotCounts, named: [&str; 4], unit: Option<&str>) -> String {
    let all = [counts.kept, counts.partly, counts.missed, counts.unrecorded];
    let there = all.into_iter().zip(named).filter(|(count, _)| *count > 0);
    let said = there.enumerate().map(|(at, (count, what))| match unit.filter(|_| at == 0) {
        Some(unit) => format!("{} {what}", counted(count, unit)),
        None => format!("{} {what}", number(count)),
    });
    let said: Vec<String> = said.collect();
    if said.is_empty() { "none kept".to_owned() } else { said.join(", ") }
}

/// The last weeks or months of what is wanted so many times in each, and the one under way.
fn periods(tracked: &CommitmentProgress, today: Date) -> String {
    let unit = period_name(tracked.commitment.cadence_on(today));
    let closed = tracked.timeline.slots.iter().rev().filter(|slot| slot.is_due());
    let closed: Vec<&Slot> = closed.filter(|slot| slot.count.is_some()).take(PERIODS).collect();
    let done = |slot: &&Slot| slot.count.map_or(0, |count| count.done);
    let counts: Vec<usize> = closed.iter().map(done).collect();
    let last = match closed.len() {
        1 => format!("the last {unit}"),
        many => format!("the last {}", counted(many, unit)),
    };
    let mut said = Vec::new();
    match counts.as_slice() {
        [] => {}
        [first, rest @ ..] if *first > 0 && rest.iter().all(|one| one == first) => {
            let each = if rest.is_empty() { "" } else { "each of " };
            said.push(format!("{} in {each}{last}.", capital(&number(*first))));
        }
        _ => {
            let counts = SlotCounts::of(closed.iter().copied());
            said.push(format!("Of {last}: {}.", told(&counts, OF_A_PERIOD, None)));
        }
    }
    let open = |slot: &Slot| slot.state == SlotState::Open && slot.first <= today;
    if let Some((slot, count)) = under_way(tracked, today).filter(|(slot, _)| open(slot)) {
        let asked = capital(&quota(tracked, count, today));
        said.push(format!("{asked}; {}.", time_left(slot, today)));
    }
    if said.is_empty() { "Nothing was due yet.".to_owned() } else { said.join(" ") }
}
