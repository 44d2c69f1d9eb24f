//! `static/style.css` and the other files of the theme that are no templates.

use super::page::{Page, PlainFile};
use crate::digest::InputHash;
use crate::site::arranged::Site;

struct StaticFile<'s> {
    name: &'s str,
    bytes: &'s [u8],
}

pub(super) fn pages<'s>(site: &'s Site<'s>) -> Vec<Page<'s>> {
    let files = site.input.theme.statics();
    files.map(|(name, bytes)| Page::plain(StaticFile { name, bytes })).collect()
}

impl PlainFile for StaticFile<'_> {
    fn path(&self) -> String {
        format!("static/{}", self.name)
    }

    fn inputs(&self, _: &Site) -> Option<InputHash> {
        Some(InputHash::default())
    }

    fn bytes(&self, _: &Site) -> Vec<u8> {
        self.bytes.to_vec()
    }
}
