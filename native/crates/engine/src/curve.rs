use std::ops::Range;

use money::pow10;

use crate::error::overflow;
use crate::log::lines::Lines;
use crate::nearest::nearest;
use crate::statement::array;
use crate::text::push_decimal;
use crate::{Account, Clock, CurrencyId, EngineError, Entry, Event, Log, Moment, MoneyAccount, Step, SymbolId, Terms};

/// The account's value at every step's close, derived from the log alone.
#[derive(Debug)]
pub struct Curve<'a> {
    pub(crate) terms: &'a Terms,
    pub(crate) log: &'a Log,
    pub(crate) clock: &'a Clock,
}

/// One number a step; amounts at ledger scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// Cash, receivables and marked positions.
    Equity,
    Cash,
    /// Sum of the positions' sizes at the close.
    GrossExposure,
    /// Sum of the positions' signed values at the close.
    NetExposure,
}

impl Column {
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "equity" => Some(Self::Equity),
            "cash" => Some(Self::Cash),
            "grossExposure" => Some(Self::GrossExposure),
            "netExposure" => Some(Self::NetExposure),
            _ => None,
        }
    }
}

/// The account at one step's close, at ledger scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CurvePoint {
    pub equity: i128,
    pub cash: i128,
    pub gross_exposure: i128,
    pub net_exposure: i128,
}

/// What holds between two changes.
#[derive(Debug, Default)]
pub(crate) struct State {
    cash: i128,
    receivable: i128,
    /// Cash and receivables of the currencies beside the account's.
    foreign: Vec<(i128, i128)>,
    /// Open positions in symbol order.
    pub held: Vec<Held>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Held {
    pub symbol: SymbolId,
    pub currency: CurrencyId,
    /// Ledger units per unit of close.
    pub per_close: i128,
    /// What settled instruments have already taken out: the signed cost of their open lots.
    settled_cost: i128,
}

impl<'a> Curve<'a> {
    pub fn new(account: &'a Account, log: &'a Log, clock: &'a Clock) -> Self {
        Self { terms: account.terms(), log, clock }
    }

    /// Every step's amount as the double nearest to its decimal text.
    pub fn column(&self, column: Column) -> Result<Vec<f64>, EngineError> {
        if !self.terms.foreign.is_empty() {
            let ledger = self.terms.ledger;
            return Ok(self.exact(column)?.into_iter().map(|amount| nearest(amount, ledger)).collect());
        }
        let mut out = Vec::with_capacity(self.clock.steps());
        let mut sums = Vec::new();
        self.segments(|steps, state| {
            let (base, parts) = state.linear(column)?;
            match parts.as_slice() {
                [] => out.resize(steps.end as usize, nearest(base, self.terms.ledger)),
                [(symbol, per_close)] => {
                    self.one_symbol(&mut out, steps.clone(), base, (*symbol, *per_close))?;
                    if column == Column::GrossExposure {
                        out.iter_mut().skip(steps.start as usize).for_each(|amount| *amount = amount.abs());
                    }
                }
                _ => {
                    self.sum(&mut sums, steps, base, &parts, column)?;
                    out.extend(sums.iter().map(|amount| nearest(*amount, self.terms.ledger)));
                }
            }
            Ok(())
        })?;
        Ok(out)
    }

    /// Every step's amount, exact.
    pub fn exact(&self, column: Column) -> Result<Vec<i128>, EngineError> {
        let (mut out, mut sums) = (Vec::with_capacity(self.clock.steps()), Vec::new());
        self.segments(|steps, state| {
            if !self.terms.foreign.is_empty() {
                for step in steps {
                    out.push(self.point(state, step)?.of(column));
                }
                return Ok(());
            }
            let (base, parts) = state.linear(column)?;
            self.sum(&mut sums, steps, base, &parts, column)?;
            out.extend_from_slice(&sums);
            Ok(())
        })?;
        Ok(out)
    }

