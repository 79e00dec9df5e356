//! What might have been: pieces of a step are played and put back, to choose a path (F2) and to name the bars that decide (F9).

use crate::config::LimitFill;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::orders::Kind;
use crate::{OrderId, Path, Step, SymbolId};

/// One symbol's bar taken another way.
#[derive(Debug, Clone, Copy)]
pub struct Forced {
    pub symbol: SymbolId,
    pub path: Path,
    pub limit: LimitFill,
}

/// A bar on which the order of the extremes or the limit rule changes a fill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DecidingBar {
    pub step: Step,
    pub symbol: SymbolId,
    pub reason: DecidedBy,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecidedBy {
    Path,
    Limit,
    PathAndLimit,
}

impl DecidedBy {
    pub fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Limit => "limit",
            Self::PathAndLimit => "pathAndLimit",
        }
    }
}

/// A fill as far as bounds look at it: order, number, quantity, price.
type Outcome = Vec<(OrderId, u32, i64, i128)>;

impl Engine {
    /// Does the work and puts everything back.
    pub(crate) fn trial<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, EngineError>) -> Result<T, EngineError> {
        let (book, account, budgets) = (self.book.save(), self.account.clone(), self.budgets.clone());
        let latency = self.latency.clone();
        let (log, notices, refusals) = (self.log.checkpoint(), self.notices.len(), self.refusals.len());
        let done = work(self);
        self.book.restore(book);
        self.account = account;
        self.budgets = budgets;
        self.latency = latency;
        self.log.truncate(log);
        self.notices.truncate(notices);
        self.refusals.truncate(refusals);
        done
    }

    /// Whether a limit needs more than a touch, for the symbol's bar at hand.
    pub(crate) fn limit_fill(&self, symbol: SymbolId) -> LimitFill {
        self.forced.filter(|forced| forced.symbol == symbol).map_or(self.config.fills.limit, |forced| forced.limit)
    }

    /// The limit rule by which a bar is relevant: bounds ask what a touch would have done, too.
    pub(crate) fn widest_limit_fill(&self) -> LimitFill {
        if self.config.bounds { LimitFill::Touch } else { self.config.fills.limit }
    }

    /// Notes the symbols whose bar of this step decides a fill.
    pub(crate) fn note_deciding(&mut self, step: Step) -> Result<(), EngineError> {
        for symbol in 0..u32::try_from(self.specs.len()).unwrap_or(0) {
            if self.clock.bar_at(symbol, step).is_some() && self.may_decide(symbol) {
                let reason = self.decided_by(symbol, step)?;
                self.deciding.extend(reason.map(|reason| DecidingBar { step, symbol, reason }));
            }
        }
        Ok(())
    }

    /// Market orders alone fill the same way whatever the path.
    fn may_decide(&self, symbol: SymbolId) -> bool {
        let waits = |id: &OrderId| {
            let order = self.book.get(*id);
            order.is_some_and(|order| {
                !order.is_market_now() || order.kind == Kind::MarketToLimit || order.children.is_some() || !order.waiting().is_empty()
            })
        };
        self.book.live(symbol).iter().any(waits)
    }

    /// Plays the step with both orders of the extremes of this symbol's bar under both limit rules; all else as the run has it.
    fn decided_by(&mut self, symbol: SymbolId, step: Step) -> Result<Option<DecidedBy>, EngineError> {
        let mut outcome = |path, limit| self.outcome(Forced { symbol, path, limit }, step);
        let low = [outcome(Path::LowFirst, LimitFill::Touch)?, outcome(Path::LowFirst, LimitFill::Through)?];
        let high = [outcome(Path::HighFirst, LimitFill::Touch)?, outcome(Path::HighFirst, LimitFill::Through)?];
        let by_limit = low[0] != low[1] || high[0] != high[1];
        Ok(match (low != high, by_limit) {
            (true, true) => Some(DecidedBy::PathAndLimit),
            (true, false) => Some(DecidedBy::Path),
            (false, true) => Some(DecidedBy::Limit),
            (false, false) => None,
        })
    }

    fn outcome(&mut self, forced: Forced, step: Step) -> Result<Outcome, EngineError> {
        self.forced = Some(forced);
        let played = self.trial(|engine| {
            let before = engine.log.fills().len();
            engine.match_bars(step)?;
            let fills = engine.log.fills().get(before..).unwrap_or(&[]);
            Ok(fills.iter().map(|fill| (fill.order, fill.number, fill.quantity, fill.price)).collect::<Outcome>())
        });
        self.forced = None;
        let mut fills = played?;
        fills.sort_unstable();
        Ok(fills)
    }
}
