use super::field::Field;
use super::number::{Written, scan_plain};
use super::plan::Plan;
use super::reader::Pass;
use super::shape::Shape;
use super::table::Row;
use super::time::{DAY_MS, Stamp};

/// Reads rows as nearly all are: no quotes, no spaces, plain numbers, nothing missing. Whatever else it meets, it answers `None`, having
/// changed nothing, and the slow reader looks at the row from its start.
pub(super) struct FastRow {
    /// What to do with each column of the file; empty when rows of this file are for the slow reader.
    roles: Vec<Role>,
    /// The columns are time, open, high, low, close and perhaps volume, in this order and nothing else.
    straight: Option<Straight>,
    /// Shapes of the four prices.
    shapes: [Option<Shape>; 4],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Straight {
    WithVolume,
    WithoutVolume,
}

#[derive(Debug, Clone, Copy)]
enum Role {
    Skip,
    Time,
    Price(usize),
    Volume,
    Symbol,
    /// A dividend (`none` is 0) or split (`none` is 1 or 0) column.
    Action {
        or_one: bool,
    },
}

const ZERO: Written = Written { mantissa: 0, decimals: 0 };

impl FastRow {
    pub fn new(plan: &Plan) -> Self {
        let mut roles = vec![Role::Skip; plan.width];
        let mut plain = plan.columns.get(Field::Clock).is_none();
        for field in Field::ALL {
            let Some(role) = plan.columns.get(field).and_then(|column| roles.get_mut(column)) else { continue };
            plain &= matches!(role, Role::Skip);
            *role = match field {
                Field::Time | Field::Clock => Role::Time,
                Field::Open => Role::Price(0),
                Field::High => Role::Price(1),
                Field::Low => Role::Price(2),
                Field::Close => Role::Price(3),
                Field::Volume => Role::Volume,
                Field::Symbol => Role::Symbol,
                Field::Dividend => Role::Action { or_one: false },
                Field::Split => Role::Action { or_one: true },
            };
        }
        let straight = match roles.as_slice() {
            [Role::Time, Role::Price(0), Role::Price(1), Role::Price(2), Role::Price(3)] => Some(Straight::WithoutVolume),
            [Role::Time, Role::Price(0), Role::Price(1), Role::Price(2), Role::Price(3), Role::Volume] => Some(Straight::WithVolume),
            _ => None,
        };
        Self { roles: if plain { roles } else { Vec::new() }, straight: straight.filter(|_| plain), shapes: [None; 4] }
    }

    /// The place of the next record.
    #[inline]
    pub fn read(&mut self, pass: &mut Pass, plan: &Plan, bytes: &[u8], at: usize) -> Option<usize> {
        match self.straight {
            Some(Straight::WithVolume) => read_straight::<true>(&mut self.shapes, pass, plan, bytes, at),
            Some(Straight::WithoutVolume) => read_straight::<false>(&mut self.shapes, pass, plan, bytes, at),
            None => self.read_any(pass, plan, bytes, at),
        }
    }

