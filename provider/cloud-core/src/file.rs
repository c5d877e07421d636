//! Files that other tools write: credentials and tokens. A path may name something that is not a file, or lie on a file system
//! that does not answer; neither may block a call forever.
#![expect(clippy::disallowed_methods, reason = "see `off_thread`")]

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use tokio::sync::oneshot;

use crate::secret::Secret;

/// The largest file that is read, in bytes.
const MAX_SIZE: u64 = 1 << 20;
/// How long reading a token may take.
const TOKEN_LIMIT: Duration = Duration::from_secs(5);

/// Reads a regular file of at most one MiB. It may block: see [`off_thread`].
///
/// # Errors
/// The file cannot be read, is too large, or is not a regular file: opening a pipe would wait for its other side.
pub fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    if !std::fs::metadata(path)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_SIZE + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_SIZE {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it is larger than 1 MiB"));
    }
    Ok(bytes)
}

/// Runs work that may block, such as reading a file on a network file system, on a separate thread.
///
/// The thread has no owner on purpose. A blocking task of the runtime would keep the process alive until the file system
/// answers; this thread ends with the process.
///
/// # Errors
/// [`io::ErrorKind::TimedOut`] when the work takes longer than `limit`; it then continues without an effect.
pub async fn off_thread<T: Send + 'static>(
    limit: Duration,
    work: impl FnOnce() -> T + Send + 'static,
) -> io::Result<T> {
    let (done, result) = oneshot::channel();
    // The time limit is one of real time, also for a runtime whose clock a test has paused.
    std::thread::spawn(move || {
        let (worked, work_done) = mpsc::channel();
        std::thread::spawn(move || worked.send(work()));
        let _ = done.send(work_done.recv_timeout(limit));
    });
    match result.await {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(RecvTimeoutError::Timeout)) => {
            let seconds = limit.as_secs();
            Err(io::Error::new(io::ErrorKind::TimedOut, format!("it could not be read within {seconds} s")))
        }
        _ => Err(io::Error::other("the thread that reads the file panicked")),
    }
}

/// Reads a file with a token of an identity provider, off the threads of the runtime. Space around the token is removed.
///
/// # Errors
/// Why there is no token, without a text of the file.
pub async fn read_token(path: &Path) -> Result<Secret, String> {
    let path = path.to_owned();
    let read = off_thread(TOKEN_LIMIT, move || read_file(&path)).await.flatten();
    let bytes = read.map_err(|error| error.to_string())?;
    let text = String::from_utf8(bytes).map(Secret::from).map_err(|_| "it is not encoded as UTF-8".to_owned())?;
    match text.expose().trim() {
        "" => Err("it is empty".to_owned()),
        token => Ok(Secret::from(token)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_small_regular_files_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, "text").unwrap();
        assert_eq!(read_file(&file).unwrap(), b"text");
        assert_eq!(read_file(folder.path()).unwrap_err().to_string(), "it is not a regular file");
        assert_eq!(read_file(&folder.path().join("none")).unwrap_err().kind(), io::ErrorKind::NotFound);

        std::fs::write(&file, vec![b' '; 1 << 20]).unwrap();
        assert_eq!(read_file(&file).unwrap().len(), 1 << 20);
        std::fs::write(&file, vec![b' '; (1 << 20) + 1]).unwrap();
        assert_eq!(read_file(&file).unwrap_err().to_string(), "it is larger than 1 MiB");
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_not_opened() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert_eq!(read_file(&pipe).unwrap_err().to_string(), "it is not a regular file");
    }

    #[tokio::test]
    async fn work_that_blocks_ends_with_the_time_limit() {
        assert_eq!(off_thread(Duration::from_secs(60), || 7).await.unwrap(), 7);
        let (release, blocked) = std::sync::mpsc::channel::<()>();
        let error = off_thread(Duration::from_millis(20), move || blocked.recv()).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        drop(release);
    }
}
