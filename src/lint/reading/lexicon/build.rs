//! Puts a lexicon together: words in all their forms, with their classes and meanings.

use std::borrow::Cow;

use super::{FieldId, KnownWord, Lexicon, Phrase, Sense, UNKNOWN, WordId};
use crate::lint::field::{Company, FieldFile, PartOfSpeech};
use crate::lint::reading::grammar_file::{GrammarFile, Order};
use crate::lint::reading::inflection;
use crate::lint::reading::tags::Tags;
use crate::lint::reading::unknown::UnknownWords;

impl Lexicon {
    /// The lexicon of a language.
    pub(crate) fn new(grammar: &GrammarFile) -> Self {
        let (irregular, mistakes) = (grammar.irregular.clone(), grammar.mistaken.clone());
        let mut lexicon = Self { order: grammar.order, irregular, mistakes, ..Self::default() };
        for (class, words) in &grammar.classes {
            let Some(tag) = Tags::named(class) else { continue };
            for word in words {
                lexicon.tag(word, tag);
            }
        }
        for (class, verbs) in &grammar.verbs {
            for verb in verbs {
                lexicon.add_verb(verb, Tags::named(class).unwrap_or(Tags::NONE));
            }
        }
        for (short, long) in &grammar.contractions {
            let words = long.split(' ').map(|word| lexicon.id(word)).collect();
            lexicon.contractions.insert(short.as_str().into(), words);
        }
        lexicon.unknown = UnknownWords::new(grammar);
        let mut ids = |words: &[String]| words.iter().map(|word| lexicon.id(word)).collect();
        (lexicon.emphasis, lexicon.particles) = (ids(&grammar.emphasis), ids(&grammar.particles));
        lexicon
    }

    fn id(&mut self, text: &str) -> WordId {
        if let Some(id) = self.ids.get(text) {
            return *id;
        }
        let id = WordId::try_from(self.words.len()).unwrap_or(UNKNOWN);
        let word = KnownWord { lemma: id, ..KnownWord::default() };
        self.words.push(word);
        self.texts.push(text.into());
        self.ids.insert(text.into(), id);
        id
    }

    fn word_mut(&mut self, id: WordId) -> Option<&mut KnownWord> {
        self.words.get_mut(usize::try_from(id).ok()?)
    }

    fn tag(&mut self, text: &str, tag: Tags) {
        let id = self.id(text);
        if let Some(word) = self.word_mut(id) {
            word.tags = word.tags.and(tag);
        }
    }

    fn verb_forms(&self, verb: &str) -> Vec<(String, Tags)> {
        match self.order {
            Order::SubjectVerb => inflection::verb_forms(verb, self.irregular.get(verb)),
            Order::Free => inflection::german_verb(verb),
        }
    }

    /// Adds a verb with its forms, and gives them.
    fn add_verb(&mut self, verb: &str, tag: Tags) -> Vec<WordId> {
        let lemma = self.id(verb);
        // "get out", "get by": the forms of "get" are worked out once.
        if tag == Tags::NONE
            && let Some(forms) = self.verbs.get(&lemma).cloned()
        {
            for form in &forms {
                if let Some(word) = self.word_mut(*form) {
                    word.lemma = lemma;
                }
            }
            return forms;
        }
        let forms = self.verb_forms(verb).into_iter().map(|(form, kind)| {
            let id = self.id(&form);
            if let Some(word) = self.word_mut(id) {
                word.tags = word.tags.and(tag).and(kind).and(Tags::VERB);
                word.lemma = lemma;
            }
            id
        });
        let forms: Vec<WordId> = forms.collect();
        self.verbs.insert(lemma, forms.clone());
        forms
    }

    /// Adds the words of a field that has a file.
    pub(crate) fn add_named_field(&mut self, name: &str, file: &FieldFile) {
        self.add_field(name, file);
        self.named = self.fields.len();
    }

    /// Adds the words of a field, and gives the field's number.
    fn add_field(&mut self, name: &str, file: &FieldFile) -> FieldId {
        let field = self.new_field(name);
        if name == "role" {
            self.roles = Some(field);
        }
        for (company, words) in file.by_company() {
            for text in words {
                self.add_word(text, Sense { field, part: file.part, company });
            }
        }
        field
    }

    /// Words that stand for themselves at one place of a frame, as a field of their own; the same
    /// field for the same words.
    pub(crate) fn add_literal(&mut self, words: &[String], part: PartOfSpeech) -> FieldId {
        let known = (part, words.join("|"));
        if let Some(field) = self.literals.get(&known) {
            return *field;
        }
        let field = self.new_field(&known.1);
        for text in words {
            self.add_word(text, Sense { field, part, company: Company::Alone });
        }
        self.literals.insert(known, field);
        field
    }

