use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use same_file::Handle;

/// Name of the lock in the output folder.
pub(super) const NAME: &str = ".glossator-lock";

/// The right to change an output folder: one process at a time has it. The system takes it back when the process ends,
/// however that happens.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    /// Open as long as the lock is held.
    _file: File,
}

impl Lock {
    /// Locks a folder that exists; calls `waits` where another process has it, and then waits for that one.
    ///
    /// # Errors
    /// I/O.
    pub(super) fn acquire(folder: &Path, mut waits: impl FnMut()) -> io::Result<Self> {
        let path = folder.join(NAME);
        loop {
            let file = File::options().create(true).write(true).truncate(false).open(&path)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    waits();
                    file.lock()?;
                }
                // Some network file systems have no locks: better to build without one than not at all.
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
                Err(TryLockError::Error(error)) => return Err(error),
            }
            // Whoever had the lock before has removed the file: a lock on a removed file keeps nobody out.
            if is_still_at(&file, &path)? {
                return Ok(Self { path, _file: file });
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A lock file that stays is in nobody's way.
        let _ = fs::remove_file(&self.path);
    }
}

fn is_still_at(file: &File, path: &Path) -> io::Result<bool> {
    let own = Handle::from_file(file.try_clone()?)?;
    match Handle::from_path(path) {
        Ok(there) => Ok(own == there),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}
