//! What makes an order malformed: amounts off their grid, and options that contradict each other. Such an order ends the run.

use money::{Ratio, pow10};

use super::{At, Distance, Expires, Extras, OrderRequest, Tif, Trail};
use crate::engine::{Engine, rescale};
use crate::error::EngineError;
use crate::{LotChoice, LotRule, OrderId, SymbolId};

pub(crate) fn malformed(code: &'static str, message: String, hint: &str) -> EngineError {
    EngineError::new(code, message, hint)
}

pub(crate) fn unknown_order(id: OrderId) -> EngineError {
    EngineError::new("order.unknown", format!("there is no order {id}"), "use the handle that the order call returned")
}

impl Engine {
    pub(crate) fn check(&self, request: &OrderRequest) -> Result<(), EngineError> {
        self.check_quantity(request.symbol, request.quantity)?;
        let Extras { if_touched, activation, .. } = request.extras;
        for (key, price) in [("limit", request.limit), ("stop", request.stop), ("ifTouched", if_touched), ("activation", activation)] {
            if let Some(price) = price {
                self.check_price(request.symbol, key, price)?;
            }
        }
        if request.at != At::Default && (request.stop.is_some() || request.trail.is_some()) {
            return Err(malformed(
                "order.at",
                "an order at the open or close has no stop and no trail".to_owned(),
                "leave out `at`, or the stop or trail; a limit may stand with `at`",
            ));
        }
        if request.trail.is_some() && (request.limit.is_some() || request.stop.is_some()) {
            return Err(malformed(
                "order.trail",
                "a trailing stop has no limit or stop price of its own".to_owned(),
                "give `trail` or `trailPercent` without them",
            ));
        }
        self.check_extras(request)
    }

    /// What the rare options exclude and need; the TypeScript surface says the same with the values it was given.
    fn check_extras(&self, request: &OrderRequest) -> Result<(), EngineError> {
        let Extras { if_touched, market_to_limit, activation, trail_limit, expires, post_only, .. } = request.extras;
        let (at, stop, trail) = (request.at != At::Default, request.stop.is_some(), request.trail.is_some());
        let refuse = |code, message: &str, hint| Err(malformed(code, message.to_owned(), hint));
        if if_touched.is_some() && (at || stop || trail || market_to_limit) {
            return refuse(
                "order.option",
                "ifTouched stands alone or with limit",
                "leave out at, stop, trail, trailPercent and marketToLimit",
            );
        }
        if market_to_limit && (at || stop || trail || request.limit.is_some()) {
            return refuse(
                "order.option",
                "a market-to-limit order has no price of its own and no `at`",
                "leave out marketToLimit, or the others",
            );
        }
        if !trail && (activation.is_some() || trail_limit.is_some()) {
            return refuse(
                "order.option",
                "activation and trailLimit belong to a trailing stop",
                "give `trail` or `trailPercent` with them",
            );
        }
        if let Some(distance) = trail_limit.filter(|distance| *distance != 0) {
            self.check_price(request.symbol, "trailLimit", distance)?;
        }
        if post_only && (at || stop || if_touched.is_some() || request.limit.is_none()) {
            return refuse("order.postOnly", "postOnly is for plain limit orders", "give a limit, without stop, ifTouched, trail and at");
        }
        self.check_display(request)?;
        self.check_lots(request)?;
        self.check_expires(request.symbol, request.tif, expires)
    }

    fn check_display(&self, request: &OrderRequest) -> Result<(), EngineError> {
        let Some(display) = request.extras.display else { return Ok(()) };
        self.check_quantity(request.symbol, display)?;
        let (whole, scale) = (request.quantity.saturating_abs(), self.spec(request.symbol)?.scales.quantity);
        let text = |value: i64| money::format_decimal(i128::from(value), scale);
        if display < 0 || display > whole {
            let message = format!("display {} is not between 0 and the order's quantity {}", text(display), text(whole));
            return Err(malformed("order.option", message, "give the part that is shown, at most the whole"));
        }
        let beside = request.at != At::Default || request.stop.is_some() || request.trail.is_some() || request.extras.if_touched.is_some();
        if request.limit.is_none() || beside || request.fit || request.tif == Tif::Fok {
            let message = "display is for plain limit orders of a fixed quantity, not FOK".to_owned();
            return Err(malformed("order.option", message, "give a limit, without stop, ifTouched, trail and at, in ctx.order"));
        }
        Ok(())
    }

