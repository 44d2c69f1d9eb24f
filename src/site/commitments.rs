//! How commitments are shown: what was promised, how it stands, a calendar, a curve of strength.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::chart::{self, Line};
use super::leaf::Leaf;
use crate::commitment::account::{Standing, is_open};
use crate::commitment::cadence::later;
use crate::commitment::ledger::Calendar;
use crate::commitment::metrics::{self, strength_word};
use crate::commitment::steps::{Step, steps};
use crate::commitment::words;
use crate::text::fingerprint;

/// How many of the last slots are shown one by one.
const STEPS: usize = 60;

/// One commitment, as its page and the lists show it.
#[derive(Debug, Serialize)]
pub(super) struct Panel<'a> {
    #[serde(skip)]
    pub(super) standing: &'a Standing,
    pub(super) title: String,
    pub(super) url: String,
    /// Whether something can still be done on the day of the build.
    pub(super) open: bool,
    /// Whether lists may name it.
    #[serde(skip)]
    pub(super) listed: bool,
    status: metrics::Status,
    cadence: String,
    value: Option<String>,
    when: Option<String>,
    minimum: Option<String>,
    if_missed: Option<String>,
    facts: Vec<String>,
    /// The person's own words.
    html: String,
    months: Vec<Month>,
    curve: Option<Curve>,
    history: Vec<Change>,
    pauses: Vec<Pause>,
    milestones: Vec<Dated>,
    reasons: Vec<Dated>,
    numbers: Vec<Number>,
    /// What the last slots did to them.
    steps: Vec<Row>,
}

/// A number and what it is called.
#[derive(Debug, Serialize)]
struct Number {
    name: &'static str,
    value: String,
}

/// What one slot did.
#[derive(Debug, Serialize)]
struct Row {
    date: String,
    what: String,
    run: usize,
    strength: String,
    reason: Option<String>,
}

/// A row of the calendar.
#[derive(Debug, Serialize)]
struct Month {
    name: String,
    days: Vec<Cell>,
}

#[derive(Debug, Serialize)]
struct Cell {
    mark: char,
    /// A word for its look.
    look: &'static str,
    /// "2 March 2026: kept".
    label: String,
    /// The day's entry.
    url: Option<String>,
}

/// The strength over time, as the points of a line.
#[derive(Debug, Serialize)]
struct Curve {
    line: Line,
    label: String,
}

#[derive(Debug, Serialize)]
struct Change {
    from: String,
    cadence: String,
    why: Option<String>,
}

#[derive(Debug, Serialize)]
struct Pause {
    from: String,
    to: Option<String>,
    why: Option<String>,
}

#[derive(Debug, Serialize)]
struct Dated {
    date: String,
    text: String,
    url: Option<String>,
}

impl<'a> Panel<'a> {
    /// Tells how it stands from how it could.
    pub(super) fn print(&self) -> u64 {
        let Standing { ledger, metrics, .. } = self.standing;
        fingerprint(&(&self.title, &self.url, self.listed, format!("{ledger:?} {metrics:?}")))
    }

    /// `leaf` is the page of its note, `html` its body, `urls` are the addresses of the days' first entries.
    pub(super) fn new(
        standing: &'a Standing,
        leaf: &Leaf,
        html: String,
        urls: &BTreeMap<Date, &str>,
        calendar: &Calendar,
    ) -> Self {
        let Standing { commitment, metrics, .. } = standing;
        let today = calendar.today;
        let url_of = |date: Date| urls.get(&date).map(|url| (*url).to_owned());
        let dated =
            |date: Date, text: String| Dated { date: date.to_string(), text, url: url_of(date) };
        let public = standing.reasons.iter().filter(|reason| !reason.private);
        let all = steps(standing);
        let last = all.len().saturating_sub(STEPS);
        Self {
            standing,
            title: leaf.title.to_string(),
            url: leaf.card.url.clone(),
            open: is_open(standing, today),
            listed: !leaf.withheld,
            status: metrics.status,
            cadence: commitment.cadence_on(today).to_string(),
            value: commitment.value.clone(),
            when: commitment.when.clone(),
            minimum: commitment.minimum.clone(),
            if_missed: commitment.if_missed.clone(),
            facts: words::facts(standing, today),
            html,
            months: months(standing, calendar, &url_of),
            curve: curve(standing),
            history: commitment
                .segments
                .iter()
                .map(|segment| Change {
                    from: segment.from.to_string(),
                    cadence: segment.cadence.to_string(),
                    why: segment.why.clone(),
                })
                .collect(),
            pauses: commitment
                .pauses
                .iter()
                .map(|pause| Pause {
                    from: pause.from.to_string(),
                    to: pause.to.map(|to| to.to_string()),
                    why: pause.why.clone(),
                })
                .collect(),
            milestones: metrics
                .milestones
                .iter()
                .rev()
                .map(|one| dated(one.date, words::milestone(one)))
                .collect(),
            reasons: public.rev().map(|one| dated(one.date, one.text.clone())).collect(),
            numbers: numbers(standing),
            steps: all[last..].iter().rev().map(row).collect(),
        }
    }
}

