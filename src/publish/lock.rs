use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use same_file::Handle;

/// Name of the lock file in the output folder.
pub(super) const NAME: &str = ".glossator-lock";

/// An exclusive lock on an output folder. The system releases it when the process ends, even by a crash.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    /// Open as long as the lock is held.
    _file: File,
}

impl Lock {
    /// Locks an existing folder. If another process has the lock, calls `on_wait` and waits for that process.
    ///
    /// # Errors
    /// I/O.
    pub(super) fn acquire(folder: &Path, mut on_wait: impl FnMut()) -> io::Result<Self> {
        let path = folder.join(NAME);
        loop {
            let file = File::options().create(true).write(true).truncate(false).open(&path)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    on_wait();
                    file.lock()?;
                }
                // Some network file systems have no locks: better to publish without one than not at all.
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
                Err(TryLockError::Error(error)) => return Err(error),
            }
            // The previous owner removes the file on release, and a lock on a removed file excludes nobody.
            if is_still_at(&file, &path)? {
                return Ok(Self { path, _file: file });
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A lock file left behind is harmless.
        let _ = fs::remove_file(&self.path);
    }
}

/// Whether the path still names this open file.
fn is_still_at(file: &File, path: &Path) -> io::Result<bool> {
    let own = Handle::from_file(file.try_clone()?)?;
    match Handle::from_path(path) {
        Ok(there) => Ok(own == there),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}
