use market::{Action, ActionKind};
use money::{Ratio, Rounding};

use crate::clock::Clock;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::orders::{Distance, Iceberg, Kind, Status};
use crate::{OrderId, Reason, Side, Step, SymbolId};

/// Corporate actions by the step before whose open they act, a day's actions in file order.
#[derive(Debug, Clone, Default)]
pub struct ActionQueue {
    due: Vec<(Step, SymbolId, Action)>,
    next: usize,
}

impl ActionQueue {
    pub fn new(actions: &[(SymbolId, Action)], clock: &Clock, days: &[i32]) -> Self {
        let mut due = Vec::new();
        let first_day = days.first().copied().unwrap_or(i32::MIN);
        // What happened before the run began met no position and no order, what lies after the last bar never acts; the run's warnings
        // name those that the data do not reach.
        for (symbol, action) in actions.iter().filter(|(_, action)| action.ex_day >= first_day) {
            if let Some(step) = first_bar_on_or_after(*symbol, action.ex_day, clock, days) {
                due.push((step, *symbol, action.clone()));
            }
        }
        due.sort_by_key(|(step, _, _)| *step);
        Self { due, next: 0 }
    }

    fn next_step(&self) -> Option<Step> {
        self.due.get(self.next).map(|(step, _, _)| *step)
    }

    fn take_due(&mut self, step: Step) -> Option<(SymbolId, Action)> {
        let (at, symbol, action) = self.due.get(self.next)?;
        if *at > step {
            return None;
        }
        let taken = (*symbol, action.clone());
        self.next += 1;
        Some(taken)
    }
}

/// The symbol's first bar on or after the day, as a step.
fn first_bar_on_or_after(symbol: SymbolId, day: i32, clock: &Clock, days: &[i32]) -> Option<Step> {
    let start = u32::try_from(days.partition_point(|at| *at < day)).ok()?;
    let end = u32::try_from(days.len()).ok()?;
    (start..end).find(|step| clock.bar_at(symbol, *step).is_some())
}

impl Engine {
    /// The next step before whose open an action acts, a dividend is paid or days of holding are charged.
    pub(crate) fn next_action(&self) -> Option<Step> {
        let payment = self.account.next_pay_day().map(|day| u32::try_from(self.days.partition_point(|at| *at < day)).unwrap_or(u32::MAX));
        [self.actions.next_step(), payment, self.next_accrual(), self.next_margin_check()].into_iter().flatten().min()
    }

    /// Everything that happens before the open of `step`: payments first, then the day's actions in file order, then what holding costs.
    pub(crate) fn apply_actions(&mut self, step: Step) -> Result<(), EngineError> {
        if self.next_action().is_none_or(|next| next > step) {
            return Ok(());
        }
        let today = self.day(step);
        self.account.pay_due_dividends(&mut self.log, step, today)?;
        while let Some((symbol, action)) = self.actions.take_due(step) {
            let applied = match action.kind {
                ActionKind::Dividend { amount } => {
                    let later = action.pay_day.filter(|day| *day > today);
                    self.account.ex_dividend(&mut self.log, step, symbol, amount, later)
                }
                ActionKind::Split { ratio } => self.split(symbol, ratio, step),
            };
            applied.map_err(|error| self.place(error, symbol, step))?;
        }
        self.begin_day(step)
    }

    /// Lots and open orders times the exact ratio, prices and trailing references by its inverse (M6).
    fn split(&mut self, symbol: SymbolId, ratio: Ratio, step: Step) -> Result<(), EngineError> {
        let last_close = self.close_at(symbol, step.saturating_sub(u32::from(step > 0)));
        self.account.apply_split(&mut self.log, step, symbol, ratio, last_close)?;
        let inverse = ratio.inverse()?;
        self.account.mark_split(symbol, inverse)?;
        self.split_today.push((symbol, inverse));
        let children = self.waiting_children(symbol);
        let mut orders: Vec<OrderId> = self.book.active(symbol).map(|order| order.id).chain(children).collect();
        orders.sort_unstable();
        self.overtake_changes(symbol);
        for id in orders {
            self.split_order(id, ratio, step)?;
        }
        Ok(())
    }

