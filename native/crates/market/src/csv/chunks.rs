use std::io::{self, Read};
use std::sync::Arc;

use super::file_hash::FileHash;

/// Zero bytes behind the data of every chunk, so that the row reader may load eight bytes anywhere in it.
pub(super) const PADDING: usize = 32;
/// Length of a chunk, and so more than the longest record.
pub(super) const CHUNK: usize = 1 << 20;

/// Part of a file, starting at the start of a record.
pub(super) struct Chunk<'a> {
    /// The data, then `PADDING` zero bytes.
    pub bytes: &'a [u8],
    /// Length of the data.
    pub end: usize,
    /// Nothing follows.
    pub last: bool,
}

/// Why a file was not read to its end.
#[derive(Debug)]
pub(super) enum ReadStop<E> {
    Io(io::Error),
    /// One record fills a whole chunk.
    EndlessRecord,
    /// The consumer wants no more.
    Consumer(E),
}

/// Reads `reader` to its end in chunks of `size` bytes. `consume` is given each of them and answers how many bytes it is done with (whole records); the
/// rest comes again at the head of the next chunk.
pub(super) fn read_chunks<E>(
    reader: &mut dyn Read,
    size: usize,
    hash: &mut FileHash,
    mut consume: impl FnMut(Chunk<'_>) -> Result<usize, E>,
) -> Result<(), ReadStop<E>> {
    let mut pool: Vec<Arc<Vec<u8>>> = Vec::new();
    let mut current = take(&mut pool, size);
    let mut kept = 0;
    loop {
        let mut end = kept;
        let mut last = false;
        if let Some(buffer) = Arc::get_mut(&mut current) {
            while end < size && !last {
                match reader.read(&mut buffer[end..size]) {
                    Ok(0) => last = true,
                    Ok(count) => end += count,
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    Err(error) => return Err(ReadStop::Io(error)),
                }
            }
            buffer[end..end + PADDING].fill(0);
        }
        hash.update(&current, kept, end, !last);
        let done = consume(Chunk { bytes: &current[..end + PADDING], end, last }).map_err(ReadStop::Consumer)?;
        if last {
            return Ok(());
        }
        kept = end - done;
        if kept >= size {
            return Err(ReadStop::EndlessRecord);
        }
        let mut next = take(&mut pool, size);
        if let Some(buffer) = Arc::get_mut(&mut next) {
            buffer[..kept].copy_from_slice(&current[done..end]);
        }
        pool.push(std::mem::replace(&mut current, next));
    }
}

/// A buffer that nobody else holds.
fn take(pool: &mut Vec<Arc<Vec<u8>>>, size: usize) -> Arc<Vec<u8>> {
    match pool.iter_mut().position(|buffer| Arc::get_mut(buffer).is_some()) {
        Some(free) => pool.swap_remove(free),
        None => Arc::new(vec![0; size + PADDING]),
    }
}
