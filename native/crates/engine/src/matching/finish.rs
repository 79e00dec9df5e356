use crate::engine::{Engine, last_close};
use crate::error::EngineError;
use crate::orders::{OrderRequest, Status};
use crate::{FeeState, LiquiditySide, PathPoint, Reason, Rule, Side, Step, SymbolId, Why};

impl Engine {
    /// Ends the run: matches the remaining bars, closes open positions when `closeAtEnd` is set, and writes the last marks.
    pub fn finish(&mut self) -> Result<(), EngineError> {
        if self.finished {
            return Ok(());
        }
        let last = self.steps().saturating_sub(1);
        self.advance(last)?;
        self.apply_last_actions(last)?;
        if self.config.close_at_end {
            self.expire_all(last)?;
            for symbol in 0..u32::try_from(self.specs.len()).unwrap_or(0) {
                self.close_position(symbol, last)?;
            }
        }
        self.finished = true;
        self.custom_slippage = None;
        self.book.end();
        let (clock, bars) = (&self.clock, &self.bars);
        self.account.finish(&mut self.log, last, |symbol| last_close(clock, bars, symbol, last))
    }

    fn expire_all(&mut self, last: Step) -> Result<(), EngineError> {
        let mut ids = self.open_orders(None);
        ids.extend(self.book.flying());
        ids.sort_unstable();
        for id in ids {
            self.close_order(id, Status::Expired, Some(Reason::EndOfRun), last)?;
        }
        Ok(())
    }

    /// A fill at the last close with commission and without slippage (F7).
    fn close_position(&mut self, symbol: SymbolId, last: Step) -> Result<(), EngineError> {
        let position = self.account.quantity(symbol);
        let Some(bar) = self.clock.last_bar(symbol, last).filter(|_| position != 0) else { return Ok(()) };
        let price = self.to_price(symbol, self.close_at(symbol, last))?;
        let request = OrderRequest { symbol, quantity: position.saturating_neg(), closing: true, ..OrderRequest::default() };
        let side = if position > 0 { Side::Sell } else { Side::Buy };
        let id = self.place_order(&request, side, None)?;
        self.announce(id, &request, Ok((0, 0)))?;
        let why = Why {
            rule: Rule::CloseAtEnd,
            point: PathPoint::Close,
            path: None,
            bar,
            trigger: None,
            gap: false,
            cut: None,
            liquidity: None,
            chance: None,
            detail: None,
            rounded: false,
            side: self.account.terms().fees.asks_for_side(&FeeState::default(), self.day(last)).then_some(LiquiditySide::Taker),
        };
        self.book_fill(id, position.saturating_abs(), last, price, price, why)
    }
}
