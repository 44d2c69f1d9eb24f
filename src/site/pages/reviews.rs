//! `reviews/index.html`: the reviews that were written, and every year looked back on.

use super::page::{Page, TemplateContext, TemplatePage, cards};
use super::year_review;
use crate::digest::InputHash;
use crate::site::arranged::Site;
use crate::site::calendar::NamedLink;

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
        let years = site.years.iter().rev();
        let years: Vec<(&str, String)> =
            years.map(|year| (&*year.name, year_review::address(year))).collect();
        let years: Vec<NamedLink> =
            years.iter().map(|(name, url)| NamedLink { name, url }).collect();
        TemplateContext::new("reviews.html", "Reviews")
            .with("reviews", &cards(&site.reviews))
            .with("years", &years)
    }
}
