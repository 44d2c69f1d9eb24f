//! The rules of one language that look for frames, with the words they need.

use super::care::CareStrength;
use super::frame::Frame;
use super::language::{CareFrames, LanguageWords};
use super::reading::Reading;
use super::reading::grammar_file::Order;
use super::reading::lexicon::Lexicon;
use super::reading::slips::{slip_hashes, word_hash};
use super::reading::tags::Tags;
use super::reading::tokens::FieldHit;
use super::rule::Rule;

/// One language: its words, and its rules that look for frames.
#[derive(Debug)]
pub(super) struct Reader {
    /// The language, as its folder is named.
    pub(super) language: String,
    lexicon: Lexicon,
    held: String,
    triggers: Triggers,
    /// Which frames a word of each field may make fit.
    by_field: Vec<Vec<FrameRef>>,
    /// Which frames a word of these classes may make fit.
    by_class: Vec<(Tags, FrameRef)>,
    care: CareFrames,
}

/// A frame, by its place among those of a rule, or among those of care.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum FrameRef {
    /// One that asks for care. These come first.
    Care(CareStrength, usize),
    /// One of a rule, by the rule's place and its own.
    Rule(usize, usize),
}

impl CareFrames {
    /// The frames of one strength.
    pub(super) fn of(&self, strength: CareStrength) -> &[Frame] {
        match strength {
            CareStrength::Withhold => &self.withhold,
            CareStrength::Hush => &self.hush,
        }
    }
}

impl Reader {
    /// A reader for the rules of `language` that are in force.
    pub(super) fn new(
        language: &str,
        words: LanguageWords,
        all: &[Rule],
        in_force: impl Fn(&Rule) -> bool,
    ) -> Self {
        let LanguageWords { lexicon, held, care } = words;
        let mut by_field = vec![Vec::new(); lexicon.field_count()];
        let mut by_class = Vec::new();
        let mut add = |frame: &Frame, place: FrameRef| {
            let tags = frame.anchor_tags();
            if tags != Tags::NONE {
                by_class.push((tags, place));
            }
            for field in frame.anchor_fields() {
                if let Some(frames) = by_field.get_mut(usize::from(field)) {
                    frames.push(place);
                }
            }
        };
        for strength in [CareStrength::Withhold, CareStrength::Hush] {
            for (at, frame) in care.of(strength).iter().enumerate() {
                add(frame, FrameRef::Care(strength, at));
            }
        }
        for (rule, of) in all.iter().enumerate() {
            if of.id.language() == Some(language) && in_force(of) {
                for (at, frame) in of.frames.iter().enumerate() {
                    add(frame, FrameRef::Rule(rule, at));
                }
            }
        }
        let triggers = Triggers::new(&lexicon, &by_field, &by_class);
        let language = language.to_owned();
        Self { language, lexicon, held, triggers, by_field, by_class, care }
    }

    /// How strongly a sentence asks for care by one of its frames; `None` when the frame does not
    /// fit. `before` is the sentence before it.
    pub(super) fn care<'r>(
        &self,
        strength: CareStrength,
        at: usize,
        reading: &Reading,
        before: &dyn Fn() -> Option<&'r Reading<'r>>,
    ) -> Option<CareStrength> {
        let frame = self.care.of(strength).get(at)?;
        (!frame.matches(reading, before).is_empty()).then_some(strength)
    }

    /// Whether a sentence holds a word without which no frame fits.
    pub(super) fn may_match(&self, sentence: &str) -> bool {
        self.triggers.any(sentence)
    }

    /// The language.
    pub(super) fn language(&self) -> &str {
        &self.language
    }

    /// How the language orders its clauses.
    pub(super) fn order(&self) -> Order {
        self.lexicon.order
    }

    /// How a thought is said as one that is had.
    pub(super) fn held(&self) -> &str {
        &self.held
    }

    /// The words of the language.
    pub(super) fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// Reads a sentence.
    pub(super) fn read<'a>(&'a self, sentence: &'a str) -> Reading<'a> {
        Reading::new(sentence, &self.lexicon)
    }

    /// The frames that may fit a sentence, by rule.
    pub(super) fn candidates(&self, reading: &Reading) -> Vec<FrameRef> {
        let of_field = |hit: &FieldHit| self.by_field.get(usize::from(hit.field));
        let fields = reading.words.hits.iter().filter_map(of_field).flatten();
        let classes = self.by_class.iter().filter(|(tags, _)| reading.words.classes.any(*tags));
        let mut found: Vec<FrameRef> =
            fields.chain(classes.map(|(_, place)| place)).copied().collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// The words without which no frame fits, as a set that is quick to ask: most text must never be
/// read. It may say yes where no is true, never the other way round.
#[derive(Debug)]
struct Triggers {
    bits: Vec<u64>,
}

/// 2 to the power of this many bits.
const SIZE: u32 = 18;

impl Triggers {
    fn new(lexicon: &Lexicon, by_field: &[Vec<FrameRef>], by_class: &[(Tags, FrameRef)]) -> Self {
        let mut triggers = Self { bits: vec![0; (1 << SIZE) / 64] };
        lexicon.words_of(
            |field| by_field.get(usize::from(field)).is_some_and(|frames| !frames.is_empty()),
            |tags| by_class.iter().any(|(wanted, _)| tags.any(*wanted)),
            |word| {
                for part in word.split(|letter: char| !letter.is_alphanumeric()) {
                    triggers.add(part);
                }
            },
        );
        for (word, _) in lexicon.judging() {
            for hash in slip_hashes(word.as_bytes()).into_iter().flatten() {
                triggers.set(hash);
            }
        }
        triggers
    }

    fn add(&mut self, word: &str) {
        self.set(word_hash(word.bytes()));
    }

    fn set(&mut self, hash: u64) {
        let (at, bit) = place(hash);
        if let Some(bits) = self.bits.get_mut(at) {
            *bits |= bit;
        }
    }

    fn has(&self, hash: u64) -> bool {
        let (at, bit) = place(hash);
        self.bits.get(at).is_some_and(|bits| bits & bit != 0)
    }

    fn any(&self, text: &str) -> bool {
        let word = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
        let mut words = text.as_bytes().split(|byte| !word(byte)).filter(|word| !word.is_empty());
        words.any(|word| {
            let slip =
                || slip_hashes(word).is_some_and(|both| both.iter().any(|one| self.has(*one)));
            self.has(word_hash(word.iter().map(u8::to_ascii_lowercase)))
                || slip()
                || is_lengthened(word)
        })
    }
}

fn place(hash: u64) -> (usize, u64) {
    let folded = (hash ^ (hash >> 32)) & ((1 << SIZE) - 1);
    (usize::try_from(folded / 64).unwrap_or_default(), 1 << (folded % 64))
}

/// "soooo": what it stands for is worked out only by reading.
fn is_lengthened(word: &[u8]) -> bool {
    word.windows(3)
        .any(|three| matches!(three, [a, b, c] if a == b && b == c && a.is_ascii_alphabetic()))
}
