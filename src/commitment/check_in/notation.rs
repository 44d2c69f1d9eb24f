//! Check-ins as they are written in an entry, before anybody asks which commitment they mean:
//! task lists, `key:: value` fields, tags with values.
//!
//! Nothing inside code, block quotes or HTML comments counts; a callout is no quotation.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use crate::journal::prose::{BlockKind, Prose};
use crate::text::{self, FileSpan, regex};

/// What a check-in says of a day; of two on one day the greater one counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CheckInState {
    /// Undecided.
    Open,
    /// Not done.
    Missed,
    /// Put off to a later day.
    Moved,
    /// Left out on purpose.
    Rest,
    /// Done in part.
    Partly,
    /// Done.
    Kept,
}

impl CheckInState {
    /// The word used in output, JSON and front matter.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Missed => "missed",
            Self::Moved => "moved",
            Self::Rest => "rest",
            Self::Partly => "partly",
            Self::Kept => "kept",
        }
    }

    /// What stands between the brackets of a task.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::Open | Self::Missed => ' ',
            Self::Moved => '>',
            Self::Rest => '-',
            Self::Partly => '/',
            Self::Kept => 'x',
        }
    }

    const fn of_box(letter: char) -> Option<Self> {
        match letter {
            'x' | 'X' => Some(Self::Kept),
            '/' => Some(Self::Partly),
            '-' => Some(Self::Rest),
            '>' | '<' => Some(Self::Moved),
            ' ' => Some(Self::Open),
            _ => None,
        }
    }
}

/// How a check-in is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notation {
    /// A box of a task list, or a Logseq marker; `None` for a mark that means nothing here.
    Box(Option<CheckInState>),
    /// The value of a field or tag.
    Value(String),
}

/// Something that may be a check-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenCheckIn {
    /// The words beside the box, or the key of the field.
    pub name: String,
    /// What it says.
    pub notation: Notation,
    /// Where it stands.
    pub span: FileSpan,
    /// The day it names itself, as the Tasks plugin writes it.
    pub date: Option<Date>,
}

static ITEM: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^(?:\s*>)*\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)+(?P<box>\[(?P<letter>.)\]\s*)?[*_~=\[]*$")
});
static BARE_BOX: LazyLock<Regex> = LazyLock::new(|| regex(r"^\[(?P<letter>.)\]\s*(?P<name>.*)$"));
static MARKER: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?P<word>TODO|DOING|DONE|LATER|NOW|WAITING|WAIT|IN-PROGRESS|CANCELED|CANCELLED)\s+(?P<name>.*)$",
    )
});
/// Where the Tasks plugin's own signs begin.
static SIGN: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"[📅⏳🛫➕✅❌🔁🔺⏫🔼🔽⏬🆔⛔🏁]|\[(?:completion|due|scheduled|start|created)::")
});
static DONE_ON: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?:✅|\[completion::)\u{fe0f}?\s*(?P<date>\d{4}-\d{2}-\d{2})"));
/// Tags before the name, as in `#habit Walk`.
static LEADING: LazyLock<Regex> = LazyLock::new(|| regex(r"^(?:#[^\s#:=]+\s+)+"));
static TRAILING: LazyLock<Regex> = LazyLock::new(|| regex(r"\s+(?:#[^\s#]+|\^[\w-]+)"));
static LINE_FIELD: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?m)^[ \t]*(?:[-*+][ \t]+)?(?P<key>[\p{L}][\p{L}\p{N}_ -]{0,40}?)::(?:[ \t]+(?P<value>[^\r\n]*))?\r?$",
    )
});
static INLINE_FIELD: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"[\[(](?P<key>[\p{L}][\p{L}\p{N}_ -]{0,40}?)::[ \t]*(?P<value>[^\])\r\n]*)[\])]")
});
static TAG: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:^|\s)(?P<tag>#(?P<key>[\p{L}\p{N}_-]*\p{L}[\p{L}\p{N}_-]*)[:=](?P<value>[^\s#,;)]+))",
    )
});

