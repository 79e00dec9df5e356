use money::{Decimal, Rounding, pow10};

use super::action_table::DIVIDEND_DECIMALS;
use super::chunks::Chunk;
use super::error::{BadRow, Rule};
use super::field::Field;
use super::number::{Written, is_missing, parse_cell};
use super::options::CsvOptions;
use super::plan::{Plan, date_and_clock};
use super::reader::{Change, Pass, Stop};
use super::record::Record;
use super::split_ratio::parse_split;
use super::table::{Refusal, Row, Table, room};
use super::time::{DAY_MS, Stamp, parse_time};
use crate::ActionKind;

/// Reads any row, and says exactly what is wrong with one that cannot be used.
pub(super) struct SlowRow {
    record: Record,
    round: bool,
    /// Decimals below which a large value does not push the others.
    least_decimals: u8,
}

/// What is wrong with a row.
struct Problem {
    field: Field,
    rule: Rule,
    reason: String,
}

enum Outcome {
    Added,
    NotWanted,
    Bad(Problem),
    Again(Change),
}

impl From<Problem> for Outcome {
    fn from(problem: Problem) -> Self {
        Self::Bad(problem)
    }
}

impl SlowRow {
    pub fn new(options: &CsvOptions) -> Self {
        let round = options.round_data.is_some();
        // T2: nine decimals are promised; what goes beyond them yields to magnitude.
        Self { record: Record::default(), round, least_decimals: if round { 0 } else { 9 } }
    }

    /// The place of the next record; `None` when this one does not end in the chunk.
    pub fn read(&mut self, pass: &mut Pass, plan: &Plan, chunk: &Chunk<'_>, at: usize) -> Result<Option<usize>, Stop> {
        let Some((next, lines)) = self.record.split(chunk.bytes, at, chunk.end, chunk.last, plan.delimiter) else { return Ok(None) };
        let line = pass.line;
        pass.line += lines;
        if self.record.is_blank() {
            return Ok(Some(next));
        }
        match self.take(pass, plan, line) {
            Outcome::Added | Outcome::NotWanted => {}
            Outcome::Again(change) => return Err(Stop::Again(change)),
            Outcome::Bad(Problem { field, rule, reason }) => {
                let extra = rule == Rule::ExtraCells;
                let column = if extra { format!("#{}", plan.width + 1) } else { plan.columns.name(field).to_owned() };
                let cell = if extra { self.record.cell(plan.width) } else { self.cell(plan, field) };
                pass.bad.add(BadRow { line, column, value: String::from_utf8_lossy(cell).into_owned(), rule, reason });
            }
        }
        Ok(Some(next))
    }

    fn take(&mut self, pass: &mut Pass, plan: &Plan, line: u64) -> Outcome {
        match self.find_table(pass, plan) {
            Ok(true) => {}
            Ok(false) => return Outcome::NotWanted,
            Err(problem) => return problem.into(),
        }
        let mut rounded = 0;
        match self.parse(pass, plan, line, &mut rounded) {
            Ok((row, stamp, actions)) => self.add(pass, plan, &row, stamp, actions, rounded),
            Err(Outcome::Bad(problem)) => Outcome::Bad(problem),
            Err(other) => other,
        }
    }

    /// Makes the row's symbol the current one; false when it is not wanted.
    fn find_table(&self, pass: &mut Pass, plan: &Plan) -> Result<bool, Problem> {
        if plan.columns.get(Field::Symbol).is_none() {
            return Ok(true);
        }
        let name = self.cell(plan, Field::Symbol);
        if name.is_empty() {
            return Err(Problem { field: Field::Symbol, rule: Rule::MissingCell, reason: "is missing".to_owned() });
        }
        if !pass.by_symbol.contains_key(name) {
            let text = String::from_utf8_lossy(name).into_owned();
            let wanted = plan.symbols.as_ref().is_none_or(|symbols| symbols.contains(&text));
            pass.by_symbol.insert(name.to_vec(), wanted.then_some(pass.tables.len()));
            if wanted {
                pass.tables.push(Table::new(text, 0, plan.has_volume()));
            }
        }
        Ok(pass.choose(name))
    }

