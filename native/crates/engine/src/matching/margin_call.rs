use std::cmp::Reverse;

use money::{Rounding, mul_div, pow10};

use crate::config::{AccountConfig, AccountKind, MarginCall};
use crate::engine::Engine;
use crate::error::{EngineError, overflow};
use crate::orders::{At, Extras, OrderRequest};
use crate::{Event, MarginCallRecord, Moment, Side, Step, SymbolId};

/// Tag of the orders by which the engine answers a margin call.
const TAG: &str = "marginCall";

/// Steps of the first look ahead after the account has changed.
const FIRST_REACH: Step = 16;
const MOST_REACH: Step = 1 << 16;

/// Looks ahead for the step before whose open the account is below its maintenance margin (M24).
#[derive(Debug)]
pub struct MarginWatch {
    /// The next step that must be looked at: a call, or as far as was looked.
    next: Option<Step>,
    reach: Step,
    /// Fills when this was last looked at.
    fills: usize,
    /// The step whose open was last checked, so that none is called for twice.
    checked: Option<Step>,
}

impl MarginWatch {
    pub fn new(account: &AccountConfig) -> Option<Self> {
        let is_watched = account.kind == AccountKind::Margin && account.margin_call == MarginCall::Liquidate;
        is_watched.then_some(Self { next: None, reach: FIRST_REACH, fills: 0, checked: None })
    }
}

/// Equity before an open and what the positions must be covered with, when that is more.
type Shortage = (i128, i128);

impl Engine {
    pub(crate) fn next_margin_check(&self) -> Option<Step> {
        self.margin_watch.as_deref().and_then(|watch| watch.next)
    }

    /// The account may have changed, or what was looked at has passed: finds the next step to look at.
    pub(crate) fn watch_margin(&mut self) -> Result<(), EngineError> {
        let Some(mut watch) = self.margin_watch.take() else { return Ok(()) };
        let fills = self.log.fills().len();
        watch.reach = if fills == watch.fills { watch.reach.saturating_mul(2).min(MOST_REACH) } else { FIRST_REACH };
        watch.fills = fills;
        let next = self.find_shortage(watch.reach);
        watch.next = next.as_ref().ok().copied().flatten();
        self.margin_watch = Some(watch);
        next.map(|_| ())
    }

    /// The first step from the next one on with a shortage, or the end of the reach; none when nothing is held.
    fn find_shortage(&self, reach: Step) -> Result<Option<Step>, EngineError> {
        if (0..u32::try_from(self.specs.len()).unwrap_or(0)).all(|symbol| self.account.quantity(symbol) == 0) {
            return Ok(None);
        }
        let limit = self.done.saturating_add(reach).min(self.steps());
        for step in self.done..limit {
            if self.shortage(step)?.is_some() {
                return Ok(Some(step));
            }
        }
        Ok((limit < self.steps()).then_some(limit))
    }

    /// At the last closes before a step.
    fn shortage(&self, step: Step) -> Result<Option<Shortage>, EngineError> {
        let Some(before) = step.checked_sub(1) else { return Ok(None) };
        let at = Moment::open(step);
        let close = |symbol: SymbolId| self.close_at(symbol, before);
        let (gross, _) = self.account.exposures(at, close)?;
        if gross == 0 {
            return Ok(None);
        }
        let rate = self.config.account.maintenance_margin;
        let required = mul_div(gross, rate.mantissa, pow10(rate.scale)?, Rounding::Up)?;
        let equity = self.account.equity(at, close)?;
        Ok((equity < required).then_some((equity, required)))
    }

