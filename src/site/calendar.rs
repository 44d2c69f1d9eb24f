//! Entries by year and month, with a calendar whose dots grow with the words of a day.

use std::sync::Arc;

use jiff::civil::{Date, Weekday};
use serde::{Serialize, Serializer};

use super::leaf::Leaf;
use crate::commitment::cadence::later;
use crate::text::fingerprint;

/// Sizes of a dot, without none.
const SIZES: usize = 4;

/// A year with entries.
#[derive(Debug, Serialize)]
pub(super) struct Year<'a> {
    pub(super) name: String,
    pub(super) url: String,
    pub(super) words: usize,
    pub(super) entries: usize,
    /// Those with entries, in order.
    pub(super) months: Vec<Month<'a>>,
}

/// A year in a list of years.
#[derive(Debug, Serialize)]
pub(super) struct Brief<'a> {
    name: &'a str,
    url: &'a str,
    words: usize,
    entries: usize,
    months: Vec<Named<'a>>,
}

/// A month or a year, for links.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Named<'a> {
    /// The first day of a month; the name of a year.
    pub(super) name: &'a str,
    pub(super) url: &'a str,
}

impl Year<'_> {
    pub(super) fn brief(&self) -> Brief<'_> {
        let months = self.months.iter().map(|month| Named { name: &month.date, url: &month.url });
        Brief {
            name: &self.name,
            url: &self.url,
            words: self.words,
            entries: self.entries,
            months: months.collect(),
        }
    }
}

/// A month with entries.
#[derive(Debug, Serialize)]
pub(super) struct Month<'a> {
    /// Its first day.
    pub(super) date: String,
    pub(super) url: String,
    words: usize,
    #[serde(serialize_with = "cards")]
    pub(super) entries: &'a [Leaf<'a>],
    /// Names of the days of the week, as this journal begins it.
    weekdays: Vec<&'static str>,
    weeks: Weeks<'a>,
}

fn cards<S: Serializer>(leaves: &&[Leaf], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(leaves.iter().map(|leaf| &*leaf.card))
}

/// The calendar of a month, drawn where a page shows it: rows of seven, with gaps before the first
/// and after the last day.
#[derive(Debug)]
struct Weeks<'a> {
    first: Date,
    week_starts: Weekday,
    entries: &'a [Leaf<'a>],
    steps: Arc<[usize]>,
}

impl Serialize for Weeks<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        weeks(self).serialize(serializer)
    }
}

/// A day of a calendar.
#[derive(Debug, Clone, Serialize)]
struct Day {
    number: i8,
    /// From 0, no entry, to 4, one of the longest.
    size: usize,
    /// "2 March 2026: 2 entries, 640 words".
    label: String,
    /// The first entry of the day.
    url: Option<String>,
}

impl Month<'_> {
    pub(super) const fn words(&self) -> usize {
        self.words
    }

    /// Tells what its page shows from other things it could show.
    pub(super) fn print(&self) -> u64 {
        let prints: Vec<u64> = self.entries.iter().map(|leaf| leaf.print).collect();
        fingerprint(&(prints, &self.weeks.steps))
    }
}

/// The years, oldest first. `days` are in order.
pub(super) fn years<'a>(days: &'a [Leaf<'a>], week_starts: Weekday) -> Vec<Year<'a>> {
    let date = |leaf: &Leaf| leaf.entry.date().unwrap_or_default();
    let by_day = days.chunk_by(|a, b| date(a) == date(b));
    let steps: Arc<[usize]> = steps(by_day.map(words).collect()).into();
    let mut years: Vec<Year> = Vec::new();
    let month = |leaf: &Leaf| date(leaf).first_of_month();
    for entries in days.chunk_by(|a, b| month(a) == month(b)) {
        let first = month(&entries[0]);
        let name = format!("{:04}", first.year());
        if years.last().is_none_or(|year| year.name != name) {
            let url = format!("years/{name}.html");
            years.push(Year { name, url, words: 0, entries: 0, months: Vec::new() });
        }
        let Some(year) = years.last_mut() else { continue };
        year.words += words(entries);
        year.entries += entries.len();
        year.months.push(Month {
            date: first.to_string(),
            url: format!("months/{}.html", first.strftime("%Y-%m")),
            words: words(entries),
            entries,
            weekdays: weekdays(week_starts),
            weeks: Weeks { first, week_starts, entries, steps: Arc::clone(&steps) },
        });
    }
    years
}

fn words(leaves: &[Leaf]) -> usize {
    leaves.iter().map(|leaf| leaf.card.words).sum()
}

/// The word counts at which the next size of dot begins: quarters of this journal's days.
fn steps(mut counts: Vec<usize>) -> Vec<usize> {
    counts.sort_unstable();
    let at = |quarter: usize| counts.get(counts.len() * quarter / SIZES).copied();
    (1..SIZES).filter_map(at).collect()
}

fn weekdays(week_starts: Weekday) -> Vec<&'static str> {
    let name = |day: i8| match week_starts.wrapping_add(day) {
        Weekday::Monday => "Mon",
        Weekday::Tuesday => "Tue",
        Weekday::Wednesday => "Wed",
        Weekday::Thursday => "Thu",
        Weekday::Friday => "Fri",
        Weekday::Saturday => "Sat",
        Weekday::Sunday => "Sun",
    };
    (0..7).map(name).collect()
}

fn weeks(month: &Weeks) -> Vec<Vec<Option<Day>>> {
    let gap = month.week_starts.until(month.first.weekday());
    let mut cells: Vec<Option<Day>> = vec![None; usize::try_from(gap).unwrap_or(0)];
    for offset in 0..i64::from(month.first.days_in_month()) {
        let date = later(month.first, offset);
        let of_day = |leaf: &Leaf| leaf.entry.date().cmp(&Some(date));
        let start = month.entries.partition_point(|leaf| of_day(leaf).is_lt());
        let end = month.entries.partition_point(|leaf| of_day(leaf).is_le());
        cells.push(Some(day(date, &month.entries[start..end], &month.steps)));
    }
    cells.resize(cells.len().next_multiple_of(7), None);
    cells.chunks(7).map(<[Option<Day>]>::to_vec).collect()
}

fn day(date: Date, leaves: &[Leaf], steps: &[usize]) -> Day {
    let words = words(leaves);
    let named = date.strftime("%-d %B %Y");
    let size = 1 + steps.iter().filter(|step| words >= **step).count();
    let label = match leaves.len() {
        0 => named.to_string(),
        1 => format!("{named}: {words} words"),
        many => format!("{named}: {many} entries, {words} words"),
    };
    Day {
        number: date.day(),
        size: if leaves.is_empty() { 0 } else { size },
        label,
        url: leaves.first().map(|leaf| leaf.card.url.clone()),
    }
}
