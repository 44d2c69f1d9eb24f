//! `index.html`: a letter from the journal. What is open today, the newest entry beside the same
//! day in an earlier year, the year as a strip.

use jiff::civil::Date;
use serde::Serialize;

use super::page::{Page, TemplateContext, TemplatePage};
use crate::commitment::cadence::{days_between, later};
use crate::digest::InputHash;
use crate::site::arranged::Site;
use crate::site::commitment_view::CommitmentView;
use crate::site::entry_card::EntryCard;
use crate::site::entry_page::EntryPage;
use crate::site::letter::letter;
use crate::site::strip::WeekStrip;
use crate::spoken::{capital, counted, on, weekday_letters};

/// How many entries it shows beside the newest.
const RECENT: usize = 4;
/// Without an entry of the same day in another year, one of about so many days ago is shown.
const DAYS_AGO: i64 = 100;
const ABOUT: i64 = 3;
/// So many days are a few weeks.
const WEEKS: i64 = 21;

struct TodayPage;

/// An entry of long ago, and how that is said.
#[derive(Debug, Serialize)]
struct LookBack<'s> {
    /// "Two years ago today".
    heading: String,
    entry: &'s EntryCard,
    /// The page of that day in every year.
    day: Option<String>,
}

pub(super) fn pages<'s>(_: &'s Site<'s>) -> Vec<Page<'s>> {
    vec![Page::template(TodayPage)]
}

impl TemplatePage for TodayPage {
    fn path(&self) -> String {
        "index.html".to_owned()
    }

    fn inputs(&self, _: &Site) -> Option<InputHash> {
        None
    }

    fn context(&self, site: &Site) -> TemplateContext {
        let calendar = &site.input.calendar;
        let today = calendar.today;
        let days = &site.draft.days;
        let mut newest = days
            .iter()
            .rev()
            .filter(|page| page.entry.date() <= Some(today) && site.may_be_chosen(page));
        let newest_page = newest.next();
        let newest_date = newest_page.and_then(|page| page.entry.date());
        let views: Vec<&CommitmentView> = site.listed().collect();
        let mut going_on: Vec<&CommitmentView> =
            views.iter().copied().filter(|view| view.goes_on()).collect();
        going_on.sort_by_key(|view| !view.open);
        let year = newest_date.map_or(today.year(), Date::year);
        let year = site.years.iter().find(|one| one.name == format!("{year:04}"));
        TemplateContext::new("index.html", &site.input.config.title)
            .with("today", &today.to_string())
            .with("letter", &letter(&views, newest_date, calendar))
            .with("commitments", &going_on)
            .with("weekdays", &weekday_letters(calendar.week_starts))
            .with("question", &site.input.question)
            .with("newest", &newest_page.map(|page| &*page.card))
            .with("newest_when", &newest_date.map(|date| capital(&on(date, today))))
            .with("look_back", &look_back(site, newest_page.map(|page| page.card.url.as_str())))
            .with("strip", &year.map(|year| WeekStrip::new(year, calendar.week_starts, today)))
            .with("recent_span", &recent_span(newest_date, today))
            .with("recent", &newest.take(RECENT).map(|page| &*page.card).collect::<Vec<_>>())
            .with("this_year", &today.strftime("%Y").to_string())
            .with("entries", &days.len())
    }
}

/// Within some weeks the weekday says more than the month does.
pub(super) fn recent_span(newest: Option<Date>, today: Date) -> &'static str {
    let near = newest.is_some_and(|date| days_between(date, today) < WEEKS);
    if near { "month" } else { "year" }
}

/// The same day in the most distant year with a photo, else in the most distant one; else a day
/// about a hundred days ago. What is heavy is never chosen.
fn look_back<'s>(site: &'s Site, newest: Option<&str>) -> Option<LookBack<'s>> {
    let today = site.input.calendar.today;
    let open =
        |page: &&EntryPage| site.may_be_chosen(page) && newest != Some(page.card.url.as_str());
    let days = || site.draft.days.iter().filter(open);
    let same =
        |date: Date| (date.month(), date.day()) == (today.month(), today.day()) && date < today;
    let same_day = || days().filter(|page| page.entry.date().is_some_and(same));
    let found = same_day().find(|page| page.card.photo.is_some()).or_else(|| same_day().next());
    if let Some(page) = found {
        let years = today.year() - page.entry.date()?.year();
        let heading =
            format!("{} ago today", capital(&counted(usize::try_from(years).ok()?, "year")));
        let day = today.strftime("%m-%d").to_string();
        let day = site.anniversaries.contains_key(day.as_str()).then(|| format!("days/{day}.html"));
        return Some(LookBack { heading, entry: &page.card, day });
    }
    let then = later(today, -DAYS_AGO);
    let near = |page: &&EntryPage| {
        page.entry.date().is_some_and(|date| days_between(then, date).abs() <= ABOUT)
    };
    let page = days().find(near)?;
    let heading = "About a hundred days ago".to_owned();
    Some(LookBack { heading, entry: &page.card, day: None })
}
