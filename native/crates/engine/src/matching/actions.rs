use market::{Action, ActionKind, Conversion, ConversionKind};
use money::{Ratio, Rounding};

use crate::account::Change;
use crate::clock::{Clock, SymbolBars};
use crate::engine::Engine;
use crate::error::EngineError;
use crate::orders::{At, Distance, Iceberg, Kind, OrderRequest, Status};
use crate::{OrderId, PathPoint, Reason, Rule, Side, Step, SymbolId, SymbolSpec, Why};

/// Corporate actions by the step before whose open they act, a day's actions in file order.
#[derive(Debug, Clone, Default)]
pub struct ActionQueue {
    due: Vec<(Step, SymbolId, Action)>,
    next: usize,
    /// Ends of symbols after the last bar of the run and of their data: they act when the run is over.
    at_end: Vec<(SymbolId, Action)>,
    /// Paid dividends that buy shares before the open of a step.
    reinvesting: Vec<(Step, SymbolId, i128)>,
}

impl ActionQueue {
    pub fn new(actions: &[(SymbolId, Action)], specs: &[SymbolSpec], clock: &Clock, days: &[i32]) -> Result<Self, EngineError> {
        let (mut due, mut at_end) = (Vec::new(), Vec::new());
        let first_day = days.first().copied().unwrap_or(i32::MIN);
        let names: Vec<&str> = specs.iter().map(SymbolSpec::symbol).collect();
        // What happened before the run began met no position and no order, what lies after the last bar never acts; the run's warnings
        // name those that the data do not reach.
        for (symbol, action) in actions.iter().filter(|(_, action)| action.ex_day >= first_day) {
            let step = match &action.kind {
                ActionKind::Conversion(conversion) if conversion.kind.ends() => match &conversion.into {
                    Some((new, _)) => first_bar_on_or_after(number_of(new, &names)?, action.ex_day, clock, days),
                    None => first_step_on_or_after(action.ex_day, days),
                },
                ActionKind::Conversion(_) | ActionKind::Dividend { .. } | ActionKind::Split { .. } | ActionKind::StockDividend { .. } => {
                    first_bar_on_or_after(*symbol, action.ex_day, clock, days)
                }
            };
            match step {
                Some(step) => due.push((step, *symbol, action.clone())),
                None if is_last_word(action) && clock.bars(*symbol).is_some_and(SymbolBars::is_whole_tail) => {
                    at_end.push((*symbol, action.clone()));
                }
                None => {}
            }
        }
        due.sort_by_key(|(step, _, _)| *step);
        Ok(Self { due, next: 0, at_end, reinvesting: Vec::new() })
    }

