use money::format_decimal;

use crate::engine::Engine;
use crate::error::EngineError;
use crate::{OrderId, Reason, Step, SymbolId};

use super::Order;

/// What the account missed when it refused an order: facts for whoever asks why, no part of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    pub order: OrderId,
    pub step: Step,
    pub missing: Missing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// At the ledger's decimals.
    Money { needed: i128, available: i128 },
    /// At the symbol's lot decimals: a sale against the position.
    Quantity { symbol: SymbolId, needed: i64, available: i64 },
}

impl Engine {
    /// Remembers what an order that the account has just judged and refused would have needed. Reasons that are no lack leave nothing.
    pub(crate) fn note_refusal(&mut self, order: &Order, reason: Reason, step: Step) -> Result<(), EngineError> {
        let missing = match reason {
            Reason::ShortNotAllowed => {
                Missing::Quantity { symbol: order.symbol, needed: order.quantity, available: self.account.quantity(order.symbol).max(0) }
            }
            Reason::NoLocate => {
                let available = self.sellable(order.symbol, step).unwrap_or(0);
                Missing::Quantity { symbol: order.symbol, needed: order.quantity, available }
            }
            Reason::InsufficientCash | Reason::InsufficientMargin => {
                Missing::Money { needed: self.reserve_of(order, order.quantity)?.0, available: self.free_now()? }
            }
            _ => return Ok(()),
        };
        self.refusals.push(Refusal { order: order.id, step, missing });
        Ok(())
    }

    pub fn refusals(&self) -> &[Refusal] {
        &self.refusals
    }

    /// JSON `{refused: [{order, time, needed, available, of}], saidAtOpen: [order]}`: `time` in ms UTC, `of` is `money` or `quantity`.
    pub fn order_facts_json(&self) -> Result<Vec<u8>, EngineError> {
        let ledger = self.account.terms().ledger;
        let rows = self.refusals.iter().map(|refusal| {
            let (needed, available, of) = match refusal.missing {
                Missing::Money { needed, available } => (format_decimal(needed, ledger), format_decimal(available, ledger), "money"),
                Missing::Quantity { symbol, needed, available } => {
                    let scale = self.spec(symbol)?.scales.quantity;
                    (format_decimal(needed.into(), scale), format_decimal(available.into(), scale), "quantity")
                }
            };
            let time = self.clock.time(refusal.step);
            Ok(serde_json::json!({ "order": refusal.order, "time": time, "needed": needed, "available": available, "of": of }))
        });
        let rows = rows.collect::<Result<Vec<_>, EngineError>>()?;
        Ok(serde_json::json!({ "refused": rows, "saidAtOpen": self.said_at_open }).to_string().into_bytes())
    }
}
