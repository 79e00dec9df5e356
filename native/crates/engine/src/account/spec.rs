use market::{Bars, Instrument};
use money::Decimal;

use crate::{EngineError, Scales};

/// One traded symbol: its rules and the scales its numbers live at.
#[derive(Debug, Clone)]
pub struct SymbolSpec {
    pub instrument: Instrument,
    pub scales: Scales,
    /// Smallest quantity step, a mantissa at `scales.quantity`.
    pub lot: i64,
    /// Smallest order price step, a mantissa at `scales.tick`.
    pub tick: i64,
    /// Money per point and unit, a mantissa at `scales.multiplier`.
    pub multiplier: i128,
    /// Decimals of the bars' volume.
    pub volume_scale: u8,
}

/// Most decimals a price may carry.
const MAX_PRICE_SCALE: u8 = 18;

impl SymbolSpec {
    /// Derives the scales from the instrument's tick, lot and multiplier and from the data.
    pub fn new(instrument: Instrument, bars: &Bars) -> Result<Self, EngineError> {
        let (tick, lot, multiplier) = (instrument.tick.normalized(), instrument.lot.normalized(), instrument.multiplier.normalized());
        let symbol = instrument.symbol.as_str();
        let refused = |what: &str, value: Decimal| {
            let text = money::format_decimal(value.mantissa, value.scale);
            EngineError::new(
                "configuration.instrument",
                format!("{what} of {symbol} is {text}"),
                "give a number above zero with at most 18 decimals",
            )
            .with("symbol", symbol)
        };
        let step = |what: &str, value: Decimal| match i64::try_from(value.mantissa) {
            Ok(mantissa) if mantissa > 0 && value.scale <= MAX_PRICE_SCALE => Ok(mantissa),
            _ => Err(refused(what, value)),
        };
        let (tick_step, lot_step, _) = (step("tick", tick)?, step("lot", lot)?, step("multiplier", multiplier)?);
        let data = bars.price_scale;
        if data > MAX_PRICE_SCALE {
            let message = format!("prices of {symbol} have {data} decimals, at most {MAX_PRICE_SCALE} fit");
            return Err(EngineError::new("configuration.instrument", message, "round the data when it is read").with("symbol", symbol));
        }
        let price = data.saturating_add(4).max(8).max(tick.scale).min(MAX_PRICE_SCALE);
        let scales =
            Scales { data, tick: tick.scale, price, quantity: lot.scale, multiplier: multiplier.scale, slipped: data.max(8).min(price) };
        let volume_scale = bars.volume_scale;
        Ok(Self { scales, lot: lot_step, tick: tick_step, multiplier: multiplier.mantissa, volume_scale, instrument })
    }

    pub fn symbol(&self) -> &str {
        &self.instrument.symbol
    }

    pub fn is_settled(&self) -> bool {
        self.instrument.asset_class.is_settled()
    }
}
