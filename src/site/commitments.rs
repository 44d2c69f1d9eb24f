//! How commitments are shown: what was promised, how it stands, a calendar, a curve of strength.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::Leaf;
use crate::commitment::account::{Standing, is_open};
use crate::commitment::cadence::{days_between, later};
use crate::commitment::ledger::Calendar;
use crate::commitment::metrics::{self, strength_word};
use crate::commitment::words;

/// Width and height of the curve, in its own units.
const CURVE: (f64, f64) = (600.0, 120.0);

/// One commitment, as its page and the lists show it.
#[derive(Debug, Serialize)]
pub(super) struct Panel {
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
    numbers: Vec<(&'static str, String)>,
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
    points: String,
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

impl Panel {
    /// `leaf` is the page of its note, `days` are the public entries.
    pub(super) fn new(
        standing: &Standing,
        leaf: &Leaf,
        days: &[Leaf],
        calendar: &Calendar,
    ) -> Self {
        let Standing { commitment, metrics, .. } = standing;
        let today = calendar.today;
        let urls: BTreeMap<Date, &str> = days
            .iter()
            .rev()
            .filter_map(|day| Some((day.entry.date()?, day.card.url.as_str())))
            .collect();
        let url_of = |date: Date| urls.get(&date).map(|url| (*url).to_owned());
        let dated =
            |date: Date, text: String| Dated { date: date.to_string(), text, url: url_of(date) };
        let public = standing.reasons.iter().filter(|reason| !reason.private);
        Self {
            title: leaf.title.clone(),
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
            html: leaf.rendered.html.clone(),
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

/// The strength as a line from the first slot to the last; none for fewer than two.
fn curve(standing: &Standing) -> Option<Curve> {
    let strengths = metrics::strength(&standing.ledger);
    let ((first, _), (last, now)) = (strengths.first()?, strengths.last()?);
    let (width, height) = CURVE;
    let length = number(days_between(*first, *last)).max(1.0);
    let points: Vec<String> = strengths
        .iter()
        .map(|(date, strength)| {
            let x = number(days_between(*first, *date)) / length * width;
            format!("{x:.1},{:.1}", height - strength * height)
        })
        .collect();
    let label = format!(
        "Strength from {first} to {last}, now {:.0} of 100, {}",
        now * 100.0,
        strength_word(*now)
    );
    (points.len() > 1).then(|| Curve { points: points.join(" "), label })
}

#[expect(clippy::cast_precision_loss, reason = "days of a life")]
fn number(days: i64) -> f64 {
    days as f64
}

/// How the numbers came to be, in a table.
fn numbers(standing: &Standing) -> Vec<(&'static str, String)> {
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
        rows.push(("Days until a return, in the middle", days.to_string()));
    }
    rows.push((
        "Strength",
        format!("{:.2}, {}", metrics.strength, strength_word(metrics.strength)),
    ));
    rows
}
