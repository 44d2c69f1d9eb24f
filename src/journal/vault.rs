//! What a vault of Obsidian or Logseq says about where its days lie and what they begin as.

use std::collections::BTreeMap;

use serde_json::Value;

use super::moment;

/// The settings files of a vault, by their paths in it.
pub const FILES: [&str; 5] = [DAILY_NOTES, PERIODIC_NOTES, APP, TEMPLATES, LOGSEQ];

const DAILY_NOTES: &str = ".obsidian/daily-notes.json";
const PERIODIC_NOTES: &str = ".obsidian/plugins/periodic-notes/data.json";
const APP: &str = ".obsidian/app.json";
const TEMPLATES: &str = ".obsidian/templates.json";
const LOGSEQ: &str = "logseq/config.edn";

/// What is taken from a vault's settings where the journal's own config is silent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VaultSettings {
    /// Where the entry of a day lies, in strftime letters.
    pub entry_path: Option<String>,
    /// Which program it is of; `None` where the journal is no vault.
    pub kind: Option<VaultKind>,
    /// The template of an entry, a path in the vault.
    pub template: Option<String>,
    /// What is no entry, as globs.
    pub exclude: Vec<String>,
    /// What could not be followed: a sentence each.
    pub unfollowed: Vec<String>,
}

/// Whose vault it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VaultKind {
    /// A new day is an empty note, unless a template says otherwise.
    Obsidian,
    /// The same, and all of it is a list.
    Logseq,
}

/// Reads the settings of a vault. `text` gives one of [`FILES`], where the vault has it.
#[must_use]
pub fn read(text: &dyn Fn(&str) -> Option<String>) -> VaultSettings {
    let mut vault = VaultSettings::default();
    let mut settings: BTreeMap<&str, Value> = BTreeMap::new();
    for name in FILES.into_iter().filter(|name| *name != LOGSEQ) {
        match text(name).map(|text| serde_json::from_str(&text)) {
            Some(Ok(value)) => drop(settings.insert(name, value)),
            Some(Err(error)) => vault
                .unfollowed
                .push(format!("{name} is damaged ({error}), so what it sets is not followed.")),
            None => {}
        }
    }
    let json = |name: &str| settings.get(name).cloned();
    let periodic = json(PERIODIC_NOTES).and_then(|all| all.get("daily").cloned());
    let periodic =
        periodic.filter(|daily| daily.get("enabled").and_then(Value::as_bool) != Some(false));
    if let Some(daily) = periodic.or_else(|| json(DAILY_NOTES)) {
        vault.take_daily_notes(&daily);
    }
    if let Some(logseq) = text(LOGSEQ) {
        vault.take_logseq(&logseq);
    }
    if let Some(folder) = json(TEMPLATES).as_ref().and_then(|all| word(all, "folder")) {
        vault.exclude.push(format!("{}/**", escaped(&folder)));
    }
    let ignored = json(APP).and_then(|app| app.get("userIgnoreFilters").cloned());
    for filter in ignored.as_ref().and_then(Value::as_array).into_iter().flatten() {
        match filter.as_str() {
            Some(regex) if regex.len() > 1 && regex.starts_with('/') && regex.ends_with('/') => {
                vault.unfollowed.push(format!(
                    "Obsidian leaves out what {regex} matches; such a pattern cannot be followed. Name the files in `exclude`."
                ));
            }
            // Obsidian takes a filter for the beginning of a path.
            Some(folder) if folder.ends_with('/') => {
                vault.exclude.push(format!("{}**", escaped(folder)));
            }
            Some(start) if !start.is_empty() => {
                let start = escaped(start);
                vault.exclude.extend([format!("{start}*"), format!("{start}*/**")]);
            }
            _ => {}
        }
    }
    vault
}

