//! The system calls that change something on the disk, each behind a function of its own.
//!
//! Nothing else in the program makes, writes, moves or removes a file. So there is one place to
//! look at for what is done to a disk; and in builds for tests one place where the program can be
//! ended, or the disk be full, at each of these calls in turn: `EVENKEEL_FAULT=kill:7` ends it at
//! the seventh, `full:7` lets that one and all later ones that need room fail.

use std::fs::{self, DirBuilder, File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// How the names of files begin that are not finished yet.
const UNFINISHED: &str = ".evenkeel-tmp-";

/// A file that is written beside its place, or near it, and moved there when it is whole. Dropped
/// before that, it is gone.
#[derive(Debug)]
pub(super) struct Unfinished(NamedTempFile);

impl Unfinished {
    /// An empty file in `folder`, that only its owner may read.
    pub(super) fn private(folder: &Path) -> io::Result<Self> {
        fault::room()?;
        let file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder)?;
        give_to_owner(file.path(), folder);
        Ok(Self(file))
    }

    /// An empty file in `folder`, with the permissions that new files get here.
    pub(super) fn ordinary(folder: &Path) -> io::Result<Self> {
        fault::room()?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(UNFINISHED);
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let file = builder.tempfile_in(folder)?;
        give_to_owner(file.path(), folder);
        Ok(Self(file))
    }

    /// Writes the whole content, and does not return before the disk has it.
    pub(super) fn write_durably(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write(bytes)?;
        fault::step()?;
        self.0.as_file().sync_all()
    }

    /// Writes the whole content.
    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        write_all(self.0.as_file_mut(), bytes)
    }

    /// Takes over owner, group and mode of the file that is to be replaced.
    ///
    /// # Errors
    /// They cannot be kept: only the owner of a file, or root, can give it away.
    pub(super) fn inherit(&self, old: &Metadata) -> io::Result<()> {
        fault::step()?;
        let file = self.0.as_file();
        #[cfg(unix)]
        {
            use std::os::unix::fs::{MetadataExt, fchown};
            let new = file.metadata()?;
            if (new.uid(), new.gid()) != (old.uid(), old.gid()) {
                fchown(file, Some(old.uid()), Some(old.gid()))?;
            }
        }
        file.set_permissions(old.permissions())
    }

    /// Lets the file run, as a program.
    pub(super) fn make_executable(&self) -> io::Result<()> {
        fault::step()?;
        #[cfg(unix)]
        self.0.as_file().set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
        Ok(())
    }

    /// Moves it into its place, over what is there.
    pub(super) fn persist(self, target: &Path) -> io::Result<()> {
        fault::step()?;
        self.0.persist(target).map(drop).map_err(io::Error::from)
    }

    /// Moves it into its place, where nothing may be yet.
    pub(super) fn persist_new(self, target: &Path) -> io::Result<()> {
        fault::step()?;
        match self.0.persist_noclobber(target) {
            // A file system that knows neither links nor such a move: the look before it has to do.
            Err(error)
                if error.error.kind() != io::ErrorKind::AlreadyExists
                    && fs::symlink_metadata(target).is_err() =>
            {
                error.file.persist(target).map(drop).map_err(io::Error::from)
            }
            other => other.map(drop).map_err(io::Error::from),
        }
    }
}

/// Makes or empties a file that only its owner may read, and writes it.
pub(super) fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    private_mode(&mut options);
    fault::room()?;
    let mut file = options.open(path)?;
    give_to_owner(path, above(path));
    write_all(&mut file, bytes)
}

/// Gives what root made in a folder to whom the folder belongs: else they could never remove it, nor
/// read what they may take back.
fn give_to_owner(made: &Path, folder: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, lchown};
        let (Ok(new), Ok(folder)) = (fs::symlink_metadata(made), fs::metadata(folder)) else {
            return;
        };
        if new.uid() == 0 && folder.uid() != 0 {
            // Where that is not allowed it stays as it is.
            let _ = lchown(made, Some(folder.uid()), Some(folder.gid()));
        }
    }
    #[cfg(not(unix))]
    let _ = (made, folder);
}

/// Opens a file that is there to be locked, and makes it when it is not.
pub(super) fn open_lock(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    private_mode(&mut options);
    fault::room()?;
    let file = options.open(path)?;
    give_to_owner(path, above(path));
    Ok(file)
}

/// Makes or empties a file and writes it.
pub(super) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    fault::room()?;
    write_all(&mut File::create(path)?, bytes)
}

/// Makes a folder, and those above it, that outlive a power failure.
pub(super) fn create_folders(path: &Path) -> io::Result<()> {
    sync_names(&make_folders(DirBuilder::new(), path)?);
    Ok(())
}

/// Makes a folder, and those above it, that only their owner may look into.
pub(super) fn create_private_folders(path: &Path) -> io::Result<()> {
    make_folders(private_folders(), path).map(drop)
}