    /// Before the open of a step, after its actions and charges: an account below its maintenance margin is called, and the engine closes
    /// at the open what it takes, the largest positions first.
    pub(crate) fn call_margin(&mut self, step: Step) -> Result<(), EngineError> {
        match self.margin_watch.as_deref_mut() {
            None => return Ok(()),
            Some(watch) if watch.checked == Some(step) => return Ok(()),
            Some(watch) => watch.checked = Some(step),
        }
        let Some((equity, required)) = self.shortage(step)? else { return Ok(()) };
        self.log.push(Event::MarginCall(Box::new(MarginCallRecord { step, equity, required })));
        let mut lacking = required.checked_sub(equity).ok_or_else(|| overflow("margin call"))?;
        for (Reverse(size), symbol) in self.sizes(step)? {
            if lacking <= 0 {
                break;
            }
            let position = self.account.quantity(symbol);
            let part = Part { size, of: position.saturating_abs().into() };
            let pending = self.book.live(symbol).iter().filter_map(|id| self.book.get(*id)).map(|order| order.liquidates()).sum();
            lacking = lacking.saturating_sub(self.freed(part, pending)?);
            let open = position.saturating_abs().saturating_sub(pending);
            if lacking > 0 && open > 0 {
                let quantity = self.to_free(part, lacking, self.spec(symbol)?.lot)?.min(open);
                lacking = lacking.saturating_sub(self.freed(part, quantity)?);
                self.liquidate(symbol, position, quantity, step)?;
            }
        }
        Ok(())
    }

    /// Margin that closing a quantity frees, toward zero.
    fn freed(&self, part: Part, quantity: i64) -> Result<i128, EngineError> {
        let rate = self.config.account.maintenance_margin;
        let held = part.size.checked_mul(rate.mantissa).ok_or_else(|| overflow("margin call"))?;
        Ok(mul_div(held, quantity.into(), part.of.saturating_mul(pow10(rate.scale)?), Rounding::Down)?)
    }

    /// Whole lots that free at least this much.
    fn to_free(&self, part: Part, lacking: i128, lot: i64) -> Result<i64, EngineError> {
        let rate = self.config.account.maintenance_margin;
        let of_lot = part.size.checked_mul(rate.mantissa).and_then(|held| held.checked_mul(lot.into()));
        let lots =
            mul_div(lacking, part.of.saturating_mul(pow10(rate.scale)?), of_lot.ok_or_else(|| overflow("margin call"))?, Rounding::Ceil)?;
        Ok(i64::try_from(lots.saturating_mul(lot.into())).unwrap_or(i64::MAX))
    }

    /// Positions by size in the account's currency, the largest first, then in the order of symbols.
    fn sizes(&self, step: Step) -> Result<Vec<(Reverse<i128>, SymbolId)>, EngineError> {
        let mut sizes = Vec::new();
        for symbol in 0..u32::try_from(self.specs.len()).unwrap_or(0) {
            if self.account.quantity(symbol) != 0 {
                let own = self.account.exposure(symbol, self.close_at(symbol, step.saturating_sub(1)))?;
                let size = self.in_base(symbol, own.saturating_abs(), Moment::open(step))?;
                if size > 0 {
                    sizes.push((Reverse(size), symbol));
                }
            }
        }
        sizes.sort_unstable();
        Ok(sizes)
    }

    fn liquidate(&mut self, symbol: SymbolId, position: i64, quantity: i64, step: Step) -> Result<(), EngineError> {
        // Said before the open of this step, like what a strategy orders in `onOpen`.
        self.opened = Some(step);
        let (side, signed) = if position > 0 { (Side::Sell, quantity.saturating_neg()) } else { (Side::Buy, quantity) };
        let extras = Extras { reduce_only: true, liquidation: true, ..Extras::default() };
        let request = OrderRequest { symbol, quantity: signed, at: At::Open, tag: Some(TAG.to_owned()), extras, ..OrderRequest::default() };
        let id = self.place_order(&request, side, None)?;
        self.announce(id, &request, Ok((0, 0)))
    }
}

/// A position: its size in money and its quantity, both unsigned.
#[derive(Clone, Copy)]
struct Part {
    size: i128,
    of: i128,
}
