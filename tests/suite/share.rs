//! What is passed on to somebody holds what was meant for them, and nothing else of the journal.

use crate::Folder;

const WALK: &str = "---\ntitle: Walk\ncadence: daily\nstart: 2026-03-02\nshare: [Kim]\nshare_notes: true\n---\nBecause.\n";

fn shared(folder: &Folder, more: &[&str]) -> String {
    let mut all = vec!["share", "--with", "kim", "march 2026", "--today", "2026-03-12"];
    all.extend(more);
    let run = folder.run(&all);
    assert_eq!(run.code, 0, "{run:?}");
    run.out
}

#[test]
fn a_page_says_what_was_kept_and_what_got_in_the_way() {
    let folder = Folder::new(&[
        ("evenkeel.yaml", ""),
        ("commitments/walk.md", WALK),
        ("commitments/read.md", &WALK.replace("Walk", "Read").replace("share_notes: true\n", "")),
        ("2026-03-02.md", "- [x] Walk\n- [x] Read\n"),
        ("2026-03-03.md", "walk:: no — ill\n\nread:: no — tired eyes\n"),
        ("2026-03-07.md", "- [x] Walk — by the canal\n"),
    ]);
    let page = shared(&folder, &["--say", "A slow one, and I am back."]);
    assert!(
        page.starts_with(
            "# How it went\n\nFor Kim, 1 to 31 March 2026.\n\n> A slow one, and I am back.\n"
        ),
        "{page}"
    );
    assert!(page.contains("## Walk\n\nEvery day: two kept, one not done, six not written down.\n\nBack on 7 March, after four days.\n\nWhat got in the way:\n\n- 3 March: ill\n"), "{page}");
    assert!(
        page.contains("## Read") && !page.contains("tired") && !page.contains("canal"),
        "{page}"
    );
    let run = folder.run(&[
        "share",
        "--with",
        "Kim",
        "--output",
        "for-kim.html",
        "--today",
        "2026-03-12",
    ]);
    assert_eq!(run.code, 0, "{run:?}");
    let html = folder.read("for-kim.html");
    assert!(
        html.contains("<h2>Walk</h2>") && !html.contains("http:") && !html.contains("https:"),
        "{html}"
    );
    let again = folder.run(&["share", "--with", "Kim", "--output", "for-kim.html"]);
    assert!(again.code == 2 && again.err.contains("exists already"), "{again:?}");
    let nobody = folder.run(&["share", "--with", "Lu"]);
    assert!(nobody.code == 2 && nobody.err.contains("share: [Lu]"), "{nobody:?}");
}

#[test]
fn nothing_else_of_the_journal_changes_the_page() {
    let plain = Folder::new(&[
        ("evenkeel.yaml", ""),
        ("commitments/walk.md", WALK),
        ("2026-03-02.md", "- [x] Walk\n"),
        ("2026-03-03.md", "walk:: no\n"),
        ("2026-03-04.md", "walk:: no\n"),
        ("2026-03-05.md", "walk:: rest\n"),
    ]);
    // The same marks among words, tags, moods, other promises, private and heavy reasons.
    let full = Folder::new(&[
        ("evenkeel.yaml", "title: Quillwort\n"),
        (
            "commitments/walk.md",
            &WALK
                .replace("Because", "Quillwort")
                .replace("daily", "daily\nvalue: Quillwort\nwhen: Quillwort"),
        ),
        (
            "commitments/secret.md",
            &WALK.replace("Walk", "Quillwort").replace("share:", "private: true\nshare:"),
        ),
        ("commitments/other.md", &WALK.replace("Walk", "Quillwort").replace("Kim", "Lu")),
        (
            "commitments/heavy.md",
            &WALK.replace("Walk", "Quillwort").replace("Because", "I want to die"),
        ),
        (
            "2026-03-02.md",
            "---\nmood: quillwort\ntags: [quillwort]\n---\n# Quillwort\n\nI'm such a quillwort, a failure.\n\n- [x] Walk — quillwort\n- [x] Quillwort\n",
        ),
        ("2026-03-03.md", "<!-- private -->\nwalk:: no — quillwort\n<!-- /private -->\n"),
        ("2026-03-04.md", "I want to die.\n\nwalk:: no — quillwort\n"),
        ("2026-03-05.md", "---\nprivate: true\n---\nwalk:: rest — quillwort\n"),
        ("quillwort.md", "Quillwort.\n"),
    ]);
    for format in ["markdown", "html"] {
        let (one, other) =
            (shared(&plain, &["--format", format]), shared(&full, &["--format", format]));
        assert_eq!(one, other);
    }
}

#[test]
fn a_month_for_paper_has_no_self_talk_unless_that_is_asked_for() {
    let folder = Folder::new(&[
        ("evenkeel.yaml", ""),
        ("commitments/walk.md", WALK),
        (
            "2026-03-02.md",
            &format!("I'm such a failure.\n\n{}\n\n- [x] Walk\n", "The tide was out. ".repeat(200)),
        ),
    ]);
    let print = |more: &[&str]| {
        let mut all = vec!["review", "march 2026", "--for", "print", "--today", "2026-03-12"];
        all.extend(more);
        folder.run(&all).out
    };
    let page = print(&[]);
    assert!(page.starts_with("<!doctype html>") && page.contains("<h1>March 2026</h1>"), "{page}");
    assert!(page.contains("Walk: one kept, eight not written down"), "{page}");
    assert!(!page.contains("spoke to yourself") && !page.contains("failure"), "{page}");
    assert!(print(&["--self-talk"]).contains("How you spoke to yourself"));
}

#[test]
fn amends_are_asked_about_once_and_never_where_the_writer_was_harmed() {
    let folder = Folder::new(&[
        ("evenkeel.yaml", ""),
        ("2026-03-02.md", "I shouted at Tom.\n\nThen I was rude to my sister.\n"),
        ("2026-03-03.md", "I shouted at Tom.\n\namends:: Tom, apologised\n"),
        ("2026-03-04.md", "He screamed at me, and I shouted at Tom.\n"),
        ("2026-03-05.md", "I shouted at Tom. I don't want to be here anymore.\n"),
        ("2026-03-06.md", "I shouted at Tom. I want to die.\n"),
        ("2026-03-07.md", "---\nprivate: true\n---\namends:: Noor, wrote to her\n"),
        ("2026-03-08.md", "I shouted at the radio.\n"),
    ]);
    let found = folder.run(&["check", "--format", "json"]).json();
    let asked: Vec<(String, String)> = found["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["rule"] == "amends")
        .map(|one| (one["path"].as_str().unwrap().into(), one["question"].as_str().unwrap().into()))
        .collect();
    assert_eq!(asked, [("2026-03-02.md".into(), "Is there something to say to Tom?".into())]);
    folder.write("evenkeel.yaml", b"rules: {amends: off}\n");
    assert!(!folder.run(&["check"]).out.contains("Is there something to say"));
    assert_eq!(folder.run(&["build", "--today", "2026-03-09"]).code, 0);
    let page = folder.read("site/reflections/index.html");
    assert!(page.contains("Tom, apologised") && page.contains("entries/2026-03-03.html"), "{page}");
    assert!(!page.contains("Noor"), "{page}");
    // What was done to others is no self-talk.
    let stats = folder.run(&["stats", "--format", "json"]).json();
    assert_eq!(
        stats["total"]["harsh"].as_u64().unwrap() + stats["total"]["avoidant"].as_u64().unwrap(),
        0,
        "{stats}"
    );
}