    /// What has filled stays; the rest is multiplied.
    fn split_order(&mut self, id: OrderId, ratio: Ratio, step: Step) -> Result<(), EngineError> {
        let Some(order) = self.book.get(id).filter(|order| order.status.is_open()) else { return Ok(()) };
        let spec = self.spec(order.symbol)?;
        let (tick, lot) = (self.tick(order.symbol)?, i128::from(spec.lot));
        let inverse = ratio.inverse()?;
        let on_grid = |value: Option<i128>, grid: i128| value.filter(|value| value.checked_rem(grid) == Some(0));
        let price = |value: Option<i128>| -> Result<Option<Option<i128>>, EngineError> {
            let Some(value) = value else { return Ok(Some(None)) };
            Ok(on_grid(inverse.scale_exact(value)?, tick).map(Some))
        };
        let limit = match (order.kind, order.limit, order.side) {
            // The engine set it, on no tick; it is rounded against the trader.
            (Kind::MarketToLimit | Kind::TrailingStopLimit, Some(limit), Side::Sell) => Some(Some(inverse.scale(limit, Rounding::Floor)?)),
            (Kind::MarketToLimit | Kind::TrailingStopLimit, Some(limit), Side::Buy) => Some(Some(inverse.scale(limit, Rounding::Ceil)?)),
            (_, limit, _) => price(limit)?,
        };
        let activation = price(order.trail.as_deref().and_then(|trail| trail.activation))?;
        let (Some(limit), Some(stop), Some(touch), Some(activation)) = (limit, price(order.stop)?, price(order.touch())?, activation)
        else {
            return self.close_order(id, Status::Canceled, Some(Reason::OffTickAfterSplit), step);
        };
        let Some(rest) = on_grid(ratio.scale_exact(i128::from(order.remaining()))?, lot) else {
            return self.close_order(id, Status::Canceled, Some(Reason::OffLotAfterSplit), step);
        };
        let display = match order.iceberg() {
            Some(iceberg) => match on_grid(ratio.scale_exact(iceberg.display.into())?, lot).and_then(|display| i64::try_from(display).ok())
            {
                Some(display) => Some(Iceberg {
                    display,
                    shown: ratio.scale(iceberg.shown.into(), Rounding::Down)?.try_into().unwrap_or(display),
                    ..iceberg
                }),
                None => return self.close_order(id, Status::Canceled, Some(Reason::OffLotAfterSplit), step),
            },
            None => None,
        };
        let total = i64::try_from(rest).ok().and_then(|rest| rest.checked_add(order.filled));
        let total = total.ok_or(money::MoneyError::Overflow { operation: "order quantity after a split" })?;
        let mut trail = order.trail.clone();
        if let Some(trail) = trail.as_mut() {
            if let Distance::Amount(amount) = trail.distance {
                trail.distance = Distance::Amount(amount.multiply(inverse)?);
            }
            if let Some(reference) = trail.reference {
                trail.reference = Some(reference.multiply(inverse)?);
            }
            if let Some(limit) = trail.limit {
                trail.limit = Some(limit.multiply(inverse)?);
            }
            trail.activation = activation;
        }
        if let Some(order) = self.book.get_mut(id) {
            order.share.split(ratio)?;
            order.quantity = total;
            order.limit = limit;
            order.stop = stop;
            order.trail = trail;
            if let Some(special) = order.special.as_mut() {
                special.touch = touch;
                special.iceberg = display;
                for size in [&mut special.nominal, &mut special.lost].into_iter().flatten() {
                    *size = size.multiply(ratio)?;
                }
            }
        }
        self.log_change(id, step);
        if self.book.get(id).is_some_and(|order| order.status != Status::Initialized) {
            self.refresh_reserve(id)?;
        }
        Ok(())
    }
}
