use super::error::Rule;
use super::line_runs::LineRuns;
use super::number::Written;
use crate::{ActionKind, Bars};

/// One row as it was read, before it is known to be usable.
pub(super) struct Row {
    /// Milliseconds: UTC when the text says its zone, else of the clock on the wall.
    pub time_ms: i64,
    /// Open, high, low, close.
    pub prices: [Written; 4],
    pub volume: Option<Written>,
    pub line: u64,
}

/// Why a row cannot be added. Nothing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Broken by the price with this number (0 open … 3 close).
    Price(usize, Rule),
    Volume(Rule),
    /// The value needs more digits than an `i64` has, at the scale of the others: at most `fits` decimals would go together.
    PriceRoom {
        index: usize,
        fits: u8,
        finer: bool,
    },
    VolumeRoom {
        fits: u8,
        finer: bool,
    },
}

/// The rows of one symbol in file order.
pub(super) struct Table {
    pub bars: Bars,
    pub lines: LineRuns,
    /// Row number, day on the wall, and what happens on it.
    pub actions: Vec<(usize, i64, ActionKind)>,
    pub zero_volume: usize,
    /// Largest magnitudes so far, at the column's scale.
    largest_price: i64,
    largest_volume: i64,
}

impl Table {
    pub fn new(symbol: String, rows: usize, with_volume: bool) -> Self {
        let column = || Vec::with_capacity(rows);
        let bars = Bars {
            symbol,
            time_ms: column(),
            open: column(),
            high: column(),
            low: column(),
            close: column(),
            volume: if with_volume { column() } else { Vec::new() },
            ..Bars::default()
        };
        Self { bars, lines: LineRuns::default(), actions: Vec::new(), zero_volume: 0, largest_price: 0, largest_volume: 0 }
    }

    /// Adds a row, or says which rule it breaks.
    #[inline(always)]
    pub fn add(&mut self, row: &Row) -> Result<(), Refusal> {
        let scale = self.bars.price_scale;
        let [open, high, low, close] = row.prices;
        let [open, high, low, close] = if [open, high, low, close].iter().all(|price| price.decimals == scale) {
            [open.mantissa, high.mantissa, low.mantissa, close.mantissa]
        } else {
            match row.prices.map(|price| at_scale(price, scale)) {
                [Some(open), Some(high), Some(low), Some(close)] => [open, high, low, close],
                _ => return self.add_finer(row),
            }
        };
        let volume = match row.volume {
            None => None,
            Some(volume) => match at_scale(volume, self.bars.volume_scale) {
                Some(value) => Some(value),
                None => return self.add_finer(row),
            },
        };
        check(open, high, low, close, volume)?;
        self.push(row, [open, high, low, close], volume);
        Ok(())
    }

    #[inline(always)]
    fn push(&mut self, row: &Row, [open, high, low, close]: [i64; 4], volume: Option<i64>) {
        self.lines.push(self.bars.time_ms.len(), row.line);
        self.bars.time_ms.push(row.time_ms);
        self.bars.open.push(open);
        self.bars.high.push(high);
        self.bars.low.push(low);
        self.bars.close.push(close);
        self.largest_price = self.largest_price.max(high).max(low.saturating_neg());
        if let Some(volume) = volume {
            self.bars.volume.push(volume);
            self.largest_volume = self.largest_volume.max(volume);
            self.zero_volume += usize::from(volume == 0);
        }
    }

    /// A row with more decimals than any before it: the columns take its scale.
    #[cold]
    fn add_finer(&mut self, row: &Row) -> Result<(), Refusal> {
        let price_scale = row.prices.iter().map(|price| needed(*price)).fold(self.bars.price_scale, u8::max);
        let mut prices = [0; 4];
        for (index, price) in row.prices.iter().enumerate() {
            let value = at_scale(*price, price_scale);
            prices[index] = value.ok_or(Refusal::PriceRoom { index, fits: room(price.mantissa, price.decimals), finer: false })?;
        }
        let price_factor = factor(self.bars.price_scale, price_scale);
        if self.largest_price.checked_mul(price_factor).is_none() {
            let finest = row.prices.iter().position(|price| needed(*price) == price_scale).unwrap_or(0);
            return Err(Refusal::PriceRoom { index: finest, fits: room(self.largest_price, self.bars.price_scale), finer: true });
        }
        let volume_scale = row.volume.map_or(0, needed).max(self.bars.volume_scale);
        let volume_factor = factor(self.bars.volume_scale, volume_scale);
        let volume = match row.volume {
            None => None,
            Some(volume) => {
                let no_room = Refusal::VolumeRoom { fits: room(volume.mantissa, volume.decimals), finer: false };
                Some(at_scale(volume, volume_scale).ok_or(no_room)?)
            }
        };
        if self.largest_volume.checked_mul(volume_factor).is_none() {
            return Err(Refusal::VolumeRoom { fits: room(self.largest_volume, self.bars.volume_scale), finer: true });
        }
        let [open, high, low, close] = prices;
        check(open, high, low, close, volume)?;
        let bars = &mut self.bars;
        rescale([&mut bars.open, &mut bars.high, &mut bars.low, &mut bars.close], price_factor);
        rescale([&mut bars.volume], volume_factor);
        bars.price_scale = price_scale;
        bars.volume_scale = volume_scale;
        self.largest_price = self.largest_price.saturating_mul(price_factor);
        self.largest_volume = self.largest_volume.saturating_mul(volume_factor);
        self.push(row, prices, volume);
        Ok(())
    }
}

