//! A journal on disk, opened: its folder, config and rules, and what is wrong with them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Context, Result, bail};
use jiff::civil::{Date, DateTime};

use super::invalid_setup::InvalidSetup;
use super::locate::{FallbackJournal, FoundBy, Location, locate, shown};
use super::user_settings::UserSettings;
use crate::commitment;
use crate::commitment::cadence::{Calendar, DateRange};
use crate::commitment::index::CommitmentIndex;
use crate::commitment::progress::{EntryCheckIns, Progress};
use crate::config::{self, Config, Surface, Today};
use crate::diagnostic::{Diagnostic, RULE_FILE, RuleId, Severity};
use crate::disk;
use crate::journal::entry::Entry;
use crate::journal::spoken_day::{SpokenDay, SpokenPeriod};
use crate::journal::template::{self, EntryForm, EntryTemplateContext, Template};
use crate::journal::vault::{self, VaultKind, VaultSettings};
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
    /// What of a vault's template could not be followed.
    unfollowed: Vec<String>,
}

impl JournalSetup {
    fn read(project: &Project, vault: &VaultSettings) -> Result<Self> {
        let Project { folder, config, .. } = project;
        let notes = disk::texts(folder, commitment::FOLDER)?;
        let scope = config.scope();
        let notes = notes.into_iter().filter(|(path, _)| scope.contains(path));
        let notes: Vec<_> =
            notes.map(|(path, text)| Entry::parse(&path, text, config).entry).collect();
        let (commitments, diagnostics) = commitment::parse(&notes);
        let commitments = CommitmentIndex::new(commitments);
        let text = |name: &str| disk::text_if_any(&folder.join(name));
        let of_vault = vault.template.as_deref().map(text).transpose()?.flatten();
        let unfollowed = match &vault.template {
            Some(path) if of_vault.is_none() => vec![format!(
                "The vault's template {path} is not there, so a day begins without one."
            )],
            _ => Vec::new(),
        };
        let template = match (text(template::PATH)?, of_vault) {
            (Some(own), _) => Template::new(&own),
            (None, Some(of_vault)) => Template::of_vault(&of_vault),
            (None, None) if vault.kind.is_some() => Template::empty(),
            (None, None) => Template::built_in(),
        };
        // Questions are repeated in entries and on the site, so none of what is private is taken.
        let touchstones = text(TOUCHSTONES)?.map(|text| Entry::parse(TOUCHSTONES, text, config));
        let touchstones = touchstones
            .filter(|page| {
                !page.entry.private
                    && !lint::check(&page.entry, &page.prose, project.rules()).is_withheld()
            })
            .map(|page| template::touchstones(&page.entry.visible(false).text))
            .unwrap_or_default();
        Ok(Self { commitments, diagnostics, form: EntryForm { template, touchstones }, unfollowed })
    }
}

/// What whoever opens a journal decides.
#[derive(Debug, Clone, Default)]
pub(crate) struct OpenOptions {
    /// A config instead of the one found upward.
    pub(crate) config: Option<PathBuf>,
    /// A day instead of the clock's.
    pub(crate) today: Option<SpokenDay>,
    /// Whether the clock tells the day whatever the config says: what is written is written today.
    pub(crate) by_clock: bool,
    /// Whether the person named the folder to work in.
    pub(crate) named: bool,
    /// The journal that is meant where no folder says one.
    pub(crate) fallback: Option<FallbackJournal>,
    /// What the person set for all of their journals.
    pub(crate) user: UserSettings,
    /// Where findings will be told.
    pub(crate) surface: Surface,
    pub(crate) require_reasons: bool,
}

/// A journal, ready to be worked on.
#[derive(Debug)]
pub(crate) struct Project {
    /// The folder that holds the config or the vault, else the folder given.
    pub(crate) folder: PathBuf,
    /// What says that it is the journal.
    found_by: FoundBy,
    /// Its config file, where it has one.
    pub(crate) config_file: Option<PathBuf>,
    pub(crate) config: Config,
    /// What a vault could not be followed in: a sentence each.
    pub(crate) unfollowed: Vec<String>,
    /// Whether all of an entry is a list, as in Logseq.
    pub(crate) is_outline: bool,
    /// What the person set for all of their journals.
    pub(crate) user: UserSettings,
    surface: Surface,
    rules: OnceLock<RuleSet>,
    /// The day it is.
    pub(crate) today: Date,
    /// Its commitments, and what makes its entries.
    pub(crate) setup: JournalSetup,
    /// What is wrong with the config and with the journal's own rules.
    pub(crate) diagnostics: Vec<CheckedFile>,
}