    fn new_field(&mut self, name: &str) -> FieldId {
        let field = FieldId::try_from(self.fields.len()).unwrap_or(FieldId::MAX);
        self.fields.push(name.into());
        field
    }

    /// Adds a word or phrase with its forms.
    fn add_word(&mut self, text: &str, sense: Sense) {
        let text = if text.contains('-') {
            Cow::Owned(text.replace('-', " "))
        } else {
            Cow::Borrowed(text)
        };
        let (first, rest) = text.split_once(' ').unwrap_or((&text, ""));
        let tag = match sense.part {
            PartOfSpeech::Noun => Tags::NOUN,
            PartOfSpeech::Adjective => Tags::ADJECTIVE,
            PartOfSpeech::Verb => Tags::VERB,
            PartOfSpeech::Adverb => Tags::ADVERB,
            PartOfSpeech::Phrase => Tags::NONE,
        };
        match sense.part {
            // In German the verb of a phrase stands at its end.
            PartOfSpeech::Verb if self.order == Order::Free && !rest.is_empty() => {
                self.add_sense(first, rest, sense);
            }
            PartOfSpeech::Verb if !text.contains('\'') => {
                let forms = self.add_verb(first, Tags::NONE);
                let mut behind = Vec::new();
                self.add_ids(rest, &mut behind);
                for form in forms {
                    self.add_phrase(form, &behind, sense);
                }
            }
            PartOfSpeech::Noun if rest.is_empty() && self.order == Order::Free => {
                for form in inflection::german_noun(first) {
                    self.tag(&form, tag);
                    self.add_sense(&form, "", sense);
                }
            }
            PartOfSpeech::Noun if rest.is_empty() => {
                self.tag(first, tag);
                self.add_sense(first, "", sense);
                let many = inflection::plural(first);
                self.tag(&many, tag);
                self.add_sense(&many, "", sense);
            }
            PartOfSpeech::Adjective if rest.is_empty() && self.order == Order::Free => {
                self.tag(first, tag);
                self.add_sense(first, "", sense);
                let company = Company::Person;
                for form in inflection::german_adjective(first) {
                    self.tag(&form, tag);
                    self.add_sense(&form, "", Sense { company, ..sense });
                }
            }
            _ => {
                if rest.is_empty() {
                    self.tag(first, tag);
                }
                self.add_sense(first, rest, sense);
                if sense.part == PartOfSpeech::Noun && !text.contains(" of ") {
                    self.add_sense(first, &inflection::plural(rest), sense);
                }
            }
        }
    }

    fn add_sense(&mut self, first: &str, rest: &str, sense: Sense) {
        let mut words = std::mem::take(&mut self.scratch);
        words.clear();
        self.add_ids(first, &mut words);
        self.add_ids(rest, &mut words);
        if let Some((first, rest)) = words.split_first() {
            self.add_phrase(*first, rest, sense);
        }
        self.scratch = words;
    }

    /// Adds the numbers of words with a space between, contractions as the words they stand for.
    fn add_ids(&mut self, text: &str, ids: &mut Vec<WordId>) {
        for word in text.split_ascii_whitespace() {
            match self.split(word) {
                Some(parts) => ids.extend(parts),
                None => ids.push(self.id(word)),
            }
        }
    }

    /// Adds a meaning of `first` with the words of `rest` behind it.
    fn add_phrase(&mut self, first: WordId, rest: &[WordId], sense: Sense) {
        let Some(word) = self.word_mut(first) else { return };
        let Some((second, rest)) = rest.split_first() else {
            if !word.senses.contains(&sense) {
                word.senses.push(sense);
            }
            return;
        };
        word.leads = true;
        if sense.part == PartOfSpeech::Verb && rest.is_empty() && self.particles.contains(second) {
            self.split_verbs.entry(first).or_default().push((*second, sense));
        }
        let (Ok(at), Ok(place), Ok(len)) = (
            u32::try_from(self.phrases.len()),
            u32::try_from(self.rests.len()),
            u8::try_from(rest.len()),
        ) else {
            return;
        };
        self.rests.extend_from_slice(rest);
        let mut new = Phrase { sense, len, rest: place, next: None };
        // Behind those that are as long or longer.
        let leading = self.leading.get(&(first, *second)).copied();
        let longer = |at: &u32| self.phrase(*at).is_some_and(|known| known.len >= len);
        let follows = |at: &u32| self.phrase(*at).and_then(|known| known.next);
        let before = std::iter::successors(leading, follows).take_while(longer).last();
        match before.and_then(|before| self.phrases.get_mut(usize::try_from(before).ok()?)) {
            Some(before) => new.next = before.next.replace(at),
            None => new.next = self.leading.insert((first, *second), at),
        }
        self.phrases.push(new);
    }
}
