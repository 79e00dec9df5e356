use std::fmt::Write;
use std::io;
use std::sync::{Arc, mpsc};
use std::thread;

use sha2::{Digest, Sha256};

/// Chunks that wait for the hashing thread; more would only hold memory.
const QUEUE: usize = 2;

/// The sha256 of a file as it is read: on a thread of its own as soon as there is more than one chunk, since hashing costs as much time
/// as reading the numbers.
pub(super) enum FileHash {
    /// The bytes read are not those of the file (it is unpacked on the way).
    Off,
    Here {
        hasher: Sha256,
        begun: bool,
    },
    Apart {
        work: mpsc::SyncSender<Piece>,
        thread: thread::JoinHandle<Sha256>,
    },
}

pub(super) struct Piece {
    bytes: Arc<Vec<u8>>,
    from: usize,
    to: usize,
}

impl FileHash {
    pub fn new() -> Self {
        Self::Here { hasher: Sha256::new(), begun: false }
    }

    pub fn update(&mut self, bytes: &Arc<Vec<u8>>, from: usize, to: usize, more_follows: bool) {
        if let Self::Here { hasher, begun } = self {
            // A thread can take over only before anything was hashed here.
            let apart = if more_follows && !*begun { hash_apart() } else { None };
            match apart {
                Some(apart) => *self = apart,
                None => {
                    hasher.update(&bytes[from..to]);
                    *begun = true;
                }
            }
        }
        if let Self::Apart { work, .. } = self {
            // The receiver ends only with its thread, whose end `finish` reports.
            let _ = work.send(Piece { bytes: Arc::clone(bytes), from, to });
        }
    }

    pub fn finish(self) -> io::Result<String> {
        let hasher = match self {
            Self::Off => return Ok(String::new()),
            Self::Here { hasher, .. } => hasher,
            Self::Apart { work, thread } => {
                drop(work);
                thread.join().map_err(|_| io::Error::other("the hashing thread stopped"))?
            }
        };
        Ok(hex(&hasher.finalize()))
    }
}

pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hash_apart() -> Option<FileHash> {
    let (work, queue) = mpsc::sync_channel::<Piece>(QUEUE);
    let hash_all = move || {
        let mut hasher = Sha256::new();
        for piece in queue {
            hasher.update(&piece.bytes[piece.from..piece.to]);
        }
        hasher
    };
    let thread = thread::Builder::new().name("sha256".to_owned()).spawn(hash_all).ok()?;
    Some(FileHash::Apart { work, thread })
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(64);
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}