impl Project {
    /// The folder of the journal that `start` belongs to, as [`Project::open`] finds it.
    ///
    /// # Errors
    /// Those of [`Project::open`] that have to do with where it lies.
    pub(crate) fn folder_of(start: Option<&Path>, options: &OpenOptions) -> Result<PathBuf> {
        Ok(locate(start, options.named, options.fallback.as_ref())?.folder)
    }

    /// Opens the journal that `start` belongs to; without a start, the current folder's.
    pub(crate) fn open(start: Option<&Path>, options: &OpenOptions) -> Result<Self> {
        let (mut project, vault) = Self::located(start, options)?;
        let own = disk::rules(&project.folder)?;
        let (rules, found) = RuleSet::new(options.surface, &project.config, &own);
        let text = project.config_file.as_deref().map(disk::read_text).transpose()?;
        let text = text.unwrap_or_default();
        let odd = rules.check_config(&project.config, &text);
        if !odd.is_empty() {
            let path = project.config_file.as_deref().map_or_else(String::new, shown);
            match project.diagnostics.iter_mut().find(|file| file.path == path) {
                Some(file) => file.diagnostics.extend(odd),
                None => project.diagnostics.push(CheckedFile::new(path, text, odd)),
            }
        }
        for (name, diagnostics) in found {
            let source = own.iter().find(|source| source.path == name);
            let source = source.map_or_else(String::new, |source| source.text.clone());
            let path = shown(&project.folder.join("rules").join(&name));
            let file = CheckedFile::new(path, source, diagnostics);
            project.diagnostics.push(file);
        }
        project.rules = OnceLock::from(rules);
        project.set_up(&vault)
    }

    /// The same without a look at its rules, which take longer than all the rest: for commands that
    /// find and write, and seldom judge.
    pub(crate) fn find(start: Option<&Path>, options: &OpenOptions) -> Result<Self> {
        let (project, vault) = Self::located(start, options)?;
        project.set_up(&vault)
    }

    /// What its notes and its template say; where its questions are judged, by the rules that it has.
    fn set_up(mut self, vault: &VaultSettings) -> Result<Self> {
        self.setup = JournalSetup::read(&self, vault)?;
        self.unfollowed.append(&mut self.setup.unfollowed);
        Ok(self)
    }

    /// The journal with its config and its vault, and nothing read of it yet.
    fn located(start: Option<&Path>, options: &OpenOptions) -> Result<(Self, VaultSettings)> {
        let Location { folder, found_by } =
            locate(start, options.named, options.fallback.as_ref())?;
        // Other settings are still for the same journal.
        let settings = Some(folder.join(config::FILE_NAME)).filter(|path| path.is_file());
        let config_file = options.config.clone().or(settings);
        let text = config_file.as_deref().map(disk::read_text).transpose()?.unwrap_or_default();
        let (mut config, odd) = Config::parse(&text);
        config = config.with_user(&text, &options.user.config);
        let mut vault = vault::read(&|name| disk::text_if_any(&folder.join(name)).ok().flatten());
        vault.kind = disk::vault_kind(&folder);
        // What the journal's own config says is stronger than its vault.
        config.entry_path = config.entry_path.or_else(|| vault.entry_path.clone());
        if config.exclude.is_empty() {
            config.exclude.clone_from(&vault.exclude);
        }
        config.require_reasons = config.require_reasons.or(options.require_reasons);
        let mut diagnostics: Vec<CheckedFile> = options.user.problem.iter().cloned().collect();
        if !odd.is_empty() {
            let path = config_file.as_deref().map_or_else(String::new, shown);
            diagnostics.push(CheckedFile::new(path, text, odd));
        }
        let today = today(options, &config, &folder);
        let project = Self {
            folder,
            found_by,
            config_file,
            config,
            unfollowed: vault.unfollowed.clone(),
            is_outline: vault.kind == Some(VaultKind::Logseq),
            user: options.user.clone(),
            surface: options.surface,
            rules: OnceLock::new(),
            today,
            setup: JournalSetup::default(),
            diagnostics,
        };
        Ok((project, vault))
    }

