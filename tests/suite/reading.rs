//! How a sentence is read: its clauses, who holds them, and what that leaves for rules.

use serde_json::Value;

use crate::Folder;

fn read(folder: &Folder, text: &str) -> Value {
    folder.run(&["rules", "read", text, "--format", "json"]).json()[0].clone()
}

/// The clauses of a text, each as subject, verb and how it is held.
fn clauses(folder: &Folder, text: &str) -> Vec<String> {
    let read = read(folder, text);
    let clauses = read["clauses"].as_array().unwrap().iter();
    let held = |clause: &Value| {
        let scope = clause["scope"].as_array().unwrap();
        scope.iter().map(|one| one.as_str().unwrap()).collect::<Vec<_>>().join("+")
    };
    let told = clauses.map(|clause| {
        let part = |key: &str| clause[key].as_str().unwrap().to_owned();
        format!("{} {} {}", part("subject"), part("verb"), held(clause))
    });
    told.collect()
}

#[test]
fn clauses_are_told_apart_and_who_holds_them() {
    let folder = Folder::new(&[("evenkeel.yaml", "")]);
    for (text, expected) in [
        ("I'm so lazy.", &["self 'm asserted"] as &[&str]),
        ("My brother said I was lazy.", &["other said asserted", "self was reported"]),
        ("That doesn't mean I'm a failure.", &["thing doesn't mean asserted", "self 'm denied"]),
        ("What if I fail?", &["self fail supposed"]),
        ("I used to think I was a loser.", &["self used to think left", "self was left"]),
        ("Came home and was a brute.", &["self Came asserted", "self was asserted"]),
        ("Everyone thinks I'm weird.", &["everybody thinks asserted", "self 'm opinion"]),
        ("People who know my desk think I'm odd.", &["everybody know asserted", "self 'm opinion"]),
        (
            "It doesn't mean people think I'm odd.",
            &["thing doesn't mean asserted", "self 'm opinion+denied"],
        ),
        ("The list makes me feel stupid.", &["self makes me feel felt"]),
        ("Why can't I be normal?", &["self can't I be asserted"]),
        ("I think the girls hate me.", &["self think asserted", "everybody hate asserted"]),
        ("I'm sure my friends regret it.", &["self 'm asserted", "everybody regret asserted"]),
        ("I love the noise the fridge makes.", &["self love asserted"]),
        ("Whatever I start will go wrong.", &["thing will go asserted"]),
        (
            "It's only flour and part of me says they're polite.",
            &["thing 's asserted", "thing says asserted", "they 're distant"],
        ),
        ("I'll never learn to swim.", &["self 'll never learn to swim asserted"]),
        ("I'm a bitter, sour old woman.", &["self 'm asserted"]),
        ("For years I told myself I was slow.", &["self told asserted", "self was left"]),
    ] {
        assert_eq!(clauses(&folder, text), expected, "{text}");
    }
}

#[test]
fn words_are_known_however_they_are_written() {
    let folder = Folder::new(&[("evenkeel.yaml", "")]);
    for text in [
        "im so lazy",
        "I’m sooooo lazy",
        "ive been so lazy",
        "I was laaazy",
        "I'm such a faliure",
        "I'm a dissappointment",
        "IM SUCH A FAILURE",
    ] {
        folder.write("a.md", format!("{text}\n").as_bytes());
        let found = folder.run(&["check", "--format", "json", "a.md"]).json();
        assert_eq!(found["diagnostics"].as_array().unwrap().len(), 1, "{text}: {found}");
    }
    let read = read(&folder, "I dont know.");
    let normal: Vec<&str> = read["tokens"]
        .as_array()
        .unwrap()
        .iter()
        .map(|token| token["normal"].as_str().unwrap())
        .collect();
    assert_eq!(normal, ["i", "do", "not", "know", "."]);
}

