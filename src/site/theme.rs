//! A theme: templates and static files, a built-in one overlaid file by file by the journal's own.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use serde::Deserialize;
use tera::{Context, Kwargs, State, Tera};

use crate::diagnostic::{Diagnostic, Severity};
use crate::spoken::grouped;
use crate::text::FileSpan;
use crate::yaml;

/// Every file of the built-in themes: path below `themes/`, and content.
const BUILT_IN: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/themes.rs"));
/// The theme under every other.
pub(crate) const BASE: &str = "default";
/// The sheet of a theme, and the first colour that each sets.
const STYLE: &str = "static/style.css";
const TOKEN: &str = "--paper";
/// What a theme says about itself.
pub(crate) const ABOUT: &str = "theme.yaml";

/// Files of a theme by their path in it.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// Templates and static files, ready to be used.
#[derive(Debug)]
pub(crate) struct Theme {
    tera: Tera,
    sources: BTreeMap<String, String>,
    statics: Files,
    folder: String,
    /// A file of the journal's own theme that was made for other pages than these.
    outdated: Option<String>,
}

/// `theme.yaml`: what a theme says about itself.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct ThemeFile {
    /// Its name, for people.
    #[serde(rename = "title")]
    _title: String,
    /// What it is like, for people.
    #[serde(rename = "description")]
    _description: String,
    /// The built-in theme whose files it uses where it has none.
    extends: Option<String>,
}

/// What is wrong with a theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ThemeError {
    /// Path of the file, from the journal's folder.
    pub path: String,
    /// Its text.
    pub source: String,
    /// What is wrong, and where.
    pub diagnostic: Diagnostic,
}

impl fmt::Display for ThemeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.diagnostic.message)
    }
}

impl std::error::Error for ThemeError {}

/// The names of the built-in themes, in order.
#[must_use]
pub(crate) fn built_in() -> Vec<&'static str> {
    let mut names: Vec<&str> =
        BUILT_IN.iter().filter_map(|(path, _)| path.split('/').next()).collect();
    names.dedup();
    names
}

/// The files of a built-in theme that lie in its own folder; none for another name.
#[must_use]
pub(crate) fn files(name: &str) -> Files {
    let prefix = format!("{name}/");
    let own = BUILT_IN
        .iter()
        .filter_map(|(path, bytes)| Some((path.strip_prefix(&prefix)?.to_owned(), bytes.to_vec())));
    own.collect()
}

impl Theme {
    /// The theme `name` with the journal's own files (path below `themes/NAME/`, content) on top.
    ///
    /// # Errors
    /// The name is of no theme, or a file of the theme is not valid.
    pub(crate) fn new(name: &str, own: Vec<(String, Vec<u8>)>) -> Result<Self, Box<ThemeError>> {
        let theme_error = |path: &str, source: String, span, message: String| {
            let diagnostic = Diagnostic::journal("theme", Severity::Error, span, message);
            Box::new(ThemeError { path: format!("themes/{name}{path}"), source, diagnostic })
        };
        let known = built_in();
        if !known.contains(&name) && own.is_empty() {
            let message = format!(
                "There is no theme `{name}`. Built in are {}. `evenkeel theme new {name}` begins one of your own.",
                listed(&known)
            );
            return Err(theme_error("", String::new(), FileSpan::at(0), message));
        }
        let mut layers = vec![files(BASE)];
        let outdated = own
            .iter()
            .any(|(path, style)| path == STYLE && !String::from_utf8_lossy(style).contains(TOKEN));
        let top: Files = files(name).into_iter().chain(own).collect();
        let about = top
            .get(ABOUT)
            .map_or(String::new(), |bytes| String::from_utf8_lossy(bytes).into_owned());
        let parsed = yaml::read::<Option<ThemeFile>>(&about);
        let parsed = parsed.map_err(|error| {
            theme_error("/theme.yaml", about.clone(), error.span, error.message)
        })?;
        if let Some(below) = parsed.and_then(|about| about.extends) {
            if !known.contains(&below.as_str()) {
                let span = yaml::locate(&about, &["extends".into()]).value;
                let message = format!("`{below}` is no built-in theme. Use {}.", listed(&known));
                return Err(theme_error("/theme.yaml", about, span, message));
            }
            layers.push(files(&below));
        }
        layers.push(top);
        let mut sources = BTreeMap::new();
        let mut statics = BTreeMap::new();
        for (path, bytes) in layers.into_iter().flatten() {
            if let Some(name) = path.strip_prefix("templates/") {
                sources.insert(name.to_owned(), String::from_utf8_lossy(&bytes).into_owned());
            } else if let Some(name) = path.strip_prefix("static/") {
                statics.insert(name.to_owned(), bytes);
            }
        }
        let mut tera = Tera::default();
        register(&mut tera);
        let folder = format!("themes/{name}/templates");
        let outdated = outdated.then(|| format!("themes/{name}/{STYLE}"));
        let mut theme = Self { tera, sources, statics, folder, outdated };
        theme
            .tera
            .add_raw_templates(theme.sources.clone())
            .map_err(|error| theme.theme_error(&error, ""))?;
        Ok(theme)
    }

