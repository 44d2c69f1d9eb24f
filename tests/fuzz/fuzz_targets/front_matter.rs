//! The top of an entry in any form: what is private stays so however the rest reads.

#![no_main]

use std::sync::LazyLock;

use evenkeel::config::Config;
use evenkeel::journal::entry::Entry;
use evenkeel::journal::front_matter;
use libfuzzer_sys::fuzz_target;

static CONFIG: LazyLock<Config> = LazyLock::new(Config::default);

fuzz_target!(|source: &str| {
    let (front, diagnostics) = front_matter::parse(source);
    assert!(source.get(front.body..).is_some());
    for found in diagnostics {
        assert!(source.get(found.span.start..found.span.end).is_some());
    }
    for (fence, mark) in [("---", "private: true"), ("+++", "private = true")] {
        // A line of its own right below the first fence.
        let text = format!("{fence}\n{mark}\n{source}\n{fence}\nAfter.\n");
        let parsed = Entry::parse("2026-03-02.md", text, &CONFIG);
        assert!(parsed.entry.private, "{:?}", parsed.entry.source);
    }
});
