//! How long the library takes for a journal of a few thousand entries, beside the floor: reading
//! and parsing the same Markdown and nothing else. The ratio is what counts; machines differ.

#![expect(clippy::disallowed_methods, reason = "a bench reads its corpus")]

use std::hint::black_box;

use comrak::{Arena, parse_document};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use evenkeel::config::{Config, Surface};
use evenkeel::journal::entry::Entry;
use evenkeel::journal::prose::markdown_options;
use evenkeel::lint::{self, rule_set::RuleSet};

/// How often the example journal is repeated.
const TIMES: usize = 20;

fn corpus() -> Vec<String> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/example-journal");
    let files = walkdir::WalkDir::new(root).sort_by_file_name().into_iter().filter_map(Result::ok);
    let entries = files.filter(|file| file.path().extension().is_some_and(|end| end == "md"));
    let texts: Vec<String> =
        entries.filter_map(|file| std::fs::read_to_string(file.path()).ok()).collect();
    texts.iter().cycle().take(texts.len() * TIMES).cloned().collect()
}

fn check(criterion: &mut Criterion) {
    let corpus = corpus();
    let config = Config::default();
    let (rules, _) = RuleSet::new(Surface::default(), &config, &[]);
    let mut group = criterion.benchmark_group("a journal");
    group.throughput(Throughput::Bytes(corpus.iter().map(|text| text.len() as u64).sum()));
    group.bench_function("floor: parse Markdown", |bencher| {
        let options = markdown_options();
        bencher.iter(|| {
            for text in &corpus {
                let arena = Arena::new();
                black_box(parse_document(&arena, text, &options));
            }
        });
    });
    group.bench_function("parse entries", |bencher| {
        bencher.iter(|| {
            for text in &corpus {
                black_box(Entry::parse("a.md", text.as_str(), &config));
            }
        });
    });
    group.bench_function("parse and check entries", |bencher| {
        bencher.iter(|| {
            for text in &corpus {
                let parsed = Entry::parse("a.md", text.as_str(), &config);
                black_box(lint::check(&parsed.entry, &parsed.prose, &rules));
            }
        });
    });
    group.bench_function("start: load the rules", |bencher| {
        bencher.iter(|| black_box(RuleSet::new(Surface::default(), &config, &[])));
    });
    group.finish();
}

criterion_group!(benches, check);
criterion_main!(benches);
