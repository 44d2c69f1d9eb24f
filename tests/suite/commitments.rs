//! Commitments: what is read as a check-in, what comes of it, and what the commands write.

use evenkeel::commitment;
use evenkeel::commitment::cadence::Calendar;
use evenkeel::commitment::check_in::parse::parse;
use evenkeel::commitment::index::CommitmentIndex;
use evenkeel::commitment::progress::{EntryCheckIns, Progress};
use evenkeel::config::Config;
use evenkeel::journal::entry::Entry;
use evenkeel::journal::template::{EntryForm, Template};
use jiff::civil::{Weekday, date};
use serde_json::{Value, json};

use crate::{Folder, Run};

const WALK: &str = "---\ntitle: A short walk\nalso: [went out]\ncadence: daily\nstart: 2026-03-02\n---\n\nI think better.\n";

/// A journal with one commitment called `walk`, and these files.
fn journal(files: &[(&str, &str)]) -> Folder {
    let folder = Folder::new(&[("evenkeel.yaml", ""), ("commitments/walk.md", WALK)]);
    for (name, text) in files {
        folder.write(name, text.as_bytes());
    }
    folder
}

fn numbers(folder: &Folder, today: &str) -> Value {
    let run = folder.run(&["commitments", "--format", "json", "--today", today]);
    assert_eq!(run.code, 0, "{run:?}");
    run.json()["commitments"].clone()
}

fn check(folder: &Folder, today: &str) -> Run {
    folder.run(&["check", "--format", "concise", "--exit-zero", "--today", today])
}

/// What one day's text makes of the day: kept, partly, missed, rest or unrecorded.
fn state(text: &str) -> &'static str {
    state_of("2026-03-02.md", text, WALK)
}

/// The same for an entry of that name and a definition; asked of the library, a process for each
/// row would take most of the time.
fn state_of(name: &str, text: &str, walk: &str) -> &'static str {
    let config = Config::default();
    let definition = Entry::parse("commitments/walk.md", walk, &config).entry;
    let (commitments, odd) = commitment::parse(&[definition]);
    assert!(odd.is_empty(), "{odd:?}");
    let index = CommitmentIndex::new(commitments);
    let form = EntryForm { template: Template::built_in(), touchstones: Vec::new() };
    let today = date(2026, 3, 4);
    let parsed = Entry::parse(name, text, &config);
    let (check_ins, _) = parse(&parsed.entry, &parsed.prose, &index, today);
    let entries = [EntryCheckIns::new(&parsed.entry, check_ins, &form)];
    let calendar = Calendar { today, week_starts: Weekday::Monday, settle: 1 };
    let progress = Progress::new(&index, &entries, &form, &calendar);
    let counts = progress.commitments[0].metrics.all;
    let states = [
        (counts.kept, "kept"),
        (counts.partly, "partly"),
        (counts.missed, "missed"),
        (counts.neutral, "rest"),
        (counts.unrecorded, "unrecorded"),
    ];
    let found = states.into_iter().find(|(count, _)| *count == 1);
    found.unwrap_or_else(|| panic!("{counts:?}")).1
}

#[test]
fn every_notation_is_read() {
    for (text, expected) in [
        ("- [x] A short walk\n", "kept"),
        ("* [X] walk — 20 min\n", "kept"),
        ("1. [x] went out\n", "kept"),
        ("+ [x] WALK 🚶\n", "kept"),
        ("- [X]Walk\n", "kept"),
        ("- [ ] Morning\n  - [x] Walk\n", "kept"),
        ("- [x] **Walk** (20 min) #habit ^a1\n", "kept"),
        ("- [x] [[walk]]\n", "kept"),
        ("\u{feff}- [x] Walk\r\n- [ ] other\r\n", "kept"),
        ("- DONE Walk\n", "kept"),
        ("- CANCELED Walk\n", "rest"),
        ("- [/] Walk\n", "partly"),
        ("- [-] Walk — fever\n", "rest"),
        ("- [x] Walk 10/20\n", "partly"),
        ("A day.\n\n- [ ] Walk\n", "missed"),
        ("---\ncommitments: {walk: kept}\n---\n", "kept"),
        ("---\ncommitments:\n  a short walk: half\n---\n", "partly"),
        ("---\ncommitments: [walk]\n---\n", "kept"),
        ("---\nwalk: yes\n---\n", "kept"),
        ("---\nwalk: true\n---\n", "kept"),
        ("---\nwalk: 30\n---\n", "kept"),
        ("---\nwalk: 0.5\n---\n", "partly"),
        ("---\nwalk: \"10/20\"\n---\n", "partly"),
        ("---\nwalk: no\n---\n", "missed"),
        ("---\nwalk: \"no\"\n---\n", "missed"),
        ("---\nwalk: 0\n---\n", "missed"),
        ("---\nwalk: sick\n---\n", "rest"),
        ("---\nwalk: off\n---\n", "rest"),
        ("---\nwalk:\n---\nA day.\n", "unrecorded"),
        ("walk:: yes\n", "kept"),
        ("- walk:: 1h20\n", "kept"),
        ("Out today [walk:: 30] by the canal.\n", "kept"),
        ("walk:: partly\n", "partly"),
        ("walk::\n", "unrecorded"),
        ("In the rain. #walk:30\n", "kept"),
    ] {
        assert_eq!(state(text), expected, "{text:?}");
    }
}

#[test]
fn a_box_on_the_first_line_is_pointed_at_behind_a_byte_order_mark() {
    let folder = Folder::new(&[
        ("evenkeel.yaml", "title: Mine\n"),
        ("commitments/walk.md", "---\ntitle: Walk\ncadence: daily\nstart: 2026-03-01\n---\n"),
        ("2026-03-02.md", "\u{feff}- [q] Walk\n"),
    ]);
    let run = folder.run(&["check", "--format", "concise"]);
    assert!(run.out.contains("2026-03-02.md:1:4:"), "{run:?}");
    let run = folder.run(&["check"]);
    assert!(run.code < 2 && !run.err.contains("fault"), "{run:?}");
    folder.write("2026-03-02.md", "\u{feff}- [ ] Walk\n".as_bytes());
    folder.run(&["check-in", "walk", "--date", "2026-03-02"]);
    assert_eq!(folder.read("2026-03-02.md"), "\u{feff}- [x] Walk\n");
}

