//! Entries by year and month, with a calendar whose dots grow with the words of a day.

use std::sync::Arc;

use jiff::civil::{Date, Weekday};
use serde::{Serialize, Serializer};

use super::entry_page::EntryPage;
use crate::commitment::cadence::later;
use crate::digest::InputHash;

/// Sizes of a dot, without none.
const SIZES: usize = 4;

/// A year with entries.
#[derive(Debug, Serialize)]
pub(super) struct CalendarYear<'a> {
    pub(super) name: String,
    pub(super) url: String,
    pub(super) words: usize,
    pub(super) entries: usize,
    /// Those with entries, in order.
    pub(super) months: Vec<CalendarMonth<'a>>,
}

/// A year in a list of years.
#[derive(Debug, Serialize)]
pub(super) struct YearLink<'a> {
    name: &'a str,
    url: &'a str,
    words: usize,
    entries: usize,
    months: Vec<NamedLink<'a>>,
}

/// A month or a year, for links.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct NamedLink<'a> {
    /// The first day of a month; the name of a year.
    pub(super) name: &'a str,
    pub(super) url: &'a str,
}

impl CalendarYear<'_> {
    /// Tells what its pages show from other things they could show.
    pub(super) fn input_hash(&self) -> InputHash {
        InputHash::of(&self.months.iter().map(CalendarMonth::input_hash).collect::<Vec<_>>())
    }

    pub(super) fn link(&self) -> YearLink<'_> {
        let months = self.months.iter().map(CalendarMonth::link);
        YearLink {
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
pub(super) struct CalendarMonth<'a> {
    /// Its first day.
    pub(super) date: String,
    pub(super) url: String,
    words: usize,
    #[serde(serialize_with = "cards")]
    pub(super) entries: &'a [EntryPage<'a>],
    /// Names of the days of the week, as this journal begins it.
    weekdays: Vec<&'static str>,
    weeks: Weeks<'a>,
}

fn cards<S: Serializer>(pages: &&[EntryPage], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(pages.iter().map(|page| &*page.card))
}

/// The calendar of a month, drawn where a page shows it: rows of seven, with gaps before the first
/// and after the last day.
#[derive(Debug)]
struct Weeks<'a> {
    first: Date,
    week_starts: Weekday,
    entries: &'a [EntryPage<'a>],
    steps: Arc<[usize]>,
}

impl Serialize for Weeks<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        weeks(self).serialize(serializer)
    }
}

/// A day of a calendar.
#[derive(Debug, Clone, Serialize)]
struct CalendarDay {
    number: i8,
    /// From 0, no entry, to 4, one of the longest.
    size: usize,
    /// "2 March 2026: 2 entries, 640 words".
    label: String,
    /// The first entry of the day.
    url: Option<String>,
}

impl CalendarMonth<'_> {
    pub(super) const fn words(&self) -> usize {
        self.words
    }

    /// As another page links to it.
    pub(super) fn link(&self) -> NamedLink<'_> {
        NamedLink { name: &self.date, url: &self.url }
    }

    /// Tells what its page shows from other things it could show.
    pub(super) fn input_hash(&self) -> InputHash {
        let hashes: Vec<InputHash> = self.entries.iter().map(|page| page.input_hash).collect();
        InputHash::of(&(hashes, &self.weeks.steps))
    }
}

/// The years, oldest first. `days` are in order.
pub(super) fn years<'a>(days: &'a [EntryPage<'a>], week_starts: Weekday) -> Vec<CalendarYear<'a>> {
    let date = |page: &EntryPage| page.entry.date().unwrap_or_default();
    let by_day = days.chunk_by(|a, b| date(a) == date(b));
    let steps: Arc<[usize]> = steps(by_day.map(words).collect()).into();
    let mut years: Vec<CalendarYear> = Vec::new();
    let month = |page: &EntryPage| date(page).first_of_month();
    for entries in days.chunk_by(|a, b| month(a) == month(b)) {
        let Some(first) = entries.first().map(month) else { continue };
        let name = format!("{:04}", first.year());
        if years.last().is_none_or(|year| year.name != name) {
            let url = format!("years/{name}.html");
            years.push(CalendarYear { name, url, words: 0, entries: 0, months: Vec::new() });
        }
        let Some(year) = years.last_mut() else { continue };
        year.words += words(entries);
        year.entries += entries.len();
        year.months.push(CalendarMonth {
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

fn words(pages: &[EntryPage]) -> usize {
    pages.iter().map(|page| page.card.words).sum()
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

fn weeks(month: &Weeks) -> Vec<Vec<Option<CalendarDay>>> {
    let gap = month.week_starts.until(month.first.weekday());
    let mut cells: Vec<Option<CalendarDay>> = vec![None; usize::try_from(gap).unwrap_or(0)];
    for offset in 0..i64::from(month.first.days_in_month()) {
        let date = later(month.first, offset);
        let of_day = |page: &EntryPage| page.entry.date().cmp(&Some(date));
        let start = month.entries.partition_point(|page| of_day(page).is_lt());
        let end = month.entries.partition_point(|page| of_day(page).is_le());
        let of_day = month.entries.get(start..end).unwrap_or_default();
        cells.push(Some(day(date, of_day, &month.steps)));
    }
    cells.resize(cells.len().next_multiple_of(7), None);
    cells.chunks(7).map(<[Option<CalendarDay>]>::to_vec).collect()
}

fn day(date: Date, pages: &[EntryPage], steps: &[usize]) -> CalendarDay {
    let words = words(pages);
    let named = date.strftime("%-d %B %Y");
    let size = 1 + steps.iter().filter(|step| words >= **step).count();
    let label = match pages.len() {
        0 => named.to_string(),
        1 => format!("{named}: {words} words"),
        many => format!("{named}: {many} entries, {words} words"),
    };
    CalendarDay {
        number: date.day(),
        size: if pages.is_empty() { 0 } else { size },
        label,
        url: pages.first().map(|page| page.card.url.clone()),
    }
}
