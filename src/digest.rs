//! Numbers and texts that tell things apart, a type for each, so that none is taken for another.
//!
//! The numbers may differ between versions of the program and must not outlive one where that would
//! do harm.

use std::fmt;
use std::hash::{BuildHasher, Hash};

use foldhash::quality::FixedState;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A number made of a value.
fn number<T: Hash + ?Sized>(value: &T) -> u64 {
    FixedState::default().hash_one(value)
}

macro_rules! digests {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(u64);

        impl $name {
            /// The digest of a value.
            #[must_use]
            pub fn of<T: Hash + ?Sized>(value: &T) -> Self {
                Self(number(value))
            }
        }
    )*};
}

digests! {
    /// Tells the bytes of a file from other bytes.
    ContentHash;
    /// Tells an entry, its path and its source, from others.
    EntryHash;
    /// Tells what others see of an entry (its names, its tags, its address) from what they could see.
    PublicHash;
    /// Tells the index of a site, all that its entries see of each other, from other indexes.
    IndexHash;
    /// Tells what a page is made of from all else that it could be made of.
    InputHash;
    /// Changes with a file, without anybody reading it.
    FileStamp;
}

/// Tells the bytes of a file from other bytes: the first 128 bits of a SHA-256, in hexadecimal digits.
/// It outlives the program, in records of what was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StoredHash(String);

impl StoredHash {
    /// The digest of the bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let digest = Sha256::digest(bytes);
        let first = digest.first_chunk().copied().unwrap_or_default();
        Self(format!("{:032x}", u128::from_be_bytes(first)))
    }
}

impl fmt::Display for StoredHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Tells a finding from others, wherever it stands: the first 64 bits of a SHA-256, in hexadecimal
/// digits. It outlives the program, in baselines.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FindingHash(String);

impl FindingHash {
    /// The digest of a rule's name and the words it found.
    #[must_use]
    pub fn of(rule: &str, words: &str) -> Self {
        let digest = Sha256::digest(format!("{rule}\0{words}"));
        let first = digest.first_chunk().copied().unwrap_or_default();
        Self(format!("{:016x}", u64::from_be_bytes(first)))
    }
}
