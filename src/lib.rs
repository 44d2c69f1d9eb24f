//! evenkeel reads a Markdown journal, notices self-talk that attacks the writer or lets
//! responsibility slip away, offers other wordings, and builds a private site.
//!
//! # The path of an entry
//!
//! ```text
//! disk::walk               the files of the journal                                  IO
//!   disk::read             bytes, UTF-8 or a diagnostic                              IO
//!   Entry::parse           front matter, day, tags, privacy; Markdown → Prose
//!     Register::read       check-ins → marks of commitments
//!     lint::check          sentences → one multi-pattern search → regexes → guards → rewrites
//!       report             one short file for each format
//!   Account::new           marks → slots → numbers
//!   Journal::new           entries in order
//!     site::Draft          what lists, links and the search need of every entry
//!     Site::render         one page at a time: context → template → bytes
//!       disk::publish      stage, plan, move; all of it or none                      IO
//! watch::change            what an event on disk means; then the same calls again, and
//!   site::Memory           what each entry gave and each page was made of: only what is new is made
//! serve                    the site on loopback; open pages are told what is new
//! lsp                      a text in an editor → findings, rewrites, check-ins
//! ```
//!
//! # Floors
//!
//! A module uses only modules above it in this list. `lint` and `site` do not know each other;
//! siblings meet in [`cli`].
//!
//! 1. [`text`], [`diagnostic`], [`yaml`]: places, findings, YAML with places
//! 2. [`config`]: the settings
//! 3. [`journal`]: entries, their days, their prose and their check-ins; [`commitment`]: the account
//!    that is kept of promises
//! 4. [`lint`], [`stats`], [`review`], [`site`]: pure functions to findings, to counts, to a review
//!    and to pages
//! 5. [`report`], [`baseline`], [`disk`]: output formats; findings that were there before; the
//!    only module that reads or writes files
//! 6. `project`: a journal on disk, opened, with every file read and linted
//! 7. [`watch`]: what a change on disk means
//! 8. `serve`, `lsp`: the preview in a browser; the language server
//! 9. [`cli`]: one file for each command
//!
//! # Invariants
//!
//! Each has a test.
//!
//! 1. Floors 1 to 4 do no IO, read no clock and no environment: the day is an argument.
//! 2. Parsing an entry never fails: it gives the entry and its diagnostics.
//! 3. Every span is a byte range of the original source on character boundaries; lines and
//!    columns exist only in `report`.
//! 4. A suggestion changes only the bytes it names; once it is applied nothing is flagged there.
//! 5. The same journal, rules, theme and day give the same bytes.
//! 6. The built site names no host but those the writer linked to, and the program opens no
//!    outgoing connection.
//! 7. What is made again after a change is byte for byte what a full build makes.
//! 8. The preview answers only this machine, and only requests meant for it.
//! 9. A private entry or passage is in no page, list, index or file name of the site, in no export
//!    and in nothing that the hook prints.

pub mod text;

pub mod diagnostic;

pub mod yaml;

pub mod config;

pub mod journal;

pub mod commitment;

pub mod lint;

pub mod stats;

pub mod review;

pub mod site;

pub mod report;

pub mod baseline;

pub mod disk;

mod project;

pub mod watch;

mod serve;

mod lsp;

pub mod cli;
