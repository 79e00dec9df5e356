use crate::error::{SignalError, check_equal, check_length};

/// The highest of the last `length` values. First defined at the `length`-th value.
pub fn highest(input: &[f64], length: usize, out: &mut [f64]) -> Result<(), SignalError> {
    check_length("highest", "length", length)?;
    check_equal("highest", input.len(), out.len())?;
    extremes(input, length, out, |a, b| if a > b || a.is_nan() { a } else { b });
    Ok(())
}

/// The lowest of the last `length` values. First defined at the `length`-th value.
pub fn lowest(input: &[f64], length: usize, out: &mut [f64]) -> Result<(), SignalError> {
    check_length("lowest", "length", length)?;
    check_equal("lowest", input.len(), out.len())?;
    extremes(input, length, out, |a, b| if a < b || a.is_nan() { a } else { b });
    Ok(())
}

// Van Herk: cut the column into blocks of `length`. A window is the end of one block and the start of the next, so its extreme is the
// better of a running extreme from the right and one from the left. The output itself holds the first while the second is made.
fn extremes(input: &[f64], length: usize, out: &mut [f64], better: impl Fn(f64, f64) -> f64) {
    let count = input.len();
    out[..count.min(length - 1)].fill(f64::NAN);
    let mut start = 0;
    while start < count {
        let end = (start + length).min(count);
        let is_first = start == 0;
        if !is_first {
            let block = &input[start - length..start];
            // Position start + j needs the extreme of block[j + 1..].
            let mut from_right = block[length - 1];
            for j in (0..length - 1).rev() {
                if start + j < end {
                    out[start + j] = from_right;
                }
                from_right = better(block[j], from_right);
            }
        }
        let mut from_left = input[start];
        for i in start..end {
            from_left = better(input[i], from_left);
            let is_whole_block = i + 1 == start + length;
            if is_whole_block {
                out[i] = from_left;
            } else if !is_first {
                out[i] = better(out[i], from_left);
            }
        }
        start = end;
    }
}