#[test]
fn what_may_ask_for_care_meets_no_lint_and_says_nothing() {
    let texts = [
        ("a.md", "I'm so stupid. Sometimes I think they'd be better off without me.\n"),
        ("b.md", "I'm not worth keeping alive.\n"),
        ("c.md", "I wish I'd never been born. I'm a failure.\n"),
        ("i.md", "He checks my phone every night. I'm such an idiot.\n"),
        ("j.md", "Stood on the bridge, how easy, one step. I'm such an idiot.\n"),
        ("k.md", "I brought it all up again after dinner. I'm so fat.\n"),
        ("l.md", "Take me home, Lord. I'm a burden.\n"),
        ("m.md", "I broke the skin again. I'm pathetic.\n"),
        ("n.md", "The letters to the children are written. I'm a coward.\n"),
        ("o.md", "Walked over the bridge with a bun. I'm such an idiot.\n"),
        ("p.md", "I gave my old phone to the shop. I'm such an idiot.\n"),
        ("d.md", "I cut myself shaving. I'm such an idiot.\n"),
        ("e.md", "I could have killed myself laughing. I'm such an idiot.\n"),
        ("f.md", "The wind howled with greater violence. I'm such an idiot.\n"),
        ("g.md", "It is good to be alive. I'm such an idiot.\n"),
        ("h.md", "The usual feelings do not exist. I'm such an idiot.\n"),
    ];
    let folder = Folder::new(&texts);
    let json = folder.run(&["check", "--format", "json", "--exit-zero"]).json();
    let of = |path: &str| {
        let all = json["diagnostics"].as_array().unwrap().iter();
        all.filter(|found| found["path"] == path).count()
    };
    for path in ["a.md", "b.md", "c.md", "i.md", "j.md", "k.md", "l.md", "m.md", "n.md"] {
        let listed = ["withheld", "quiet"]
            .iter()
            .any(|key| json[*key].as_array().unwrap().iter().any(|one| *one == *path));
        assert!(of(path) == 0 && listed, "{path}: {json}");
    }
    for path in ["d.md", "e.md", "f.md", "g.md", "h.md", "o.md", "p.md"] {
        assert_eq!(of(path), 1, "{path}: {json}");
    }
    for format in ["human", "concise", "sarif", "github"] {
        let run = folder.run(&["check", "--exit-zero", "--format", format]);
        assert!(!run.out.contains("quiet") && !run.out.contains("b.md"), "{format}: {run:?}");
    }
}

#[test]
fn a_frame_or_a_field_with_a_mistake_is_told_with_its_place() {
    let frame = "title: Mine\nseverity: info\nwhy: Because.\nframes:\n  - FRAME\nmessage: Hm.\nexamples:\n  invalid: [{text: I am a goose., flags: I am a goose}]\n  valid: [Calm.]\n";
    for (file, text, words) in [
        ("rules/en/harsh/mine.yaml", frame.replace("FRAME", "{subject: self, vrb: be}"), "vrb"),
        ("rules/en/harsh/mine.yaml", frame.replace("FRAME", "{subject: self}"), "every clause"),
        (
            "rules/en/harsh/mine.yaml",
            frame.replace("FRAME", "{subject: self, verb: be, complement: [<trate>]}"),
            "Did you mean `<trait",
        ),
        ("rules/fields/person.wits.yaml", "words: []\n".to_owned(), "needs words"),
        ("rules/fields/person.wits.yaml", "words: [goose, goose]\n".to_owned(), "twice"),
        ("rules/fields/person.wits.yaml", "words: [clever]\n".to_owned(), "cannot be both"),
        ("rules/fields/person.wits.yaml", "wrds: [goose]\n".to_owned(), "Did you mean `words`?"),
    ] {
        let folder = Folder::new(&[("evenkeel.yaml", ""), ("a.md", "Calm.\n"), (file, &text)]);
        let run = folder.run(&["check", "--format", "concise"]);
        assert!(run.code == 2 && run.out.contains(words), "{text}\n{run:?}");
        assert_eq!(run.out.matches(".yaml:").count(), 1, "each mistake once: {run:?}");
    }
}

#[test]
fn a_field_of_ones_own_adds_words_and_an_old_name_still_means_its_rule() {
    let folder = Folder::new(&[
        ("evenkeel.yaml", "rules: {contempt-in-passing: off}\n"),
        ("rules/fields/person.wits.yaml", "words: [wobblehead]\n"),
        ("a.md", "I'm such a wobblehead.\n\nI sat there hating myself.\n"),
    ]);
    let run = folder.run(&["check", "--format", "concise"]);
    assert_eq!(run.out.lines().count(), 1, "{run:?}");
    assert!(run.out.contains("[identity-label]"), "{run:?}");
    let shown = folder.run(&["rules", "reference"]).out;
    assert!(shown.contains("<person.wits>") && shown.contains("complement:"), "{shown}");
}