#[test]
fn what_is_no_check_in_counts_for_nothing() {
    for text in [
        "A day.\n\n- [x] Walk the dog\n",
        "A day.\n\n- [x] Walking\n",
        "```\n- [x] Walk\n```\n",
        "    - [x] Walk\n",
        "> - [x] Walk\n",
        "<!-- - [x] Walk -->\n",
        "`walk:: yes`\n",
        "A #walk day.\n",
        "-[x] Walk\n",
        "- [ ] Walk\n",
        "# 2026-03-02\n\n- [ ] Walk\n",
    ] {
        assert_eq!(state(text), "unrecorded", "{text:?}");
    }
}

#[test]
fn private_check_ins_count_and_tasks_dates_move_them() {
    assert_eq!(state("---\nprivate: true\n---\n- [x] Walk\n"), "kept");
    assert_eq!(state("<!-- private -->\n- [x] Walk\n<!-- /private -->\n"), "kept");
    let moved = "- [x] Walk 📅 2026-03-01 ✅ 2026-03-02\n";
    assert_eq!(state_of("2026-03-03.md", moved, WALK), "kept");
    let later = "- [x] Walk [completion:: 2026-03-02]\n";
    assert_eq!(state_of("2026-03-04.md", later, WALK), "kept");
}

#[test]
fn amounts_of_a_day_add_up_to_a_target() {
    let walk = WALK.replace("cadence", "target: {at_least: 90, unit: minutes}\ncadence");
    for (text, expected) in [
        ("- [x] Walk 1h20\n- [x] Walk 10 min\n", "kept"),
        ("- [x] Walk 1.5 h\n", "kept"),
        ("- [x] Walk 20\n", "partly"),
        ("- [x] Walk\n", "kept"),
        ("- [/] Walk 45/90\n", "partly"),
    ] {
        assert_eq!(state_of("2026-03-02.md", text, &walk), expected, "{text:?}");
    }
    let folder = journal(&[("2026-03-02.md", "- [x] Walk 45\n")]);
    folder.write("commitments/walk.md", walk.as_bytes());
    let strength = numbers(&folder, "2026-03-02")[0]["strength"].as_f64().unwrap();
    let half = 0.5 * (1.0 - 0.5_f64.powf(1.0 / 13.0));
    assert!((strength - half).abs() < 1e-12, "{strength}");
}

#[test]
fn a_lived_in_entry_is_told_from_an_untouched_template() {
    let template = "---\nmood:\n---\n\n# {{ date }}\n\n{% for c in due %}- [ ] {{ c.title }}\n{% endfor %}\n> {{ next_step }}\n\n{{ question }}\n\n## Day\n";
    let folder = journal(&[
        ("templates/entry.md", template),
        ("2026-03-02.md", "Words.\n\n- [x] Walk\n\n## Next step\n\nShoes to the door.\n"),
    ]);
    assert_eq!(folder.run(&["new", "--date", "2026-03-03", "--today", "2026-03-05"]).code, 0);
    let made = folder.read("2026-03-03.md");
    assert!(
        made.contains("# 2026-03-03\n\n- [ ] A short walk\n\n> Shoes to the door.\n"),
        "{made}"
    );
    let one = numbers(&folder, "2026-03-05")[0].clone();
    assert_eq!((&one["unrecorded"], &one["missed"]), (&json!(1), &json!(0)), "untouched");
    folder.write("2026-03-03.md", made.replace("## Day\n", "## Day\n\nRain.\n").as_bytes());
    let one = numbers(&folder, "2026-03-05")[0].clone();
    assert_eq!((&one["unrecorded"], &one["missed"]), (&json!(0), &json!(1)), "lived in");
}

#[test]
fn odd_check_ins_have_a_place_and_a_next_step() {
    for (text, place, words) in [
        (
            "---\ncommitments: {walk: kept, wlk: yes}\n---\n",
            ":2:32: warning[check-in]",
            "Did you mean `walk`?",
        ),
        ("---\nwalk: -5\n---\n", ":2:7: warning[check-in]", "No day holds this amount"),
        ("---\nwalk: 1e9\n---\n", ":2:7: warning[check-in]", "No day holds this amount"),
        ("walk:: lovely\n", ":1:1: warning[check-in]", "`lovely` says nothing about `walk`"),
        ("- [?] Walk\n", ":1:3: hint[check-in]", "Known: `x` kept"),
        ("- [x] Walk\n- [/] Walk\n", ":2:3: hint[check-in]", "`kept` and `partly`"),
        ("- [x] Walk ✅ 2026-03-09\n", ":1:3: warning[check-in]", "still to come"),
        ("- [x] stroll\n", ":1:3: warning[check-in]", "`swim` and `walk`"),
    ] {
        let folder = journal(&[("2026-03-02.md", text)]);
        folder.write("commitments/walk.md", WALK.replace("went out", "stroll").as_bytes());
        let swim = WALK.replace("A short walk", "Swim").replace("went out", "stroll");
        folder.write("commitments/swim.md", swim.as_bytes());
        let run = check(&folder, "2026-03-04");
        assert!(run.out.contains(place) && run.out.contains(words), "{text:?}: {run:?}");
    }
}

#[test]
fn a_bad_definition_is_told_and_the_others_go_on() {
    for (change, place, words) in [
        ("cadence: often", "4:10", "`often` is no cadence. Accepted: `daily`"),
        ("cadence: 8 per week", "4:10", "more than a week has days"),
        ("cadence: daily\nend: 2026-03-01", "5:6", "ends before it starts"),
        (
            "cadence: daily\npauses: [{from: 2026-03-05, to: 2026-03-01}]",
            "5:10",
            "before it begins",
        ),
        ("cadence: daily\nwas: [swim]", "5:7", "`swim` is another commitment's id"),
        ("cadence: daily\nreserve: some", "5:10", "`1 per week`"),
        ("cadence: daily\noutcome: released", "5:10", "needs its day"),
        ("cadence: daily\nparty: bridge", "5:8", "Did you mean `partly`?"),
        ("cadence: daily\nrest: [sunnday]", "5:8", "neither a weekday nor a date"),
        ("cadence: daily\ndirection: up", "5:12", "not one of `do`, `avoid`"),
        (
            "cadence: daily\nhistory: [{from: 2026-05-01, cadence: 9 per week}]",
            "5:11",
            "more than a week",
        ),
    ] {
        let folder = journal(&[("2026-03-02.md", "- [x] Swim\n")]);
        folder.write("commitments/swim.md", WALK.replace("A short walk", "Swim").as_bytes());
        folder.write("commitments/walk.md", WALK.replace("cadence: daily", change).as_bytes());
        let run = check(&folder, "2026-03-04");
        let expected = format!("commitments/walk.md:{place}: warning[commitment]");
        assert!(run.out.contains(&expected) && run.out.contains(words), "{change:?}: {run:?}");
        let run = folder.run(&["commitments", "--format", "json", "--today", "2026-03-04"]);
        assert!(run.code == 2 && run.err.contains(words), "{change:?}: {run:?}");
        assert!(
            run.json()["commitments"]
                .as_array()
                .unwrap()
                .iter()
                .any(|one| one["id"] == "swim" && one["kept"] == 1)
        );
    }
}