    fn next_step(&self) -> Option<Step> {
        let acts = self.due.get(self.next).map(|(step, _, _)| *step);
        acts.into_iter().chain(self.reinvesting.iter().map(|(step, ..)| *step)).min()
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

/// The shares turn into money alone: no bar of another symbol is needed.
fn is_last_word(action: &Action) -> bool {
    matches!(&action.kind, ActionKind::Conversion(conversion) if conversion.kind.ends() && conversion.into.is_none())
}

fn number_of(name: &str, names: &[&str]) -> Result<SymbolId, EngineError> {
    let at = names.iter().position(|known| *known == name).and_then(|at| u32::try_from(at).ok());
    at.ok_or_else(|| {
        let message = format!("a corporate action turns shares into {name}, of which the run has no data");
        EngineError::new("actions.newSymbol", message, "give its prices with --data, or take the row out of the action file")
    })
}

fn first_step_on_or_after(day: i32, days: &[i32]) -> Option<Step> {
    u32::try_from(days.partition_point(|at| *at < day)).ok().filter(|step| (*step as usize) < days.len())
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
        let mut paid = self.account.pay_due_dividends(&mut self.log, step, today)?;
        while let Some((symbol, action)) = self.actions.take_due(step) {
            let applied = match action.kind {
                ActionKind::Dividend { amount } => {
                    let later = action.pay_day.filter(|day| *day > today);
                    let earned = self.account.ex_dividend(&mut self.log, step, symbol, amount, (later, action.record_day));
                    earned.map(|now| paid.extend(now.map(|now| (symbol, now))))
                }
                ActionKind::Split { ratio } => self.split(symbol, (ratio, ratio), step),
                ActionKind::StockDividend { ratio: said } => {
                    let more = said.num().checked_add(said.den()).ok_or(money::MoneyError::Overflow { operation: "stock dividend" })?;
                    self.split(symbol, (Ratio::new(more, said.den())?, said), step)
                }
                ActionKind::Conversion(conversion) => self.reorganize(symbol, &conversion, step),
            };
            applied.map_err(|error| self.place(error, symbol, step))?;
        }
        self.begin_day(step)?;
        if self.config.dividends.is_some_and(|dividends| dividends.reinvest) { self.reinvest(paid, step) } else { Ok(()) }
    }

    /// What was paid for a position that is still long buys whole lots of it at the open of its next bar, without costs (A9).
    fn reinvest(&mut self, paid: Vec<(SymbolId, i128)>, step: Step) -> Result<(), EngineError> {
        for (symbol, amount) in paid.into_iter().filter(|(_, amount)| *amount > 0) {
            let bar = (step..self.steps()).find(|step| self.clock.bar_at(symbol, *step).is_some());
            self.actions.reinvesting.extend(bar.map(|bar| (bar, symbol, amount)));
        }
        let (due, later) = std::mem::take(&mut self.actions.reinvesting).into_iter().partition(|(at, ..)| *at <= step);
        self.actions.reinvesting = later;
        let due: Vec<(Step, SymbolId, i128)> = due;
        for (_, symbol, amount) in due {
            let Some(bar) = self.clock.bar_at(symbol, step).filter(|_| self.account.quantity(symbol) > 0) else { continue };
            let Some(open) = self.bars.get(symbol as usize).and_then(|bars| bars.bar(bar)).map(|bar| bar.open) else { continue };
            let (price, lot) = (self.to_price(symbol, open)?, self.spec(symbol)?.lot);
            let cost = self.account.notional(symbol, lot, price)?;
            let lots = if cost > 0 { amount.checked_div(cost).unwrap_or(0) } else { 0 };
            let quantity = lots.checked_mul(lot.into()).and_then(|quantity| i64::try_from(quantity).ok());
            let quantity = quantity.ok_or(money::MoneyError::Overflow { operation: "reinvested dividend" })?;
            if quantity == 0 {
                continue;
            }
            self.opened = Some(step);
            let request = OrderRequest { symbol, quantity, at: At::Open, tag: Some("reinvest".to_owned()), ..OrderRequest::default() };
            let id = self.place_order(&request, Side::Buy, None)?;
            self.announce(id, &request, Ok((0, 0)))?;
            let why = Why {
                rule: Rule::Reinvest,
                point: PathPoint::Open,
                path: None,
                bar,
                trigger: None,
                gap: false,
                cut: None,
                liquidity: None,
                chance: None,
                detail: None,
                rounded: false,
                side: None,
            };
            self.book_fill(id, quantity, step, price, price, why)?;
        }
        Ok(())
    }

    /// Lots and open orders times the exact ratio, prices and trailing references by its inverse (M6).
    fn split(&mut self, symbol: SymbolId, (ratio, said): (Ratio, Ratio), step: Step) -> Result<(), EngineError> {
        let last_close = self.close_at(symbol, step.saturating_sub(u32::from(step > 0)));
        self.account.apply_split(&mut self.log, step, symbol, (ratio, said), last_close)?;
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

    /// What ends with the last bar of a symbol's data, after that bar's close.
    pub(crate) fn apply_last_actions(&mut self, last: Step) -> Result<(), EngineError> {
        for (symbol, action) in std::mem::take(&mut self.actions.at_end) {
            if let ActionKind::Conversion(conversion) = &action.kind {
                self.reorganize_after(symbol, conversion, last, last).map_err(|error| self.place(error, symbol, last))?;
            }
        }
        Ok(())
    }

    fn reorganize(&mut self, symbol: SymbolId, conversion: &Conversion, step: Step) -> Result<(), EngineError> {
        self.reorganize_after(symbol, conversion, step, step.saturating_sub(u32::from(step > 0)))
    }

    /// Shares turn into money or other shares, valued at the closes of `known` (A2–A6); orders follow a new name and end with the shares.
    fn reorganize_after(&mut self, symbol: SymbolId, conversion: &Conversion, step: Step, known: Step) -> Result<(), EngineError> {
        let kind = conversion.kind;
        let into = match &conversion.into {
            Some((name, ratio)) => {
                let names: Vec<&str> = self.specs.iter().map(SymbolSpec::symbol).collect();
                let new = number_of(name, &names)?;
                let has_close = step > 0 && self.clock.last_bar(new, known).is_some();
                Some((new, *ratio, has_close.then(|| self.close_at(new, known))))
            }
            None => None,
        };
        let Conversion { cash, basis, rights, .. } = *conversion;
        let change = Change { step, symbol, kind, into, cash, basis, rights, close: self.close_at(symbol, known) };
        self.account.reorganize(&mut self.log, change)?;
        if !kind.ends() {
            return Ok(());
        }
        let children = self.waiting_children(symbol);
        let mut orders: Vec<OrderId> = self.book.active(symbol).map(|order| order.id).chain(children).collect();
        orders.sort_unstable();
        orders.dedup();
        let new = into.filter(|_| kind == ConversionKind::SymbolChange).map(|(new, ..)| new);
        let same_grid = |new: SymbolId| -> Result<bool, EngineError> {
            let (old, new) = (self.spec(symbol)?, self.spec(new)?);
            Ok((old.tick, old.lot, old.scales.tick, old.scales.quantity, old.scales.price)
                == (new.tick, new.lot, new.scales.tick, new.scales.quantity, new.scales.price))
        };
        match new {
            Some(new) if same_grid(new)? => {
                self.overtake_changes(symbol);
                for id in &orders {
                    self.book.rename(*id, new);
                }
                for id in orders {
                    self.log_move(id, step);
                    if self.book.get(id).is_some_and(|order| order.status != Status::Initialized) {
                        self.refresh_reserve(id)?;
                    }
                }
            }
            _ => {
                let reason = match kind {
                    ConversionKind::SymbolChange => Reason::SymbolChanged,
                    ConversionKind::Merger => Reason::Merged,
                    _ => Reason::Delisted,
                };
                for id in orders {
                    let Some(status) = self.book.get(id).map(|order| order.status).filter(|status| status.is_open()) else { continue };
                    let end = if status.may_become(Status::Expired) { Status::Expired } else { Status::Canceled };
                    self.close_order(id, end, Some(reason), step)?;
                }
            }
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
