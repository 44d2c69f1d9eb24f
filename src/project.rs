//! A journal on disk, opened: its folder, config and rules, and what is wrong with them.

pub(crate) mod library;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Result;
use jiff::civil::Date;

use crate::commitment;
use crate::commitment::account::{Account, Sheet};
use crate::commitment::ledger::Calendar;
use crate::commitment::reading::{Mark, Register};
use crate::commitment::writing::CheckIn;
use crate::config::{self, Config, Surface};
use crate::diagnostic::{Diagnostic, Severity};
use crate::disk;
use crate::journal::entry::Entry;
use crate::journal::shown::Shown;
use crate::journal::template::{self, Template};
use crate::lint;
use crate::lint::rule_set::RuleSet;
use crate::report::Checked;
use crate::text::{self, Edit};

/// A journal's own questions, a page of it.
const TOUCHSTONES: &str = "touchstones.md";

/// What a journal keeps account of, and what makes its entries.
#[derive(Debug)]
pub(crate) struct Promises {
    pub(crate) register: Register,
    /// What is wrong with the definitions, by path.
    pub(crate) faults: BTreeMap<String, Vec<Diagnostic>>,
    pub(crate) template: Template,
    pub(crate) touchstones: Vec<String>,
}

impl Promises {
    fn read(folder: &Path, config: &Config, rules: &RuleSet) -> Result<Self> {
        let notes = disk::texts(folder, commitment::FOLDER)?;
        let scope = config.scope();
        let notes = notes.into_iter().filter(|(path, _)| scope.contains(path));
        let notes: Vec<_> =
            notes.map(|(path, text)| Entry::parse(&path, text, config).entry).collect();
        let (commitments, faults) = commitment::parse(&notes);
        let register = Register::new(commitments);
        let text = |name: &str| disk::text_if_any(&folder.join(name));
        let template = text(template::PATH)?;
        let template = template.map_or_else(Template::built_in, |text| Template::new(&text));
        // Questions are repeated in entries and on the site, so none of what is private is taken.
        let touchstones = text(TOUCHSTONES)?.map(|text| Entry::parse(TOUCHSTONES, text, config));
        let touchstones = touchstones
            .filter(|page| {
                !page.entry.private && !lint::check(&page.entry, &page.prose, rules).withheld
            })
            .map(|page| template::touchstones(&Shown::new(&page.entry, false).text))
            .unwrap_or_default();
        Ok(Self { register, faults, template, touchstones })
    }
}

/// What whoever opens a journal decides.
#[derive(Debug, Clone, Default)]
pub(crate) struct Manner {
    /// A config instead of the one found upward.
    pub(crate) config: Option<PathBuf>,
    /// A day instead of the clock's.
    pub(crate) today: Option<Date>,
    /// Where findings will be told.
    pub(crate) surface: Surface,
    pub(crate) require_reasons: bool,
}

/// A journal, ready to be worked on.
#[derive(Debug)]
pub(crate) struct Project {
    /// The folder that holds the config, else the folder given.
    pub(crate) folder: PathBuf,
    pub(crate) config: Config,
    pub(crate) rules: RuleSet,
    /// The day it is.
    pub(crate) today: Date,
    /// What the journal keeps account of.
    pub(crate) promises: Promises,
    /// What is wrong with the config and with the journal's own rules.
    pub(crate) faults: Vec<Checked>,
}

impl Project {
    /// Finds the journal that `start` belongs to.
    pub(crate) fn open(start: &Path, manner: &Manner) -> Result<Self> {
        let given = manner.config.clone();
        let found = disk::find_upward(start);
        let path = given.or_else(|| found.as_ref().map(|folder| folder.join(config::FILE_NAME)));
        let text = path.as_deref().map(disk::read_text).transpose()?.unwrap_or_default();
        let folder = match path.as_deref().and_then(Path::parent) {
            Some(parent) if parent.as_os_str().is_empty() => PathBuf::from("."),
            Some(parent) => parent.to_owned(),
            None if start.is_file() && is_below(start, Path::new(".")) => PathBuf::from("."),
            None if start.is_file() => start.parent().unwrap_or(start).to_owned(),
            None => start.to_owned(),
        };
        let folder = folder.canonicalize().unwrap_or(folder);
        let (mut config, mut diagnostics) = Config::parse(&text);
        config.require_reasons |= manner.require_reasons;
        let own = disk::rules(&folder)?;
        let (rules, rule_faults) = RuleSet::on(manner.surface, &config, &own);
        diagnostics.extend(rules.check_config(&config, &text));
        let mut faults = Vec::new();
        if !diagnostics.is_empty() {
            let path = path.map_or_else(String::new, |path| shown(&path));
            faults.push(Checked::new(path, text, diagnostics));
        }
        for (name, diagnostics) in rule_faults {
            let source = own.iter().find(|source| source.path == name);
            let source = source.map_or_else(String::new, |source| source.text.clone());
            faults.push(Checked::new(format!("rules/{name}"), source, diagnostics));
        }
        let today = today(manner, &config);
        let promises = Promises::read(&folder, &config, &rules)?;
        Ok(Self { folder, config, rules, today, promises, faults })
    }