#[test]
fn overlapping_pauses_are_odd_and_both_hold() {
    let folder = journal(&[("2026-03-02.md", "- [x] Walk\n")]);
    let pauses = "cadence: daily\npauses:\n  - {from: 2026-03-03, to: 2026-03-05}\n  - {from: 2026-03-05, to: 2026-03-06}";
    folder.write("commitments/walk.md", WALK.replace("cadence: daily", pauses).as_bytes());
    let run = check(&folder, "2026-03-07");
    assert!(run.out.contains("walk.md:7:5: hint[commitment]"), "{run:?}");
    assert_eq!(numbers(&folder, "2026-03-07")[0]["neutral"], 4);
}

#[test]
fn the_numbers_have_every_field() {
    let folder = journal(&[("2026-03-02.md", "- [x] Walk\n")]);
    let one = numbers(&folder, "2026-03-02")[0].clone();
    for key in "id title cadence unit streak since longest rhythm due kept partly missed unrecorded neutral open returns median_days_to_return bounce open_lapse strength recorded showed_up trend next_due milestones window".split(' ') {
        assert!(one.get(key).is_some(), "{key}");
    }
    assert_eq!(one["since"], "2026-03-02");
    assert_eq!(one["bounce"], Value::Null);
    assert_eq!(one["next_due"], "2026-03-03");
    assert_eq!(one["window"]["days"], 28);
    assert_eq!(folder.run(&["streaks", "walk", "--today", "2026-03-02"]).code, 0);
    let unknown = folder.run(&["commitments", "wlk"]);
    assert!(unknown.code == 2 && unknown.err.contains("`walk`"), "{unknown:?}");
}

#[test]
fn a_check_in_is_one_edit_in_the_notation_of_the_entry() {
    for (before, arguments, after) in [
        ("- [ ] Walk\n- [x] Other\n", vec!["walk"], "- [x] Walk\n- [x] Other\n"),
        (
            "- [ ] Walk\r\nend",
            vec!["walk", "partly", "--note", "to the bakery"],
            "- [/] Walk — to the bakery\r\nend",
        ),
        (
            "1. [x] Swim\n\nEnd.\n",
            vec!["walk", "rest"],
            "1. [x] Swim\n2. [-] A short walk\n\nEnd.\n",
        ),
        (
            "---\ncommitments:\n  swim: kept\n---\nText",
            vec!["walk"],
            "---\ncommitments:\n  walk: kept\n  swim: kept\n---\nText",
        ),
        ("---\nwalk: no\n---\n", vec!["walk", "--amount", "20"], "---\nwalk: 20\n---\n"),
        ("swim:: yes\nEnd.\n", vec!["walk", "missed"], "swim:: yes\nwalk:: missed\nEnd.\n"),
        ("A day.", vec!["walk"], "A day.\n\n- [x] A short walk\n"),
        ("- A day.\n", vec!["walk", "missed"], "- A day.\n- walk:: missed\n"),
        ("- A day.\n", vec!["walk"], "- A day.\n- [x] A short walk\n"),
        ("- [x] Walk\n", vec!["walk", "missed"], "- walk:: missed\n"),
        ("- TODO Walk\n", vec!["walk"], "- DONE Walk\n"),
        ("Rain. #walk:30\n", vec!["walk", "missed"], "Rain. #walk:missed\n"),
        ("---\nwalk:\n---\nText", vec!["walk"], "---\nwalk: kept\n---\nText"),
        ("- [x] Walk 10\n", vec!["walk", "--amount", "5"], "- [x] Walk 10\n- [x] A short walk 5\n"),
    ] {
        let folder = journal(&[("2026-03-02.md", before)]);
        folder.write(
            "commitments/swim.md",
            WALK.replace("A short walk", "Swim").replace("went out", "lake").as_bytes(),
        );
        let mut all = vec!["check-in", "--today", "2026-03-02"];
        all.extend(&arguments);
        let run = folder.run(&all);
        assert_eq!(
            (run.code, folder.read("2026-03-02.md").as_str()),
            (0, after),
            "{before:?} {run:?}"
        );
    }
    let flat = Folder::new(&[("evenkeel.yaml", "")]);
    assert_eq!(flat.run(&["new", "--today", "2026-03-02"]).code, 0);
    let again = flat.run(&["new", "--today", "2026-03-02"]);
    assert!(again.code == 0 && again.out.contains("there already"), "{again:?}");
    let folder = journal(&[]);
    let run = folder.run(&["check-in", "walk", "--today", "2026-03-02"]);
    assert!(run.code == 0 && run.out.contains("kept"), "{run:?}");
    assert!(
        folder.read("2026-03-02.md").contains("- [x] A short walk\n"),
        "a new entry from the template"
    );
    let future = folder.run(&["check-in", "walk", "--today", "2026-03-02", "--date", "2026-03-09"]);
    assert!(future.code == 2 && future.err.contains("still to come"), "{future:?}");
}

#[test]
fn a_new_entry_never_overwrites() {
    let folder = journal(&[("2026/03/2026-03-01.md", "Mine.\n")]);
    let run = folder.run(&["new", "--today", "2026-03-02"]);
    assert!(run.code == 0 && run.out.contains("made 2026/03/2026-03-02.md"), "{run:?}");
    folder.write("2026/03/2026-03-02.md", b"Mine too.\n");
    let again = folder.run(&["new", "--today", "2026-03-02"]);
    assert!(again.code == 0 && again.out.contains("there already"), "{again:?}");
    assert_eq!(folder.read("2026/03/2026-03-02.md"), "Mine too.\n");
    folder.write("evenkeel.yaml", b"entry_path: 'days/%Y_%m_%d.md'\n");
    folder.run(&["new", "--today", "2026-03-03"]);
    assert!(folder.path().join("days/2026_03_03.md").exists());
    folder.write("templates/entry.md", b"{{ dat }}\n");
    let wrong = folder.run(&["new", "--today", "2026-03-04"]);
    assert!(
        wrong.code == 2 && wrong.err.contains("dat") && wrong.err.contains("templates/entry.md"),
        "{wrong:?}"
    );
    assert!(!folder.path().join("days/2026_03_04.md").exists());
}