    /// The points at the given steps, in their order.
    pub fn points(&self, steps: &[Step]) -> Result<Vec<CurvePoint>, EngineError> {
        let mut order: Vec<(Step, usize)> = steps.iter().copied().zip(0..).collect();
        order.sort_unstable();
        let mut points = vec![CurvePoint::default(); steps.len()];
        let mut rest = order.into_iter().peekable();
        self.segments(|range, state| {
            while let Some((step, slot)) = rest.next_if(|(step, _)| *step < range.end) {
                if let Some(point) = points.get_mut(slot) {
                    *point = self.point(state, step)?;
                }
            }
            Ok(())
        })?;
        match rest.next() {
            None => Ok(points),
            Some((step, _)) => Err(EngineError::new(
                "engine.step",
                format!("step {step} is not in this run of {} steps", self.clock.steps()),
                "ask for earlier steps",
            )),
        }
    }

    /// JSON array of `{t, equity, cash, grossExposure, netExposure}` for the given steps.
    pub fn points_json(&self, steps: &[Step]) -> Result<Vec<u8>, EngineError> {
        let ledger = self.terms.ledger;
        let rows = steps.iter().zip(self.points(steps)?);
        array(Lines::new(self.terms, self.clock), rows, |lines, (step, point)| {
            let CurvePoint { equity, cash, gross_exposure, net_exposure } = point;
            lines.out.extend_from_slice(b"{\"t\":");
            lines.times.push(&mut lines.out, self.clock.time(*step));
            for (key, amount) in [
                (",\"equity\":", equity),
                (",\"cash\":", cash),
                (",\"grossExposure\":", gross_exposure),
                (",\"netExposure\":", net_exposure),
            ] {
                lines.out.extend_from_slice(key.as_bytes());
                push_decimal(&mut lines.out, amount, ledger);
            }
            lines.out.push(b'}');
            Ok(())
        })
    }

    /// Walks the log and calls `each` for every stretch of steps with the account as it stood at their closes.
    pub(crate) fn segments(&self, mut each: impl FnMut(Range<Step>, &State) -> Result<(), EngineError>) -> Result<(), EngineError> {
        let steps = Step::try_from(self.clock.steps()).map_err(|_| overflow("number of steps"))?;
        let mut state = State { cash: self.terms.cash, foreign: vec![(0, 0); self.terms.foreign.len()], ..State::default() };
        let mut reached = 0;
        for event in self.log.events() {
            let (step, entry, held) = match event {
                Event::Fill(index) => {
                    let Some(record) = self.log.fills().get(*index as usize) else { continue };
                    let entry = record.entry(record.notional(self.terms)?, self.terms.currency_of(record.symbol));
                    let cost = record.settlement.as_ref().map_or(0, |settlement| settlement.cost_after);
                    (record.step, entry, Some((record.symbol, record.quantity_after, cost)))
                }
                Event::Dividend(record) => (record.step, record.entry(self.terms), None),
                Event::DividendPaid(event) => (event.step, event.entry(self.terms), None),
                Event::Accrual(record) => (record.step, record.entry(self.terms), None),
                Event::Conversion(record) => {
                    let [own, other] = record.entries();
                    if record.step > reached {
                        each(reached..record.step, &state)?;
                        reached = record.step;
                    }
                    state.post(&own)?;
                    (record.step, other, None)
                }
                Event::Split(record) => (record.step, record.entry(self.terms), Some((record.symbol, record.after, record.cost_after))),
                Event::Reorganization(record) => {
                    (record.step, record.entry(self.terms), Some((record.symbol, record.after, record.cost_after)))
                }
                Event::Order(_) | Event::Marks { .. } | Event::Rates { .. } | Event::MarginCall(_) | Event::End(_) => continue,
            };
            if step > reached {
                each(reached..step, &state)?;
                reached = step;
            }
            state.post(&entry)?;
            if let Some((symbol, quantity, cost)) = held {
                state.hold(self.terms, symbol, quantity, cost)?;
            }
            if let Event::Reorganization(record) = event
                && let Some(received) = record.received
            {
                state.hold(self.terms, received.symbol, received.after, received.cost_after)?;
            }
        }
        if reached < steps { each(reached..steps, &state) } else { Ok(()) }
    }

