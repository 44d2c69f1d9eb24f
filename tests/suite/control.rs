//! What people say about where rules hold: levels, phrases, contexts, baselines, changed lines.

use std::process::Command;

use crate::Folder;

/// `path: severity[rule]` of each finding, from the concise format.
fn told(folder: &Folder, arguments: &[&str]) -> Vec<String> {
    let mut all = vec!["check", "--format", "concise", "--exit-zero"];
    all.extend(arguments);
    let run = folder.run(&all);
    assert_eq!(run.code, 0, "{run:?}");
    let lines = run.out.lines().filter(|line| line.contains('['));
    lines
        .map(|line| {
            let mut parts = line.split(' ');
            let path = parts.next().unwrap().split(':').next().unwrap().to_owned();
            format!("{path} {}", parts.next().unwrap())
        })
        .collect()
}

#[test]
fn levels_differ_by_path_and_by_where_they_are_told() {
    let config = "\
rules: {harsh: info}
overrides:
  - paths: [letters/**]
    rules: {identity-label: off}
  - where: [editor]
    rules: {harsh: hint}
  - where: [hook]
    paths: ['*.md']
    rules: {identity-label: error}
";
    let folder = Folder::new(&[
        ("evenkeel.yaml", config),
        ("a.md", "I'm a failure.\n"),
        ("letters/b.md", "I'm a failure.\n\nI'm so lazy.\n"),
    ]);
    let plain = ["a.md info[identity-label]", "letters/b.md info[global-trait]"];
    assert_eq!(told(&folder, &[]), plain);
    assert_eq!(
        told(&folder, &["--for", "editor"]),
        [
            "a.md hint[identity-label]",
            "letters/b.md hint[identity-label]",
            "letters/b.md hint[global-trait]"
        ]
    );
    let hook = told(&folder, &["--for", "hook"]);
    assert_eq!(hook[0], "a.md error[identity-label]");
    // A folder below the journal is still the journal's.
    assert_eq!(told(&folder, &["letters"]), ["b.md info[global-trait]"]);
    assert_eq!(told(&folder, &["-C", "letters", "b.md"]), ["b.md info[global-trait]"]);
}

#[test]
fn a_rule_that_is_off_can_be_on_for_some_files() {
    let config = "rules: {harsh: off}\noverrides: [{paths: [a.md], rules: {harsh: warning}}]\n";
    let text = "I'm a failure.\n";
    let folder = Folder::new(&[("evenkeel.yaml", config), ("a.md", text), ("b.md", text)]);
    assert_eq!(told(&folder, &[]), ["a.md warning[identity-label]"]);
}

#[test]
fn an_unknown_name_in_an_override_has_a_place() {
    let config = "overrides:\n  - paths: ['[']\n    rules: {hrash: off}\n";
    let folder = Folder::new(&[("evenkeel.yaml", config), ("a.md", "Calm.\n")]);
    let out = folder.run(&["check", "--format", "concise"]).out;
    assert!(out.contains("evenkeel.yaml:2:13: error[config]") && out.contains("glob"), "{out}");
    assert!(out.contains("3:13: warning[config]") && out.contains("`harsh`"), "{out}");
}

#[test]
fn what_would_silence_everything_is_told() {
    let folder = Folder::new(&[("a.md", "I'm a failure.\n")]);
    for (config, place, words) in [
        ("languages: [xx]\n", "1:13: warning[config]", "There are: de, en"),
        ("overrides: [{path: [a.md], rules: {harsh: off}}]\n", "error[config]", "`paths`"),
        ("entry_path: '%Q.md'\n", "1:13: error[config]", "%Y, %m and %d"),
    ] {
        folder.write("evenkeel.yaml", config.as_bytes());
        let out = folder.run(&["check", "--format", "concise"]).out;
        assert!(out.contains(place) && out.contains(words), "{config}: {out}");
    }
}

#[test]
fn an_allowed_phrase_is_not_told_and_its_rule_goes_on() {
    let config = "allow: ['I’m a mess', \"i'm\"]\n";
    let text = "I'm a  *mess*, as my aunt says.\n\nI'm a failure.\n\nI'm so lazy.\n";
    let folder = Folder::new(&[("evenkeel.yaml", config), ("a.md", text)]);
    assert_eq!(
        told(&folder, &[]),
        [
            "evenkeel.yaml warning[config]",
            "a.md warning[identity-label]",
            "a.md warning[global-trait]"
        ]
    );
    let out = folder.run(&["check", "--format", "concise"]).out;
    assert!(out.contains("evenkeel.yaml:1:23") && out.contains("changes nothing"), "{out}");
}

#[test]
fn what_is_skipped_can_be_chosen() {
    let text = "# I'm a failure\n\n> I'm so lazy.\n\n```\nI always ruin things.\n```\n";
    let folder = Folder::new(&[("a.md", text)]);
    assert_eq!(told(&folder, &[]), ["a.md warning[identity-label]"]);
    folder.write("evenkeel.yaml", b"skip: [headings]\n");
    assert_eq!(told(&folder, &[]), ["a.md warning[global-trait]", "a.md warning[always-never]"]);
    let json = folder.run(&["check", "--format", "json"]).json();
    assert_eq!(json["diagnostics"][1]["start"]["line"], 6);
    folder.write("evenkeel.yaml", b"skip: [heddings]\n");
    let run = folder.run(&["check", "--format", "concise"]);
    assert!(run.code == 2 && run.out.contains("`headings`"), "{run:?}");
}

#[test]
fn reasons_can_be_asked_for_on_the_command_line() {
    let text = "<!-- evenkeel: ignore -->\nI'm a failure.\n";
    let folder = Folder::new(&[("a.md", text)]);
    assert_eq!(told(&folder, &[]).len(), 0);
    assert_eq!(told(&folder, &["--require-reasons"]), ["a.md warning[reason]"]);
}

#[test]
fn a_baseline_knows_old_findings_where_ever_their_lines_go() {
    let folder = Folder::new(&[("a.md", "Marrowfat.\n\nI'm so lazy.\n"), ("b.md", "Calm.\n")]);
    let run = folder.run(&["baseline"]);
    assert!(run.code == 0 && run.out.contains("1 finding noted"), "{run:?}");
    assert!(!folder.read("evenkeel-baseline.json").contains("lazy"));
    let against = |folder: &Folder| told(folder, &["--baseline", "evenkeel-baseline.json"]);
    folder.write("a.md", b"New lines.\n\nMore.\n\nI'm *so*\nlazy.\n");
    assert_eq!(against(&folder).len(), 1, "the words are others when markup comes in");
    folder.write("a.md", b"New lines.\n\nMore.\n\nI'm so\nlazy.\n");
    assert_eq!(against(&folder), Vec::<String>::new());
    folder.write("a.md", b"I'm so lazy.\n\nI'm so lazy.\n\nI'm a failure.\n");
    assert_eq!(
        against(&folder),
        ["a.md warning[global-trait]", "a.md warning[identity-label]"],
        "one was there, a second one is new"
    );
    let human = folder.run(&["check", "--baseline", "evenkeel-baseline.json"]).out;
    assert!(human.contains("1 that the baseline knows left out"), "{human}");
    folder.write("evenkeel-baseline.json", b"{]");
    let run = folder.run(&["check", "--baseline", "evenkeel-baseline.json"]);
    assert!(run.code == 2 && run.err.contains("evenkeel baseline"), "{run:?}");
}

fn git(folder: &Folder, arguments: &[&str]) {
    let done = Command::new("git")
        .args(["-c", "user.name=a", "-c", "user.email=a@example.org"])
        .args(arguments)
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(done.status.success(), "{done:?}");
}

#[test]
fn only_changed_lines_are_told() {
    let folder = Folder::new(&[
        ("journal/a.md", "I'm so lazy.\n\nCalm.\n\nI'm a loser.\n"),
        ("journal/é \"b\".md", "I'm so lazy.\n"),
        ("elsewhere.md", "I'm so lazy.\n"),
        ("journal/evenkeel.yaml", ""),
    ]);
    git(&folder, &["init", "-q"]);
    assert_eq!(told(&folder, &["-C", "journal", "--changed"]).len(), 3, "all of it is new");
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-qm", "first"]);
    let of = |arguments: &[&str]| {
        let mut all = vec!["-C", "journal", "--changed"];
        all.extend(arguments);
        told(&folder, &all)
    };
    assert_eq!(of(&[]), Vec::<String>::new());
    folder.write("journal/a.md", b"I'm so lazy.\n\nI'm such\na failure.\n\nI'm a loser.\n");
    folder.write("journal/é \"b\".md", b"Calm.\nI'm so lazy.\n\nI'm so stupid.\n");
    folder.write("journal/new.md", b"I'm an idiot.\n");
    folder.write("elsewhere.md", b"I'm so lazy, really.\n");
    let run = folder.run(&["check", "-C", "journal", "--changed", "--format", "json"]);
    let places: Vec<String> = run.json()["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|found| format!("{}:{}", found["path"].as_str().unwrap(), found["start"]["line"]))
        .collect();
    assert_eq!(places, ["a.md:3", "new.md:1", "é \"b\".md:4"]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-qm", "second"]);
    assert_eq!(of(&[]), Vec::<String>::new());
    assert_eq!(of(&["HEAD~1"]).len(), 3);
    let wrong = folder.run(&["check", "-C", "journal", "--changed", "nowhere"]);
    assert!(wrong.code == 2 && wrong.err.contains("nowhere"), "{wrong:?}");
    let outside = Folder::new(&[("a.md", "I'm so lazy.\n")]);
    let run = outside.run(&["check", "--changed"]);
    assert!(run.code == 2 && run.err.contains("git"), "{run:?}");
}

#[test]
fn stats_relate_findings_to_words() {
    let folder = Folder::new(&[
        ("2026-03-01.md", "I'm so lazy. One two three four five six seven.\n"),
        ("2026-03-02.md", "A calm day with ten words in it, no more.\n"),
        ("2026-04-01.md", "I'm a failure.\n\nI'm an idiot.\n"),
        ("2026-04-02.md", "I want to die. I'm such a marrowfat failure.\n"),
        ("page.md", "Calm.\n"),
    ]);
    let run = folder.run(&["stats", "--format", "json"]);
    let json = run.json();
    assert_eq!(json["months"]["2026-03"]["entries"], 2);
    assert_eq!(json["months"]["2026-03"]["without"], 1);
    assert_eq!(json["months"]["2026-03"]["words"], 20);
    assert_eq!(json["months"]["2026-03"]["harsh_per_1000"], 50.0);
    assert_eq!(json["months"]["2026-04"]["entries"], 1, "what is withheld is not counted");
    assert_eq!(json["undated"]["entries"], 1);
    assert_eq!(json["categories"][0]["category"], "identity-label");
    assert_eq!(json["categories"][0]["count"], 2);
    assert!(!run.out.contains("marrowfat") && !run.out.contains("04-02"), "{run:?}");
    let human = folder.run(&["stats"]).out;
    assert!(human.lines().all(|line| line.chars().count() <= 60), "{human}");
    assert!(human.contains("2026-03") && human.contains("50.0"), "{human}");
}
