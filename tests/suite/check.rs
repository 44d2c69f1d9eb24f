//! `evenkeel check`: what it finds, how it says it, how it ends.

use std::io::Write;
use std::process::Stdio;

use crate::{Folder, Run};

#[test]
fn exit_codes_tell_clean_findings_and_failure_apart() {
    let folder = Folder::new(&[("a.md", "A calm day.\n"), ("b.md", "I'm such a failure.\n")]);
    assert_eq!(folder.run(&["check", "a.md"]).code, 0);
    assert_eq!(folder.run(&["check", "b.md"]).code, 1);
    assert_eq!(folder.run(&["check", "b.md", "--exit-zero"]).code, 0);
    assert_eq!(folder.run(&["check", "b.md", "--fail-on", "error"]).code, 0);
    let missing = folder.run(&["check", "none"]);
    assert_eq!(missing.code, 2);
    assert!(missing.err.contains("none") && missing.err.contains("spelling"), "{missing:?}");
    assert_eq!(folder.run(&["check", "--quiet", "b.md"]).out, "");
}

#[test]
fn a_file_that_is_not_utf8_is_named_and_the_rest_goes_on() {
    let folder = Folder::new(&[("b.md", "I'm such a failure.\n")]);
    folder.write("a.md", b"caf\xe9\n\xff");
    let run = folder.run(&["check", "--format", "concise"]);
    assert_eq!(run.code, 2);
    assert!(
        run.out.contains("a.md:1:1: error[not-utf8]") && run.out.contains("b.md:1:1: warning"),
        "{run:?}"
    );
    assert_eq!(
        folder.run(&["check", "--exit-zero"]).code,
        2,
        "--exit-zero is no cure for what was not read"
    );
}

#[test]
fn a_folder_named_like_an_entry_does_no_harm() {
    let folder = Folder::new(&[("x.md/y.md", "I'm such a failure.\n")]);
    let run = folder.run(&["check", "--format", "concise"]);
    assert!(run.out.starts_with("x.md/y.md:1:1"), "{run:?}");
}

#[test]
fn json_is_as_documented() {
    let source = "\u{feff}é! I’m *so* lazy.\r\n";
    let folder = Folder::new(&[("2026/a.md", source)]);
    let json = folder.run(&["check", "--format", "json"]).json();
    assert_eq!(json["version"], 1);
    assert_eq!(json["withheld"], serde_json::json!([]));
    assert_eq!(json["summary"]["files"], 1);
    assert_eq!(json["summary"]["diagnostics"]["warning"], 1);
    let found = &json["diagnostics"][0];
    assert_eq!(found["path"], "2026/a.md");
    assert_eq!(found["text"], "I’m *so* lazy");
    assert_eq!(found["start"], serde_json::json!({"line": 1, "column": 5, "offset": 7}));
    let end = found["end"]["offset"].as_u64().unwrap();
    assert_eq!(&source[7..usize::try_from(end).unwrap()], "I’m *so* lazy");
    assert_eq!(found["family"], "harsh");
    let suggestion = &found["suggestions"][0];
    assert_eq!(suggestion["applicability"], "maybe-incorrect");
    assert_eq!(suggestion["edits"][0]["start"], 7);
    assert_eq!(json["quiet"], serde_json::json!([]));
    let read = &found["reading"];
    assert_eq!(read["frame"], 1);
    assert_eq!(read["fields"], serde_json::json!([{"text": "lazy", "field": "trait.will"}]));
}

#[test]
fn a_wrapped_line_or_markup_changes_no_finding() {
    for source in [
        "I always ruin things.",
        "I always\nruin things.",
        "I **always** *ruin* things.",
        "> \n\n- I always\n  ruin things.",
        "I always&nbsp;ruin things.",
        "I al*way*s ruin things.",
    ] {
        let folder = Folder::new(&[("a.md", source)]);
        let run = folder.run(&["check", "--format", "json"]);
        assert_eq!(run.findings(), [("a.md".to_owned(), "always-never".to_owned())], "{source}");
    }
}