    pub(crate) fn point(&self, state: &State, step: Step) -> Result<CurvePoint, EngineError> {
        let mut point = CurvePoint::default();
        for currency in self.terms.currencies() {
            let own = self.point_in(state, step, currency)?;
            let at = Moment::close(step);
            let worth = |amount: i128| if amount == 0 { Ok(0) } else { self.terms.in_base(amount, currency, at) };
            point.equity = add(point.equity, worth(own.equity)?)?;
            point.cash = add(point.cash, worth(own.cash)?)?;
            point.net_exposure = add(point.net_exposure, worth(own.net_exposure)?)?;
            point.gross_exposure = add(point.gross_exposure, worth(own.gross_exposure)?)?;
        }
        Ok(point)
    }

    /// The part of one currency, in it.
    fn point_in(&self, state: &State, step: Step, currency: CurrencyId) -> Result<CurvePoint, EngineError> {
        let (cash, receivable) = state.money(currency);
        let mut point = CurvePoint { equity: add(cash, receivable)?, cash, ..CurvePoint::default() };
        for held in state.held.iter().filter(|held| held.currency == currency) {
            let mut close = 0;
            self.clock.for_closes(held.symbol, step, step, |last| close = last);
            let exposure = held.per_close.checked_mul(close.into()).ok_or_else(|| overflow("exposure"))?;
            point.equity = add(point.equity, exposure - held.settled_cost)?;
            point.net_exposure = add(point.net_exposure, exposure)?;
            point.gross_exposure = add(point.gross_exposure, exposure.saturating_abs())?;
        }
        Ok(point)
    }

    /// `base + per_close * close` for a stretch, as doubles. The common zeros go first, so that most amounts are small integers.
    #[inline(never)]
    fn one_symbol(
        &self,
        out: &mut Vec<f64>,
        steps: Range<Step>,
        base: i128,
        (symbol, per_close): (SymbolId, i128),
    ) -> Result<(), EngineError> {
        let (unit, decimals) = common_tens(base, per_close, self.terms.ledger)?;
        let (base, per_close) = (base / unit, per_close / unit);
        let last = steps.end.saturating_sub(1);
        let mut too_large = false;
        let mut slow = |close: i64| match per_close.checked_mul(close.into()).and_then(|exposure| exposure.checked_add(base)) {
            Some(amount) => nearest(amount, decimals),
            None => {
                too_large = true;
                f64::NAN
            }
        };
        match (i64::try_from(base), i64::try_from(per_close)) {
            (Ok(base), Ok(per_close)) => {
                self.clock.for_closes(symbol, steps.start, last, |close| {
                    out.push(match per_close.checked_mul(close).and_then(|exposure| exposure.checked_add(base)) {
                        Some(amount) => nearest(amount.into(), decimals),
                        None => slow(close),
                    });
                });
            }
            _ => self.clock.for_closes(symbol, steps.start, last, |close| out.push(slow(close))),
        }
        if too_large { Err(overflow("equity")) } else { Ok(()) }
    }

    /// `base` plus each part's amount for every step of a stretch.
    pub(crate) fn sum(
        &self,
        sums: &mut Vec<i128>,
        steps: Range<Step>,
        base: i128,
        parts: &[(SymbolId, i128)],
        column: Column,
    ) -> Result<(), EngineError> {
        sums.clear();
        sums.resize(steps.len(), base);
        let mut too_large = false;
        for (symbol, per_close) in parts {
            let mut slots = sums.iter_mut();
            self.clock.for_closes(*symbol, steps.start, steps.end.saturating_sub(1), |close| {
                let exposure = per_close.checked_mul(close.into());
                let part = exposure.map(|exposure| if column == Column::GrossExposure { exposure.saturating_abs() } else { exposure });
                if let Some(slot) = slots.next() {
                    match part.and_then(|part| slot.checked_add(part)) {
                        Some(sum) => *slot = sum,
                        None => too_large = true,
                    }
                }
            });
        }
        if too_large { Err(overflow("equity")) } else { Ok(()) }
    }
}

impl CurvePoint {
    fn of(&self, column: Column) -> i128 {
        match column {
            Column::Equity => self.equity,
            Column::Cash => self.cash,
            Column::GrossExposure => self.gross_exposure,
            Column::NetExposure => self.net_exposure,
        }
    }
}

impl State {
    fn money(&self, currency: CurrencyId) -> (i128, i128) {
        match usize::from(currency).checked_sub(1) {
            None => (self.cash, self.receivable),
            Some(index) => self.foreign.get(index).copied().unwrap_or_default(),
        }
    }