#[test]
fn words_that_may_stand_anywhere_are_sought_in_sentences_as_short_as_a_rule_says() {
    let rule = "title: Mine\nseverity: info\nwhy: Because.\nwithin: 6\nframes:\n  - {subject: self, with: [goose], also: [pond]}\n  - {subject: self, verb: be, complement: [gander]}\nmessage: Hm.\nexamples:\n  invalid: [{text: I fed a goose., flags: I fed a goose}]\n  valid: [Calm.]\n";
    let folder = Folder::new(&[
        ("evenkeel.yaml", ""),
        ("rules/en/harsh/mine.yaml", rule),
        ("bound.md", "On the long way to town I was a gander.\n"),
        ("long.md", "I fed a goose by the side of the pond.\n"),
        ("short.md", "I fed a goose, no pond.\n"),
    ]);
    let run = folder.run(&["check", "--format", "concise"]);
    let found = run.out.lines().filter(|line| line.contains("[mine]"));
    let places: Vec<_> = found.filter_map(|line| line.split(':').next()).collect();
    assert_eq!(places, ["bound.md", "short.md"], "{run:?}");
}

/// Sentences that were written and labelled by somebody who has not seen the rules. Every other one
/// was looked at while the rules were written; the rest is the measure.
fn labelled(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.lines().skip(2).step_by(2).filter_map(|line| line.split_once('\t'))
}

/// How many of the sentences with a label are flagged, and how many there are.
fn flagged(rows: &[(&str, &str)], found: &Value, label: &str) -> (usize, usize) {
    let paths = |index: usize| format!("{index}.md");
    let is_found = |index: &usize| {
        let all = found["diagnostics"].as_array().unwrap().iter();
        all.into_iter().any(|one| one["path"] == paths(*index))
    };
    let of: Vec<usize> =
        rows.iter().enumerate().filter(|(_, row)| row.0 == label).map(|(at, _)| at).collect();
    (of.iter().filter(|index| is_found(index)).count(), of.len())
}

#[test]
fn english_is_found_in_sentences_written_blind_and_pain_is_let_be() {
    let english: Vec<_> = labelled(include_str!("../texts/english.tsv")).collect();
    let folder = Folder::new(&[("evenkeel.yaml", "")]);
    for (index, (_, text)) in english.iter().enumerate() {
        folder.write(&format!("{index}.md"), text.as_bytes());
    }
    let found = folder.run(&["check", "--format", "json", "--exit-zero"]).json();
    for (label, least) in [("S", 58), ("P", 28), ("F", 42), ("H", 42), ("D", 18)] {
        let (judged, all) = flagged(&english, &found, label);
        assert!(judged * 100 >= all * least, "{label}: {judged} of {all}");
    }
    for (label, most) in [("N", 5), ("B", 5), ("R", 3)] {
        let (wrong, all) = flagged(&english, &found, label);
        assert!(wrong * 100 <= all * most, "{label}: {wrong} of {all}");
    }
}

#[test]
fn german_and_avoidance_are_found_in_sentences_written_blind() {
    let german: Vec<_> = labelled(include_str!("../texts/german.tsv")).collect();
    let folder = Folder::new(&[("evenkeel.yaml", "languages: [de]\n")]);
    for (index, (_, text)) in german.iter().enumerate() {
        folder.write(&format!("{index}.md"), text.as_bytes());
    }
    let found = folder.run(&["check", "--format", "json", "--exit-zero"]).json();
    for (label, least) in [("S", 60), ("P", 40), ("F", 45), ("H", 40), ("D", 26)] {
        let (judged, all) = flagged(&german, &found, label);
        assert!(judged * 100 >= all * least, "{label}: {judged} of {all}");
    }
    for (label, most) in [("N", 8), ("R", 5)] {
        let (wrong, all) = flagged(&german, &found, label);
        assert!(wrong * 100 <= all * most, "{label}: {wrong} of {all}");
    }
    let let_be = |label: &str| {
        let asks =
            |path: &Value| path.as_str().and_then(|path| path.strip_suffix(".md")?.parse().ok());
        let quiet = [&found["quiet"], &found["withheld"]];
        let paths = quiet.into_iter().filter_map(Value::as_array).flatten();
        paths.filter_map(asks).filter(|at: &usize| german[*at].0 == label).count()
    };
    let care = german.iter().filter(|row| row.0 == "R").count();
    assert!(let_be("R") * 100 >= care * 40, "{} of {care}", let_be("R"));
    assert!(let_be("N") <= 3, "{}", let_be("N"));

    let avoidance: Vec<_> = labelled(include_str!("../texts/avoidance.tsv")).collect();
    let folder = Folder::new(&[("evenkeel.yaml", "rules: {harsh: off}\n")]);
    for (index, (_, text)) in avoidance.iter().enumerate() {
        folder.write(&format!("{index}.md"), text.as_bytes());
    }
    let found = folder.run(&["check", "--format", "json", "--exit-zero"]).json();
    let (wrong, calm) = flagged(&avoidance, &found, "none");
    assert!(wrong * 100 <= calm * 15, "{wrong} of {calm}");
    let kinds = ["vague", "agentless", "blame", "licence", "minimise", "defer"];
    let counts = kinds.map(|kind| flagged(&avoidance, &found, kind));
    let hit: usize = counts.iter().map(|count| count.0).sum();
    let all: usize = counts.iter().map(|count| count.1).sum();
    assert!(hit * 100 >= all * 5, "{counts:?}");
}

