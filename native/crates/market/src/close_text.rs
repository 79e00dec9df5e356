use std::ops::Range;
use std::sync::OnceLock;

/// Closes in one piece of text.
const PIECE: usize = 512;

/// How one close is written.
pub type WriteClose = fn(&mut Vec<u8>, mantissa: i64, scale: u8);

/// The closes as the event log writes them, made piece by piece when first asked for and kept: runs over the same bars write the same
/// millions of numbers again and again.
#[derive(Debug, Clone, Default)]
pub struct CloseText {
    pieces: OnceLock<Box<[OnceLock<Piece>]>>,
}

#[derive(Debug, Clone)]
struct Piece {
    bytes: Box<[u8]>,
    /// Where each close ends in `bytes`.
    ends: Box<[u32]>,
}

impl CloseText {
    /// Appends the text of the closes in `range`, one after the other.
    pub(crate) fn append(&self, out: &mut Vec<u8>, closes: &[i64], scale: u8, range: Range<usize>, write: WriteClose) {
        let pieces = self.pieces.get_or_init(|| (0..closes.len().div_ceil(PIECE)).map(|_| OnceLock::new()).collect());
        let end = range.end.min(closes.len());
        let mut at = range.start;
        while at < end {
            let (number, first) = (at / PIECE, at % PIECE);
            let start = at - first;
            let last = (end - start).min(PIECE);
            let Some(slot) = pieces.get(number) else { return };
            let piece = slot.get_or_init(|| Piece::write(closes.get(start..closes.len().min(start + PIECE)).unwrap_or(&[]), scale, write));
            out.extend_from_slice(piece.text(first, last));
            at = start + last;
        }
    }
}

impl Piece {
    fn write(closes: &[i64], scale: u8, write: WriteClose) -> Self {
        let mut bytes = Vec::with_capacity(closes.len() * 12);
        let ends = closes.iter().map(|close| {
            write(&mut bytes, *close, scale);
            u32::try_from(bytes.len()).unwrap_or(u32::MAX)
        });
        let ends = ends.collect();
        Self { bytes: bytes.into_boxed_slice(), ends }
    }

    fn text(&self, first: usize, last: usize) -> &[u8] {
        let end_of = |count: usize| count.checked_sub(1).and_then(|index| self.ends.get(index)).map_or(0, |end| *end as usize);
        self.bytes.get(end_of(first)..end_of(last)).unwrap_or(&[])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(out: &mut Vec<u8>, mantissa: i64, scale: u8) {
        out.extend_from_slice(format!(",{mantissa}e-{scale}").as_bytes());
    }

    #[test]
    fn any_range_is_the_text_of_its_closes_whatever_pieces_it_crosses() {
        let closes: Vec<i64> = (0..1300).map(|at| at * at - 7000).collect();
        let text = CloseText::default();
        for range in [0..0, 0..1, 511..513, 3..3, 0..1300, 512..1024, 1299..1300, 1200..2000] {
            let mut out = Vec::new();
            text.append(&mut out, &closes, 2, range.clone(), write);
            let mut plain = Vec::new();
            closes[range.start..range.end.min(1300)].iter().for_each(|close| write(&mut plain, *close, 2));
            assert_eq!(out, plain, "{range:?}");
        }
    }
}