    /// Its rules; what is wrong with them was said when it was opened.
    pub(crate) fn rules(&self) -> &RuleSet {
        self.rules.get_or_init(|| {
            let own = disk::rules(&self.folder).unwrap_or_default();
            RuleSet::new(self.surface, &self.config, &own).0
        })
    }

    /// The journal in `folder` as if it had no settings of its own.
    #[cfg(feature = "lsp")]
    pub(crate) fn bare(folder: &Path, options: &OpenOptions) -> Self {
        let config = Config::default();
        let rules = RuleSet::new(options.surface, &config, &[]).0;
        let today = today(options, &config, folder);
        Self {
            folder: folder.to_owned(),
            found_by: FoundBy::Nothing,
            config_file: None,
            config,
            unfollowed: Vec::new(),
            is_outline: false,
            user: options.user.clone(),
            surface: options.surface,
            rules: OnceLock::from(rules),
            today,
            setup: JournalSetup::default(),
            diagnostics: Vec::new(),
        }
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
                title: entry.stem().to_owned(),
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

    /// The day that is meant; today, where none is said.
    ///
    /// # Errors
    /// No calendar has it.
    pub(crate) fn day(&self, said: Option<SpokenDay>) -> Result<Date> {
        let day = said.map_or(Some(self.today), |said| said.on(self.today));
        day.context("that day is beyond the calendar")
    }

    /// The first and the last day of the stretch that is meant.
    ///
    /// # Errors
    /// No calendar has it.
    pub(crate) fn period(&self, said: SpokenPeriod) -> Result<DateRange> {
        let days = said.days(self.today, self.config.week_starts.weekday());
        let (first, last) = days.context("those days are beyond the calendar")?;
        Ok(DateRange { first, last })
    }

    /// What says that its folder is the journal.
    pub(crate) fn found_by(&self) -> FoundBy {
        match self.found_by {
            FoundBy::Nothing if disk::holds_dated_entries(&self.folder, &self.config) => {
                FoundBy::DatedEntries
            }
            known => known,
        }
    }

    /// The same journal, for a command that makes something in it though it may be empty.
    ///
    /// # Errors
    /// Nothing says that the folder is a journal.
    pub(crate) fn writable(self) -> Result<Self> {
        if self.found_by() != FoundBy::Nothing {
            return Ok(self);
        }
        bail!(
            "{} is no journal: it holds no {} and no entry with a date. Go to your journal, or name it with `-C DIR` or for good with EVENKEEL_JOURNAL; `evenkeel init` makes one here",
            shown(&self.folder),
            config::FILE_NAME
        )
    }

    /// Whether an error in the config or in a rule forbids to begin.
    pub(crate) fn is_unusable(&self) -> bool {
        let mut all = self.diagnostics.iter().flat_map(|file| &file.diagnostics);
        all.any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Whether even what tells no findings cannot begin: an error in the config, or in the journal's
    /// own signs of care, without which nobody knows what is not to be shown.
    pub(crate) fn is_unreadable(&self) -> bool {
        let mut all = self.diagnostics.iter().flat_map(|file| &file.diagnostics);
        let of_a_rule = RuleId::journal(RULE_FILE);
        self.rules().knows_no_care()
            || all.any(|one| one.severity == Severity::Error && one.rule != of_a_rule)
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

/// The day it is, as given, as set, or by the clock.
pub(crate) fn today(options: &OpenOptions, config: &Config, folder: &Path) -> Date {
    let by_clock = || day_by_clock(config);
    let set = match config.today {
        _ if options.today.is_some() => options.today.and_then(|day| day.on(by_clock())),
        Today::Day(day) if !options.by_clock => Some(day),
        Today::Latest if !options.by_clock => disk::newest_day(folder, config, by_clock()),
        Today::Clock | Today::Latest | Today::Day(_) => None,
    };
    set.unwrap_or_else(by_clock)
}

/// The day by the clock: a night belongs to the day before.
fn day_by_clock(config: &Config) -> Date {
    let now = now();
    config.day_starts.day_of(now.date(), now.time())
}

/// What the clock says here.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
pub(crate) fn now() -> DateTime {
    jiff::ZonedDateTime::now().datetime()
}