    fn post(&mut self, entry: &Entry) -> Result<(), EngineError> {
        let (cash, receivable) = match usize::from(entry.currency).checked_sub(1).and_then(|index| self.foreign.get_mut(index)) {
            Some((cash, receivable)) => (cash, receivable),
            None => (&mut self.cash, &mut self.receivable),
        };
        *cash = add(*cash, entry.money(MoneyAccount::Cash))?;
        *receivable = add(*receivable, entry.money(MoneyAccount::Receivable))?;
        Ok(())
    }

    fn hold(&mut self, terms: &Terms, symbol: SymbolId, quantity: i64, cost: i128) -> Result<(), EngineError> {
        let known = terms.symbol(symbol)?;
        let held = Held {
            symbol,
            currency: known.currency,
            per_close: known.exposure_per_close(quantity)?,
            settled_cost: if known.settled { cost } else { 0 },
        };
        match self.held.binary_search_by_key(&symbol, |held| held.symbol) {
            Ok(index) if quantity == 0 => {
                self.held.remove(index);
            }
            Ok(index) => {
                if let Some(slot) = self.held.get_mut(index) {
                    *slot = held;
                }
            }
            Err(index) if quantity != 0 => self.held.insert(index, held),
            Err(_) => {}
        }
        Ok(())
    }

    /// A column between two changes: what does not move, and what each symbol adds per unit of close.
    pub(crate) fn linear(&self, column: Column) -> Result<(i128, Vec<(SymbolId, i128)>), EngineError> {
        let mut base = match column {
            Column::Equity => add(self.cash, self.receivable)?,
            Column::Cash => self.cash,
            Column::GrossExposure | Column::NetExposure => 0,
        };
        if column == Column::Cash {
            return Ok((base, Vec::new()));
        }
        let mut parts = Vec::with_capacity(self.held.len());
        for held in &self.held {
            if column == Column::Equity {
                base = add(base, -held.settled_cost)?;
            }
            parts.push((held.symbol, held.per_close));
        }
        Ok((base, parts))
    }
}

fn add(a: i128, b: i128) -> Result<i128, EngineError> {
    a.checked_add(b).ok_or_else(|| overflow("equity"))
}

/// The largest power of ten that divides both, and the decimals that are left.
pub(crate) fn common_tens(a: i128, b: i128, decimals: u8) -> Result<(i128, u8), EngineError> {
    let (mut unit, mut left) = (1i128, decimals);
    if let (Ok(a), Ok(b)) = (i64::try_from(a), i64::try_from(b)) {
        // As below, in the numbers the machine divides itself; a larger unit divides neither.
        for digits in [16u8, 8, 4, 2, 1] {
            if let (Some(rest), Ok(larger)) = (left.checked_sub(digits), i64::try_from(unit.saturating_mul(pow10(digits)?)))
                && a % larger == 0
                && b % larger == 0
            {
                (unit, left) = (larger.into(), rest);
            }
        }
        return Ok((unit, left));
    }
    for digits in [16u8, 8, 4, 2, 1] {
        if let (Some(rest), Some(larger)) = (left.checked_sub(digits), unit.checked_mul(pow10(digits)?))
            && a % larger == 0
            && b % larger == 0
        {
            (unit, left) = (larger, rest);
        }
    }
    Ok((unit, left))
}
