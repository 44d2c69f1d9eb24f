//! A journal on disk, opened: its folder, config and rules, and what is wrong with them.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use jiff::civil::Date;

use crate::commitment;
use crate::commitment::cadence::Calendar;
use crate::commitment::index::CommitmentIndex;
use crate::commitment::progress::{EntryCheckIns, Progress};
use crate::config::{self, Config, Surface, Today};
use crate::diagnostic::{Diagnostic, Severity};
use crate::disk;
use crate::journal::entry::Entry;
use crate::journal::template::{self, EntryForm, EntryTemplateContext, Template};
use crate::lint::{self, RuleSet};
use crate::report::CheckedFile;

/// A journal's own questions, a page of it.
const TOUCHSTONES: &str = "touchstones.md";
/// So many words no form has.
const MORE_THAN_A_FORM: usize = 400;

/// The commitments of a journal, and what makes its entries.
#[derive(Debug, Default)]
pub(crate) struct JournalSetup {
    pub(crate) commitments: CommitmentIndex,
    /// What is wrong with the definitions, by path.
    pub(crate) diagnostics: BTreeMap<String, Vec<Diagnostic>>,
    pub(crate) form: EntryForm,
}

impl JournalSetup {
    fn read(folder: &Path, config: &Config, rules: &RuleSet) -> Result<Self> {
        let notes = disk::texts(folder, commitment::FOLDER)?;
        let scope = config.scope();
        let notes = notes.into_iter().filter(|(path, _)| scope.contains(path));
        let notes: Vec<_> =
            notes.map(|(path, text)| Entry::parse(&path, text, config).entry).collect();
        let (commitments, diagnostics) = commitment::parse(&notes);
        let commitments = CommitmentIndex::new(commitments);
        let text = |name: &str| disk::text_if_any(&folder.join(name));
        let template = text(template::PATH)?;
        let template = template.map_or_else(Template::built_in, |text| Template::new(&text));
        // Questions are repeated in entries and on the site, so none of what is private is taken.
        let touchstones = text(TOUCHSTONES)?.map(|text| Entry::parse(TOUCHSTONES, text, config));
        let touchstones = touchstones
            .filter(|page| {
                !page.entry.private && !lint::check(&page.entry, &page.prose, rules).is_withheld()
            })
            .map(|page| template::touchstones(&page.entry.visible(false).text))
            .unwrap_or_default();
        Ok(Self { commitments, diagnostics, form: EntryForm { template, touchstones } })
    }
}

/// What whoever opens a journal decides.
#[derive(Debug, Clone, Default)]
pub(crate) struct OpenOptions {
    /// A config instead of the one found upward.
    pub(crate) config: Option<PathBuf>,
    /// A day instead of the clock's.
    pub(crate) today: Option<Date>,
    /// Whether the clock tells the day whatever the config says: what is written is written today.
    pub(crate) by_clock: bool,
    /// Whether the person named the folder to work in.
    pub(crate) named: bool,
    /// Where findings will be told.
    pub(crate) surface: Surface,
    pub(crate) require_reasons: bool,
}

/// A journal, ready to be worked on.
#[derive(Debug)]
pub(crate) struct Project {
    /// The folder that holds the config or the vault, else the folder given.
    pub(crate) folder: PathBuf,
    /// Whether the folder is a journal's because somebody said so: by a config, a vault, or by name.
    is_named: bool,
    pub(crate) config: Config,
    pub(crate) rules: RuleSet,
    /// The day it is.
    pub(crate) today: Date,
    /// Its commitments, and what makes its entries.
    pub(crate) setup: JournalSetup,
    /// What is wrong with the config and with the journal's own rules.
    pub(crate) diagnostics: Vec<CheckedFile>,
}

impl Project {
    /// Finds the journal that `start` belongs to.
    pub(crate) fn open(start: &Path, options: &OpenOptions) -> Result<Self> {
        let found = disk::find_upward(start);
        // Other settings are still for the same journal.
        let settings = found.as_ref().map(|folder| folder.join(config::FILE_NAME));
        let settings = settings.filter(|path| path.is_file());
        let path = options.config.clone().or(settings);
        let text = path.as_deref().map(disk::read_text).transpose()?.unwrap_or_default();
        let is_named = found.is_some() || options.named || start != Path::new(".");
        let folder = match found {
            Some(folder) => folder,
            None if start.is_file() && is_below(start, Path::new(".")) => PathBuf::from("."),
            None if start.is_file() => start.parent().unwrap_or(start).to_owned(),
            None => start.to_owned(),
        };
        let folder = folder.canonicalize().unwrap_or(folder);
        if !is_named && disk::is_home_or_root(&folder) {
            bail!(
                "{} is no journal by itself, so it was not looked through. Name the journal's folder, or go there; `evenkeel init` makes one",
                folder.display()
            );
        }
        let (mut config, mut diagnostics) = Config::parse(&text);
        config.require_reasons = config.require_reasons.or(options.require_reasons);
        let own = disk::rules(&folder)?;
        let (rules, rule_diagnostics) = RuleSet::new(options.surface, &config, &own);
        diagnostics.extend(rules.check_config(&config, &text));
        let mut invalid = Vec::new();
        if !diagnostics.is_empty() {
            let path = path.map_or_else(String::new, |path| shown(&path));
            invalid.push(CheckedFile::new(path, text, diagnostics));
        }
        for (name, diagnostics) in rule_diagnostics {
            let source = own.iter().find(|source| source.path == name);
            let source = source.map_or_else(String::new, |source| source.text.clone());
            invalid.push(CheckedFile::new(format!("rules/{name}"), source, diagnostics));
        }
        let today = today(options, &config, &folder);
        let setup = JournalSetup::read(&folder, &config, &rules)?;
        Ok(Self { folder, is_named, config, rules, today, setup, diagnostics: invalid })
    }