#[test]
fn a_private_next_step_is_not_repeated_in_a_new_entry() {
    for text in [
        "---\nprivate: true\n---\n## Next step\n\nTell quillwort.\n",
        "<!-- private -->\n\n## Next step\n\nTell quillwort.\n\n<!-- /private -->\n",
        "I want to die.\n\n## Next step\n\nTell quillwort.\n",
    ] {
        let folder = journal(&[("2026-03-02.md", text)]);
        assert_eq!(folder.run(&["new", "--today", "2026-03-03"]).code, 0);
        assert!(!folder.read("2026-03-03.md").contains("quillwort"), "{text}");
    }
    let folder = journal(&[("2026-03-02.md", "## Next step\n\nShoes to the door.\n")]);
    folder.run(&["new", "--today", "2026-03-03"]);
    assert!(folder.read("2026-03-03.md").contains("> From Monday: Shoes to the door."));
    folder.run(&["new", "--today", "2026-03-12"]);
    assert!(folder.read("2026-03-12.md").contains("> From 2026-03-02: Shoes to the door."));
    folder.run(&["new", "--today", "2026-03-30"]);
    assert!(!folder.read("2026-03-30.md").contains("Shoes"), "it is too long ago");
}

#[test]
fn a_return_is_asked_about_once_and_gently() {
    let text = "A day.\n\n- [ ] Walk\n";
    let folder = journal(&[
        ("2026-03-02.md", "- [x] Walk\n"),
        ("2026-03-03.md", text),
        ("2026-03-04.md", text),
        ("2026-03-06.md", "Rain.\n"),
    ]);
    let hints = |folder: &Folder| {
        let out = check(folder, "2026-03-06").out;
        out.lines()
            .filter(|line| line.contains("hint[return]"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let found = hints(&folder);
    assert!(
        found.len() == 1 && found[0].starts_with("2026-03-06.md:1:1: hint[return]"),
        "{found:?}"
    );
    assert!(folder.run(&["check", "--today", "2026-03-06"]).out.contains("What got in the way?"));
    folder.write("2026-03-04.md", b"A day.\n\n- [ ] Walk \xe2\x80\x94 fever\n");
    assert_eq!(hints(&folder).len(), 0, "a reason is given");
    folder.write("2026-03-04.md", text.as_bytes());
    folder.write(
        "commitments/walk.md",
        WALK.replace("cadence: daily", "cadence: daily\npauses: [{from: 2026-03-05}]").as_bytes(),
    );
    assert_eq!(hints(&folder).len(), 0, "paused");
    folder.write(
        "commitments/walk.md",
        WALK.replace("cadence: daily", "cadence: daily\nif_missed: ten minutes on Monday")
            .as_bytes(),
    );
    assert!(hints(&folder)[0].contains("ten minutes on Monday"));
}

#[test]
fn a_review_in_the_middle_asks_what_helped_where_all_was_kept() {
    let folder = journal(&[("2026-03-02.md", "Calm.\n\n- [x] Walk\n")]);
    let review = |today| folder.run(&["review", "--today", today]).out;
    let monday = review("2026-03-02");
    assert!(monday.contains("This is its first day, and it has words."), "{monday}");
    assert!(monday.contains("What helped?") && !monday.contains("in the way"), "{monday}");
    let later = folder.run(&["review", "next week", "--today", "2026-03-02"]).out;
    assert!(later.contains("still to come") && !later.contains("has words"), "{later}");
    folder.write("2026-03-03.md", b"walk:: missed\n");
    assert!(review("2026-03-03").contains("What got in the way?"));
}

#[test]
fn a_review_begins_with_what_was_kept_and_is_never_overwritten() {
    // Of a few words no rate is said.
    let long = format!("- [x] Walk\n\n{}\n", "The tide was out. ".repeat(200));
    let folder = journal(&[
        ("2026-03-02.md", &long),
        ("2026-03-03.md", "---\nwalk: missed — knee\n---\nI'm so lazy.\n"),
        ("2026-03-04.md", "- [x] Walk\n"),
        ("2026-03-05.md", "---\nprivate: true\nwalk: missed — quillwort\n---\nI'm a failure.\n"),
        ("2026-03-06.md", "---\nwalk: rest — marrowfat\n---\nI want to die.\n"),
    ]);
    let run = folder.run(&["review", "--today", "2026-03-06"]);
    assert_eq!(run.code, 0, "{run:?}");
    let order = [
        "# Week 10, 2026",
        "## What was kept",
        "A short walk: two kept, two not done",
        "## Coming back",
        "2026-03-03, A short walk: knee",
        "Harsh on yourself",
        "## Questions",
        "What happened?",
    ];
    let places: Vec<usize> = order
        .iter()
        .map(|words| run.out.find(words).unwrap_or_else(|| panic!("{words}: {}", run.out)))
        .collect();
    assert!(places.is_sorted(), "{}", run.out);
    assert!(!run.out.contains("quillwort") && !run.out.contains("marrowfat"), "{}", run.out);
    assert_eq!(folder.run(&["review", "--today", "2026-03-06", "--write"]).code, 0);
    folder.write("reviews/2026-W10.md", b"Mine.\n");
    let again = folder.run(&["review", "--today", "2026-03-06", "--write"]);
    assert!(again.code == 2 && again.err.contains("not touched"), "{again:?}");
    assert_eq!(folder.read("reviews/2026-W10.md"), "Mine.\n");
    folder.write(
        "commitments/read.md",
        WALK.replace("A short walk", "Read")
            .replace("went out", "book")
            .replace("daily", "3 per week")
            .as_bytes(),
    );
    folder.write("2026-03-07.md", b"- [x] Read\n");
    folder.write(
        "commitments/heavy.md",
        b"---\ntitle: Rutabaga\ncadence: daily\nstart: 2026-03-02\n---\nI want to die.\n",
    );
    folder.write("2026-03-08.md", b"- [x] Rutabaga\n");
    assert!(!folder.run(&["review", "--today", "2026-03-08"]).out.contains("Rutabaga"));
    let begun = folder.run(&["review", "--today", "2026-03-07"]);
    assert!(begun.out.contains("- Read: 1 of 3 so far"), "{begun:?}");
    let wide = folder.run(&["review", "--from", "2026-03-04", "--to", "2026-03-02"]);
    assert!(wide.code == 2 && wide.err.contains("before"), "{wide:?}");
}

/// Words that punish, shout or count days to nothing.
const FORBIDDEN: &str = r"(?i)\b(?:lost|broken|broke|fail(?:ed|ure|ing)?|lazy|start over|streak of 0|0 days?|cheat(?:ed)?|excuses?|loser|shame)\b|!";

#[test]
fn no_command_says_a_word_that_punishes() {
    let forbidden = regex::Regex::new(FORBIDDEN).unwrap();
    let folder = journal(&[
        ("2026-03-02.md", "A day.\n\n- [ ] Walk\n"),
        ("2026-03-03.md", "---\nwalk: no\n---\n"),
    ]);
    let example = Folder::example();
    // What depends on the day is tried on many, the rest on two.
    let by_day = [vec!["commitments"], vec!["review", "--month"]];
    let others = [
        vec!["review", "--year"],
        vec!["stats"],
        vec!["commitments", "walk", "--explain"],
        vec!["check-in", "walk"],
        vec!["new"],
    ];
    let all = [&by_day[..], &others[..]].concat();
    for (folder, today, commands) in [
        (&folder, "2026-03-09", &all[..]),
        (&example, "2026-05-31", &all[..]),
        (&example, "2026-04-08", &by_day[..]),
        (&example, "2026-03-01", &by_day[..]),
        (&example, "2027-01-01", &by_day[..]),
    ] {
        for arguments in commands {
            let mut all = arguments.clone();
            all.extend(["--today", today]);
            let run = folder.run(&all);
            // The person's own reasons are theirs.
            let said = run.out + &run.err;
            assert!(!forbidden.is_match(&said), "{arguments:?}: {:?}", forbidden.find(&said));
        }
    }
}

#[test]
fn the_overview_fits_the_width() {
    let folder = Folder::example();
    let run = folder.run(&["commitments", "--today", "2026-05-31"]);
    assert!(run.out.lines().all(|line| line.chars().count() <= 76), "{}", run.out);
    assert!(run.out.lines().all(|line| !line.ends_with("2026-")), "no date is divided");
    for words in ["Open today", "Finished on 14 May", "Let go on purpose on 25 March", "Back since"]
    {
        assert!(run.out.contains(words), "{words}: {}", run.out);
    }
    assert!(run.out.lines().any(|line| line.contains("●●")), "{}", run.out);
    let paused = folder.run(&["commitments", "--today", "2026-04-08"]).out;
    assert!(paused.contains("Paused on Sunday, until Sunday: travel"), "{paused}");
    let told = folder.run(&["commitments", "piano", "--explain", "--today", "2026-05-31"]).out;
    assert!(told.contains("from 2026-05-04: 2 per week, because two evenings"), "{told}");
}

#[test]
fn the_site_shows_how_each_commitment_stands_and_nothing_private() {
    let folder = journal(&[
        (
            "commitments/secret.md",
            "---\ntitle: Marrowfat\nprivate: true\ncadence: daily\nstart: 2026-03-02\n---\n",
        ),
        (
            "commitments/heavy.md",
            "---\ntitle: Rutabaga\ncadence: daily\nstart: 2026-03-02\n---\nI want to die.\n",
        ),
        ("2026-03-02.md", "- [x] Walk — along the [[walk|canal]]\n"),
        ("2026-03-03.md", "---\nprivate: true\n---\n- [/] Walk — quillwort\n"),
        (
            "2026-03-04.md",
            "A day.\n\n<!-- private -->\n- [-] Walk — quillwort\n<!-- /private -->\n",
        ),
    ]);
    let run = folder.run(&["build", "--today", "2026-03-05"]);
    assert_eq!(run.code, 0, "{run:?}");
    let page = folder.read("site/commitments/walk.html");
    for words in [
        "I think better.",
        "Two so far: one kept, one partly.",
        "2 March 2026</a> <span class=\"hidden\">kept</span><small>along the canal</small>",
        "3 March 2026 <span class=\"hidden\">partly</span></li>",
        "4 March 2026</a> <span class=\"hidden\">rest</span></li>",
        "../entries/2026-03-02.html",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(folder.read("site/entries/2026-03-02.html").contains("../commitments/walk.html"));
    let list = folder.read("site/commitments/index.html");
    assert!(list.contains("walk.html") && !list.contains("Rutabaga"), "{list}");
    assert!(folder.read("site/index.html").contains("<small>open today</small>"));
    assert!(
        folder.read("site/commitments/page.html").contains("Rutabaga"),
        "its own page is whole, under a name that says nothing"
    );
    for file in folder.files("site") {
        let text = folder.read(&format!("site/{}", file.display()));
        for word in ["quillwort", "Marrowfat", "secret.html"] {
            assert!(!text.contains(word), "{word} in {}", file.display());
        }
    }
}

#[test]
fn no_page_of_the_site_says_a_word_that_punishes() {
    let forbidden = regex::Regex::new(FORBIDDEN).unwrap();
    let tags = regex::Regex::new(r"<!doctype html>|<[^>]*>").unwrap();
    let folder = journal(&[
        ("2026-03-02.md", "A day.\n\n- [ ] Walk\n"),
        ("2026-03-03.md", "---\nwalk: no\n---\n"),
    ]);
    for today in ["2026-03-02", "2026-03-04", "2026-03-09", "2027-01-01"] {
        assert_eq!(folder.run(&["build", "--today", today]).code, 0);
        for file in folder
            .files("site")
            .into_iter()
            .filter(|file| file.extension().is_some_and(|end| end == "html"))
            // The page that explains the rules quotes what they notice.
            .filter(|file| !file.starts_with("rules"))
        {
            let text = folder.read(&format!("site/{}", file.display()));
            let text = tags.replace_all(&text, " ");
            assert!(!forbidden.is_match(&text), "{}: {:?}", file.display(), forbidden.find(&text));
        }
    }
}

#[test]
fn what_was_done_in_an_open_week_is_told_and_silence_has_no_curve() {
    let note = "---\ntitle: Call\ncadence: 2 per week\nstart: 2026-03-02\n---\n";
    let folder = Folder::new(&[("commitments/call.md", note), ("2026-03-20.md", "- [x] Call\n")]);
    let run = folder.run(&["commitments", "--today", "2026-03-21"]);
    let told = run.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("One of this week’s two; any day until Sunday."), "{run:?}");
    assert!(
        !run.out.contains("nothing is written down") && !run.out.contains("prouting"),
        "{run:?}"
    );
    assert_eq!(folder.run(&["build", "--today", "2026-03-21"]).code, 0);
    let page = folder.read("site/commitments/call.html");
    assert!(!page.contains("taken root"), "{page}");
    assert!(page.contains("One of this week’s two; any day until Sunday."), "{page}");
}

#[test]
fn where_silence_keeps_a_box_left_open_is_no_slip_and_new_prints_none() {
    let sugar = "---\ntitle: No sugar\ncadence: daily\nstart: 2026-03-02\ndirection: avoid\nsilence: kept\n---\n";
    let folder = Folder::new(&[
        ("commitments/sugar.md", sugar),
        ("commitments/walk.md", "---\ntitle: Walk\ncadence: daily\nstart: 2026-03-02\n---\n"),
        ("2026-03-02.md", "A day of mine.\n\n- [ ] No sugar\n- [x] Walk\n"),
        ("2026-03-03.md", "Another.\n\n- [x] Walk\n"),
    ]);
    let all =
        folder.run(&["commitments", "sugar", "--format", "json", "--today", "2026-03-06"]).json();
    assert_eq!(
        (&all["commitments"][0]["kept"], &all["commitments"][0]["missed"]),
        (&2.into(), &0.into())
    );
    assert_eq!(folder.run(&["new", "--date", "2026-03-06"]).code, 0);
    let made = folder.read("2026-03-06.md");
    assert!(made.contains("- [ ] Walk") && !made.contains("sugar"), "{made}");
}

#[test]
fn what_is_done_at_rest_is_kept_and_beyond_what_was_due() {
    let folder = Folder::new(&[
        (
            "commitments/walk.md",
            "---\ntitle: Walk\ncadence: daily\nstart: 2026-03-02\nrest: [tuesday]\n---\n",
        ),
        ("2026-03-02.md", "- [x] Walk\n"),
        ("2026-03-03.md", "- [x] Walk\n"),
    ]);
    let all = folder.run(&["commitments", "--format", "json", "--today", "2026-03-03"]).json();
    let walk = &all["commitments"][0];
    assert_eq!((&walk["kept"], &walk["extras"]), (&2.into(), &1.into()));
    let told = folder.run(&["commitments", "walk", "--explain", "--today", "2026-03-03"]).out;
    assert!(told.contains("2026-03-03  done beyond what was due"), "{told}");
}

#[test]
fn weeks_in_a_row_can_be_counted_from_the_day_that_is_told() {
    let days = ["2026-10-26", "2026-11-03", "2026-11-10"].map(|day| format!("{day}.md"));
    let mut files = vec![(
        "commitments/swim.md",
        "---\ntitle: Swim\ncadence: 1 per week\nstart: 2026-10-26\n---\n",
    )];
    files.extend(days.iter().map(|day| (day.as_str(), "- [x] Swim\n")));
    let folder = Folder::new(&files);
    let all = folder.run(&["commitments", "--format", "json", "--today", "2026-11-12"]).json();
    let swim = &all["commitments"][0];
    assert_eq!(swim["streak"], 3, "{swim}");
    let told = folder.run(&["commitments", "--today", "2026-11-12"]).out;
    assert!(told.contains("One in each of the last three weeks."), "{told}");
}

#[test]
fn a_partly_kept_week_is_the_same_to_rhythm_and_streak() {
    let weeks = |partly: &str| {
        let definition = format!(
            "---\ntitle: Swim\ncadence: 2 per week\nstart: 2026-03-02\npartly: {partly}\n---\n"
        );
        let mut files = vec![("commitments/swim.md".to_owned(), definition)];
        // Two kept weeks, two in part, one kept.
        for day in ["02", "03", "09", "10", "16", "23", "30", "31"] {
            files.push((format!("2026-03-{day}.md"), "- [x] Swim\n".to_owned()));
        }
        let files: Vec<(&str, &str)> =
            files.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        let all = Folder::new(&files)
            .run(&["commitments", "--format", "json", "--today", "2026-04-04"])
            .json();
        let swim = &all["commitments"][0];
        (swim["streak"].as_u64().unwrap(), swim["rhythm"].as_u64().unwrap())
    };
    assert_eq!(weeks("bridge"), (3, 3));
    assert_eq!(weeks("count"), (5, 3), "what is done in part is not counted as kept");
    assert_eq!(weeks("break"), (1, 1));
}

#[test]
fn a_review_says_what_was_done_in_its_time_and_what_got_in_the_way() {
    let mut files = vec![(
        "commitments/walk.md".to_owned(),
        "---\ntitle: Walk\ncadence: daily\nstart: 2026-02-01\n---\nWords of its own, about a deadline.\n".to_owned(),
    )];
    for day in 20..29 {
        files.push((format!("2026-02-{day}.md"), "- [x] Walk\n".to_owned()));
    }
    files.push(("2026-03-01.md".to_owned(), "- [x] Walk\n".to_owned()));
    files.push(("2026-03-02.md".to_owned(), "- [/] Walk — as far as the bakery\n".to_owned()));
    files.push(("2026-03-03.md".to_owned(), "walk:: no\n\n- [ ] Walk — the rain\n".to_owned()));
    let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let folder = Folder::new(&files);
    let review = folder.run(&["review", "--month", "--today", "2026-03-10"]).out;
    assert!(!review.contains("kept 10 times"), "that is of all time: {review}");
    let way = review.split("## What got in the way").nth(1).unwrap().split("##").next().unwrap();
    assert!(way.contains("the rain") && !way.contains("bakery"), "{review}");
    let stats = folder.run(&["stats", "--format", "json"]).json();
    assert_eq!(stats["total"]["entries"], 12, "the note of the commitment is no entry: {stats}");
}

#[test]
fn the_next_day_is_never_inside_a_pause() {
    for (cadence, pause, next) in [
        ("daily", "{from: 2026-03-05, to: 2026-03-09}", "2026-03-10"),
        ("4 per week", "{from: 2026-03-06, to: 2026-03-20}", "2026-03-05"),
        ("2 per week", "{from: 2026-03-04, to: 2026-03-18}", "2026-03-22"),
        ("every 3 days", "{from: 2026-03-05, to: 2026-03-09}", "2026-03-10"),
    ] {
        let definition = format!(
            "---\ntitle: Walk\ncadence: {cadence}\nstart: 2026-03-02\npauses: [{pause}]\n---\n"
        );
        let folder = Folder::new(&[
            ("commitments/walk.md", &definition),
            ("2026-03-03.md", "- [x] Walk\n"),
            ("2026-03-04.md", "- [x] Walk\n"),
        ]);
        let all = folder.run(&["commitments", "--format", "json", "--today", "2026-03-04"]).json();
        let due = all["commitments"][0]["next_due"].as_str().unwrap().to_owned();
        assert!(!("2026-03-06".."2026-03-10").contains(&due.as_str()), "{cadence} {pause}: {due}");
        if cadence != "every 3 days" {
            assert_eq!(due, next, "{cadence} {pause}");
        }
    }
}

#[test]
fn a_moved_day_shows_as_moved() {
    let folder = Folder::new(&[
        ("commitments/walk.md", "---\ntitle: Walk\ncadence: mon thu\nstart: 2026-03-02\n---\n"),
        ("2026-03-02.md", "- [>] Walk\n"),
        ("2026-03-05.md", "- [x] Walk\n"),
    ]);
    let told = folder.run(&["commitments", "--today", "2026-03-07"]).out;
    let strip = told.lines().find(|line| line.contains('›') && !line.contains("moved")).unwrap();
    assert!(strip.contains('●') && told.contains("› moved"), "{told}");
    let told = folder.run(&["commitments", "walk", "--explain", "--today", "2026-03-07"]).out;
    assert!(told.contains("2026-03-02  moved, not kept"), "{told}");
}

#[test]
fn an_entry_that_nobody_wrote_in_is_no_day_that_was_written_about() {
    let folder = Folder::new(&[
        ("evenkeel.yaml", ""),
        ("commitments/walk.md", "---\ntitle: Walk\ncadence: daily\nstart: 2026-03-02\n---\n"),
        ("2026-03-02.md", "I always ruin everything.\n"),
    ]);
    for day in ["2026-03-03", "2026-03-04"] {
        assert_eq!(folder.run(&["new", "--date", day]).code, 0);
    }
    let review = folder.run(&["review", "--month", "--today", "2026-03-10"]).out;
    assert!(review.contains("One of ten days so far has words."), "{review}");
    let stats = folder.run(&["stats", "--format", "json"]).json();
    assert_eq!((&stats["total"]["entries"], &stats["total"]["words"]), (&1.into(), &4.into()));
    folder.write("2026-03-04.md", (folder.read("2026-03-04.md") + "A word.\n").as_bytes());
    let stats = folder.run(&["stats", "--format", "json"]).json();
    assert_eq!(stats["total"]["entries"], 2);
}

#[test]
fn a_private_commitment_is_written_into_no_new_entry_and_told_in_no_hook() {
    let definition =
        "title: Marrowfat\ncadence: daily\nstart: 2026-03-02\nif_missed: marrowfat soup\n";
    for (private, title) in [("private: true\n", ""), ("", "when: marrowfat <!-- private -->\n")] {
        let note = format!("---\n{private}{title}{definition}---\nMarrowfat.\n");
        let folder = Folder::new(&[
            ("evenkeel.yaml", ""),
            ("commitments/x.md", &note),
            ("2026-03-02.md", "A day.\n\n- [ ] Marrowfat\n"),
            ("2026-03-03.md", "A day.\n\n- [ ] Marrowfat\n"),
        ]);
        let hook = folder.run(&["check", "--for", "hook", "--today", "2026-03-06"]);
        let said = (hook.out + &hook.err).to_lowercase();
        assert!(!said.contains("soup"), "{said}");
        folder.run(&["new", "--date", "2026-03-06"]);
        assert!(!folder.read("2026-03-06.md").contains("Marrowfat"));
        folder.run(&["build", "--today", "2026-03-06"]);
        assert!(!folder.path().join("site/commitments/x.html").exists());
    }
}

#[test]
fn check_ins_are_drawn_on_the_page_of_their_entry_and_lead_to_their_commitment() {
    let walk = "---\ntitle: A short walk\nalso: [Walk]\ncadence: daily\nstart: 2026-03-01\n---\n";
    let entry = "mood:: 5\nwalk:: rest\n\nA quiet day, nothing more.\n\n- [x] Walk — by the canal\n- [ ] Buy rosin\n";
    let folder = Folder::new(&[("commitments/walk.md", walk), ("2026-03-02.md", entry)]);
    assert_eq!(folder.run(&["build", "--today", "2026-03-05"]).code, 0);
    let page = folder.read("site/entries/2026-03-02.html");
    let kept = "<i class=\"glyph kept\" role=\"img\" aria-label=\"kept\"></i></span> <a href=\"../commitments/walk.html\">Walk</a> — by the canal";
    assert!(page.contains(kept), "{page}");
    assert!(page.contains("<a href=\"../commitments/walk.html\">A short walk</a>: rest"), "{page}");
    assert!(
        page.contains("class=\"task open\" role=\"img\" aria-label=\"open\"></span> Buy rosin"),
        "{page}"
    );
    assert!(page.contains("mood:: 5") && !page.contains("walk:: rest"), "{page}");
    let first = folder.read("site/index.html");
    assert!(first.contains(">A quiet day, nothing more.</a>"), "{first}");
}

/// Each row of the list is a sentence that a friend could say. Letters are days from 2 March on: `x`
/// kept, `/` half, `n` not done, `r` rest, `.` nothing written.
#[test]
fn how_a_commitment_stands_is_a_sentence() {
    let rows = [
        (
            "all",
            "cadence: daily\nstart: 2026-03-02",
            "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "Kept on all 28 days.",
        ),
        (
            "mixed",
            "cadence: daily\nstart: 2026-03-02",
            "xxxxxxxxxx/nxxxxxx..xxxxxxxxxx",
            "In four weeks: 24 kept, one partly, one not that day, two not written down.",
        ),
        (
            "back",
            "cadence: daily\nstart: 2026-03-02",
            "xxxxxxxxxxxxxxxxxxxxxxxnnnnnxx",
            "Back since yesterday, after five days. In four weeks: 23 kept, five not that day.",
        ),
        (
            "silent",
            "cadence: daily\nstart: 2026-03-02",
            "..............x...............",
            "One is written down, and it was kept; nothing is written about the other 25.",
        ),
        (
            "new",
            "cadence: fri\nstart: 2026-03-02",
            "....x......x......x......n....",
            "Four so far: three kept, one not that day. After eight, a line shows how it goes.",
        ),
        (
            "piano",
            "cadence: 2 per week\nstart: 2026-03-02",
            "x.x.......x..........x/.....x.",
            "Of the last four weeks: one in full, two in part, one not written down. One of this week’s two; any day until Sunday.",
        ),
        (
            "paused",
            "cadence: daily\nstart: 2026-03-02\npauses:\n  - {from: 2026-03-20, why: the shoulder}",
            "xxxxxxxxxxxxxxxxxx",
            "Paused on 20 March: the shoulder. Nothing is due, and nothing fades while it rests.",
        ),
        (
            "done",
            "cadence: daily\nstart: 2026-03-02\nend: 2026-03-11\noutcome: finished",
            "xxxxxxxxxx",
            "Finished on 11 March. Kept ten times, and they stay counted.",
        ),
        ("later", "cadence: daily\nstart: 2026-04-02", "", "Begins on Thursday."),
        ("free", "cadence: free\nstart: 2026-03-02", "x...x", "Twice so far."),
    ];
    let mut files: Vec<(String, String)> = rows
        .iter()
        .map(|(id, note, ..)| {
            (format!("commitments/{id}.md"), format!("---\ntitle: {id}\n{note}\n---\n"))
        })
        .collect();
    for day in 0..30 {
        let line = |(id, _, letters, _): &(&str, &str, &str, &str)| {
            let mark = match letters.as_bytes().get(day)? {
                b'x' => 'x',
                b'/' => '/',
                b'n' => ' ',
                b'r' => '-',
                _ => return None,
            };
            Some(format!("- [{mark}] {id}\n"))
        };
        let lines: String = rows.iter().filter_map(line).collect();
        files.push((format!("2026-03-{:02}.md", day + 2), format!("A day of mine.\n\n{lines}")));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (&**name, &**text)).collect();
    let folder = Folder::new(&files);
    assert_eq!(folder.run(&["build", "--today", "2026-03-31"]).code, 0);
    let list = folder.read("site/commitments/index.html");
    let tags = regex::Regex::new("<[^>]*>").unwrap();
    for (id, .., expected) in rows {
        let row = list.split("<li class=\"row\">").find(|row| row.contains(&format!("{id}.html")));
        let said = row.and_then(|row| row.split("<p>").nth(1)).unwrap_or_default();
        let said = tags.replace_all(said.split("</p>").next().unwrap_or_default(), "");
        assert_eq!(said.trim(), expected, "{id}");
    }
}

#[test]
fn a_check_in_does_not_stand_below_a_heading_that_waits_for_words() {
    let folder = journal(&[("2026-03-02.md", "# A\n\nA day.\n\n## Log\n\n## Gratitude\n")]);
    let run = folder.run(&["check-in", "walk", "missed", "--date", "2026-03-02", "--note", "rain"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(
        folder.read("2026-03-02.md"),
        "# A\n\nA day.\n\nwalk:: missed — rain\n\n## Log\n\n## Gratitude\n"
    );
    let folder = journal(&[("2026-03-02.md", "A day.\n\n## Reflection\n\nCalm.\n")]);
    assert_eq!(folder.run(&["check-in", "walk", "--date", "2026-03-02"]).code, 0);
    assert_eq!(
        folder.read("2026-03-02.md"),
        "A day.\n\n- [x] A short walk\n\n## Reflection\n\nCalm.\n"
    );
}

#[test]
fn a_check_in_says_nothing_of_other_commitments_and_is_told_by_any_name() {
    let tea = "---\ntitle: Tea\ncadence: daily\nstart: 2026-03-02\n---\n";
    let folder = journal(&[("commitments/tea.md", tea)]);
    let written = folder.run(&["check-in", "WENT OUT", "--date", "2026-03-03"]);
    assert!(written.code == 0 && !written.out.contains("before"), "{written:?}");
    let entry = folder.read("2026-03-03.md");
    assert!(entry.contains("- [x] A short walk") && !entry.contains("Tea"), "{entry}");
    let tea = numbers(&folder, "2026-03-10")[0].clone();
    assert_eq!((&tea["id"], &tea["missed"]), (&json!("tea"), &json!(0)), "{tea}");
    assert_eq!(folder.run(&["add", "--date", "2026-03-04", "Rain."]).code, 0);
    assert!(!folder.read("2026-03-04.md").contains("[ ]"));
    let again = folder.run(&["check-in", "a short walk", "missed", "--date", "2026-03-03"]);
    assert!(again.out.contains("That day said `kept` before."), "{again:?}");
    folder.write("2026-03-05.md", b"walk:: slip\n");
    assert_eq!(numbers(&folder, "2026-03-10")[1]["missed"], 2);
}

#[test]
fn a_target_that_says_how_often_is_told_where_that_stands() {
    let folder = Folder::new(&[
        (
            "commitments/run.md",
            "---\ntitle: Run\ncadence: weekly\nstart: 2026-03-02\ntarget: {at_least: 20, unit: km, per: week}\n---\n",
        ),
        ("2026-03-02.md", "- [x] Run 12 km\n\nRan.\n"),
        ("2026-03-05.md", "- [x] Run 8 km\n\nRan.\n"),
    ]);
    let run = folder.run(&["check", "--format", "concise"]);
    assert!(run.out.contains("commitments/run.md:5:") && run.out.contains("`cadence`"), "{run:?}");
    let run = folder.run(&["commitments", "run", "--explain", "--today", "2026-03-12"]);
    assert!(run.out.contains("2026-03-08  kept 1/1"), "{}", run.out);
    folder.write("2026-03-10.md", b"- [x] Run 5.5 km\n\nRan.\n");
    let today = ["--today", "2026-03-12"];
    let run = folder.run(&[&["commitments"], &today[..]].concat());
    assert!(run.out.contains("Run (5.5 of 20 km)") && run.out.contains("● "), "{}", run.out);
    assert!(run.out.contains("20 km a week\n"), "{}", run.out);
    let run = folder.run(&[&["due"], &today[..]].concat());
    assert_eq!(run.out, "Run: 5.5 of 20 km this week, any day until Sunday\n");
    let run = folder.run(&[&["review"], &today[..]].concat());
    assert!(run.out.contains("- Run: 5.5 of 20 km so far"), "{}", run.out);
}
