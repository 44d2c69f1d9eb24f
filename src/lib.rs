//! evenkeel reads a Markdown journal, notices self-talk that attacks the writer or lets
//! responsibility slip away, offers other wordings, and builds a private site.
//!
//! The program is thin; this library is what it does. Without its default features it is the part
//! that reads and judges text, and compiles for `wasm32-unknown-unknown`.
//!
//! # Lint a text
//!
//! An [`Entry`](journal::entry::Entry) is parsed, whatever is in it; [`lint::check`] is a pure
//! function from it and some rules to findings. A finding's span counts bytes of the text.
//!
//! ```
//! use evenkeel::config::Config;
//! use evenkeel::journal::entry::Entry;
//! use evenkeel::lint::{self, RuleSet};
//!
//! let (rules, config) = (RuleSet::built_in(), Config::default());
//! let parsed = Entry::parse("2026-03-02.md", "I missed the train. I'm *such a* failure.", &config);
//! let findings = lint::check(&parsed.entry, &parsed.prose, &rules).into_findings();
//!
//! assert_eq!(findings[0].rule.id(), "identity-label");
//! assert_eq!(findings[0].span.slice(&parsed.entry.source), "I'm *such a* failure");
//! assert_eq!(findings[0].suggestions[0].title, "I missed the train.");
//! ```
//!
//! What somebody else says is nothing to flag, and neither is a plain fact:
//!
//! ```
//! # use evenkeel::config::Config;
//! # use evenkeel::journal::entry::Entry;
//! # use evenkeel::lint::{self, RuleSet};
//! # let (rules, config) = (RuleSet::built_in(), Config::default());
//! for text in ["> I'm such a failure.", "The test was a failure.", "I failed the test."] {
//!     let parsed = Entry::parse("a.md", text, &config);
//!     assert!(lint::check(&parsed.entry, &parsed.prose, &rules).into_findings().is_empty());
//! }
//! ```
//!
//! # Load a journal
//!
//! A [`Journal`](journal::Journal) is made of parsed entries; where their text comes from is the
//! caller's business. It puts them in order, and never fails: what is wrong with an entry stands
//! beside it.
//!
//! ```
//! use evenkeel::config::Config;
//! use evenkeel::journal::Journal;
//! use evenkeel::journal::entry::Entry;
//!
//! let config = Config::default();
//! let files = [("2026-03-03.md", "# A walk\n"), ("2026-03-02.md", "A day.\n"), ("list.md", "- tea\n")];
//! let entries = files.map(|(path, text)| Entry::parse(path, text, &config).entry);
//! let journal = Journal::new(&entries);
//! let days: Vec<&str> = journal.days.iter().map(|entry| entry.path.as_str()).collect();
//! assert_eq!(days, ["2026-03-02.md", "2026-03-03.md"], "`list.md` has no day");
//! ```
//!
//! # The house
//!
//! A module uses only modules above it in this list, and no two files use each other in a circle.
//!
//! 1. [`text`], `spoken`, `digest`, [`diagnostic`], `yaml`: places in a text, how numbers and days
//!    are said, what is said about a place
//! 2. [`config`]: what the person set
//! 3. [`journal`]: an entry and its prose
//! 4. `commitment`, [`lint`], `search`, `stats`, `review`, `export`,
//!    `share`, `handout`, `import`, `site`: what is made of entries, in
//!    pure functions; `lint` and `site` do not know each other
//! 5. `report`, `baseline`, `disk`: formats, and the only module that reads and writes files
//! 6. `project`: a journal that was opened, its config, its rules
//! 7. `builder`, `watch`: the site, built and built again
//! 8. `serve`, `lsp`: the site in a browser, the findings in an editor
//! 9. `cli`: arguments and printing
//!
//! # The path of an entry
//!
//! To its diagnostics: `disk::walk` finds the file and `disk::read` reads it;
//! `journal::entry` takes front matter, day, tags and private passages from it, `journal::prose`
//! its sentences; `lint::check` finds; `report` writes. `project::check` is where they meet.
//!
//! To its page: `builder::SiteBuilder` hands all entries to `site::SiteDraft`, which reads each
//! once; `site::Site` arranges them; each file of `site::pages` says which pages there are and
//! what their templates are given; `disk::OutputFolder` publishes what changed.
//!
//! From a keystroke: `lsp::server` changes its document, `project::check` is asked as above, and
//! `lsp::document` turns what it said into the editor's terms.
//!
//! From a check-in to a number: `commitment::check_in` reads the entries, `commitment::day_log`
//! unites a day, `commitment::timeline` makes slots of the days, `commitment::metrics` counts.
//!
//! # Invariants
//!
//! Each names the test that keeps it.
//!
//! 1. Floors 1 to 4 do no IO and read neither clock nor environment; `today` is an argument
//!    (`tidy::the_lower_floors_do_no_io_and_read_no_clock`).
//! 2. Parsing an entry never fails: it gives the entry and what is wrong with it
//!    (`properties::every_span_slices_the_source`).
//! 3. A span is a byte range of the file's text on character boundaries
//!    (`properties::every_span_slices_the_source`); only `lsp` counts UTF-16
//!    (`lsp::columns_are_bytes_for_an_editor_that_wants_them`).
//! 4. A suggestion changes only the bytes it names, and applied it leaves nothing flagged there
//!    (`properties::a_suggestion_changes_only_the_bytes_it_names_and_removes_the_finding`).
//! 5. The same journal, rules, theme and day give the same bytes
//!    (`build::the_same_journal_gives_the_same_bytes`), built at once or little by little
//!    (`watch::what_changed_is_built_and_it_is_what_a_full_build_gives`).
//! 6. The site loads nothing from elsewhere (`build::pages_load_nothing_from_anywhere`), and the
//!    program opens no connection to anywhere (`tidy::nothing_opens_a_connection`).
//! 7. What is private is in no page, index, export, hook or redacted output
//!    (`build::nothing_private_is_on_the_site`, `hook::nothing_private_is_printed`,
//!    `check::redacted_output_holds_no_word_of_the_journal`); what is withheld is quoted nowhere
//!    but on its own page
//!    (`care::the_site_shows_the_words_on_the_entrys_own_page_and_nowhere_else`).

#[doc(hidden)]
pub mod baseline;
#[cfg(feature = "cli")]
mod builder;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
#[doc(hidden)]
pub mod commitment;
pub mod config;
pub mod diagnostic;
#[doc(hidden)]
pub mod digest;
#[cfg(feature = "cli")]
mod disk;
#[doc(hidden)]
pub mod export;
#[doc(hidden)]
pub mod handout;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod import;
pub mod journal;
pub mod lint;
#[cfg(feature = "lsp")]
#[doc(hidden)]
pub mod lsp;
#[cfg(feature = "cli")]
mod project;
#[doc(hidden)]
pub mod report;
#[doc(hidden)]
pub mod review;
#[cfg(feature = "cli")]
mod search;
#[cfg(feature = "serve")]
mod serve;
#[doc(hidden)]
pub mod share;
#[cfg(feature = "cli")]
mod site;
#[doc(hidden)]
pub mod spoken;
#[doc(hidden)]
pub mod stats;
pub mod text;
#[cfg(feature = "cli")]
mod watch;
mod yaml;
