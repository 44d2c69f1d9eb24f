//! An entry of any text: it is read and checked, every place is one of the text, and every
//! suggestion can be taken.

#![no_main]

use std::sync::LazyLock;

use evenkeel::config::Config;
use evenkeel::journal::entry::Entry;
use evenkeel::lint::{self, RuleSet};
use evenkeel::text;
use libfuzzer_sys::fuzz_target;

static RULES: LazyLock<RuleSet> = LazyLock::new(RuleSet::built_in);
static CONFIG: LazyLock<Config> = LazyLock::new(Config::default);

fuzz_target!(|source: &str| {
    let parsed = Entry::parse("2026-03-02.md", source, &CONFIG);
    let shown = parsed.entry.visible(false).text.len();
    assert!(shown <= parsed.entry.visible(true).text.len());
    for passage in &parsed.entry.private_passages {
        assert!(source.get(passage.start..passage.end).is_some());
    }
    for found in lint::check(&parsed.entry, &parsed.prose, &RULES).into_findings() {
        assert!(source.get(found.span.start..found.span.end).is_some());
        for suggestion in &found.suggestions {
            for edit in &suggestion.edits {
                assert!(source.get(edit.span.start..edit.span.end).is_some());
            }
            let after = text::apply(source, &suggestion.edits);
            Entry::parse("2026-03-02.md", after, &CONFIG);
        }
    }
});