#[inline(always)]
fn check(open: i64, high: i64, low: i64, close: i64, volume: Option<i64>) -> Result<(), Refusal> {
    if high < low {
        return Err(Refusal::Price(1, Rule::HighBelowLow));
    }
    if open < low || open > high {
        return Err(Refusal::Price(0, Rule::OpenOutsideRange));
    }
    if close < low || close > high {
        return Err(Refusal::Price(3, Rule::CloseOutsideRange));
    }
    if volume.is_some_and(|volume| volume < 0) {
        return Err(Refusal::Volume(Rule::NegativeVolume));
    }
    Ok(())
}

const POWERS: [i64; 19] = {
    let mut powers = [1i64; 19];
    let mut i = 1;
    while i < 19 {
        powers[i] = powers[i - 1] * 10;
        i += 1;
    }
    powers
};

fn power(exponent: u8) -> Option<i64> {
    POWERS.get(usize::from(exponent)).copied()
}

/// The mantissa at `scale`; `None` when digits would be lost or do not fit.
#[inline(always)]
fn at_scale(number: Written, scale: u8) -> Option<i64> {
    if number.decimals == scale {
        return Some(number.mantissa);
    }
    if number.decimals < scale {
        return number.mantissa.checked_mul(power(scale - number.decimals)?);
    }
    let factor = power(number.decimals - scale)?;
    (number.mantissa % factor == 0).then(|| number.mantissa / factor)
}

/// Decimals without trailing zeros.
fn needed(number: Written) -> u8 {
    let (mut mantissa, mut decimals) = (number.mantissa, number.decimals);
    while decimals > 0 && mantissa % 10 == 0 {
        mantissa /= 10;
        decimals -= 1;
    }
    decimals
}

/// The most decimals at which an `i64` still holds the value.
pub(super) fn room(mantissa: i64, scale: u8) -> u8 {
    let mut left = i64::MAX / mantissa.saturating_abs().max(1);
    let mut fits = scale;
    while left >= 10 && fits < 18 {
        left /= 10;
        fits += 1;
    }
    fits
}

fn factor(from: u8, to: u8) -> i64 {
    power(to.saturating_sub(from)).unwrap_or(i64::MAX)
}

fn rescale<const N: usize>(columns: [&mut Vec<i64>; N], factor: i64) {
    if factor != 1 {
        for value in columns.into_iter().flatten() {
            // The largest value was multiplied with success, so this one fits.
            *value = value.wrapping_mul(factor);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(line: u64, prices: [(i64, u8); 4], volume: (i64, u8)) -> Row {
        let written = |(mantissa, decimals)| Written { mantissa, decimals };
        Row { time_ms: line as i64, prices: prices.map(written), volume: Some(written(volume)), line }
    }

    #[test]
    fn columns_take_the_finest_scale_without_trailing_zeros() {
        let mut table = Table::new("X".into(), 2, true);
        table.add(&row(2, [(1, 0), (200, 2), (1, 0), (15, 1)], (1000, 2))).unwrap();
        assert_eq!((table.bars.price_scale, table.bars.volume_scale), (1, 0));
        table.add(&row(3, [(1, 0), (2125, 3), (1, 0), (15, 1)], (25, 1))).unwrap();
        assert_eq!((table.bars.price_scale, table.bars.volume_scale), (3, 1));
        assert_eq!(table.bars.high, [2000, 2125]);
        assert_eq!(table.bars.close, [1500, 1500]);
        assert_eq!(table.bars.volume, [100, 25]);
    }

    #[test]
    fn a_row_that_breaks_a_relation_changes_nothing() {
        let mut table = Table::new("X".into(), 2, true);
        let fine = row(2, [(15, 1), (1, 0), (2, 0), (15, 1)], (0, 0));
        assert_eq!(table.add(&fine), Err(Refusal::Price(1, Rule::HighBelowLow)));
        assert_eq!(table.add(&row(3, [(3, 0), (2, 0), (1, 0), (15, 1)], (0, 0))), Err(Refusal::Price(0, Rule::OpenOutsideRange)));
        assert_eq!(table.add(&row(3, [(1, 0), (2, 0), (1, 0), (25, 1)], (0, 0))), Err(Refusal::Price(3, Rule::CloseOutsideRange)));
        assert_eq!(table.add(&row(3, [(1, 0), (2, 0), (1, 0), (15, 1)], (-1, 0))), Err(Refusal::Volume(Rule::NegativeVolume)));
        assert_eq!((table.bars.price_scale, table.bars.open.len()), (0, 0));
    }

    #[test]
    fn a_value_without_room_names_the_decimals_that_fit() {
        let mut table = Table::new("X".into(), 2, true);
        let large = 42_667_410_863_718;
        table.add(&row(2, [(large, 0); 4], (0, 0))).unwrap();
        let finer = table.add(&row(3, [(large, 0), (large, 0), (1, 6), (large, 0)], (0, 0)));
        assert_eq!(finer, Err(Refusal::PriceRoom { index: 0, fits: 5, finer: false }));
        let finer = table.add(&row(3, [(1, 6); 4], (0, 0)));
        assert_eq!(finer, Err(Refusal::PriceRoom { index: 0, fits: 5, finer: true }));
        assert_eq!(room(0, 0), 18);
        assert_eq!(room(i64::MIN, 3), 3);
    }
}