    /// What is to be said of a style sheet that was made for the pages of an older version.
    pub(crate) fn note(&self) -> Option<String> {
        let outdated = self.outdated.as_ref()?;
        Some(format!(
            "{outdated} sets no `{TOKEN}`, so it was made for older pages. `evenkeel theme new NAME` writes one of today's to compare it with."
        ))
    }

    /// The static files: path and content.
    pub(crate) fn statics(&self) -> impl Iterator<Item = (&String, &Vec<u8>)> {
        self.statics.iter()
    }

    /// Fills a template.
    ///
    /// # Errors
    /// The template uses something that is not there.
    pub(crate) fn render(
        &self,
        template: &str,
        context: &Context,
    ) -> Result<String, Box<ThemeError>> {
        self.tera.render(template, context).map_err(|error| self.theme_error(&error, template))
    }

    /// Where a template has the name that a message quotes.
    fn mention(&self, message: &str) -> Option<(&str, FileSpan)> {
        let quoted = message.split('`').nth(1).filter(|quoted| !quoted.is_empty())?;
        self.sources.iter().find_map(|(name, source)| {
            let at = source.find(quoted)?;
            Some((name.as_str(), FileSpan::new(at, at + quoted.len())))
        })
    }

    fn theme_error(&self, error: &tera::Error, template: &str) -> Box<ThemeError> {
        let (name, span, message) = match error.kind() {
            tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => {
                let range = report.span().range.clone();
                (
                    report.filename(),
                    FileSpan::new(range.start, range.end),
                    report.message().to_owned(),
                )
            }
            _ => {
                let message = error.to_string();
                let (name, span) = self.mention(&message).unwrap_or((template, FileSpan::at(0)));
                (name, span, message)
            }
        };
        let source = self.sources.get(name).cloned().unwrap_or_default();
        // Some of these carry a drawing of their own, or name no template.
        let message = message.lines().next().unwrap_or_default().trim_start_matches("error: ");
        let message =
            format!("{}. The site that was there stays as it was.", message.trim_end_matches('.'));
        Box::new(ThemeError {
            path: format!("{}/{name}", self.folder),
            source,
            diagnostic: Diagnostic::journal("template", Severity::Error, span, message),
        })
    }
}

/// Names in a sentence.
fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        all => all.concat(),
    }
}

/// Filters that write a date: their names and formats.
const DATE_FILTERS: [(&str, &str); 13] = [
    ("long_date", "%A, %-d %B %Y"),
    ("full_date", "%-d %B %Y"),
    ("short_date", "%-d %B"),
    ("day_short", "%a %-d %b"),
    ("day_month", "%-d %b"),
    ("day_number", "%-d"),
    ("weekday", "%A"),
    ("weekday_short", "%a"),
    ("month", "%B %Y"),
    ("month_name", "%B"),
    ("month_short", "%b"),
    ("month_year_short", "%b %Y"),
    ("year", "%Y"),
];

/// The filters of templates beside Tera's own: [`DATE_FILTERS`], `year_month`, `spaced`,
/// `thousands`.
fn register(tera: &mut Tera) {
    let formatted = |text: &str, format: &str| {
        let date = text.parse::<Date>();
        date.map_or_else(|_| text.to_owned(), |date| date.strftime(format).to_string())
    };
    for (name, format) in DATE_FILTERS {
        tera.register_filter(name, move |date: String, _: Kwargs, _: &State| {
            formatted(&date, format)
        });
    }
    tera.register_filter("year_month", move |date: String, _: Kwargs, _: &State| {
        formatted(&date, "%Y-%m")
    });
    tera.register_filter("spaced", |name: String, _: Kwargs, _: &State| name.replace('-', " "));
    tera.register_filter("thousands", |number: u64, _: Kwargs, _: &State| {
        grouped(usize::try_from(number).unwrap_or(usize::MAX))
    });
}