/// The months it held, the newest first.
fn months(
    standing: &Standing,
    calendar: &Calendar,
    url_of: &dyn Fn(Date) -> Option<String>,
) -> Vec<Month> {
    let last = standing.commitment.end.map_or(calendar.today, |end| end.min(calendar.today));
    let mut months: Vec<Month> = Vec::new();
    let mut first = last.first_of_month();
    while first >= standing.commitment.start.first_of_month() {
        let days = (0..i64::from(first.days_in_month())).map(|day| later(first, day));
        let days = days.map(|date| {
            let held = standing.commitment.holds(date) && date <= calendar.today;
            let mark = if held { words::mark(standing, date) } else { ' ' };
            let said = if held { words::spoken(mark) } else { "outside of its time" };
            Cell {
                mark,
                look: look(mark),
                label: format!("{}: {said}", date.strftime("%-d %B %Y")),
                url: url_of(date).filter(|_| held),
            }
        });
        months.push(Month { name: first.strftime("%b %Y").to_string(), days: days.collect() });
        let Ok(before) = first.yesterday() else { break };
        first = before.first_of_month();
    }
    months
}

const fn look(mark: char) -> &'static str {
    match mark {
        '●' => "kept",
        '◐' => "partly",
        '○' => "not",
        _ => "quiet",
    }
}

fn row(step: &Step) -> Row {
    Row {
        date: step.date.to_string(),
        what: step.what.clone(),
        run: step.run,
        strength: format!("{:.2}", step.strength),
        reason: step.reason.filter(|reason| !reason.private).map(|reason| reason.text.clone()),
    }
}

/// The strength as a line from the first slot to the last; none for fewer than two, or while nothing
/// was ever done: silence must not look like failure.
fn curve(standing: &Standing) -> Option<Curve> {
    let strengths = metrics::strength(&standing.ledger);
    let ((first, _), (last, now)) = (strengths.first()?, strengths.last()?);
    if strengths.iter().all(|(_, strength)| *strength <= 0.0) {
        return None;
    }
    let label = format!(
        "Strength from {first} to {last}, now {:.0} of 100, {}",
        now * 100.0,
        strength_word(*now)
    );
    Some(Curve { line: chart::line(&strengths, 0.0, 1.0)?, label })
}

/// How the numbers came to be, in a table.
fn numbers(standing: &Standing) -> Vec<Number> {
    let metrics = &standing.metrics;
    let all = &metrics.all;
    let mut rows = vec![
        ("Kept of due", format!("{} of {}", all.kept, all.due)),
        ("Partly", all.partly.to_string()),
        ("Not kept", all.missed.to_string()),
        ("Not written down", all.unrecorded.to_string()),
        ("Rest and pauses", all.neutral.to_string()),
        ("Beyond what was due", metrics.extras.to_string()),
        ("Longest in a row", metrics.streak.longest.to_string()),
        ("Returns", metrics.returns.each.len().to_string()),
    ];
    if let Some(days) = metrics.returns.median_days() {
        rows.push(("Days until a return, median", days.to_string()));
    }
    rows.push((
        "Strength",
        format!("{:.2}, {}", metrics.strength, strength_word(metrics.strength)),
    ));
    rows.into_iter().map(|(name, value)| Number { name, value }).collect()
}
