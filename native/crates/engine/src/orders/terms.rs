//! What the log says of an order: all its terms once, and those that changed.

use money::Decimal;

use super::{At, Distance, Order, OrderRequest};
use crate::log::{ExtraTerms, OrderTerms};

pub(crate) fn terms(order: &Order, request: &OrderRequest) -> OrderTerms {
    let (trail, trail_percent) = trail_terms(order);
    OrderTerms {
        first: true,
        symbol: order.symbol,
        side: Some(order.side),
        quantity: request.quantity.checked_abs(),
        kind: Some(order.kind.name()),
        tif: Some(order.tif.name()),
        limit: order.limit,
        stop: order.stop,
        trail,
        trail_percent,
        at: match order.at {
            At::Default => None,
            At::Open => Some("open"),
            At::Close => Some("close"),
        },
        tag: request.tag.as_deref().map(Into::into),
        parent: order.parent,
        oco: order.oco,
        fit: order.fit,
        extra: extra_terms(order),
    }
}

fn extra_terms(order: &Order) -> Option<Box<ExtraTerms>> {
    let changing = changing_terms(order);
    let Some(special) = order.special.as_deref() else { return changing };
    let expires = special.expiry.map(|expiry| expiry.expires);
    let (post_only, reduce_only) = (special.post_only, special.reduce_only);
    let lots = special.lots.clone();
    let changing = changing.map(|terms| *terms).unwrap_or_default();
    let extra = ExtraTerms { expires, post_only, reduce_only, lots, ..changing };
    Some(Box::new(extra))
}

/// The rare terms that a modify or a split may change.
pub(crate) fn changing_terms(order: &Order) -> Option<Box<ExtraTerms>> {
    let if_touched = order.touch();
    let trail = order.trail.as_deref();
    let activation = trail.and_then(|trail| trail.activation);
    let trail_limit = trail.and_then(|trail| trail.limit).and_then(|limit| limit.scale(1, money::Rounding::HalfEven).ok());
    let (display, ouo) = (order.iceberg().map(|iceberg| iceberg.display), order.ouo());
    let any = if_touched.is_some() || activation.is_some() || trail_limit.is_some() || display.is_some() || ouo.is_some();
    any.then(|| Box::new(ExtraTerms { if_touched, activation, trail_limit, display, ouo, ..ExtraTerms::default() }))
}

/// A trailing distance for the log; a split may leave an amount that no decimal holds, which is then rounded half-even for display.
pub(crate) fn trail_terms(order: &Order) -> (Option<i128>, Option<Decimal>) {
    match order.trail.as_deref().map(|trail| trail.distance) {
        Some(Distance::Amount(amount)) => (amount.scale(1, money::Rounding::HalfEven).ok(), None),
        Some(Distance::Percent(percent)) => (None, Some(percent)),
        None => (None, None),
    }
}
