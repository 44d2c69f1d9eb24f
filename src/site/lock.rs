//! A site under a passphrase: one page that asks for it, and packs that nobody can read without.
//!
//! All files follow each other in one stream, with their directory before them, and the stream
//! is cut into packs of one size. So neither names nor sizes nor the number of files can be seen,
//! only about how much there is. Each pack is sealed with AES-256-GCM under a fresh nonce; the key
//! comes from the passphrase by PBKDF2-HMAC-SHA-256. Packs are scripts, because a page that is
//! opened from disk can load nothing else.

use std::collections::BTreeMap;
use std::fmt;

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use sha2::Sha256;

/// Rounds of the key derivation: the number that OWASP's Password Storage Cheat Sheet gives for
/// PBKDF2-HMAC-SHA-256.
pub(crate) const ROUNDS: u32 = 600_000;
/// A file that only a locked site has.
pub(crate) const MARK: &str = "lock.js";
/// Bytes of a pack before it is sealed.
const PACK: usize = 256 * 1024;
/// Bytes before the directory: its length.
const LENGTH: usize = 8;

/// The page that asks for the passphrase, with a place for what it needs to know.
const PAGE: &str = include_str!("lock/page.html");
const STYLE: &str = include_str!("lock/lock.css");
/// The scripts of the pages.
const SCRIPTS: [&str; 2] = ["keys.js", "search.js"];
const SCRIPT: &str = include_str!("lock/lock.js");

/// About how many megabytes a locked site shows that there are.
#[must_use]
pub(crate) fn megabytes(locked: &BTreeMap<String, Vec<u8>>) -> usize {
    let sealed: usize = locked.values().map(Vec::len).sum();
    sealed.div_ceil(1024 * 1024)
}

/// Fills bytes so that nobody can foresee them.
pub(crate) type Random<'a> = dyn Fn(&mut [u8]) -> Result<(), LockError> + 'a;

/// Why a site could not be locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LockError {
    /// The system gave no random numbers.
    Random,
    /// A pack could not be sealed.
    Cipher,
}

impl fmt::Display for LockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Random => "the system gave no random numbers",
            Self::Cipher => "a file could not be sealed",
        })
    }
}

impl std::error::Error for LockError {}

/// Where a file lies in the stream.
#[derive(Debug, Serialize)]
struct StreamPlace(usize, usize);

/// What the page knows without the passphrase.
#[derive(Debug, Serialize)]
struct LockHeader {
    rounds: u32,
    salt: String,
    /// Names of the packs, in order.
    packs: Vec<String>,
    pack: usize,
}

/// Seals `files` under `passphrase`: the files of the locked site by name.
///
/// # Errors
/// There are no random numbers, or a pack cannot be sealed.
pub(crate) fn lock(
    files: &BTreeMap<String, Vec<u8>>,
    passphrase: &str,
    rounds: u32,
    random: &Random,
) -> Result<BTreeMap<String, Vec<u8>>, LockError> {
    let mut salt = [0; 32];
    random(&mut salt)?;
    let mut key = [0; 32];
    pbkdf2::pbkdf2_hmac::<Sha256>(passphrase.as_bytes(), &salt, rounds, &mut key);
    let cipher = Aes256Gcm::new(&key.into());
    let stream = stream(files);
    let count = stream.len() / PACK;
    let names = names(count, random)?;
    let mut locked = BTreeMap::new();
    for (at, (pack, name)) in stream.chunks(PACK).zip(&names).enumerate() {
        let mut nonce = [0; 12];
        random(&mut nonce)?;
        // The place is sealed too, so that packs cannot change places.
        let place = format!("evenkeel {at}/{count}");
        let payload = Payload { msg: pack, aad: place.as_bytes() };
        let mut sealed = nonce.to_vec();
        sealed.extend(cipher.encrypt(&Nonce::from(nonce), payload).map_err(|_| LockError::Cipher)?);
        let script = format!("evenkeel(\"{name}\",\"{}\")\n", STANDARD.encode(sealed));
        locked.insert(format!("{name}.js"), script.into_bytes());
    }
    let head = LockHeader { rounds, salt: STANDARD.encode(salt), packs: names, pack: PACK };
    let head = serde_json::to_string(&head).unwrap_or_default();
    locked.insert("index.html".to_owned(), PAGE.replace("{{ head }}", &head).into_bytes());
    locked.insert("lock.css".to_owned(), STYLE.as_bytes().to_vec());
    locked.insert(MARK.to_owned(), compact(SCRIPT).into_bytes());
    // Code without a word of the journal; a page that is opened from a pack cannot load it.
    for name in SCRIPTS {
        let script =
            files.get(&format!("static/{name}")).map(|bytes| String::from_utf8_lossy(bytes));
        locked.insert(name.to_owned(), compact(&script.unwrap_or_default()).into_bytes());
    }
    Ok(locked)
}

