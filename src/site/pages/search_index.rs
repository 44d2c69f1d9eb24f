//! `search/catalogue.js`, which the switcher of every page loads, and `search/index.js` and
//! `search/words-0.js`, which the search page loads.

use super::page::{Page, PlainFile};
use crate::digest::InputHash;
use crate::site::arranged::Site;

/// What each entry is called, as a script.
struct CatalogueFile;

/// The index, as a script.
struct SearchIndexFile;

/// A part of the words that the search shows, as a script.
struct WordPackFile(usize);

pub(super) fn pages<'s>(site: &'s Site<'s>) -> Vec<Page<'s>> {
    let words = (0..site.search.parts()).map(|part| Page::plain(WordPackFile(part)));
    [Page::plain(CatalogueFile), Page::plain(SearchIndexFile)].into_iter().chain(words).collect()
}

impl PlainFile for CatalogueFile {
    fn path(&self) -> String {
        "search/catalogue.js".to_owned()
    }

    fn inputs(&self, _: &Site) -> Option<InputHash> {
        None
    }

    fn bytes(&self, site: &Site) -> Vec<u8> {
        site.search.catalogue().into_bytes()
    }

    fn can_wait(&self) -> bool {
        true
    }
}

impl PlainFile for SearchIndexFile {
    fn path(&self) -> String {
        "search/index.js".to_owned()
    }

    fn inputs(&self, _: &Site) -> Option<InputHash> {
        None
    }

    fn bytes(&self, site: &Site) -> Vec<u8> {
        site.search.script().into_bytes()
    }

    fn can_wait(&self) -> bool {
        true
    }
}

impl PlainFile for WordPackFile {
    fn path(&self) -> String {
        format!("search/words-{}.js", self.0)
    }

    fn inputs(&self, site: &Site) -> Option<InputHash> {
        Some(site.search.input_hash(self.0))
    }

    fn bytes(&self, site: &Site) -> Vec<u8> {
        site.search.words(self.0).into_bytes()
    }

    // Of no use without the index.
    fn can_wait(&self) -> bool {
        true
    }
}
