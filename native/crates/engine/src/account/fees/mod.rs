//! What a broker charges: the model in force (M10), what a fill adds to its order's fee, and what the log says of it.

mod decimals;
mod describe;
mod exchange;
mod plan;
mod tiers;
mod traded;

use money::{Decimal, format_decimal};

use crate::error::overflow;
use crate::text::push_decimal;
use crate::{Config, EngineError, LiquiditySide, SymbolId};

pub(crate) use decimals::{fee_scale, rate_decimals};
use exchange::CONVERTED_SCALE;
use plan::Plan;
pub use traded::Traded;
use traded::Volume;

/// What one order has filled and paid so far. Minimum, maximum and flat costs are per order over its fills, so each fill pays what
/// is owed by then less what was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FeeState {
    /// The model in force at the order's first fill; none before it.
    plan: Option<u32>,
    /// What its fills came to before minimum, maximum and rounding, in that model's currency.
    raw: i128,
    /// In that model's currency.
    paid: Fee,
}

/// A fee at ledger scale: what the rule says and what the venue takes; they differ only by the venue's rounding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fee {
    pub exact: i128,
    pub charged: i128,
}

/// The run's commission: one model, or several with the day each begins.
#[derive(Debug)]
pub struct FeeModel {
    /// Ascending; the first was always in force.
    plans: Vec<(i32, Plan)>,
    /// Days of the longest window of any tiers; 0 without them.
    longest_window: i32,
    ledger: u8,
}

/// What a fill's fee depends on; quantity and notional are unsigned.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Charge {
    pub symbol: SymbolId,
    pub quantity: i64,
    pub notional: i128,
    pub side: LiquiditySide,
    /// Exchange day.
    pub day: i32,
}

/// What the log says of a fee beside the model: only for a schedule, tiers, or another currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeeNote {
    plan: u32,
    /// Start of the tier, and the volume that led to it, at ledger scale.
    tier: Option<(Decimal, i128)>,
    /// What was charged in the model's currency, at ledger scale, and the rate.
    converted: Option<(i128, Decimal)>,
}

/// The model in force, what was traded in its window (ledger scale), and the rate of its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FeeStanding {
    pub plan: u32,
    pub value: i128,
    pub quantity: i128,
    pub rate: Option<Decimal>,
}

impl FeeModel {
    pub(crate) fn new(config: &Config, ledger: u8, quantity_scales: &[u8]) -> Result<Self, EngineError> {
        let entries = config.commission.entries();
        let plans = entries.into_iter().map(|(from, commission)| Ok((from, Plan::new(commission, config, ledger, quantity_scales)?)));
        let plans = plans.collect::<Result<Vec<_>, EngineError>>()?;
        if plans.first().is_none_or(|(from, _)| *from != i32::MIN) || !plans.is_sorted_by(|(a, _), (b, _)| a < b) {
            let message = "the entries of the commission's schedule do not ascend".to_owned();
            return Err(invalid(message, "give the first entry no `from`, and each other one a later day than the one before it"));
        }
        let windows = plans.iter().filter_map(|(_, plan)| plan.tiers().map(|tiers| tiers.window.longest()));
        let longest_window = windows.max().unwrap_or(0);
        Ok(Self { plans, longest_window, ledger })
    }

    fn in_force(&self, state: &FeeState, day: i32) -> Option<(u32, &Plan)> {
        let index = match state.plan {
            Some(index) => index as usize,
            None if self.plans.len() == 1 => 0,
            None => self.plans.partition_point(|(from, _)| *from <= day).saturating_sub(1),
        };
        let (_, plan) = self.plans.get(index)?;
        Some((u32::try_from(index).unwrap_or(0), plan))
    }

    /// The fee of a fill of an order that has paid `state`, in the account's currency, and the state after it.
    pub(crate) fn charge(&self, state: &FeeState, fill: Charge, traded: &Traded) -> Result<(Fee, FeeState), EngineError> {
        let Some((index, plan)) = self.in_force(state, fill.day) else { return Ok((Fee::default(), *state)) };
        let added = plan.added(state.plan.is_none(), &fill, traded)?;
        let raw = state.raw.checked_add(added.raw).ok_or_else(|| overflow("fee"))?;
        let paid = plan.owed(raw)?;
        let due = due(paid, state.paid)?;
        let fee = match &plan.exchange {
            None => due,
            Some(exchange) => {
                // A minimum or maximum is money of that currency, whole there.
                let residue = if paid.exact == raw && state.paid.exact == state.raw { added.residue } else { 0 };
                let exact = exchange.to_account(due.exact, fill.day)?.checked_add(residue).ok_or_else(|| overflow("fee"))?;
                Fee { exact, charged: exchange.to_account(due.charged, fill.day)? }
            }
        };
        Ok((fee, FeeState { plan: Some(index), raw, paid }))
    }

