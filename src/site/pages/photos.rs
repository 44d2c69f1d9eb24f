//! `photos/index.html`: the photos of the newest year by month; `photos/2025.html`: those of a year
//! before.

use serde::Serialize;

use super::page::{Page, TemplateContext, TemplatePage};
use crate::digest::InputHash;
use crate::site::arranged::Site;
use crate::site::calendar::{CalendarMonth, CalendarYear};
use crate::site::entry_card::{EntryCard, Photo};
use crate::spoken::{capital, counted};

struct PhotosPage<'s> {
    year: &'s CalendarYear<'s>,
    /// Its address.
    path: String,
}

/// The photos of a month.
#[derive(Debug, Serialize)]
struct PhotoMonth<'s> {
    date: &'s str,
    url: &'s str,
    photos: Vec<PhotoOfDay<'s>>,
}

#[derive(Debug, Serialize)]
struct PhotoOfDay<'s> {
    photo: &'s Photo,
    entry: &'s EntryCard,
}

/// A year with photos, for links.
#[derive(Debug, Serialize)]
struct PhotoYear<'s> {
    name: &'s str,
    url: String,
}

pub(super) fn pages<'s>(site: &'s Site<'s>) -> Vec<Page<'s>> {
    let years = with_photos(site).into_iter();
    years.map(|(year, path)| Page::template(PhotosPage { year, path })).collect()
}

/// The years with photos and their pages, the newest first.
fn with_photos<'s>(site: &'s Site<'s>) -> Vec<(&'s CalendarYear<'s>, String)> {
    let seen =
        |year: &&CalendarYear| year.months.iter().any(|month| photos(month).next().is_some());
    let years = site.years.iter().rev().filter(seen).enumerate();
    years
        .map(|(at, year)| {
            let name = if at == 0 { "index" } else { &year.name };
            (year, format!("photos/{name}.html"))
        })
        .collect()
}

/// The photos of a month, the newest day first.
fn photos<'s>(month: &'s CalendarMonth<'s>) -> impl Iterator<Item = PhotoOfDay<'s>> {
    let days = month.entries.iter().rev();
    days.flat_map(|page| {
        page.read.photos.iter().map(|photo| PhotoOfDay { photo, entry: &page.card })
    })
}

impl TemplatePage for PhotosPage<'_> {
    fn path(&self) -> String {
        self.path.clone()
    }

    fn inputs(&self, site: &Site) -> Option<InputHash> {
        let years = with_photos(site).into_iter().map(|(year, _)| &year.name);
        Some(InputHash::of(&(self.year.input_hash(), years.collect::<Vec<_>>())))
    }

    fn context(&self, site: &Site) -> TemplateContext {
        let months = self.year.months.iter().rev().map(|month| PhotoMonth {
            date: &month.date,
            url: &month.url,
            photos: photos(month).collect(),
        });
        let months: Vec<PhotoMonth> = months.filter(|month| !month.photos.is_empty()).collect();
        let count: usize = months.iter().map(|month| month.photos.len()).sum();
        let years = with_photos(site).into_iter();
        let years = years.map(|(year, url)| PhotoYear { name: &year.name, url });
        TemplateContext::new("photos.html", "Photos")
            .with("year", &self.year.named())
            .with("count", &capital(&counted(count, "photo")))
            .with("months", &months)
            .with("years", &years.collect::<Vec<_>>())
    }
}
