//! Values of settings, each in the forms that a person would write.

use std::fmt;

use jiff::civil::{Date, Time, Weekday};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// How findings speak.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    /// What is meant, and no more.
    #[default]
    Plain,
    /// With a sentence more that is kind, and knows no more than the person wrote.
    Warm,
}

/// What becomes of a light remark that stands alone on a long, calm page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LightRemarks {
    /// It is left alone.
    #[default]
    Leave,
    /// It is told as in a short entry.
    Tell,
}

/// What becomes of files that pages show or link to and that cannot be cleaned of what they say
/// beside what they show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Attachments {
    /// They stay off the site, and are named.
    #[default]
    Clean,
    /// They go onto the site as they are.
    AsTheyAre,
}

/// The day that commands take as today which only read and show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, JsonSchema)]
#[schemars(with = "String")]
pub enum Today {
    /// The clock's.
    #[default]
    Clock,
    /// The newest entry's, for a journal that has ended.
    Latest,
    /// This one.
    Day(Date),
}

impl Serialize for Today {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Clock => serializer.serialize_str("clock"),
            Self::Latest => serializer.serialize_str("latest"),
            Self::Day(day) => serializer.collect_str(day),
        }
    }
}

impl<'de> Deserialize<'de> for Today {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match text.as_str() {
            "clock" => Ok(Self::Clock),
            "latest" => Ok(Self::Latest),
            day => day.parse().map(Self::Day).map_err(|_| {
                serde::de::Error::custom(format!(
                    "`{day}` is no day, expected `clock`, `latest` or a form like 2026-05-31"
                ))
            }),
        }
    }
}

/// The first day of a week.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the days of the week")]
pub enum WeekStart {
    #[default]
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl WeekStart {
    /// The day.
    #[must_use]
    pub const fn weekday(self) -> Weekday {
        match self {
            Self::Monday => Weekday::Monday,
            Self::Tuesday => Weekday::Tuesday,
            Self::Wednesday => Weekday::Wednesday,
            Self::Thursday => Weekday::Thursday,
            Self::Friday => Weekday::Friday,
            Self::Saturday => Weekday::Saturday,
            Self::Sunday => Weekday::Sunday,
        }
    }
}

/// The time of day at which a new day begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema)]
#[schemars(with = "String")]
pub struct DayStart(pub Time);

impl Default for DayStart {
    fn default() -> Self {
        Self(Time::constant(4, 0, 0, 0))
    }
}

impl fmt::Display for DayStart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0.hour(), self.0.minute())
    }
}

impl DayStart {
    /// The day that a local date and time of day belong to.
    #[must_use]
    pub fn day_of(self, date: Date, time: Time) -> Date {
        if time < self.0 { date.yesterday().unwrap_or(date) } else { date }
    }
}

impl Serialize for DayStart {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DayStart {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let time = text.split_once(':').and_then(|(hour, minute)| {
            Time::new(hour.trim().parse().ok()?, minute.trim().parse().ok()?, 0, 0).ok()
        });
        let message = format!("`{text}` is not a time of day, expected a form like \"04:00\"");
        time.map(Self).ok_or_else(|| serde::de::Error::custom(message))
    }
}
