//! `reviews/index.html`: the reviews that were written, and every year looked back on.

use super::page::{Page, TemplateContext, TemplatePage, cards};
use crate::digest::InputHash;
use crate::site::arranged::Site;
use crate::site::calendar::{CalendarYear, NamedLink};

struct ReviewsPage;

pub(super) fn pages<'s>(_: &'s Site<'s>) -> Vec<Page<'s>> {
    vec![Page::template(ReviewsPage)]
}

impl TemplatePage for ReviewsPage {
    fn path(&self) -> String {
        "reviews/index.html".to_owned()
    }

    fn inputs(&self, _: &Site) -> Option<InputHash> {
        None
    }

    fn context(&self, site: &Site) -> TemplateContext {
        let years: Vec<NamedLink> = site.years.iter().rev().map(CalendarYear::named).collect();
        TemplateContext::new("reviews.html", "Reviews")
            .with("reviews", &cards(&site.reviews).into_iter().rev().collect::<Vec<_>>())
            .with("years", &years)
    }
}