impl VaultSettings {
    /// The settings of Obsidian's daily notes, or of the plug-in for periodic ones.
    fn take_daily_notes(&mut self, daily: &Value) {
        let format = word(daily, "format").unwrap_or_else(|| "YYYY-MM-DD".to_owned());
        match moment::strftime(&format) {
            Some(form) => {
                let folder = word(daily, "folder").map(|folder| folder.replace('%', "%%") + "/");
                self.entry_path = Some(folder.unwrap_or_default() + &form + ".md");
            }
            None => self.unfollowed.push(format!(
                "Obsidian writes the days of this vault as `{format}`, which cannot be followed. Set `entry_path` in evenkeel.yaml."
            )),
        }
        self.template = word(daily, "template")
            .map(|path| if path.to_lowercase().ends_with(".md") { path } else { path + ".md" });
        self.exclude.extend(self.template.as_deref().map(escaped));
    }

    /// The settings of Logseq, of which two matter.
    fn take_logseq(&mut self, config: &str) {
        let value = |key: &str| {
            let lines = config.lines().map(str::trim_start).filter(|line| !line.starts_with(';'));
            let mut found = lines.filter_map(|line| line.split_once(key));
            Some(found.next()?.1.split('"').nth(1)?.to_owned())
        };
        let folder = value(":journals-directory").unwrap_or_else(|| "journals".to_owned());
        let format = value(":journal/file-name-format").unwrap_or_else(|| "yyyy_MM_dd".to_owned());
        let form = moment::strftime(&format);
        self.entry_path = form.map(|form| format!("{}/{form}.md", folder.replace('%', "%%")));
    }
}

/// A setting that says something, without the slashes around a path.
fn word(settings: &Value, key: &str) -> Option<String> {
    let word = settings.get(key)?.as_str()?.trim().trim_matches('/');
    (!word.is_empty()).then(|| word.to_owned())
}

/// A path as a glob that matches it alone.
fn escaped(path: &str) -> String {
    globset::escape(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vault(files: &[(&str, &str)]) -> VaultSettings {
        read(&|name| {
            files.iter().find(|(path, _)| *path == name).map(|(_, text)| (*text).to_owned())
        })
    }

    #[test]
    fn daily_notes_of_obsidian() {
        let settings = vault(&[
            (
                DAILY_NOTES,
                r#"{"folder": "Daily/", "format": "DD-MM-YYYY", "template": "Meta/Day"}"#,
            ),
            (APP, r#"{"userIgnoreFilters": ["Archive/", "Old [1]", "/^x/"]}"#),
            (TEMPLATES, r#"{"folder": "Meta"}"#),
        ]);
        assert_eq!(settings.entry_path.as_deref(), Some("Daily/%d-%m-%Y.md"));
        assert_eq!(settings.template.as_deref(), Some("Meta/Day.md"));
        let globs = ["Meta/Day.md", "Meta/**", "Archive/**", "Old [[]1[]]*", "Old [[]1[]]*/**"];
        assert_eq!(settings.exclude, globs);
        assert_eq!(settings.unfollowed.len(), 1);
    }

    #[test]
    fn the_plug_in_for_periodic_notes_is_stronger_when_it_is_on() {
        let daily = (DAILY_NOTES, r#"{"format": "YYYY-MM-DD"}"#);
        let on = (PERIODIC_NOTES, r#"{"daily": {"format": "YYYY/MM/DD", "enabled": true}}"#);
        assert_eq!(vault(&[daily, on]).entry_path.as_deref(), Some("%Y/%m/%d.md"));
        let off = (PERIODIC_NOTES, r#"{"daily": {"format": "YYYY/MM/DD", "enabled": false}}"#);
        assert_eq!(vault(&[daily, off]).entry_path.as_deref(), Some("%Y-%m-%d.md"));
    }

    #[test]
    fn journals_of_logseq() {
        let config = "{:meta/version 1\n ;; :journals-directory \"x\"\n :journal/file-name-format \"yyyy-MM-dd\"}\n";
        assert_eq!(vault(&[(LOGSEQ, config)]).entry_path.as_deref(), Some("journals/%Y-%m-%d.md"));
        assert_eq!(vault(&[(LOGSEQ, "{}")]).entry_path.as_deref(), Some("journals/%Y_%m_%d.md"));
    }
}