    fn parse(&self, pass: &mut Pass, plan: &Plan, line: u64, rounded: &mut u64) -> Result<(Row, Stamp, Vec<ActionKind>), Outcome> {
        if (plan.width..self.record.len()).any(|column| !self.record.cell(column).is_empty()) {
            let reason = format!("stands behind the {} columns of the file", plan.width);
            return Err(Problem { field: Field::Time, rule: Rule::ExtraCells, reason }.into());
        }
        let stamp = self.stamp(pass, plan)?;
        let mut prices = [Written { mantissa: 0, decimals: 0 }; 4];
        for (price, field) in prices.iter_mut().zip(Field::PRICES) {
            *price = self.number(plan, field, plan.decimals.price, rounded)?;
        }
        let volume = match plan.columns.get(Field::Volume) {
            Some(_) => Some(self.number(plan, Field::Volume, plan.decimals.volume, rounded)?),
            None => None,
        };
        let time_ms = if plan.wall_days { stamp.wall_ms } else { stamp.wall_ms - stamp.offset_ms.unwrap_or(0) };
        Ok((Row { time_ms, prices, volume, line }, stamp, self.actions(plan)?))
    }

    fn stamp(&self, pass: &mut Pass, plan: &Plan) -> Result<Stamp, Problem> {
        let cell = self.present(plan, Field::Time)?;
        pass.times.see(cell);
        let stamp = match plan.columns.get(Field::Clock) {
            Some(_) => date_and_clock(cell, self.present(plan, Field::Clock)?, plan.format),
            None => parse_time(cell, plan.format),
        };
        let bad_time = |reason: String| Problem { field: Field::Time, rule: Rule::BadTime, reason };
        let stamp = stamp.map_err(|problem| bad_time(problem.reason(plan.format)))?;
        match (stamp.offset_ms.is_some(), plan.zoned) {
            (true, false) => Err(bad_time("says a time zone, which other rows do not".to_owned())),
            (false, true) => Err(bad_time("says no time zone, which other rows do".to_owned())),
            _ => Ok(stamp),
        }
    }

    fn number(&self, plan: &Plan, field: Field, most: u8, rounded: &mut u64) -> Result<Written, Outcome> {
        let text = String::from_utf8_lossy(self.present(plan, field)?);
        let value = match parse_cell(&text, plan.point) {
            Ok(value) => value,
            Err(money::MoneyError::NotANumber { .. }) => {
                return Err(Problem { field, rule: Rule::NotANumber, reason: "is not a number".to_owned() }.into());
            }
            Err(_) => {
                return Err(Problem { field, rule: Rule::TooLarge, reason: "has more digits than a price can hold".to_owned() }.into());
            }
        };
        let value = if value.scale <= most {
            value
        } else if self.round {
            *rounded += 1;
            let mantissa = value.rounded_at(most, Rounding::HalfEven).map_err(|error| Problem {
                field,
                rule: Rule::TooLarge,
                reason: error.to_string(),
            })?;
            Decimal::new(mantissa, most).normalized()
        } else {
            let reason = format!("has {} decimals, at most {most} are kept", value.scale);
            return Err(Problem { field, rule: Rule::TooManyDecimals, reason }.into());
        };
        match i64::try_from(value.mantissa) {
            Ok(mantissa) => Ok(Written { mantissa, decimals: value.scale }),
            Err(_) => Err(self.no_room(plan, field, fits_of(value), false)),
        }
    }

    fn actions(&self, plan: &Plan) -> Result<Vec<ActionKind>, Outcome> {
        let mut actions = Vec::new();
        let mut fields = [Field::Dividend, Field::Split];
        fields.sort_by_key(|field| plan.columns.get(*field));
        for field in fields {
            let cell = self.cell(plan, field);
            let text = String::from_utf8_lossy(cell);
            if is_missing(&text) {
                continue;
            }
            let bad = |reason: &str| Problem { field, rule: Rule::BadAction, reason: reason.to_owned() };
            if field == Field::Split {
                actions.extend(parse_split(&text, plan.point).map_err(bad)?.map(|ratio| ActionKind::Split { ratio }));
            } else {
                let amount = parse_cell(&text, plan.point).map_err(|_| bad("is not a number"))?;
                if amount.mantissa < 0 {
                    return Err(bad("is a negative dividend").into());
                }
                if amount.scale > DIVIDEND_DECIMALS {
                    return Err(bad("has more than 18 decimals").into());
                }
                if amount.mantissa != 0 {
                    actions.push(ActionKind::Dividend { amount });
                }
            }
        }
        Ok(actions)
    }

