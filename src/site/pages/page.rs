//! What every page of the site is, whatever it shows.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::{Context, Value};

use crate::digest::InputHash;
use crate::site::address::decoded;
use crate::site::arranged::Site;
use crate::site::entry_card::EntryCard;
use crate::site::entry_page::EntryPage;
use crate::site::theme::ThemeError;

/// A page that a template fills: where it lies, what it is made of, and what its template is given.
pub(super) trait TemplatePage: Send + Sync {
    /// Its address from the first page, percent-encoded.
    fn path(&self) -> String;

    /// Tells what it is made of from all else; `None` for a page that is made of so much that making
    /// it is as quick as telling. The config, the rules, the theme and the day need not be in it.
    fn inputs(&self, site: &Site) -> Option<InputHash>;

    /// Its template and what that is given.
    fn context(&self, site: &Site) -> TemplateContext;

    /// Whether it is made of the whole journal and can wait until the pen rests.
    fn can_wait(&self) -> bool {
        false
    }
}

/// A file that no template fills.
pub(super) trait PlainFile: Send + Sync {
    /// Its address from the first page, percent-encoded.
    fn path(&self) -> String;

    /// As for [`TemplatePage::inputs`].
    fn inputs(&self, site: &Site) -> Option<InputHash>;

    /// What it holds.
    fn bytes(&self, site: &Site) -> Vec<u8>;

    /// Whether it is made of the whole journal and can wait until the pen rests.
    fn can_wait(&self) -> bool {
        false
    }
}

/// A page of the site, or another file that is made for it.
pub(crate) struct Page<'s> {
    /// Where it lies on the site.
    pub path: String,
    source: Source<'s>,
}

enum Source<'s> {
    Template(Box<dyn TemplatePage + 's>),
    Plain(Box<dyn PlainFile + 's>),
}

impl<'s> Page<'s> {
    /// A page that a template fills.
    pub(super) fn template(page: impl TemplatePage + 's) -> Self {
        Self { path: decoded(&page.path()), source: Source::Template(Box::new(page)) }
    }

    /// A file that no template fills.
    pub(super) fn plain(file: impl PlainFile + 's) -> Self {
        Self { path: decoded(&file.path()), source: Source::Plain(Box::new(file)) }
    }

    /// Whether a template fills the page.
    #[must_use]
    pub(crate) const fn is_templated(&self) -> bool {
        matches!(self.source, Source::Template(_))
    }

    /// Whether the page is made of the whole journal and can wait until the pen rests.
    #[must_use]
    pub(crate) fn can_wait(&self) -> bool {
        match &self.source {
            Source::Template(page) => page.can_wait(),
            Source::Plain(file) => file.can_wait(),
        }
    }

    /// Tells what the page is made of from all else: with the same rules, theme, config and day
    /// the same inputs mean the same bytes. `None` where making it is as quick as telling.
    #[must_use]
    pub(crate) fn inputs(&self, site: &Site) -> Option<InputHash> {
        let inputs = match &self.source {
            Source::Template(page) => page.inputs(site),
            Source::Plain(file) => file.inputs(site),
        };
        Some(InputHash::of(&(inputs?, site.facts_hash)))
    }

    /// The bytes of the page.
    ///
    /// # Errors
    /// A template of the theme does not work.
    pub(crate) fn render(&self, site: &Site) -> Result<Vec<u8>, Box<ThemeError>> {
        let page = match &self.source {
            Source::Plain(file) => return Ok(file.bytes(site)),
            Source::Template(page) => page,
        };
        let filled = page.context(site);
        let template = filled.template;
        let mut context = Context::new();
        for (name, value) in self.values(site, filled) {
            context.insert_value(name, value);
        }
        Ok(site.input.theme.render(template, &context)?.into_bytes())
    }

    /// What the template of the page is given; `None` for a file that no template fills.
    ///
    /// # Errors
    /// It is no JSON.
    pub(crate) fn context(
        &self,
        site: &Site,
    ) -> Result<Option<serde_json::Value>, serde_json::Error> {
        let Source::Template(page) = &self.source else { return Ok(None) };
        let filled = page.context(site);
        let template = Value::from_serializable(filled.template);
        let mut values = self.values(site, filled);
        values.insert("template", template);
        serde_json::to_value(values).map(Some)
    }

    /// What every page knows, and what this one is given.
    fn values(&self, site: &Site, filled: TemplateContext) -> BTreeMap<&'static str, Value> {
        let mut values = filled.values;
        let root = "../".repeat(self.path.matches('/').count());
        values.insert("site", site.facts.clone());
        values.insert("title", Value::from_serializable(&filled.title));
        values.insert("path", Value::from_serializable(&self.path));
        values.insert("root", Value::from_serializable(&root));
        values.insert("section", Value::from_serializable(section(&self.path)));
        values
    }
}

/// The part of the menu that a page belongs to.
fn section(path: &str) -> &str {
    match path.split('/').next().unwrap_or_default() {
        "entries" | "months" => "entries",
        other => other,
    }
}

/// A template and what it is given.
pub(super) struct TemplateContext {
    template: &'static str,
    title: String,
    values: BTreeMap<&'static str, Value>,
}

impl TemplateContext {
    pub(super) fn new(template: &'static str, title: impl Into<String>) -> Self {
        Self { template, title: title.into(), values: BTreeMap::new() }
    }

    pub(super) fn with<T: Serialize + ?Sized>(mut self, name: &'static str, value: &T) -> Self {
        self.values.insert(name, Value::from_serializable(value));
        self
    }
}

/// The cards of some pages.
pub(super) fn cards<'a>(pages: &[&'a EntryPage]) -> Vec<&'a EntryCard> {
    pages.iter().map(|page| &*page.card).collect()
}

/// What tells the contents of some pages apart.
pub(super) fn hashes<'a>(pages: impl IntoIterator<Item = &'a EntryPage<'a>>) -> Vec<InputHash> {
    pages.into_iter().map(|page| page.input_hash).collect()
}