/// A script without indentation, comment lines and the line ends that mean nothing.
fn compact(script: &str) -> String {
    let mut out = String::with_capacity(script.len());
    let lines = script.lines().map(str::trim);
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with("//")) {
        out.push_str(line);
        if !line.ends_with(['{', '}', '(', '[', ',', ';', '>']) {
            out.push('\n');
        }
    }
    out
}

/// The directory and all files, filled up to whole packs.
fn stream(files: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let mut directory: BTreeMap<&str, StreamPlace> = BTreeMap::new();
    let mut at = 0;
    for (name, bytes) in files {
        directory.insert(name, StreamPlace(at, bytes.len()));
        at += bytes.len();
    }
    let directory = serde_json::to_vec(&directory).unwrap_or_default();
    let mut stream = Vec::with_capacity((LENGTH + directory.len() + at).next_multiple_of(PACK));
    stream.extend((directory.len() as u64).to_be_bytes());
    stream.extend(directory);
    for bytes in files.values() {
        stream.extend(bytes);
    }
    stream.resize(stream.len().next_multiple_of(PACK), 0);
    stream
}

/// Random names, each once.
fn names(count: usize, random: &Random) -> Result<Vec<String>, LockError> {
    let mut names: Vec<String> = Vec::with_capacity(count);
    while names.len() < count {
        let mut bytes = [0; 8];
        random(&mut bytes)?;
        let name = format!("{:016x}", u64::from_be_bytes(bytes));
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn nothing_of_the_site_can_be_read() {
        let words = "The tide was out. ".repeat(20_000);
        let files = BTreeMap::from([
            ("entries/2026-03-02.html".to_owned(), words.clone().into_bytes()),
            ("index.html".to_owned(), b"short".to_vec()),
        ]);
        let counter = Cell::new(0_u8);
        let random = |bytes: &mut [u8]| {
            for byte in bytes {
                counter.set(counter.get().wrapping_mul(31).wrapping_add(7));
                *byte = counter.get();
            }
            Ok(())
        };
        let locked = lock(&files, "a long walk by the sea", 10, &random).unwrap_or_default();
        let packs: Vec<&Vec<u8>> =
            locked.iter().filter(|(name, _)| name.len() == 19).map(|(_, bytes)| bytes).collect();
        assert_eq!(packs.len(), 2);
        assert_eq!(packs[0].len(), packs[1].len());
        for (name, bytes) in &locked {
            let text = String::from_utf8_lossy(bytes);
            assert!(
                !name.contains("2026") && !text.contains("2026-03-02") && !text.contains("tide")
            );
        }
        let first: String = String::from_utf8_lossy(packs[0]).into_owned();
        let sealed = first.split('"').nth(3).and_then(|text| STANDARD.decode(text).ok());
        let head = String::from_utf8_lossy(&locked["index.html"]).into_owned();
        assert!(sealed.is_some_and(|sealed| sealed.len() == PACK + 12 + 16), "{head}");
    }
}
