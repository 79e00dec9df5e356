use super::cells::SectionError;

/// One symbol's numbers, a bar each.
#[derive(Debug, Clone, Copy)]
pub struct SourceColumn<'a> {
    pub values: &'a [f64],
    /// The last closed bar at each moment, -1 before the first; without it there is a bar at every moment.
    pub last_bars: Option<&'a [i32]>,
}

/// Puts the columns of all symbols side by side. Where no bar of a symbol closes at a moment there is `NaN`, or with `carries` its last value.
pub fn source_into(columns: &[SourceColumn<'_>], carries: bool, out: &mut [f64]) -> Result<(), SectionError> {
    let width = columns.len();
    if width == 0 || !out.len().is_multiple_of(width) {
        return Err(SectionError::Shape);
    }
    let rows = out.len() / width;
    for column in columns {
        let fits = match column.last_bars {
            None => column.values.len() == rows,
            Some(last) => last.len() == rows && last.iter().all(|&bar| bar < 0 || (bar as usize) < column.values.len()),
        };
        if !fits {
            return Err(SectionError::Shape);
        }
    }
    // Rows of a block stay in the cache while every symbol writes its cell of each.
    const BLOCK: usize = 64;
    for (block, cells) in out.chunks_mut(BLOCK * width).enumerate() {
        let first = block * BLOCK;
        for (symbol, column) in columns.iter().enumerate() {
            for (i, cell) in cells.iter_mut().skip(symbol).step_by(width).enumerate() {
                let value = value_at(column, first + i, carries);
                *cell = if value.is_finite() { value } else { f64::NAN };
            }
        }
    }
    Ok(())
}

#[inline]
fn value_at(column: &SourceColumn<'_>, row: usize, carries: bool) -> f64 {
    let Some(last) = column.last_bars else { return column.values[row] };
    let bar = last[row];
    let before = if row == 0 { -1 } else { last[row - 1] };
    if bar < 0 || (bar == before && !carries) { f64::NAN } else { column.values[bar as usize] }
}
