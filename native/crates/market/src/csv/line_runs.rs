/// Which line of the file each row came from, kept as runs of consecutive lines.
#[derive(Debug, Default)]
pub(super) struct LineRuns {
    /// First row and its line, of each run.
    runs: Vec<(usize, u64)>,
    next_line: u64,
}

impl LineRuns {
    #[inline]
    pub fn push(&mut self, row: usize, line: u64) {
        if line != self.next_line {
            self.runs.push((row, line));
        }
        self.next_line = line.wrapping_add(1);
    }

    /// The line of a row that was pushed.
    pub fn line(&self, row: usize) -> u64 {
        let run = self.runs.partition_point(|(first, _)| *first <= row);
        self.runs.get(run.saturating_sub(1)).map_or(0, |(first, line)| line + (row - first) as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_found_across_gaps() {
        let mut lines = LineRuns::default();
        for (row, line) in [2, 3, 4, 7, 9, 10].into_iter().enumerate() {
            lines.push(row, line);
        }
        assert_eq!((0..6).map(|row| lines.line(row)).collect::<Vec<_>>(), [2, 3, 4, 7, 9, 10]);
        assert_eq!(lines.runs.len(), 3);
    }
}
