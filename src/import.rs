//! What was written in other programs, as files of a journal.
//!
//! Each reader is a pure function from the files of an export to what they hold; nothing is lost on
//! the way without a word, and nothing is written here. A reader keeps what a person would miss:
//! the day on which it was written, there and then; the words, without what the other program put
//! between them; tags, star, mood, place and weather; photos, at their places; links to other
//! entries; of habits each mark with its note.

mod day_one;
mod daylio;
mod escapes;
mod habit_note;
mod harsh;
mod imported;
mod journey;
mod jrnl;
mod loop_habits;
mod plan;
mod slug;

pub use self::imported::{Export, Imported};
pub use self::plan::{ImportPlan, JournalBefore, PlannedContent, PlannedFile, SOURCE, plan};

/// A program whose exports can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportFormat {
    /// Day One: a zip with a JSON file for each journal.
    DayOne,
    /// jrnl: its text file, its folder or its JSON.
    Jrnl,
    /// Loop Habit Tracker: a zip of CSV files.
    Loop,
    /// Habit Tracker 21 for Obsidian: notes with `entries:`.
    HabitTracker,
    /// harsh: its `habits` and its `log`.
    Harsh,
    /// Journey: a zip with a JSON file for each entry.
    Journey,
    /// Daylio: a CSV file.
    Daylio,
}

impl ImportFormat {
    /// As files and messages name it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::DayOne => "day-one",
            Self::Jrnl => "jrnl",
            Self::Loop => "loop",
            Self::HabitTracker => "habit-tracker",
            Self::Harsh => "harsh",
            Self::Journey => "journey",
            Self::Daylio => "daylio",
        }
    }

    /// Reads an export.
    ///
    /// # Errors
    /// It is no export of this program, or is damaged: a sentence without its end.
    pub fn read(self, export: &dyn Export) -> Result<Imported, String> {
        match self {
            Self::DayOne => day_one::read(export),
            Self::Jrnl => jrnl::read(export),
            Self::Loop => loop_habits::read(export),
            Self::HabitTracker => habit_note::read(export),
            Self::Harsh => harsh::read(export),
            Self::Journey => journey::read(export),
            Self::Daylio => daylio::read(export),
        }
    }
}
