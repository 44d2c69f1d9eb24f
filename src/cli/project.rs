//! The journal a command works on: its folder, config and rules, and what is wrong with them.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::Global;
use crate::config::{self, Config, Surface};
use crate::diagnostic::Severity;
use crate::disk;
use crate::lint::rule_set::RuleSet;
use crate::report::Checked;

/// What a command line adds to the config.
#[derive(Debug, Default)]
pub(super) struct Manner {
    /// Where findings will be told.
    pub(super) surface: Surface,
    pub(super) require_reasons: bool,
}

/// A journal, ready to be worked on.
pub(super) struct Project {
    /// The folder that holds the config, else the folder given.
    pub(super) folder: PathBuf,
    pub(super) config: Config,
    pub(super) rules: RuleSet,
    /// What is wrong with the config and with the journal's own rules.
    pub(super) faults: Vec<Checked>,
}

impl Project {
    /// Finds the journal that `start` belongs to.
    pub(super) fn open(start: &Path, global: &Global) -> Result<Self> {
        Self::open_with(start, global, &Manner::default())
    }

    /// The same, with what a command line asks for.
    pub(super) fn open_with(start: &Path, global: &Global, manner: &Manner) -> Result<Self> {
        let given = global.config.clone();
        let found = disk::find_upward(start);
        let path = given.or_else(|| found.as_ref().map(|folder| folder.join(config::FILE_NAME)));
        let text = path.as_deref().map(disk::read_text).transpose()?.unwrap_or_default();
        let folder = match path.as_deref().and_then(Path::parent) {
            Some(parent) if parent.as_os_str().is_empty() => PathBuf::from("."),
            Some(parent) => parent.to_owned(),
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
        Ok(Self { folder, config, rules, faults })
    }

    /// The path of a file as the journal names it: relative to its folder, with `/`.
    pub(super) fn inside(&self, path: &Path) -> String {
        let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let inside = whole.strip_prefix(&self.folder).unwrap_or(path);
        inside.to_string_lossy().replace('\\', "/")
    }

    /// Whether an error in the config or in a rule forbids to begin.
    pub(super) fn unusable(&self) -> bool {
        let mut all = self.faults.iter().flat_map(|fault| &fault.diagnostics);
        all.any(|diagnostic| diagnostic.severity == Severity::Error)
    }
}

/// A path as the person would type it: relative to the current folder where it lies below.
pub(super) fn shown(path: &Path) -> String {
    let here = std::env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default();
    let path = path.strip_prefix(here).unwrap_or(path);
    if path.as_os_str().is_empty() { "this folder".to_owned() } else { path.display().to_string() }
}