#[test]
fn what_only_looks_like_a_judgement_is_let_be() {
    let folder = Folder::new(&[("evenkeel.yaml", "")]);
    for (text, found) in [
        ("I'm a terrible cook.", 1),
        ("I've got no talent.", 1),
        ("I'm so thick it's a joke.", 1),
        ("ill never get better", 1),
        ("I fell ill just before the trip.", 0),
        ("your such an idiot", 1),
        ("I should of known better", 1),
        ("The cat ate its so called dinner.", 0),
        ("I'm lazy but I can become a better person.", 0),
        ("Ate all the cake. Greedy fat pig.", 1),
        ("I'm a terrible cook and it's so much fun.", 0),
        ("I'm a terrible cook and it's no fun.", 1),
        ("I'm a terrible cook, everyone else has fun.", 1),
        ("I'm rubbish at chess but I don't mind.", 0),
        ("I might be a slow reader, but I read two books.", 0),
        ("I won't let that stop me.", 0),
        ("Sectioned a leech.", 0),
        ("The sight of the river at dusk.", 0),
        ("The absolute, then, must be the zero of all things.", 0),
        ("We must, so to speak, be the tyrants of it.", 0),
        ("Her morals are not good — have never been good.", 0),
        ("Her thumbs are — lamentable.", 0),
        ("I have never felt this sense of peace.", 0),
        ("It has no right to condemn me.", 0),
        ("I have no right to be tired.", 1),
        ("I'm a sh*t friend.", 1),
        ("It went much better than I expected.", 0),
        ("She is so much better than I am.", 1),
        ("I won't let myself rest.", 1),
        ("I'm a lazy gardener.", 1),
        ("I'm a lazy gardener and proud of it.", 0),
        ("I'm a slow reader. That's okay.", 0),
        ("I'm such a burden. The soup was good.", 1),
        ("A burden? she said.", 0),
        ("If, on the other hand, I am conceited, so be it.", 0),
        ("None of them would suspect that I am a thief.", 0),
        ("Nobody thinks I'm clever.", 1),
        ("I do not feel good about this tool.", 0),
        ("I'm not focused on it.", 0),
        ("The lint step will fail.", 0),
        ("My business will fail.", 1),
        ("I get on better with him than I do with most people.", 0),
        ("Old fool, Arthur used to call himself.", 0),
        ("I'm a failure, I can see it now.", 1),
        ("They think I'm thick, and I'll still be here at eighty.", 1),
        ("Passed the test. It must have been an easy paper.", 1),
    ] {
        folder.write("a.md", format!("{text}\n").as_bytes());
        let told = folder.run(&["check", "--format", "json", "a.md"]).json();
        assert_eq!(told["diagnostics"].as_array().unwrap().len(), found, "{text}: {told}");
    }
}

#[test]
fn check_says_which_words_were_read_as_what_when_asked() {
    let folder = Folder::new(&[("a.md", "I'm such a failure.\n")]);
    let told = folder.run(&["check", "--explain", "a.md"]).out;
    assert!(told.contains("read: \"failure\" as person.worth"), "{told}");
    let told = folder.run(&["check", "a.md"]).out;
    assert!(!told.contains("read: "), "{told}");
    let told = folder.run(&["check", "--explain", "--redact", "a.md"]).out;
    assert!(!told.contains("failure\" as"), "{told}");
}

#[test]
fn in_a_journal_of_two_languages_a_sentence_is_judged_in_its_own() {
    let folder = Folder::new(&[
        ("evenkeel.yaml", "languages: [de, en]\n"),
        ("a.md", "Im Bad eingeschlossen, und das Buch vergessen.\n"),
        ("b.md", "Im bad at this.\n"),
        ("c.md", "Ich bin so faul.\n"),
    ]);
    let found = folder.run(&["check", "--format", "json", "--exit-zero"]).findings();
    let found: Vec<_> = found.iter().map(|(path, rule)| (path.as_str(), rule.as_str())).collect();
    assert_eq!(found, [("b.md", "bad-at"), ("c.md", "global-trait")]);
}
