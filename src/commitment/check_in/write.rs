//! Writes a check-in into an entry, in the notation that the entry already uses.

use std::sync::LazyLock;

use regex::Regex;

use super::notation::CheckInState;
use super::parse::CheckIn;
use crate::commitment::definition::Commitment;
use crate::commitment::name::folded;
use crate::journal::append::end_of_words;
use crate::journal::entry::Entry;
use crate::text::{self, Edit, FileSpan, line_end, one_line, regex};
use crate::yaml;

/// What is to be written.
#[derive(Debug, Clone)]
pub struct NewCheckIn<'a> {
    /// Of which commitment.
    pub commitment: &'a Commitment,
    /// What it says.
    pub state: CheckInState,
    /// How much was done.
    pub amount: Option<f64>,
    /// Words behind a dash.
    pub note: Option<&'a str>,
}

/// A Logseq marker.
static MARKER: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^(?:TODO|DOING|DONE|LATER|NOW|WAITING|WAIT|IN-PROGRESS|CANCELED|CANCELLED)\b")
});
static TAG: LazyLock<Regex> = LazyLock::new(|| regex(r"^#[^\s:=]+[:=]"));
static LEAD: LazyLock<Regex> = LazyLock::new(|| regex(r"^(?:\s*>)*\s*(?:[-*+]|\d{1,9}[.)])\s+"));
static BOX: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(?P<lead>(?:\s*>)*\s*(?:[-*+]|\d{1,9}[.)])\s+)\[(?P<letter>.)\]"));

impl NewCheckIn<'_> {
    /// The words behind the name: ` 20 minutes — wet`.
    fn tail(&self) -> String {
        let amount = self.amount.map(|amount| format!(" {}", self.measured(amount)));
        let note = self.note.map(|note| format!(" — {}", one_line(note)));
        amount.into_iter().chain(note).collect()
    }

    fn measured(&self, amount: f64) -> String {
        let unit = self.commitment.target.as_ref().and_then(|target| target.unit.as_deref());
        unit.map_or_else(|| amount.to_string(), |unit| format!("{amount} {unit}"))
    }

    /// The value of a field.
    fn value(&self) -> String {
        match (self.state, self.amount) {
            (CheckInState::Kept | CheckInState::Partly, Some(amount)) => self.measured(amount),
            (state, _) => state.name().to_owned(),
        }
    }

    fn field_value(&self) -> String {
        let note = self.note.map(|note| format!(" — {}", one_line(note)));
        self.value() + &note.unwrap_or_default()
    }

    /// The edit of `entry` that writes it. `check_ins` are those of the entry; `own` tells which are of
    /// this commitment and day. Where the entry has none yet, it comes before a section that is headed
    /// by one of `closing`.
    #[must_use]
    pub fn edit(
        &self,
        entry: &Entry,
        check_ins: &[CheckIn],
        own: &dyn Fn(&CheckIn) -> bool,
        closing: &[String],
    ) -> Edit {
        let source = &entry.source;
        let mine = check_ins.iter().filter(|check_in| own(check_in));
        let open = mine.clone().find(|check_in| check_in.state == CheckInState::Open);
        // Amounts of a day add up, so another one stands beside the first.
        let adds = |check_in: &&CheckIn| {
            self.amount.is_some()
                && check_in.amount.is_some()
                && matches!(check_in.state, CheckInState::Kept | CheckInState::Partly)
        };
        let existing = open.or_else(|| mine.clone().next().filter(|check_in| !adds(check_in)));
        if let Some(edit) = existing.and_then(|check_in| self.change(entry, check_in)) {
            return edit;
        }
        if let Some(edit) = self.in_blank_key(entry) {
            return edit;
        }
        let last = check_ins.iter().rev();
        let beside = last.clone().find(|check_in| {
            line_of(source, check_in.span).is_some_and(|(_, line)| BOX.is_match(line))
        });
        if let (Some(check_in), false) = (beside, self.state == CheckInState::Missed)
            && let Some((span, line)) = line_of(source, check_in.span)
            && let Some(found) = BOX.captures(line)
        {
            let lead = bullet(&found["lead"]);
            return line_after(source, span.end, &format!("{lead}{}", self.task()));
        }
        let in_front = |check_in: &&CheckIn| {
            entry.front.span.is_some_and(|front| front.contains(check_in.span))
        };
        if entry.front.get("commitments").is_some_and(serde_yaml::Value::is_mapping)
            && let Some(edit) = self.in_map(entry)
        {
            return edit;
        }
        if let Some(check_in) = last.clone().find(|check_in| !in_front(check_in))
            && let Some((span, line)) = line_of(source, check_in.span)
        {
            // Below a list item a bare line would be taken for its continuation.
            let lead = LEAD.find(line).map_or_else(String::new, |lead| bullet(lead.as_str()));
            return line_after(source, span.end, &format!("{lead}{}", self.field()));
        }
        let text = match self.state {
            CheckInState::Missed => self.field(),
            _ => format!("- {}", self.task()),
        };
        at_the_end(entry, &text, closing)
    }

    fn field(&self) -> String {
        format!("{}:: {}", self.commitment.id, self.field_value())
    }

    fn task(&self) -> String {
        format!("[{}] {}{}", self.state.letter(), self.commitment.title, self.tail())
    }

    /// The edit that changes a note that is there.
    fn change(&self, entry: &Entry, check_in: &CheckIn) -> Option<Edit> {
        let source = &entry.source;
        if entry.front.span.is_some_and(|front| front.contains(check_in.span)) {
            let value = self.field_value();
            // The place of a value may hold quotation marks; YAML needs them for a dash or a colon.
            let plain = value.chars().all(|c| c.is_alphanumeric() || " .".contains(c));
            let replacement = if plain { value } else { format!("{value:?}") };
            return Some(Edit { span: check_in.span, replacement });
        }
        let text = check_in.span.slice(source);
        if let Some(found) = MARKER.find(text) {
            let word = match self.state {
                CheckInState::Kept => "DONE",
                CheckInState::Rest => "CANCELED",
                _ => return Some(Edit { span: check_in.span, replacement: self.field() }),
            };
            let rest = text::after(text, found.end()).trim_end();
            return Some(Edit {
                span: check_in.span,
                replacement: format!("{word}{rest}{}", self.tail()),
            });
        }
        if text.starts_with('[') && text.contains(']') && self.state == CheckInState::Missed {
            return Some(Edit { span: check_in.span, replacement: self.field() });
        }
        if let Some(tag) = TAG.find(text) {
            let span = FileSpan::new(check_in.span.start + tag.end(), check_in.span.end);
            return Some(Edit { span, replacement: self.value().replace(' ', "") });
        }
        if text.starts_with('[') && self.state != CheckInState::Missed {
            let end = text.find(']')?;
            let rest = text::after(text, end + 1);
            let kept = if rest.is_empty() || rest.starts_with(' ') {
                rest.to_owned()
            } else {
                format!(" {rest}")
            };
            let replacement =
                format!("[{}]{}{}", self.state.letter(), kept.trim_end(), self.tail());
            return Some(Edit { span: check_in.span, replacement });
        }
        let at = text.find("::")?;
        let start = check_in.span.start + at + 2;
        Some(Edit {
            span: FileSpan::new(start, check_in.span.end),
            replacement: format!(" {}", self.field_value()),
        })
    }

    /// The value of a key of the front matter that is there and blank.
    fn in_blank_key(&self, entry: &Entry) -> Option<Edit> {
        let front = entry.front.span?;
        let own = entry.front.fields.iter().take(entry.front.own);
        let id = folded(&self.commitment.id);
        let mut blank = own.filter(|(key, value)| {
            value.is_null() && key.as_str().is_some_and(|key| folded(key) == id)
        });
        let key = blank.next()?.0.as_str()?;
        let place =
            yaml::locate(front.slice(&entry.source), &[key.into()]).key.shifted(front.start);
        let (line, text) = line_of(&entry.source, place)?;
        let colon = line.start + text.find(':')? + 1;
        Some(Edit {
            span: FileSpan::new(colon, line.end),
            replacement: format!(" {}", self.value()),
        })
    }

    /// A line in the `commitments:` map of the front matter.
    fn in_map(&self, entry: &Entry) -> Option<Edit> {
        let front = entry.front.span?;
        let yaml = front.slice(&entry.source);
        let key = yaml::locate(yaml, &["commitments".into()]).key.shifted(front.start);
        let (line, text) = line_of(&entry.source, key)?;
        // A map on one line is left to the person.
        if text.contains('{') {
            return None;
        }
        let next = text::after(&entry.source, line.end).trim_start_matches(['\r', '\n']);
        let indent = text::before(next, next.len() - next.trim_start_matches([' ', '\t']).len());
        let indent = if indent.is_empty() { "  " } else { indent };
        Some(line_after(
            &entry.source,
            line.end,
            &format!("{indent}{}: {}", self.commitment.id, self.value()),
        ))
    }
}