/// The same for folders that outlive a power failure.
pub(super) fn create_private_folders_durably(path: &Path) -> io::Result<()> {
    sync_names(&make_folders(private_folders(), path)?);
    Ok(())
}

fn private_folders() -> DirBuilder {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

/// Makes a folder and those above it; gives those that were not there, the outermost first.
fn make_folders(mut builder: DirBuilder, path: &Path) -> io::Result<Vec<PathBuf>> {
    let missing = path.ancestors().take_while(|folder| !folder.is_dir());
    let mut made: Vec<PathBuf> = missing.map(Path::to_owned).collect();
    made.retain(|folder| !folder.as_os_str().is_empty());
    made.reverse();
    fault::room()?;
    builder.recursive(true).create(path)?;
    for folder in &made {
        give_to_owner(folder, above(folder));
    }
    Ok(made)
}

/// The folder that something lies in.
fn above(path: &Path) -> &Path {
    path.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes the names of new folders outlive a power failure.
fn sync_names(made: &[PathBuf]) {
    made.iter().rev().for_each(|folder| sync_folder(above(folder)));
}

/// Moves a file, over what is there.
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fault::step()?;
    fs::rename(from, to)
}

/// Removes a file.
pub(super) fn remove_file(path: &Path) -> io::Result<()> {
    fault::step()?;
    fs::remove_file(path)
}

/// Removes an empty folder.
pub(super) fn remove_folder(path: &Path) -> io::Result<()> {
    fault::step()?;
    fs::remove_dir(path)
}

/// Removes a folder with all that is in it.
pub(super) fn remove_tree(path: &Path) -> io::Result<()> {
    fault::step()?;
    fs::remove_dir_all(path)
}

/// Makes what was moved into a folder, or out of it, outlive a power failure, where the system can
/// do that.
pub(super) fn sync_folder(folder: &Path) {
    // What is there is there in any case; some file systems know no such thing for a folder.
    if fault::step().is_ok() && cfg!(unix) {
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
}

/// Removes what a crash left unfinished in a folder. For whoever holds the lock.
pub(super) fn sweep(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| is_unfinished(&entry.file_name().to_string_lossy())) {
        // What cannot be removed now is tried again.
        let _ = remove_file(&entry.path());
    }
}

/// Whether a file of this name was never finished.
pub(super) fn is_unfinished(name: &str) -> bool {
    name.starts_with(UNFINISHED)
}

fn private_mode(options: &mut OpenOptions) {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    #[cfg(not(unix))]
    let _ = options;
}

fn write_all(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    let (first, rest) = bytes.split_at(bytes.len() / 2);
    if cfg!(debug_assertions) && !first.is_empty() {
        // So that a fault can leave half of it.
        file.write_all(first)?;
        fault::room()?;
        return file.write_all(rest);
    }
    fault::room()?;
    file.write_all(bytes)
}

/// Nothing, outside of builds for tests.
#[cfg(not(debug_assertions))]
#[expect(clippy::unnecessary_wraps, reason = "in builds for tests these can fail")]
mod fault {
    use std::io;

    pub(super) const fn step() -> io::Result<()> {
        Ok(())
    }

    pub(super) const fn room() -> io::Result<()> {
        Ok(())
    }
}

/// Faults on demand, in builds for tests alone.
#[cfg(debug_assertions)]
mod fault {
    use std::io;
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicUsize, Ordering};

    enum Fault {
        /// The program ends, as by a power failure.
        Kill(usize),
        /// The disk is full from here on.
        Full(usize),
        None,
    }

    static STEPS: AtomicUsize = AtomicUsize::new(0);
    #[expect(clippy::disallowed_methods, reason = "a fault is asked for from outside")]
    static FAULT: LazyLock<Fault> = LazyLock::new(|| {
        let asked = std::env::var("EVENKEEL_FAULT").unwrap_or_default();
        let (kind, at) = asked.split_once(':').unwrap_or_default();
        match (kind, at.parse()) {
            ("kill", Ok(at)) => Fault::Kill(at),
            ("full", Ok(at)) => Fault::Full(at),
            _ => Fault::None,
        }
    });

    /// A call that changes something and needs no room.
    #[expect(clippy::unnecessary_wraps, reason = "the same as for a call that needs room")]
    pub(super) fn step() -> io::Result<()> {
        count();
        Ok(())
    }

    /// A call that needs room on the disk.
    pub(super) fn room() -> io::Result<()> {
        let step = count();
        match *FAULT {
            Fault::Full(at) if step >= at => Err(io::ErrorKind::StorageFull.into()),
            _ => Ok(()),
        }
    }

    fn count() -> usize {
        let step = STEPS.fetch_add(1, Ordering::Relaxed) + 1;
        if matches!(*FAULT, Fault::Kill(at) if step == at) {
            std::process::abort();
        }
        step
    }
}
