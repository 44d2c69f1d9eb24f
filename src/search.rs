//! What is asked of a journal, and where a text answers it. The search page of the site asks in the
//! same way: words in any of their forms, "phrases in quotes", and `-without`.

mod question;
mod words;

pub(crate) use self::question::{Question, is_near};
pub(crate) use self::words::{each_word, stemmer};
