//! Several findings in one sentence: what is offered leaves none of them standing.

use super::Check;
use super::found::RuleMatch;
use crate::diagnostic::{Applicability, Diagnostic, Family, Suggestion};
use crate::lint::reader::{FrameRef, Reader};
use crate::lint::reading::grammar_file::Order;
use crate::lint::reading::tags::Tags;
use crate::lint::rewrite::{around, is_whole};
use crate::text::{self, Edit, FileSpan};

impl Check<'_> {
    /// Makes the findings of one sentence offer the same first wording, one that leaves nothing of
    /// any of them; where there is none, no wording at all.
    pub(super) fn agree(&self, sentence: &mut [(&RuleMatch, Diagnostic)]) {
        let group: Vec<_> =
            sentence.iter_mut().filter(|(found, _)| found.frame.is_some()).collect();
        if group.len() < 2 {
            return;
        }
        let firsts: Vec<&Suggestion> =
            group.iter().filter_map(|(_, one)| one.suggestions.first()).collect();
        let source = &self.entry.source;
        let all = (firsts.len() == group.len()).then(|| joined(&firsts, source)).flatten();
        let ones = firsts.iter().map(|first| first.edits.clone());
        let agreed = group.first().and_then(|(found, _)| {
            let clean = all.into_iter().chain(ones).find_map(|edits| self.clean(found, edits));
            clean.or_else(|| self.emptied(found, &firsts))
        });
        for (found, one) in group {
            let rest = agreed.is_some().then(|| one.suggestions.drain(..).skip(1));
            // A plan stands behind the first wording alone.
            let rest = rest.into_iter().flatten();
            let held = rest.filter(|one| one.applicability == Applicability::MaybeIncorrect);
            let held = held.filter(|one| self.clean(found, one.edits.clone()).is_some());
            one.suggestions = agreed.iter().cloned().chain(held).collect();
        }
    }

    /// A suggestion, with the sentence it leaves; `None` when that does not stand, or leaves an
    /// attack. It is asked only in a language whose clauses are not told apart by their order.
    pub(super) fn standing(&self, found: &RuleMatch, one: Suggestion) -> Option<Suggestion> {
        let Some(reader) = self.rules.reader(&found.rule.id) else { return Some(one) };
        if reader.order() == Order::SubjectVerb {
            return Some(one);
        }
        let after = self.edited(found, &one.edits)?;
        // "Er hat gemerkt, wie dumm ich bin": what is felt, known or asked belongs to its verb.
        let text = found.block.range.slice(self.prose.text());
        let removed = reader.read(found.span.slice(text));
        let hangs = removed.words.tags(0).any(Tags::WHAT.and(Tags::IF).and(Tags::THAT));
        let left = reader.read(&after);
        let told = left.clauses().iter().all(|clause| !clause.verb.is_empty());
        let stands = told && !hangs && self.is_clean(reader, &after);
        stands.then(|| Suggestion { title: around(&after, &(0..after.len())), ..one })
    }

    /// The sentence of a match with `edits` made; `None` when they reach out of it.
    fn edited(&self, found: &RuleMatch, edits: &[Edit]) -> Option<String> {
        let place = self.prose.source(found.block.in_prose(found.sentence))?;
        let inside: Option<Vec<Edit>> = edits
            .iter()
            .map(|edit| {
                let Edit { span, replacement } = edit;
                let inside = place.contains(*span);
                let within = || FileSpan::new(span.start - place.start, span.end - place.start);
                inside.then(|| Edit { span: within(), replacement: replacement.clone() })
            })
            .collect();
        Some(text::apply(place.slice(&self.entry.source), &inside?))
    }

    /// Whether a text is a whole sentence in which nothing harsh is found.
    fn is_clean(&self, reader: &Reader, text: &str) -> bool {
        let reading = reader.read(text);
        let harsh = |place| match place {
            FrameRef::Rule(rule, number) => {
                let rule = self.rules.rules().get(rule)?;
                rule.frames.get(number).filter(|_| rule.family == Family::Harsh)
            }
            FrameRef::Care(..) => None,
        };
        let mut frames = reader.candidates(&reading).into_iter().filter_map(harsh);
        is_whole(&reading) && frames.all(|frame| frame.matches(&reading, &|| None).is_empty())
    }

    /// The suggestion that makes `edits`, where the sentence is whole then, and nothing is found.
    fn clean(&self, found: &RuleMatch, edits: Vec<Edit>) -> Option<Suggestion> {
        let after = self.edited(found, &edits)?;
        let clean = self.is_clean(self.rules.reader(&found.rule.id)?, &after);
        clean.then(|| Suggestion {
            title: around(&after, &(0..after.len())),
            applicability: Applicability::MaybeIncorrect,
            edits,
        })
    }

    /// The suggestion that leaves the whole sentence out.
    fn emptied(&self, found: &RuleMatch, firsts: &[&Suggestion]) -> Option<Suggestion> {
        let place = self.prose.source(found.block.in_prose(found.sentence))?;
        let whole = |edit: &Edit| edit.span.contains(place) && edit.replacement.is_empty();
        let first = firsts.iter().find(|one| one.edits.iter().any(whole))?;
        Some(Suggestion { applicability: Applicability::MaybeIncorrect, ..(*first).clone() })
    }
}

/// The edits of all suggestions, where none reaches into another.
fn joined(all: &[&Suggestion], source: &str) -> Option<Vec<Edit>> {
    let mut edits: Vec<Edit> = all.iter().flat_map(|one| one.edits.clone()).collect();
    edits.sort_by_key(|edit| edit.span);
    edits.dedup();
    let mut joined: Vec<Edit> = Vec::new();
    for edit in edits {
        let Some(last) = joined.last_mut() else {
            joined.push(edit);
            continue;
        };
        if edit.span.start <= last.span.end {
            return None;
        }
        let again = !edit.replacement.is_empty()
            && edit.replacement.eq_ignore_ascii_case(&last.replacement);
        if !again {
            joined.push(edit);
            continue;
        }
        // The same words twice over would be a litany: once is enough, where they stand side by side.
        let between = FileSpan::new(last.span.end, edit.span.start).slice(source);
        let joins = ["", ",", "and", ", and", ";"].contains(&between.trim());
        joins.then(|| last.span.end = edit.span.end)?;
    }
    Some(joined)
}