    /// What the log says of a fill's fee, from the states of its order before and after it.
    pub(crate) fn note(&self, (before, after): (&FeeState, &FeeState), day: i32, traded: &Traded) -> Result<Option<FeeNote>, EngineError> {
        let Some((plan, model)) = self.in_force(after, day) else { return Ok(None) };
        let tier = model.tiers().map(|tiers| tiers.standing(traded, day));
        let converted = match &model.exchange {
            None => None,
            Some(exchange) => Some((due(after.paid, before.paid)?.charged, exchange.rate(day)?)),
        };
        let says_more = self.plans.len() > 1 || tier.is_some() || converted.is_some();
        Ok(says_more.then_some(FeeNote { plan, tier, converted }))
    }

    /// Counts a fill for tiers to come.
    pub(crate) fn count(&self, traded: &mut Traded, fill: &Charge) -> Result<(), EngineError> {
        let Some(tiers) = self.plans.iter().find_map(|(_, plan)| plan.tiers()) else { return Ok(()) };
        let volume = Volume { value: fill.notional, quantity: tiers.quantity(fill)? };
        traded.add(fill.day, volume, self.longest_window)
    }

    /// Whether the model in force for the order asks which side was waiting.
    pub(crate) fn asks_for_side(&self, state: &FeeState, day: i32) -> bool {
        self.in_force(state, day).is_some_and(|(_, plan)| plan.asks_for_side)
    }

    /// What a fee of a new order would go by on that day.
    pub(crate) fn standing(&self, day: i32, traded: &Traded) -> Result<FeeStanding, EngineError> {
        let Some((plan, model)) = self.in_force(&FeeState::default(), day) else { return Ok(FeeStanding::default()) };
        let volume = model.tiers().map(|tiers| traded.within(tiers.window, day)).unwrap_or_default();
        let rate = model.exchange.as_ref().map(|exchange| exchange.rate(day)).transpose()?;
        Ok(FeeStanding { plan, value: volume.value, quantity: volume.quantity, rate })
    }

    /// The `fee` object of a fill's `why`: canonical JSON.
    pub(crate) fn write(&self, out: &mut Vec<u8>, note: Option<&FeeNote>) {
        let plan = self.plans.get(note.map_or(0, |note| note.plan as usize));
        let Some((_, plan)) = plan else { return };
        let Some(FeeNote { tier, converted, .. }) = note else {
            out.extend_from_slice(plan.description.as_bytes());
            return;
        };
        out.push(b'{');
        if let (Some((amount, rate)), Some(exchange)) = (converted, &plan.exchange) {
            out.extend_from_slice(b"\"converted\":{\"amount\":");
            push_decimal(out, *amount, self.ledger);
            out.extend_from_slice(b",\"currency\":");
            out.extend_from_slice(exchange.currency.as_bytes());
            out.extend_from_slice(b",\"rate\":");
            push_decimal(out, rate.mantissa, rate.scale);
            out.extend_from_slice(b"},");
        }
        let members = plan.description.trim_start_matches('{').trim_end_matches('}');
        out.extend_from_slice(members.as_bytes());
        if let Some((from, volume)) = tier {
            out.extend_from_slice(b",\"tier\":");
            push_decimal(out, from.mantissa, from.scale);
            out.extend_from_slice(b",\"volume\":");
            push_decimal(out, *volume, self.ledger);
        }
        out.push(b'}');
    }
}

fn due(owed: Fee, paid: Fee) -> Result<Fee, EngineError> {
    let less = |now: i128, before: i128| now.checked_sub(before).ok_or_else(|| overflow("fee"));
    Ok(Fee { exact: less(owed.exact, paid.exact)?, charged: less(owed.charged, paid.charged)? })
}

fn invalid(message: String, hint: &'static str) -> EngineError {
    EngineError::new("configuration.commission", message, hint)
}

fn text(value: Decimal) -> String {
    format_decimal(value.mantissa, value.scale)
}
