//! `evenkeel rules new`: a rule to begin with, whose examples hold.

use anyhow::{Result, bail};

use crate::cli::output::print;
use crate::diagnostic::Family;
use crate::disk;
use crate::project::{Project, shown};

/// The parts of a rule, filled in so that `rules test` passes before anything is changed.
const TEMPLATE: &str = "\
# `evenkeel rules schema` says what each key means; docs/rules.md shows how a rule is written.
title: What this notices, in a few words
severity: hint                      # off, hint, info, warning or error
why: Why it matters to you.
frames:                             # `evenkeel rules read TEXT` and `rules reference` help here
  - {subject: self, verb: be, complement: [potato]}
patterns: []                        # or regular expressions on plain text, any case, whole words
unless: []                          # with one of these in the same sentence nothing is said
message: '\"{{ words }}\" is not your name.'
question: What happened?
rewrites:                           # what could stand there instead; ___ is for you to fill
  - text: 'what happened{{ tail }} was ___'
examples:                           # they are the rule's tests: `evenkeel rules test ID`
  invalid:
    - text: I'm a potato.
      flags: I'm a potato
      becomes: What happened was ___.
  valid:
    - The potato is cold.
";

/// Writes the file of a rule called `id`.
pub(super) fn run(id: &str, family: Family, project: &Project) -> Result<()> {
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if id.is_empty() || !id.chars().all(letters) || id.starts_with('-') || id.ends_with('-') {
        bail!("`{id}` cannot be a rule's id. Use small letters, digits and `-`: `my-word`");
    }
    let language = project.config.languages.first().map_or("en", String::as_str);
    let path = project.folder.join(format!("rules/{language}/{family}/{id}.yaml"));
    if !project.rules().named(id).is_empty() && !path.exists() {
        bail!(
            "there is a rule `{id}` already, and one of that name would take its place. Choose another name; to change that rule, write {} yourself",
            shown(&path)
        );
    }
    disk::create_new(&project.folder, &path, TEMPLATE.replace("ID", id))?;
    print(&format!(
        "made {}\nNext: put your own words there, then `evenkeel rules test {id}`.\n",
        shown(&path)
    ))
}