    /// The journal in `folder` as if it had no settings of its own.
    pub(crate) fn bare(folder: &Path, manner: &Manner) -> Self {
        let config = Config::default();
        let (rules, _) = RuleSet::on(manner.surface, &config, &[]);
        let today = today(manner, &config);
        let promises = Promises {
            register: Register::default(),
            faults: BTreeMap::new(),
            template: Template::built_in(),
            touchstones: Vec::new(),
        };
        Self { folder: folder.to_owned(), config, rules, today, promises, faults: Vec::new() }
    }

    /// The day it is, and what else the account of a journal needs to know about days.
    pub(crate) fn calendar(&self) -> Calendar {
        Calendar {
            today: self.today,
            week_starts: self.config.week_starts.weekday(),
            settle: i64::from(self.config.settle),
        }
    }

    /// The account of the journal that `sheets` make up.
    pub(crate) fn account(&self, sheets: &[Sheet]) -> Account {
        let Promises { register, template, touchstones, .. } = &self.promises;
        Account::new(&register.commitments, sheets, template, touchstones, &self.calendar())
    }

    /// The path of a file as the journal names it: relative to its folder, with `/`.
    pub(crate) fn inside(&self, path: &Path) -> String {
        let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let inside = whole.strip_prefix(&self.folder).unwrap_or(path);
        inside.to_string_lossy().replace('\\', "/")
    }

    /// The edit of the entry at `inside` that writes a check-in for `date`; `None` where the entry
    /// is written in a way that it does not fit into.
    pub(crate) fn check_in(
        &self,
        (inside, before): (&str, &str),
        check_in: &CheckIn,
        date: Date,
    ) -> Option<Edit> {
        let register = &self.promises.register;
        let read = |text: &str| {
            let parsed = Entry::parse(inside, text, &self.config);
            let (marks, _) = register.read(&parsed.entry, &parsed.prose, self.today);
            (parsed.entry, marks)
        };
        let (entry, marks) = read(before);
        let id = &check_in.commitment.id;
        let index = register.commitments.iter().position(|one| one.id == *id);
        let own = |mark: &Mark| Some(mark.commitment) == index && mark.date == date;
        let edit = check_in.edit(&entry, &marks, &own);
        let after = text::apply(before, std::slice::from_ref(&edit));
        let (_, written) = read(&after);
        let new = |mark: &Mark| own(mark) && !marks.contains(mark);
        (before == after || written.iter().any(new)).then_some(edit)
    }

    /// The page that explains the rules on the journal's own site, where there is one.
    pub(crate) fn rules_page(&self) -> Option<PathBuf> {
        const PAGE: &str = "rules/index.html";
        let site = self.folder.join(&self.config.output);
        disk::holds(&site, PAGE).then(|| site.join(PAGE))
    }

    /// Whether an error in the config or in a rule forbids to begin.
    pub(crate) fn unusable(&self) -> bool {
        let mut all = self.faults.iter().flat_map(|fault| &fault.diagnostics);
        all.any(|diagnostic| diagnostic.severity == Severity::Error)
    }
}

fn is_below(path: &Path, folder: &Path) -> bool {
    let whole = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    whole(path).starts_with(whole(folder))
}

/// The day it is, as given or by the clock: a night belongs to the day before.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
pub(crate) fn today(manner: &Manner, config: &Config) -> Date {
    let now = || {
        let now = jiff::Zoned::now();
        config.day_starts.day_of(now.date(), now.time())
    };
    manner.today.unwrap_or_else(now)
}

/// A path as the person would type it: relative to the current folder where it lies below.
pub(crate) fn shown(path: &Path) -> String {
    let here = std::env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default();
    let path = path.strip_prefix(here).unwrap_or(path);
    if path.as_os_str().is_empty() { "this folder".to_owned() } else { path.display().to_string() }
}
