//! Check-ins in any notation: they are read, and one more can be written that is read again.

#![no_main]

use std::sync::LazyLock;

use evenkeel::commitment::check_in::notation::CheckInState;
use evenkeel::commitment::check_in::parse::parse;
use evenkeel::commitment::check_in::write::NewCheckIn;
use evenkeel::commitment::index::CommitmentIndex;
use evenkeel::commitment::{self};
use evenkeel::config::Config;
use evenkeel::journal::entry::Entry;
use evenkeel::text;
use jiff::civil::date;
use libfuzzer_sys::fuzz_target;

static CONFIG: LazyLock<Config> = LazyLock::new(Config::default);
static INDEX: LazyLock<CommitmentIndex> = LazyLock::new(|| {
    let note = |name: &str, text: &str| {
        Entry::parse(&format!("commitments/{name}.md"), text, &CONFIG).entry
    };
    let notes = [
        note("walk", "---\ntitle: A short walk\nalso: [walking]\ncadence: daily\nstart: 2026-03-01\n---\n"),
        note(
            "language",
            "---\ntitle: Language\ncadence: 3 per week\nstart: 2026-03-01\ntarget: {at_least: 20, unit: minutes}\n---\n",
        ),
    ];
    CommitmentIndex::new(commitment::parse(&notes).0)
});

fuzz_target!(|source: &str| {
    let today = date(2026, 3, 20);
    let parsed = Entry::parse("2026-03-02.md", source, &CONFIG);
    let (check_ins, odd) = parse(&parsed.entry, &parsed.prose, &INDEX, today);
    for found in odd {
        assert!(source.get(found.span.start..found.span.end).is_some());
    }
    for commitment in INDEX.commitments() {
        let new = NewCheckIn { commitment, state: CheckInState::Kept, amount: None, note: None };
        let edit = new.edit(&parsed.entry, &check_ins, &|_| false, &[]);
        assert!(source.get(edit.span.start..edit.span.end).is_some());
        let after = text::apply(source, &[edit]);
        let parsed = Entry::parse("2026-03-02.md", after, &CONFIG);
        parse(&parsed.entry, &parsed.prose, &INDEX, today);
    }
});