/// A new line below the one that ends at `end`.
fn line_after(source: &str, end: usize, line: &str) -> Edit {
    Edit { span: FileSpan::at(end), replacement: format!("{}{line}", line_end(source)) }
}

/// A new paragraph behind the words of an entry.
fn at_the_end(entry: &Entry, line: &str, closing: &[String]) -> Edit {
    let source = entry.source.as_str();
    let feed = line_end(source);
    let body = text::before(source, end_of_words(entry, closing));
    let last = body.rsplit('\n').next().unwrap_or_default();
    // Below a list item a bare line would be taken for its continuation.
    let bare = LEAD.is_match(last) && !LEAD.is_match(line);
    let lead = if bare { "- " } else { "" };
    let gap = match () {
        () if body.is_empty() => String::new(),
        // A list goes on.
        () if LEAD.is_match(last) => feed.to_owned(),
        () => feed.repeat(2),
    };
    let after = if source.len() == body.len() { feed } else { "" };
    Edit { span: FileSpan::at(body.len()), replacement: format!("{gap}{lead}{line}{after}") }
}

/// The next bullet of a list: a number goes on.
fn bullet(lead: &str) -> String {
    let digits: String = lead.trim_start().chars().take_while(char::is_ascii_digit).collect();
    match digits.parse::<u64>() {
        Ok(number) => lead.replacen(&digits, &(number + 1).to_string(), 1),
        Err(_) => lead.to_owned(),
    }
}

/// The line that holds the beginning of `span`, without its line end.
fn line_of(source: &str, span: FileSpan) -> Option<(FileSpan, &str)> {
    let start = source.get(..span.start)?.rfind('\n').map_or(0, |feed| feed + 1);
    let end = text::after(source, start).find(['\r', '\n']).map_or(source.len(), |at| start + at);
    Some((FileSpan::new(start, end), text::between(source, start, end)))
}