    fn check_lots(&self, request: &OrderRequest) -> Result<(), EngineError> {
        let Some(choice) = request.extras.lots.as_deref() else { return Ok(()) };
        if self.config.account.lots == LotRule::Average {
            let message = "lots cannot be chosen: account.lots is average, all are one pool".to_owned();
            return Err(malformed("order.lots", message, "set account.lots to fifo, lifo or hifo"));
        }
        let LotChoice::Named(ids) = choice else { return Ok(()) };
        let open = self.account.position(request.symbol);
        let unknown = ids.iter().find(|id| !open.as_ref().is_some_and(|position| position.lots.holds(**id)));
        if let Some((order, number)) = unknown {
            let message = format!("{}: no open lot {order}.{number}", self.spec(request.symbol)?.symbol());
            return Err(malformed("order.lots", message, "name lots by the id that ctx.position().lots shows"));
        }
        Ok(())
    }

    fn check_expires(&self, symbol: SymbolId, tif: Tif, expires: Option<Expires>) -> Result<(), EngineError> {
        if (tif == Tif::Gtd) != expires.is_some() {
            let message = format!("tif is {} {} a time in `expires`", tif.name(), if expires.is_some() { "with" } else { "without" });
            return Err(malformed("order.expires", message, "give both, or `expires` alone"));
        }
        let now = self.said_at();
        let Some(expires) = expires else { return Ok(()) };
        let (is_past, here) = match expires {
            Expires::Day(day) => (day < self.day(now), Expires::Day(self.day(now))),
            Expires::At(time) => (time <= self.clock.time(now), Expires::At(self.clock.time(now))),
        };
        if !is_past {
            return Ok(());
        }
        let (said, here) = (expires.text(), here.text());
        let message = format!("{}: expires {said} has passed at {here}: no later bar could match the order", self.spec(symbol)?.symbol());
        Err(malformed("order.expires", message, "give a day from ctx.date on, or an instant after ctx.time"))
    }

    pub(crate) fn check_quantity(&self, symbol: SymbolId, quantity: i64) -> Result<(), EngineError> {
        let spec = self.spec(symbol)?;
        let text = || money::format_decimal(i128::from(quantity), spec.scales.quantity);
        if quantity == 0 {
            return Err(malformed("order.zeroQuantity", format!("{}: the quantity is zero", spec.symbol()), "order at least one lot"));
        }
        if quantity.checked_rem(spec.lot) != Some(0) {
            let lot = money::format_decimal(i128::from(spec.lot), spec.scales.quantity);
            return Err(malformed(
                "order.offLot",
                format!("{}: quantity {} is not a multiple of the lot {lot}", spec.symbol(), text()),
                "round the quantity to whole lots",
            ));
        }
        Ok(())
    }

    pub(crate) fn check_price(&self, symbol: SymbolId, key: &str, price: i64) -> Result<(), EngineError> {
        let spec = self.spec(symbol)?;
        let text = || money::format_decimal(i128::from(price), spec.scales.tick);
        if price <= 0 {
            return Err(malformed(
                "order.price",
                format!("{}: {key} {} is not above zero", spec.symbol(), text()),
                "give a positive price",
            ));
        }
        if price.checked_rem(spec.tick) != Some(0) {
            let tick = money::format_decimal(i128::from(spec.tick), spec.scales.tick);
            let message = format!("{}: {key} {} is not a multiple of the tick {tick}", spec.symbol(), text());
            return Err(malformed("order.offTick", message, "use ctx.tick(x, \"down\" | \"up\" | \"nearest\")"));
        }
        Ok(())
    }

    pub(crate) fn distance(&self, symbol: SymbolId, trail: Trail) -> Result<Distance, EngineError> {
        let positive = |mantissa: i128| {
            if mantissa > 0 {
                return Ok(());
            }
            Err(malformed(
                "order.trail",
                "a trailing distance must be above zero".to_owned(),
                "give a positive amount, or a percentage as a fraction",
            ))
        };
        match trail {
            Trail::Amount(amount) => {
                self.check_price(symbol, "trail", amount)?;
                let scales = self.spec(symbol)?.scales;
                Ok(Distance::Amount(Ratio::new(rescale(i128::from(amount), scales.tick, scales.price)?, 1)?))
            }
            Trail::Percent(percent) => {
                positive(percent.mantissa)?;
                if percent.mantissa >= pow10(percent.scale)? {
                    let text = money::format_decimal(percent.mantissa, percent.scale);
                    return Err(malformed(
                        "order.trail",
                        format!("trailPercent is {text}, which is 100% or more"),
                        "ratios are fractions: 0.1 is ten percent",
                    ));
                }
                Ok(Distance::Percent(percent))
            }
        }
    }
}