    fn read_any(&self, pass: &mut Pass, plan: &Plan, bytes: &[u8], at: usize) -> Option<usize> {
        let mut position = at;
        let mut row = Row { time_ms: 0, prices: [ZERO; 4], volume: None, line: pass.line };
        let mut stamp = None;
        let (last, before) = self.roles.split_last()?;
        for role in before {
            position = cell(*role, pass, plan, bytes, position, &mut row, &mut stamp)?;
            if *bytes.get(position)? != plan.delimiter {
                return None;
            }
            position += 1;
        }
        position = cell(*last, pass, plan, bytes, position, &mut row, &mut stamp)?;
        let next = next_line(bytes, position)?;
        take(pass, plan, row, stamp?)?;
        Some(next)
    }
}

#[inline(always)]
fn read_straight<const VOLUME: bool>(
    shapes: &mut [Option<Shape>; 4],
    pass: &mut Pass,
    plan: &Plan,
    bytes: &[u8],
    at: usize,
) -> Option<usize> {
    let (stamp, mut position) = pass.times.scan(bytes, at, plan.delimiter)?;
    let mut prices = [ZERO; 4];
    let mut volume = None;
    let mut most = 0;
    for (price, shape) in prices.iter_mut().zip(shapes) {
        if *bytes.get(position)? != plan.delimiter {
            return None;
        }
        let at = position.wrapping_add(1);
        let word = u64::from_le_bytes(*bytes.get(at..)?.first_chunk::<8>()?);
        match shape.as_ref().and_then(|shape| Some((shape.read(word)?, shape.width()))) {
            Some((written, width)) => {
                *price = written;
                position = at.wrapping_add(width);
            }
            None => (*price, position) = scan_new_shape(bytes, at, plan.point, shape)?,
        }
        most |= price.decimals;
    }
    // Decimals are 18 at most here; their bits together are no less than the largest of them.
    if most > plan.decimals.price && prices.iter().any(|price| price.decimals > plan.decimals.price) {
        return None;
    }
    if VOLUME {
        if *bytes.get(position)? != plan.delimiter {
            return None;
        }
        let (number, end) = scan_plain(bytes, position.wrapping_add(1), plan.point)?;
        if number.decimals > plan.decimals.volume {
            return None;
        }
        volume = Some(number);
        position = end;
    }
    let next = next_line(bytes, position)?;
    let row = Row { time_ms: 0, prices, volume, line: pass.line };
    take(pass, plan, row, stamp)?;
    Some(next)
}

/// Reads a number that looks other than the one before it, and remembers how.
#[inline(never)]
fn scan_new_shape(bytes: &[u8], at: usize, point: u8, shape: &mut Option<Shape>) -> Option<(Written, usize)> {
    let (written, end) = scan_plain(bytes, at, point)?;
    *shape = Shape::of(written, bytes.get(at..=end)?);
    Some((written, end))
}

/// Adds a row that was read to its end.
#[inline(always)]
fn take(pass: &mut Pass, plan: &Plan, mut row: Row, stamp: Stamp) -> Option<()> {
    if stamp.offset_ms.is_some() != plan.zoned {
        return None;
    }
    let offset_ms = stamp.offset_ms.unwrap_or(0);
    row.time_ms = if plan.wall_days { stamp.wall_ms } else { stamp.wall_ms.wrapping_sub(offset_ms) };
    pass.tables.get_mut(pass.table?)?.add(&row).ok()?;
    if pass.all_midnight {
        pass.all_midnight = stamp.wall_ms % DAY_MS == 0;
    }
    pass.any_offset |= offset_ms != 0;
    Some(())
}

#[inline(always)]
fn next_line(bytes: &[u8], at: usize) -> Option<usize> {
    match *bytes.get(at)? {
        b'\n' => Some(at.wrapping_add(1)),
        b'\r' if bytes.get(at.wrapping_add(1)) == Some(&b'\n') => Some(at.wrapping_add(2)),
        _ => None,
    }
}

/// The place behind the cell.
#[inline(always)]
#[allow(clippy::too_many_arguments, reason = "one cell of the loop above")]
fn cell(role: Role, pass: &mut Pass, plan: &Plan, bytes: &[u8], at: usize, row: &mut Row, stamp: &mut Option<Stamp>) -> Option<usize> {
    match role {
        Role::Price(index) => {
            let (number, end) = scan_plain(bytes, at, plan.point)?;
            if number.decimals > plan.decimals.price {
                return None;
            }
            row.prices[index] = number;
            Some(end)
        }
        Role::Time => {
            let (time, end) = pass.times.scan(bytes, at, plan.delimiter)?;
            *stamp = Some(time);
            Some(end)
        }
        Role::Volume => {
            let (number, end) = scan_plain(bytes, at, plan.point)?;
            if number.decimals > plan.decimals.volume {
                return None;
            }
            row.volume = Some(number);
            Some(end)
        }
        Role::Skip => end_of_plain_cell(bytes, at, plan.delimiter),
        Role::Symbol => {
            let end = end_of_plain_cell(bytes, at, plan.delimiter)?;
            let symbol = bytes.get(at..end)?;
            let is_plain = !symbol.is_empty() && symbol.trim_ascii().len() == symbol.len();
            (is_plain && pass.choose(symbol)).then_some(end)
        }
        Role::Action { or_one } => {
            let (number, end) = scan_plain(bytes, at, plan.point)?;
            let one = 10i64.checked_pow(u32::from(number.decimals))?;
            (number.mantissa == 0 || or_one && number.mantissa == one).then_some(end)
        }
    }
}

/// The place of the delimiter or line end behind a cell that is not quoted.
#[inline]
fn end_of_plain_cell(bytes: &[u8], at: usize, delimiter: u8) -> Option<usize> {
    let cell = bytes.get(at..)?;
    if cell.first() == Some(&b'"') {
        return None;
    }
    let length = cell.iter().position(|byte| *byte == delimiter || matches!(byte, b'\n' | b'\r' | 0))?;
    Some(at + length)
}