#[test]
fn what_is_not_self_talk_is_left_alone() {
    for source in [
        "> I'm such a failure.",
        "`I'm such a failure.`",
        "```\nI'm such a failure.\n```",
        "<!-- I'm such a failure. -->",
        "My sister said I'm such a failure.",
        "She said \"I'm such a failure\" and laughed.",
        "This does not mean I'm such a failure.",
        "I used to think I'm such a failure.",
        "---\nlint: off\n---\nI'm such a failure.",
        "![I'm such a failure](x.jpg)",
    ] {
        let folder = Folder::new(&[("a.md", source)]);
        assert_eq!(folder.run(&["check", "--format", "json"]).findings(), [], "{source}");
    }
}

#[test]
fn standard_input_has_the_name_it_is_given() {
    let folder = Folder::new(&[]);
    let mut child = folder
        .command(&["check", "-", "--stdin-filename", "today.md", "--format", "concise"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"I'm such a failure.\n").unwrap();
    let run = Run::from(child.wait_with_output().unwrap());
    assert!(run.out.starts_with("today.md:1:1: warning[identity-label]"), "{run:?}");
    assert_eq!(run.code, 1);
}

#[test]
fn output_is_the_same_for_any_number_of_jobs() {
    let folder = Folder::example();
    let of = |jobs: &str| folder.run(&["check", "--format", "json", "-j", jobs]).out;
    assert_eq!(of("1"), of("4"));
}

#[test]
fn several_roots_are_named_as_typed() {
    let folder = Folder::new(&[("a/x.md", "I'm a failure."), ("b/x.md", "I'm a failure.")]);
    let paths: Vec<String> = folder
        .run(&["check", "a", "b", "--format", "json"])
        .findings()
        .into_iter()
        .map(|f| f.0)
        .collect();
    assert_eq!(paths, ["a/x.md", "b/x.md"]);
    let paths = folder.run(&["check", "a", "--format", "json"]).findings();
    assert_eq!(paths[0].0, "x.md");
    assert_eq!(folder.run(&["check", "a/x.md", "--format", "json"]).findings()[0].0, "a/x.md");
}

#[test]
fn a_typo_in_the_config_has_a_place_and_a_hint() {
    let folder =
        Folder::new(&[("evenkeel.yaml", "title: x\nexlude: [a]\n"), ("2026/a.md", "Calm.\n")]);
    let run = folder.run(&["check", "2026", "--format", "concise"]);
    assert!(run.out.contains("evenkeel.yaml:2:1: warning[config]"), "{run:?}");
    assert!(run.out.contains("Did you mean `exclude`?"), "{run:?}");
}

#[test]
fn a_wrong_value_in_the_config_stops_the_work() {
    let folder =
        Folder::new(&[("evenkeel.yaml", "rules: {harsh: loud}\n"), ("a.md", "I'm a failure.\n")]);
    let run = folder.run(&["check", "--format", "concise"]);
    assert_eq!(run.code, 2);
    assert!(
        run.out.contains("evenkeel.yaml:1:16: error[config]") && run.out.contains("`warning`"),
        "{run:?}"
    );
    assert!(!run.out.contains("a.md"), "{run:?}");
}

#[test]
fn a_single_value_where_a_list_belongs_is_told_in_plain_words() {
    let folder = Folder::new(&[("evenkeel.yaml", "reflections: Reflection\n"), ("a.md", "Calm.")]);
    let run = folder.run(&["check", "--format", "concise"]);
    assert!(
        run.out.contains("evenkeel.yaml:1:14: error[config]")
            && run.out.contains("expected a list"),
        "{run:?}"
    );
}

#[test]
fn the_config_sets_levels_and_names_what_it_does_not_know() {
    let config = "rules:\n  identity-label: hint\n  harhs: off\n";
    let folder = Folder::new(&[("evenkeel.yaml", config), ("a.md", "I'm a failure.\n")]);
    let run = folder.run(&["check", "--format", "concise"]);
    assert!(run.out.contains("a.md:1:1: hint[identity-label]"), "{run:?}");
    assert!(run.out.contains("Did you mean `harsh`?"), "{run:?}");
    folder.write("evenkeel.yaml", b"rules: {harsh: off}\n");
    assert_eq!(folder.run(&["check", "--format", "json"]).findings(), []);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = Folder::example();
    let mut child =
        folder.command(&["check"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn several_attacks_in_one_sentence_go_together_or_not_at_all() {
    for (source, expected) in [
        (
            "They will never forgive me and I'll never get over it.",
            Some("I'm afraid they will never forgive me and I'm afraid I'll never get over it."),
        ),
        (
            "I missed the bus, I'm an idiot, I'm useless.",
            Some("I missed the bus, I don't feel good about myself."),
        ),
        ("I'm useless, I'm a waste of space.", None),
        ("I am not clever, I just hide that I'm not clever.", None),
    ] {
        let folder = Folder::new(&[("2026-03-02.md", source)]);
        let found = folder.run(&["check", "--format", "json"]).json();
        let diagnostics = found["diagnostics"].as_array().unwrap();
        assert!(diagnostics.len() > 1, "{source}: {found}");
        for one in diagnostics {
            assert_eq!(one["suggestions"][0]["title"].as_str(), expected, "{source}: {one}");
        }
    }
}

#[test]
fn what_the_next_sentence_goes_on_with_is_not_reworded() {
    for source in [
        "I'm toxic. Not as a joke any more.",
        "I'm dull. Dull as a stone.",
        "I'm going to fail. I know it.",
        "You're pitiful. You can't even rest.",
    ] {
        let folder = Folder::new(&[("2026-03-02.md", source)]);
        let found = folder.run(&["check", "--format", "json"]).json();
        let one = &found["diagnostics"][0];
        assert!(
            one.is_object() && one["suggestions"].as_array().unwrap().is_empty(),
            "{source}: {one}"
        );
    }
}

#[test]
fn suggestions_leave_a_correct_sentence_behind() {
    for (source, expected) in [
        ("I'm so lazy that I watched the shoes.", "I watched the shoes."),
        ("I missed the train because I'm so stupid!", "I missed the train."),
        ("I missed the deadline again. I'm so lazy.", "I missed the deadline again."),
        ("I missed the ferry, stupid me!", "I missed the ferry."),
        ("I forgot the bread; **I'm useless**.", "I forgot the bread."),
        ("I feel so useless today.", "I don't feel good about myself today."),
        ("I’m such a failure.", "Things haven’t gone the way I hoped."),
        ("I can't do anything right today.", "I find it hard to do anything right today."),
        ("I should have called when I was there.", "I wish I had called when I was there."),
        ("I bet everyone thinks I'm weird.", "I worry about what everyone thinks of me."),
        ("My sister thinks I'm a fool.", "I worry about what my sister thinks of me."),
        ("A good son would call on Sundays.", "I'd like to call on Sundays."),
        (
            "My dog is ill. It's because I'm a bad owner.",
            "My dog is ill. I'm worried about how I'm doing as an owner.",
        ),
        ("My sourdough has no holes, I'm so useless.", "My sourdough has no holes."),
        (
            "I like to bake but I will never get good at it because I'm a coward.",
            "I like to bake but I'm afraid I will never get good at it.",
        ),
        (
            "I skip the lunches because they think I'm boring.",
            "I skip the lunches and I worry about what they think of me.",
        ),
        ("I'll never be a good painter.", "I'm afraid I'll never be a good painter."),
        ("I will definitely fail the exam.", "I'm afraid I will fail the exam."),
        ("should have called her", "i wish i had called her"),
        ("(I'm such an idiot for losing the key.)", "(I lost the key.)"),
        ("- i'm so dull", "- i worry about how i come across"),
        (
            "|a|\n|-|\n| I never finish anything. | b |",
            "|a|\n|-|\n| I find it hard to finish anything. | b |",
        ),
    ] {
        let folder = Folder::new(&[("a.md", source)]);
        let json = folder.run(&["check", "--format", "json"]).json();
        let edit = &json["diagnostics"][0]["suggestions"][0]["edits"][0];
        let at = |key: &str| usize::try_from(edit[key].as_u64().unwrap()).unwrap();
        let text =
            [&source[..at("start")], edit["replacement"].as_str().unwrap(), &source[at("end")..]]
                .concat();
        assert_eq!(text.replace("****", ""), expected);
    }
}

/// What another wording would break, or would lean on it, is left as it is: there is the question.
#[test]
fn no_wording_is_better_than_a_broken_one() {
    for source in [
        "Every spring I draw up new plans for the shed, which I start, but never finish.",
        "Looking back now I feel foolish for asking my aunt first.",
        "I feel like an idiot for doing that now.",
        "I'll be tired for the rest of my life, won't I.",
        "Nobody in the street rings me any more.",
        "I'm hopeless at knots, honestly, a grown sailor who can't tie his boat.",
    ] {
        let folder = Folder::new(&[("a.md", source)]);
        let json = folder.run(&["check", "--format", "json"]).json();
        let found = &json["diagnostics"][0];
        assert!(found["question"].is_string(), "{source}: {json}");
        assert_eq!(found["suggestions"].as_array().unwrap().len(), 0, "{source}: {json}");
    }
}

/// Nobody is asked what they have just said.
#[test]
fn the_question_is_another_where_the_answer_may_stand_beside_it() {
    let asked = |source: &str| {
        let folder = Folder::new(&[("a.md", source)]);
        let json = folder.run(&["check", "--format", "json"]).json();
        json["diagnostics"][0]["question"].as_str().unwrap().to_owned()
    };
    let alone = asked("I'm such an idiot.");
    let reasoned = asked("I'm such an idiot. It is only a bus stop.");
    let told = asked("I took the wrong bus. I'm such an idiot, and only the fog is to blame.");
    assert_eq!(alone, "What happened?");
    assert_ne!(reasoned, alone);
    assert_ne!(told, alone);
    assert_ne!(told, reasoned);
}

#[test]
fn other_tools_can_read_what_is_found() {
    let folder = Folder::new(&[
        ("a b.md", "é! I'm such a failure. <b> \"100%\".\n"),
        ("c.md", "I'm a failure.\nI'm a failure.\n"),
    ]);
    let of = |format: &str| folder.run(&["check", "--exit-zero", "--format", format]).out;
    let lines = of("jsonl");
    assert_eq!(lines.lines().count(), 3);
    for line in lines.lines() {
        let found: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(found["rule"], "identity-label");
    }
    let sarif: serde_json::Value = serde_json::from_str(&of("sarif")).unwrap();
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(sarif["version"], "2.1.0");
    assert_eq!(result["ruleId"], "identity-label");
    assert_eq!(result["level"], "warning");
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "a%20b.md");
    assert_eq!(place["region"]["startColumn"], 4, "code points, not bytes");
    let changed = &result["fixes"][0]["artifactChanges"][0]["replacements"][0]["deletedRegion"];
    assert_eq!(changed["byteOffset"], 4);
    assert_eq!(of("github").lines().next().unwrap().matches("::").count(), 2);
    assert!(of("github").starts_with("::warning file=a b.md,line=1,col=4,"));
    let rdjson: serde_json::Value = serde_json::from_str(&of("rdjson")).unwrap();
    let start = &rdjson["diagnostics"][0]["location"]["range"]["start"];
    assert_eq!(start["column"], 5, "reviewdog counts bytes");
    let xml = of("checkstyle");
    assert_eq!(xml.matches("<error ").count(), 3);
    assert!(
        xml.contains("&quot;failure&quot;") && xml.trim_end().ends_with("</checkstyle>"),
        "{xml}"
    );
}

#[test]
fn redacted_output_holds_no_word_of_the_journal() {
    let folder = Folder::new(&[(
        "a.md",
        "Marrowfat says I'm such a loser.\n\nI'm such a loser, marrowfat.\n",
    )]);
    for format in ["human", "concise", "json", "jsonl", "sarif", "github", "rdjson", "checkstyle"] {
        let run = folder.run(&["check", "--redact", "--format", format]);
        assert!(run.out.contains("identity-label"), "{format}: {run:?}");
        for word in ["loser", "arrowfat", "I'm"] {
            assert!(!run.out.contains(word), "{format}: {run:?}");
        }
    }
}

#[test]
fn suppressions_hold_where_they_stand_and_no_further() {
    let source = "\
I'm such a failure.

<!-- evenkeel: ignore identity-label (a line from the play) -->
- I'm such a failure.
- I'm a loser.

I'm a loser.

<!-- evenkeel: off -->

I'm a failure.

<!-- evenkeel: on -->

I'm a fraud.

`<!-- evenkeel: off -->` I'm an idiot.
";
    let folder = Folder::new(&[("a.md", source)]);
    let run = folder.run(&["check", "--format", "concise"]);
    let lines: Vec<&str> = run.out.lines().map(|line| line.split(' ').next().unwrap()).collect();
    assert_eq!(lines, ["a.md:1:1:", "a.md:7:1:", "a.md:15:1:", "a.md:17:26:"], "{run:?}");
}

#[test]
fn a_rule_goes_by_its_name_with_the_language_before_it() {
    let german = "Ich bin ein Versager.";
    let source = format!("<!-- evenkeel: ignore de/identity-label -->\n{german}\n\n{german}\n");
    let config = "languages: [en, de]\n";
    let folder = Folder::new(&[("evenkeel.yaml", config), ("a.md", &source)]);
    let found = |folder: &Folder| folder.run(&["check", "--format", "json"]).findings().len();
    assert_eq!(found(&folder), 1);
    folder
        .write("evenkeel.yaml", format!("{config}rules: {{en/identity-label: off}}\n").as_bytes());
    assert_eq!(found(&folder), 1);
    folder
        .write("evenkeel.yaml", format!("{config}rules: {{de/identity-label: off}}\n").as_bytes());
    let run = folder.run(&["check", "--format", "concise"]);
    assert!(!run.out.contains("[identity-label]"), "{run:?}");
}

#[test]
fn a_suppression_that_nothing_needs_is_told() {
    let source = "<!-- evenkeel: ignore -->\nA calm day.\n\n<!-- evenkeel: ignore identity-lable, harsh -->\nI'm a failure.\n";
    let folder = Folder::new(&[("a.md", source)]);
    let run = folder.run(&["check", "--format", "concise"]);
    assert!(run.out.contains("a.md:1:1: hint[unused-suppression]"), "{run:?}");
    assert!(
        run.out.contains("a.md:4:1: warning[unknown-suppression]")
            && run.out.contains("`identity-label`?"),
        "{run:?}"
    );
    assert!(!run.out.contains("[identity-label]"), "{run:?}");
    folder.write("evenkeel.yaml", b"require_reasons: true\n");
    let run = folder.run(&["check", "--format", "json"]);
    assert_eq!(run.findings().iter().filter(|found| found.1 == "reason").count(), 2);
}

#[test]
fn the_tone_can_be_warm() {
    let folder = Folder::new(&[("evenkeel.yaml", ""), ("a.md", "I'm such a failure.\n")]);
    let said = |folder: &Folder| folder.run(&["check", "--format", "concise"]).out;
    let plain = said(&folder);
    assert!(!plain.contains("Nobody is one word"), "{plain}");
    folder.write("evenkeel.yaml", b"tone: warm\n");
    let warm = said(&folder);
    assert!(warm.starts_with(plain.trim_end()) && warm.contains("Nobody is one word."), "{warm}");
    folder.write("evenkeel.yaml", b"tone: sweet\n");
    let odd = folder.run(&["check", "--format", "concise"]);
    assert!(odd.out.contains("plain") && odd.out.contains("warm"), "{odd:?}");
}

#[test]
fn a_light_remark_alone_on_a_long_calm_page_is_left_alone() {
    let calm = |middle: &str| {
        let page = "We walked along the river and had bread with cheese. ".repeat(15);
        format!("{page}\n\n{middle}\n\n{page}\n")
    };
    let found = |config: &str, text: &str| {
        let folder = Folder::new(&[("evenkeel.yaml", config), ("a.md", text)]);
        folder.run(&["check", "--format", "json", "--exit-zero"]).findings()
    };
    let light = "I should have left earlier.";
    assert_eq!(found("", light).len(), 1, "in a short entry it is told");
    assert_eq!(found("", &calm(light)).len(), 0);
    assert_eq!(found("light_remarks: tell\n", &calm(light)).len(), 1);
    // Not where it has company, or something heavy stands near.
    assert_eq!(found("", &calm("I should have left earlier. I was so lazy.")).len(), 2);
    assert_eq!(found("", &calm("I was worried about it. I should have left earlier.")).len(), 1);
    assert_eq!(found("", &calm("I'm so lazy.")).len(), 1, "what one is is never light");
    assert_eq!(found("", &calm("I was so lazy.")).len(), 0);
    // A comment that keeps it quiet is no comment too many.
    let kept = format!("<!-- evenkeel: ignore should (yes) -->\n{light}");
    assert_eq!(found("", &calm(&kept)).len(), 0);
}

#[test]
fn a_time_before_the_words_of_a_log_changes_nothing() {
    for time in ["", "08:15 ", "8:15 - ", "- **21:05** ", "- 21:05 | "] {
        let folder = Folder::new(&[("a.md", &format!("{time}Overslept. Idiot.\n"))]);
        let found = folder.run(&["check", "--format", "json"]).findings();
        assert_eq!(found.len(), 1, "{time}");
    }
}
