//! Every lexical field and every key of a frame, for people who write rules.

use std::fmt::Write as _;

use crate::lint::frame::file::FrameFile;
use crate::lint::rule_set::RuleSet;
use crate::text::one_line;

/// So many words of a field are shown.
const SHOWN: usize = 12;

/// An example for each key of a frame.
const EXAMPLES: [(&str, &str); 17] = [
    (
        "subject",
        "subject: self            # or: mine, you, people, everybody, nobody, we, other, thing",
    ),
    ("verb", "verb: be                 # or a field, <harm>, or verbs: [have, lack]"),
    ("polarity", "polarity: negative       # or: positive, any"),
    (
        "mood",
        "mood: [future, never]    # or: should, perfect, can, past, present, inverted, imperative",
    ),
    ("complement", "complement: [<trait>, \"<bad> <role>\", no use]"),
    ("object", "object: [self, my]       # or fields and words"),
    ("with", "with: [<universal>, keep]"),
    ("also", "also: [until i]"),
    ("next", "next: [at, with]         # \"hopeless at cards\""),
    ("without", "without: [by the way]"),
    ("fragment", "fragment: [<person>]     # \"Lazy fool.\""),
    ("owned", "owned: [<fault>]         # \"my own stupidity\""),
    ("earlier", "earlier: [<success>]"),
    ("mine", "mine: true"),
    ("near", "near: [(no|not any) hope]"),
    ("link", "link: but                # or: and, because, if, who, why, none"),
    ("scope", "scope: [asserted, felt]  # or: opinion, reported, supposed, denied, left, distant"),
];

/// The reference.
pub(super) fn text(rules: &RuleSet) -> String {
    let mut out = String::from("Keys of a frame\n");
    let schema = schemars::schema_for!(FrameFile).to_value();
    let said = |key: &str| {
        let path = format!("/properties/{key}/description");
        schema.pointer(&path).and_then(serde_json::Value::as_str).map(one_line).unwrap_or_default()
    };
    for (key, example) in EXAMPLES {
        let _ = writeln!(out, "\n  {key}: {}\n      {example}", said(key));
    }
    let _ = writeln!(out, "\n  question: {}\n      question: true", said("question"));
    for language in rules.languages() {
        let _ = writeln!(out, "\nFields of `{language}`");
        for (name, field) in &rules.fields(language) {
            let all: Vec<&str> = field
                .by_company()
                .into_iter()
                .flat_map(|(_, words)| words)
                .map(String::as_str)
                .collect();
            let shown = all.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ");
            let more = if all.len() > SHOWN { ", …" } else { "" };
            let count = all.len();
            let _ =
                writeln!(out, "\n  <{name}> {}, {count} words\n      {shown}{more}", field.title);
        }
    }
    out
}
