//! A theme: templates and static files, a built-in one overlaid file by file by the journal's own.

use std::collections::BTreeMap;

use jiff::civil::Date;
use tera::{Context, Kwargs, State, Tera};

use crate::diagnostic::{Diagnostic, Severity};
use crate::text::Span;

/// Every file of the built-in themes: path below `themes/`, and content.
const BUILT_IN: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/themes.rs"));
/// The theme under every other.
const BASE: &str = "default";

/// Templates and static files, ready to be used.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    sources: BTreeMap<String, String>,
    statics: BTreeMap<String, Vec<u8>>,
    folder: String,
}

/// What is wrong with a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Path of the template, from the journal's folder.
    pub path: String,
    /// Its text.
    pub source: String,
    /// What is wrong, and where.
    pub diagnostic: Diagnostic,
}

impl Theme {
    /// The theme `name` with the journal's own files (path below `themes/NAME/`, content) on top.
    ///
    /// # Errors
    /// The name is of no theme, or a template is not valid.
    pub fn new(name: &str, own: Vec<(String, Vec<u8>)>) -> Result<Self, Box<Fault>> {
        let known = BUILT_IN.iter().any(|(path, _)| path.starts_with(&format!("{name}/")));
        if !known && own.is_empty() {
            let message = format!(
                "There is no theme `{name}`. Put it in themes/{name}/, or remove `theme:` from evenkeel.yaml."
            );
            let diagnostic = Diagnostic::journal("theme", Severity::Error, Span::at(0), message);
            return Err(Box::new(Fault {
                path: format!("themes/{name}"),
                source: String::new(),
                diagnostic,
            }));
        }
        let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        for layer in [BASE, name] {
            let prefix = format!("{layer}/");
            for (path, bytes) in BUILT_IN {
                if let Some(path) = path.strip_prefix(&prefix) {
                    files.insert(path.to_owned(), bytes.to_vec());
                }
            }
        }
        files.extend(own);
        let mut sources = BTreeMap::new();
        let mut statics = BTreeMap::new();
        for (path, bytes) in files {
            if let Some(name) = path.strip_prefix("templates/") {
                sources.insert(name.to_owned(), String::from_utf8_lossy(&bytes).into_owned());
            } else if let Some(name) = path.strip_prefix("static/") {
                statics.insert(name.to_owned(), bytes);
            }
        }
        let mut tera = Tera::default();
        register(&mut tera);
        let mut theme = Self { tera, sources, statics, folder: format!("themes/{name}/templates") };
        theme
            .tera
            .add_raw_templates(theme.sources.clone())
            .map_err(|error| theme.fault(&error, ""))?;
        Ok(theme)
    }

    /// The static files: path and content.
    pub fn statics(&self) -> impl Iterator<Item = (&String, &Vec<u8>)> {
        self.statics.iter()
    }

    /// Fills a template.
    ///
    /// # Errors
    /// The template uses something that is not there.
    pub fn render(&self, template: &str, context: &Context) -> Result<String, Box<Fault>> {
        self.tera.render(template, context).map_err(|error| self.fault(&error, template))
    }

    fn fault(&self, error: &tera::Error, template: &str) -> Box<Fault> {
        let (name, span, message) = match error.kind() {
            tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => {
                let range = report.span().range.clone();
                (report.filename(), Span::new(range.start, range.end), report.message().to_owned())
            }
            _ => (template, Span::at(0), error.to_string()),
        };
        let source = self.sources.get(name).cloned().unwrap_or_default();
        let message =
            format!("{}. The site that was there stays as it was.", message.trim_end_matches('.'));
        Box::new(Fault {
            path: format!("{}/{name}", self.folder),
            source,
            diagnostic: Diagnostic::journal("template", Severity::Error, span, message),
        })
    }
}

/// The filters of templates beside Tera's own: `long_date`, `short_date`, `month`, `thousands`.
fn register(tera: &mut Tera) {
    let format = |text: &str, format: &str| {
        let date = text.parse::<Date>();
        date.map_or_else(|_| text.to_owned(), |date| date.strftime(format).to_string())
    };
    tera.register_filter("long_date", move |date: String, _: Kwargs, _: &State| {
        format(&date, "%A, %-d %B %Y")
    });
    tera.register_filter("short_date", move |date: String, _: Kwargs, _: &State| {
        format(&date, "%-d %B")
    });
    tera.register_filter("month", move |date: String, _: Kwargs, _: &State| format(&date, "%B %Y"));
    tera.register_filter("thousands", |number: u64, _: Kwargs, _: &State| {
        let digits = number.to_string();
        let groups: Vec<&str> = digits
            .as_bytes()
            .rchunks(3)
            .rev()
            .map(|group| std::str::from_utf8(group).unwrap_or_default())
            .collect();
        groups.join(",")
    });
}