/// Everything in `source` from `body` on that may be a check-in, in order.
#[must_use]
pub fn check_ins(source: &str, body: usize, prose: &Prose) -> Vec<WrittenCheckIn> {
    let text = source.get(body..).unwrap_or_default();
    let mut found = Vec::new();
    if text.contains('[') || MARKER_WORDS.iter().any(|word| text.contains(word)) {
        found.extend(
            prose.blocks().iter().enumerate().filter_map(|(index, _)| task(source, prose, index)),
        );
    }
    if text.contains("::") {
        for pattern in [&*LINE_FIELD, &*INLINE_FIELD] {
            found.extend(fields(pattern, text, body, prose));
        }
    }
    if text.contains('#') {
        found.extend(fields(&TAG, text, body, prose));
    }
    found.sort_by_key(|one| one.span);
    found
}

const MARKER_WORDS: [&str; 3] = ["DONE", "TODO", "CANCEL"];

/// What some editors put before the first letter of a file.
const BOM: char = '\u{feff}';

fn task(source: &str, prose: &Prose, index: usize) -> Option<WrittenCheckIn> {
    let block = prose.blocks().get(index).filter(|block| block.kind == BlockKind::Text)?;
    let place = prose.source(block.range)?;
    let line = text::before(source, place.start).rfind('\n').map_or(0, |feed| feed + 1);
    let line = line + if text::after(source, line).starts_with(BOM) { BOM.len_utf8() } else { 0 };
    let item = ITEM.captures(text::between(source, line, place.start))?;
    // What stands on later lines of the item is another thought.
    let line_end = text::after(source, place.start)
        .find(['\r', '\n'])
        .map_or(source.len(), |at| place.start + at);
    let words = prose.until(block, line_end);
    let start = item.name("box").map_or(place.start, |found| line + found.start());
    let (state, words) = if let Some(letter) = item.name("letter") {
        (CheckInState::of_box(letter.as_str().chars().next()?), words)
    } else if let Some(bare) = BARE_BOX.captures(words) {
        (CheckInState::of_box(bare["letter"].chars().next()?), bare.name("name")?.as_str())
    } else {
        let marker = MARKER.captures(words)?;
        let state = match &marker["word"] {
            "DONE" => CheckInState::Kept,
            "CANCELED" | "CANCELLED" => CheckInState::Rest,
            _ => CheckInState::Open,
        };
        (Some(state), marker.name("name")?.as_str())
    };
    let date = DONE_ON.captures(words).and_then(|done| done["date"].parse().ok());
    let words = SIGN.find(words).map_or(words, |sign| text::before(words, sign.start()));
    let name = TRAILING.replace_all(words, "");
    let name = LEADING.replace(&name, "").trim().to_owned();
    let end = place.end.min(line_end);
    (!name.is_empty()).then_some(WrittenCheckIn {
        name,
        notation: Notation::Box(state),
        span: FileSpan::new(start, end),
        date,
    })
}

fn fields(pattern: &Regex, text: &str, body: usize, prose: &Prose) -> Vec<WrittenCheckIn> {
    let found = pattern.captures_iter(text).filter_map(|field| {
        let key = field.name("key")?;
        let at = body + key.start();
        if prose.block_at(at)?.kind != BlockKind::Text {
            return None;
        }
        let value = field.name("value").map_or("", |value| value.as_str().trim());
        let date = DONE_ON.captures(value).and_then(|done| done["date"].parse().ok());
        let signs = SIGN.find(value).filter(|_| date.is_some());
        let value = signs.map_or(value, |sign| text::before(value, sign.start()).trim_end());
        let end = field.name("value").map_or(key.end() + 2, |value| value.end());
        let start = field.name("tag").map_or(key.start(), |tag| tag.start());
        Some(WrittenCheckIn {
            name: key.as_str().trim().to_owned(),
            notation: Notation::Value(value.to_owned()),
            span: FileSpan::new(body + start, body + end),
            date,
        })
    });
    found.collect()
}
