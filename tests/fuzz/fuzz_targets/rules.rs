//! A journal's own rule files of any text: what is wrong is told with its place, and whatever can be
//! used checks a text.

#![no_main]

use std::sync::LazyLock;

use evenkeel::config::{Config, Surface};
use evenkeel::journal::entry::{Entry, Parsed};
use evenkeel::lint::{self, RuleSet, RuleSource};
use libfuzzer_sys::fuzz_target;

static CONFIG: LazyLock<Config> =
    LazyLock::new(|| Config { languages: vec!["xx".to_owned()], ..Config::default() });
static TEXT: LazyLock<Parsed> =
    LazyLock::new(|| Entry::parse("a.md", "I'm such a failure. The sea was calm.\n", &CONFIG));
const NAMES: [&str; 4] = ["harsh/mine.yaml", "care.yaml", "guards.yaml", "words.yaml"];

fuzz_target!(|input: (u8, &str)| {
    let (name, text) = input;
    let path = NAMES[usize::from(name) % NAMES.len()].to_owned();
    let source = RuleSource { path, text: text.to_owned() };
    let (rules, diagnostics) = RuleSet::new(Surface::Terminal, &CONFIG, &[source]);
    for found in diagnostics.values().flatten() {
        assert!(text.get(found.span.start..found.span.end).is_some());
    }
    let _ = lint::check(&TEXT.entry, &TEXT.prose, &rules);
    let (_, diagnostics) = Config::parse(text);
    for found in diagnostics {
        assert!(text.get(found.span.start..found.span.end).is_some());
    }
});
