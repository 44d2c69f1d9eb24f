//! How a text is read, for people who write rules.

use std::fmt::Write as _;

use anyhow::{Context, Result};
use clap::ValueEnum;

use crate::cli::output::{print, print_json};
use crate::lint::reading::told::{ReadClause, ReadSentence};
use crate::project::Project;

/// How a reading is printed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum ReadFormat {
    /// For people.
    Human,
    /// For programs.
    Json,
}

/// Prints how `text` is read.
pub(super) fn run(
    text: &str,
    format: ReadFormat,
    language: Option<&str>,
    project: &Project,
) -> Result<()> {
    let languages = project.rules().languages();
    let language = language.or(languages.first().map(String::as_str)).unwrap_or("en");
    let read = project.rules().read(text, language).with_context(|| {
        format!("the rules of `{language}` are not in force here. In force: {}. Name it under `languages` in evenkeel.yaml", languages.join(", "))
    })?;
    match format {
        ReadFormat::Json => print_json(&serde_json::to_value(read)?),
        ReadFormat::Human => {
            let all: Vec<String> = read.iter().map(sentence).collect();
            print(&all.join("\n"))
        }
    }
}

fn sentence(read: &ReadSentence) -> String {
    let mut out = format!("{}\n", read.text);
    for (number, clause) in read.clauses.iter().enumerate() {
        let _ = writeln!(out, "  clause {}: {}", number + 1, clause.text);
        for (key, value) in rows(clause) {
            let _ = writeln!(out, "    {key:<9}{value}");
        }
    }
    if !read.fields.is_empty() {
        out.push_str("  fields\n");
        for field in &read.fields {
            let _ = writeln!(out, "    {} = <{}>", field.text, field.field);
        }
    }
    out.push_str("  words\n");
    for token in &read.tokens {
        let normal = if token.normal == token.text.to_lowercase() {
            String::new()
        } else {
            format!(" ({})", token.normal)
        };
        let _ = writeln!(out, "    {}{normal}: {}", token.text, token.classes.join(", "));
    }
    out
}

/// What there is to say of a clause, by the keys that a frame has for it.
fn rows(clause: &ReadClause) -> Vec<(&'static str, String)> {
    let mut rows = vec![("subject", clause.subject.to_owned())];
    let scope = clause.scope.join(", ");
    let scope = if clause.turned { format!("{scope}, turned by a denial") } else { scope };
    let all = [
        ("link", clause.link.clone().unwrap_or_default()),
        ("verb", clause.verb.clone()),
        ("mood", clause.mood.join(", ")),
        ("rest", clause.rest.clone()),
        ("scope", scope),
    ];
    rows.extend(all.into_iter().filter(|(_, value)| !value.is_empty()));
    rows
}