    fn add(&self, pass: &mut Pass, plan: &Plan, row: &Row, stamp: Stamp, actions: Vec<ActionKind>, rounded: u64) -> Outcome {
        let Some(table) = pass.table.and_then(|index| pass.tables.get_mut(index)) else { return Outcome::NotWanted };
        match table.add(row) {
            Ok(()) => {}
            Err(Refusal::Price(index, rule)) => {
                let (low, high) = (show(row.prices[2]), show(row.prices[1]));
                let reason = match rule {
                    Rule::HighBelowLow => format!("is below the low of {low}"),
                    _ => format!("is outside low to high, {low} to {high}"),
                };
                return Problem { field: Field::PRICES[index], rule, reason }.into();
            }
            Err(Refusal::Volume(rule)) => return Problem { field: Field::Volume, rule, reason: "is negative".to_owned() }.into(),
            Err(Refusal::PriceRoom { index, fits, finer }) => return self.no_room(plan, Field::PRICES[index], Some(fits), finer),
            Err(Refusal::VolumeRoom { fits, finer }) => return self.no_room(plan, Field::Volume, Some(fits), finer),
        }
        let number = table.bars.time_ms.len() - 1;
        for action in actions {
            table.actions.push((number, stamp.wall_ms.div_euclid(DAY_MS), action));
        }
        pass.all_midnight &= stamp.wall_ms % DAY_MS == 0;
        pass.any_offset |= stamp.offset_ms.is_some_and(|offset| offset != 0);
        pass.rounded += rounded;
        Outcome::Added
    }

    /// A value that does not go together with the others in 64 bits: fewer decimals for all where that is allowed, else a bad row.
    fn no_room(&self, plan: &Plan, field: Field, fits: Option<u8>, finer: bool) -> Outcome {
        let most = if field == Field::Volume { plan.decimals.volume } else { plan.decimals.price };
        match fits {
            Some(fits) if fits < most && (self.round || fits >= self.least_decimals) => {
                Outcome::Again(if field == Field::Volume { Change::VolumeDecimals(fits) } else { Change::PriceDecimals(fits) })
            }
            Some(fits) if finer => {
                let reason = format!("has too many decimals: at most {fits} fit into 64 bits beside the largest value of the file");
                Problem { field, rule: Rule::TooManyDecimals, reason }.into()
            }
            Some(fits) => {
                let reason = format!("is too large: it fits into 64 bits with at most {fits} decimals, other rows have more");
                Problem { field, rule: Rule::TooLarge, reason }.into()
            }
            None => Problem { field, rule: Rule::TooLarge, reason: "does not fit into 64 bits".to_owned() }.into(),
        }
    }

    fn cell(&self, plan: &Plan, field: Field) -> &[u8] {
        plan.columns.get(field).map_or(&[], |column| self.record.cell(column))
    }

    fn present(&self, plan: &Plan, field: Field) -> Result<&[u8], Problem> {
        let cell = self.cell(plan, field);
        let missing = std::str::from_utf8(cell).is_ok_and(is_missing);
        if missing { Err(Problem { field, rule: Rule::MissingCell, reason: "is missing".to_owned() }) } else { Ok(cell) }
    }
}

/// The most decimals with which a value beyond `i64` fits one.
fn fits_of(value: Decimal) -> Option<u8> {
    let dropped = (1..=value.scale).find(|digits| {
        pow10(*digits).ok().and_then(|power| value.mantissa.checked_div(power)).is_some_and(|rest| i64::try_from(rest).is_ok())
    })?;
    let rest = i64::try_from(value.mantissa.checked_div(pow10(dropped).ok()?)?).ok()?;
    Some(room(rest, value.scale - dropped))
}

fn show(number: Written) -> String {
    money::format_decimal(i128::from(number.mantissa), number.decimals)
}
