use std::ops::Range;

/// The cells of one record, unquoted. Its buffers are used again for the next record.
#[derive(Debug, Default)]
pub(super) struct Record {
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl Record {
    /// Splits the record that starts at `at`, and answers where the next one starts and how many lines this one has. `None` when the
    /// record does not end before `end` and more is to come.
    pub fn split(&mut self, bytes: &[u8], at: usize, end: usize, last: bool, delimiter: u8) -> Option<(usize, u64)> {
        self.text.clear();
        self.ends.clear();
        let mut lines = 1;
        let mut quoted = false;
        let mut at_start = true;
        let mut position = at;
        while position < end {
            let byte = bytes[position];
            position += 1;
            if quoted {
                match byte {
                    b'"' if position < end && bytes[position] == b'"' => {
                        self.text.push(b'"');
                        position += 1;
                    }
                    // A quote at the very end of a chunk may be the first of two.
                    b'"' if position == end && !last => return None,
                    b'"' => quoted = false,
                    _ => {
                        lines += u64::from(byte == b'\n');
                        self.text.push(byte);
                    }
                }
            } else if byte == delimiter {
                self.ends.push(self.text.len());
                at_start = true;
                continue;
            } else if byte == b'\n' {
                self.end_line();
                return Some((position, lines));
            } else if byte == b'"' && at_start {
                quoted = true;
            } else {
                self.text.push(byte);
            }
            at_start = false;
        }
        if !last {
            return None;
        }
        self.end_line();
        Some((end, lines))
    }

    fn end_line(&mut self) {
        if self.text.last() == Some(&b'\r') && self.ends.last().is_none_or(|end| *end < self.text.len()) {
            self.text.pop();
        }
        self.ends.push(self.text.len());
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// A cell without surrounding spaces; empty when the record has no such cell.
    pub fn cell(&self, index: usize) -> &[u8] {
        self.text[self.range(index)].trim_ascii()
    }

    /// No text at all.
    pub fn is_blank(&self) -> bool {
        self.ends.len() == 1 && self.text.trim_ascii().is_empty()
    }

    pub fn texts(&self) -> Vec<String> {
        (0..self.len()).map(|index| String::from_utf8_lossy(self.cell(index)).into_owned()).collect()
    }

    fn range(&self, index: usize) -> Range<usize> {
        let Some(end) = self.ends.get(index) else { return 0..0 };
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        start..*end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str, last: bool) -> Option<(Vec<String>, usize, u64)> {
        let mut record = Record::default();
        record.split(text.as_bytes(), 0, text.len(), last, b',').map(|(next, lines)| (record.texts(), next, lines))
    }

    #[test]
    fn plain_and_quoted_cells_are_split() {
        assert_eq!(split("a, b ,\"c,\"\"d\"\"\"\r\nx", false), Some((vec!["a".into(), "b".into(), "c,\"d\"".into()], 17, 1)));
        assert_eq!(split(",,\n", false), Some((vec![String::new(), String::new(), String::new()], 3, 1)));
        assert_eq!(split("a,\"\"\n", false), Some((vec!["a".into(), String::new()], 5, 1)));
    }

    #[test]
    fn a_quoted_cell_may_hold_line_ends() {
        assert_eq!(split("\"a\nb\",c\nd", false), Some((vec!["a\nb".into(), "c".into()], 8, 2)));
    }

    #[test]
    fn a_record_without_end_waits_for_more() {
        assert_eq!(split("a,b", false), None);
        assert_eq!(split("a,\"b\"", false), None);
        assert_eq!(split("a,b", true), Some((vec!["a".into(), "b".into()], 3, 1)));
        assert_eq!(split("a,\"b\r\n", true).unwrap().0, ["a", "b"]);
    }
}
