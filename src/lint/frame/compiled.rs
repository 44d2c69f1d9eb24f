//! A frame ready to be used: its words found in the lexicon.

use serde::{Deserialize, Serialize};

use super::file::{FrameFile, LinkName, MoodName, OneOrMany, Polarity, SubjectName};
use super::slots::{Fields, FrameError, FrameSlot};
use crate::lint::field::PartOfSpeech;
use crate::lint::reading::holding::Holding;
use crate::lint::reading::lexicon::{FieldId, Lexicon};
use crate::lint::reading::tags::Tags;

/// A frame ready to be used.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Frame {
    pub(super) subjects: Vec<SubjectName>,
    pub(super) moods: Vec<MoodName>,
    pub(super) links: Vec<LinkName>,
    pub(super) mine: bool,
    pub(super) question: Option<bool>,
    pub(super) be: bool,
    pub(super) verb: Fields,
    pub(super) complement: Fields,
    pub(super) object: FrameSlot,
    pub(super) with: FrameSlot,
    pub(super) also: FrameSlot,
    pub(super) next: FrameSlot,
    pub(super) without: FrameSlot,
    pub(super) fragment: Fields,
    pub(super) owned: Fields,
    pub(super) earlier: FrameSlot,
    pub(super) near: FrameSlot,
    pub(super) scope: Vec<Holding>,
    pub(super) polarity: Polarity,
}

impl Frame {
    /// Prepares a frame. Words that stand for themselves become fields of their own.
    ///
    /// # Errors
    /// It looks for nothing, or for a field that does not exist. `held` is how a clause may be held
    /// when the file does not say.
    pub(crate) fn new(
        file: &FrameFile,
        lexicon: &mut Lexicon,
        held: &[Holding],
    ) -> Result<Self, FrameError> {
        let be = file.verb.as_slice().iter().any(|verb| verb == "be");
        let verbs = file.verb.as_slice().iter().filter(|verb| *verb != "be").cloned().collect();
        let mut slot =
            |key, items: &OneOrMany<String>, part| FrameSlot::new(key, items, part, lexicon);
        let scope = match file.scope.as_slice() {
            [] => held.to_vec(),
            some => some.to_vec(),
        };
        let frame = Self {
            be,
            verb: slot("verb", &OneOrMany::Many(verbs), PartOfSpeech::Verb)?.fields,
            complement: slot("complement", &file.complement, PartOfSpeech::Phrase)?.fields,
            object: slot("object", &file.object, PartOfSpeech::Phrase)?,
            with: slot("with", &file.with, PartOfSpeech::Phrase)?,
            also: slot("also", &file.also, PartOfSpeech::Phrase)?,
            next: slot("next", &file.next, PartOfSpeech::Phrase)?,
            without: slot("without", &file.without, PartOfSpeech::Phrase)?,
            fragment: slot("fragment", &file.fragment, PartOfSpeech::Phrase)?.fields,
            owned: slot("owned", &file.owned, PartOfSpeech::Phrase)?.fields,
            earlier: slot("earlier", &file.earlier, PartOfSpeech::Phrase)?,
            near: slot("near", &file.near, PartOfSpeech::Phrase)?,
            scope,
            polarity: file.polarity(held),
            subjects: file.subject.as_slice().to_vec(),
            moods: file.mood.as_slice().to_vec(),
            links: file.link.as_slice().to_vec(),
            mine: file.mine,
            question: file.question,
        };
        let looks = frame.anchors().next().is_some() || !frame.moods.is_empty();
        if looks { Ok(frame) } else { Err(FrameError::Empty) }
    }

    /// Whether a match counts although what can be done about it follows.
    pub(crate) fn holds_mended(&self) -> bool {
        self.scope.contains(&Holding::Mended)
    }

    /// Whether its words may stand anywhere in a clause, or some of them before it: none has a place
    /// of its own beside the verb.
    pub(crate) fn is_loose(&self) -> bool {
        let fields = [&self.complement, &self.fragment, &self.owned];
        let placed = fields.iter().any(|fields| !fields.is_empty())
            || !self.object.is_empty()
            || !self.next.is_empty();
        !self.earlier.is_empty() || !placed && !self.with.is_empty()
    }

    /// The slots that only a word of their fields fills.
    pub(super) fn needed(&self) -> impl Iterator<Item = &Fields> {
        let slots = [
            Some(&self.fragment),
            Some(&self.owned),
            Some(&self.complement),
            self.object.needed(),
            self.with.needed().filter(|_| self.near.is_empty()),
            self.also.needed(),
            self.next.needed(),
            Some(&self.verb).filter(|_| !self.be),
        ];
        slots.into_iter().flatten().filter(|fields| !fields.is_empty())
    }

    /// What stands in a clause, and what near it: these may change places.
    pub(super) fn neighbours(&self) -> impl Iterator<Item = &Fields> {
        let both = [&self.with, &self.near].map(|slot| slot.needed());
        both.into_iter().flatten().filter(|_| !self.near.is_empty())
    }

    /// The fields of which one must be in a sentence for the frame to fit; none when a class must.
    fn anchors(&self) -> impl Iterator<Item = &Fields> {
        let needed = self.needed().next();
        needed.into_iter().chain(self.neighbours().filter(move |_| needed.is_none()))
    }

    /// The fields of which a word can make the frame fit; none when a class must.
    pub(crate) fn anchor_fields(&self) -> impl Iterator<Item = FieldId> {
        self.anchors().flat_map(|anchor| {
            let pairs = anchor.pairs.iter().flat_map(|pair| pair.rarer().iter());
            let chains = anchor.chains.iter().map(|chain| chain.rarest);
            anchor.single.iter().chain(pairs).copied().chain(chains)
        })
    }

    /// The classes of which one must be in a sentence for the frame to fit, when no field must.
    pub(crate) fn anchor_tags(&self) -> Tags {
        if self.anchors().next().is_some() {
            return Tags::NONE;
        }
        let moods = &self.moods;
        if moods.contains(&MoodName::Never) {
            Tags::NEVER
        } else if moods.contains(&MoodName::Should) {
            Tags::SHOULD
        } else if moods.contains(&MoodName::Future) {
            Tags::FUTURE
        } else {
            Tags::I
        }
    }
}
