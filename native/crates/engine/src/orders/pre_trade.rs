//! The checks before an order may reach a book (O25). Pure: whoever holds an account, simulated, paper or live, asks them with its own
//! view of it.

use money::{Decimal, MoneyError, pow10};

use crate::account::at_rate;
use crate::config::Limits;
use crate::error::EngineError;
use crate::matching::reduces;
use crate::{Reason, Side};

/// An order, or what a change would make of one.
#[derive(Debug, Clone, Copy)]
pub struct Proposal {
    pub side: Side,
    /// What it may still fill, unsigned.
    pub quantity: i64,
    /// Not yet among the open orders.
    pub is_new: bool,
}

/// The account as the limits see it: quantities at `quantity_scale`, amounts at `ledger` scale.
#[derive(Debug, Clone, Copy)]
pub struct AccountView {
    pub quantity_scale: u8,
    pub ledger: u8,
    /// Signed position in the order's symbol.
    pub position: i64,
    /// Open quantity of other orders of that symbol on the order's side.
    pub pending: i64,
    /// Of one step of quantity at the price the order is expected to fill at.
    pub unit_value: i128,
    /// The account's money for one of the symbol's currency.
    pub rate: Decimal,
    /// Gross exposure of all other symbols.
    pub other_exposure: i128,
    pub equity: i128,
    pub open_orders: u32,
    /// At the previous day's close, and the lowest since.
    pub day_start: i128,
    pub day_low: i128,
}

/// The first limit the order would breach.
pub fn breached(order: Proposal, view: &AccountView, limits: &Limits) -> Result<Option<Reason>, EngineError> {
    let size = i128::from(order.quantity);
    let value = |quantity: i128| -> Result<i128, EngineError> {
        let own = quantity.checked_mul(view.unit_value).ok_or_else(overflow)?;
        if view.rate == Decimal::new(1, 0) { Ok(own) } else { at_rate(own, view.rate) }
    };
    if is_above(size, view.quantity_scale, limits.order_quantity)? {
        return Ok(Some(Reason::LimitOrderQuantity));
    }
    if is_above(value(size)?, view.ledger, limits.order_value)? {
        return Ok(Some(Reason::LimitOrderValue));
    }
    if reduces(order.side, order.quantity, view.position) {
        return Ok(None);
    }
    let added = size.checked_add(i128::from(view.pending)).ok_or_else(overflow)?;
    let signed = if order.side == Side::Buy { added } else { -added };
    let position = i128::from(view.position).checked_add(signed).ok_or_else(overflow)?.saturating_abs();
    if is_above(position, view.quantity_scale, limits.position)? {
        return Ok(Some(Reason::LimitPosition));
    }
    let position_value = value(position)?;
    if is_above(position_value, view.ledger, limits.position_value)? {
        return Ok(Some(Reason::LimitPositionValue));
    }
    let gross = view.other_exposure.checked_add(position_value).ok_or_else(overflow)?;
    if is_above_part(gross, limits.exposure, view.equity)? {
        return Ok(Some(Reason::LimitExposure));
    }
    if order.is_new && limits.open_orders.is_some_and(|most| view.open_orders >= most) {
        return Ok(Some(Reason::LimitOpenOrders));
    }
    let lost = view.day_start.checked_sub(view.day_low).ok_or_else(overflow)?;
    Ok(is_above_part(lost, limits.daily_loss, view.day_start)?.then_some(Reason::LimitDailyLoss))
}

fn is_above(mantissa: i128, scale: u8, limit: Option<Decimal>) -> Result<bool, EngineError> {
    Ok(match limit {
        Some(limit) => Decimal::new(mantissa, scale).compare(limit)?.is_gt(),
        None => false,
    })
}

/// `amount > limit × whole`, both at one scale.
fn is_above_part(amount: i128, limit: Option<Decimal>, whole: i128) -> Result<bool, EngineError> {
    let Some(limit) = limit else { return Ok(false) };
    let most = whole.checked_mul(limit.mantissa).ok_or_else(overflow)?;
    Ok(amount.checked_mul(pow10(limit.scale)?).ok_or_else(overflow)? > most)
}

fn overflow() -> EngineError {
    MoneyError::Overflow { operation: "limits" }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: &str = r#"{"orderQuantity": "150", "orderValue": "1200", "position": "200", "positionValue": "1500", "exposure": "0.5",
        "openOrders": 2, "dailyLoss": "0.02"}"#;

    fn limits() -> Limits {
        serde_json::from_str(LIMITS).unwrap_or_default()
    }

    /// Flat, 10000 of equity, one open order, whole units worth 10.00 each.
    fn view() -> AccountView {
        AccountView {
            quantity_scale: 0,
            ledger: 2,
            position: 0,
            pending: 0,
            unit_value: 1000,
            rate: Decimal::new(1, 0),
            other_exposure: 0,
            equity: 1_000_000,
            open_orders: 1,
            day_start: 1_000_000,
            day_low: 1_000_000,
        }
    }

    fn buy(quantity: i64) -> Proposal {
        Proposal { side: Side::Buy, quantity, is_new: true }
    }

    fn said(order: Proposal, view: AccountView) -> Option<Reason> {
        breached(order, &view, &limits()).unwrap_or(Some(Reason::UserCancel))
    }

    #[test]
    fn what_lies_at_a_limit_passes_and_one_step_more_does_not() {
        assert_eq!(said(buy(120), view()), None);
        assert_eq!(said(buy(151), view()), Some(Reason::LimitOrderQuantity));
        assert_eq!(said(buy(121), view()), Some(Reason::LimitOrderValue));
        assert_eq!(said(buy(100), AccountView { position: 60, pending: 40, unit_value: 500, ..view() }), None);
        assert_eq!(said(buy(100), AccountView { position: 60, pending: 41, unit_value: 500, ..view() }), Some(Reason::LimitPosition));
        assert_eq!(said(buy(50), AccountView { position: 101, ..view() }), Some(Reason::LimitPositionValue));
        assert_eq!(said(buy(50), AccountView { position: 100, other_exposure: 350_000, ..view() }), None);
        assert_eq!(said(buy(50), AccountView { position: 100, other_exposure: 350_001, ..view() }), Some(Reason::LimitExposure));
        assert_eq!(said(buy(1), AccountView { open_orders: 2, ..view() }), Some(Reason::LimitOpenOrders));
        assert_eq!(said(Proposal { is_new: false, ..buy(1) }, AccountView { open_orders: 2, ..view() }), None);
        assert_eq!(said(buy(1), AccountView { day_low: 980_000, ..view() }), None);
        assert_eq!(said(buy(1), AccountView { day_low: 979_999, ..view() }), Some(Reason::LimitDailyLoss));
    }

    #[test]
    fn an_order_that_reduces_meets_only_the_limits_of_its_own_size() {
        let crowded = AccountView { position: -500, open_orders: 9, day_low: 0, ..view() };
        assert_eq!(said(buy(100), crowded), None);
        assert_eq!(said(buy(151), crowded), Some(Reason::LimitOrderQuantity));
        assert_eq!(said(buy(121), crowded), Some(Reason::LimitOrderValue));
    }
}