    /// The journal in `folder` as if it had no settings of its own.
    #[cfg(feature = "lsp")]
    pub(crate) fn bare(folder: &Path, options: &OpenOptions) -> Self {
        let config = Config::default();
        let (rules, _) = RuleSet::new(options.surface, &config, &[]);
        let today = today(options, &config, folder);
        let (setup, diagnostics) = (JournalSetup::default(), Vec::new());
        let folder = folder.to_owned();
        Self { folder, is_named: false, config, rules, today, setup, diagnostics }
    }

    /// The day it is, and what else the progress of a journal needs to know about days.
    pub(crate) fn calendar(&self) -> Calendar {
        Calendar {
            today: self.today,
            week_starts: self.config.week_starts.weekday(),
            settle: i64::from(self.config.settle),
        }
    }

    /// The progress that all `entries` of the journal make up.
    pub(crate) fn progress(&self, entries: &[EntryCheckIns]) -> Progress {
        let JournalSetup { commitments, form, .. } = &self.setup;
        Progress::new(commitments, entries, form, &self.calendar())
    }

    /// Whether an entry is nothing but what its template made: then nobody wrote on that day.
    pub(crate) fn is_untouched(&self, entry: &Entry) -> bool {
        let EntryForm { template, touchstones } = &self.setup.form;
        let Some(date) = entry.date().filter(|_| entry.words < MORE_THAN_A_FORM) else {
            return false;
        };
        let lines = template::own_lines(entry, template);
        let made = || {
            let context = EntryTemplateContext {
                date: date.to_string(),
                weekday: format!("{:?}", date.weekday()),
                question: template::question(touchstones, date),
                ..EntryTemplateContext::default()
            };
            template.render(&context).is_ok_and(|text| template::explains(&text, &lines))
        };
        lines.is_empty() || made()
    }

    /// The path of a file as the journal names it: relative to its folder, with `/`.
    pub(crate) fn inside(&self, path: &Path) -> String {
        let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let inside = whole.strip_prefix(&self.folder).unwrap_or(path);
        inside.to_string_lossy().replace('\\', "/")
    }

    /// The page that explains the rules on the journal's own site, where there is one.
    pub(crate) fn rules_page(&self) -> Option<PathBuf> {
        const PAGE: &str = "rules/index.html";
        let site = self.folder.join(&self.config.output);
        disk::holds(&site, PAGE).then(|| site.join(PAGE))
    }

    /// The same journal, for a command that makes an entry.
    ///
    /// # Errors
    /// Nothing says that the folder is a journal.
    pub(crate) fn writable(self) -> Result<Self> {
        if self.is_named || disk::holds_dated_entries(&self.folder, &self.config) {
            return Ok(self);
        }
        bail!(
            "{} is no journal: it holds no {} and no entry with a date. Go to your journal, or name it with `-C DIR`; `evenkeel init` makes one here",
            shown(&self.folder),
            config::FILE_NAME
        )
    }

    /// Whether an error in the config or in a rule forbids to begin.
    pub(crate) fn is_unusable(&self) -> bool {
        let mut all = self.diagnostics.iter().flat_map(|file| &file.diagnostics);
        all.any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// The same journal.
    ///
    /// # Errors
    /// An error in its config or in a rule forbids to begin.
    pub(crate) fn usable(self) -> Result<Self> {
        if !self.is_unusable() {
            return Ok(self);
        }
        let message = "nothing was done; the above has to be put right first";
        Err(InvalidSetup { files: self.diagnostics, message }.into())
    }
}

fn is_below(path: &Path, folder: &Path) -> bool {
    let whole = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    whole(path).starts_with(whole(folder))
}

/// Something that the person wrote does not work: the config, a rule, a theme.
#[derive(Debug)]
pub(crate) struct InvalidSetup {
    /// What is wrong, file by file, to be drawn with its place.
    pub(crate) files: Vec<CheckedFile>,
    pub(crate) message: &'static str,
}

impl fmt::Display for InvalidSetup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message)
    }
}

impl std::error::Error for InvalidSetup {}

/// The day it is, as given, as set, or by the clock: a night belongs to the day before.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
pub(crate) fn today(options: &OpenOptions, config: &Config, folder: &Path) -> Date {
    let now = || {
        let now = jiff::ZonedDateTime::now();
        config.day_starts.day_of(now.date(), now.time())
    };
    let set = match config.today {
        _ if options.today.is_some() => options.today,
        Today::Day(day) if !options.by_clock => Some(day),
        Today::Latest if !options.by_clock => disk::newest_day(folder, config, now()),
        Today::Clock | Today::Latest | Today::Day(_) => None,
    };
    set.unwrap_or_else(now)
}

/// A path as the person would type it: relative to the current folder where it lies below.
pub(crate) fn shown(path: &Path) -> String {
    let here = std::env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default();
    let path = path.strip_prefix(here).unwrap_or(path);
    if path.as_os_str().is_empty() { "this folder".to_owned() } else { path.display().to_string() }
}
