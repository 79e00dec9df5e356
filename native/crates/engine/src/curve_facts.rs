//! What statistics need of an equity curve, in one pass that makes no column. A stretch without a position costs the same whatever its
//! length. Floats are added and divided in the order in which `engine/src/metrics` does it over columns, so both give the same bits.
#![allow(clippy::float_arithmetic, reason = "statistics of equity are floats by definition")]

use std::ops::Range;

use crate::curve::{State, common_tens};
use crate::curve_fold::Fold;
pub use crate::curve_fold::{CurveFacts, Fall};
use crate::nearest::{TENS, nearest};
use crate::{Column, Curve, EngineError, Step, SymbolId};

/// Steps that are turned into doubles at once, few enough to stay in the fastest cache.
const BLOCK: u32 = 512;

/// Doubles of one block; kept from block to block.
#[derive(Default)]
struct Block {
    equity: Vec<f64>,
    gross: Vec<f64>,
    sums: Vec<i128>,
    sizes: Vec<i128>,
}

/// Equity of a stretch with one position: `(base + per_close * close) / ten`, base and product whole numbers below 2^52.
struct Line {
    symbol: SymbolId,
    base: f64,
    per_close: f64,
    /// Bits a close may have.
    room: u32,
    ten: f64,
}

impl Curve<'_> {
    /// One pass over the whole curve; `samples` are ascending steps whose equity is wanted as well.
    pub fn facts(&self, samples: &[Step]) -> Result<CurveFacts, EngineError> {
        let mut fold = Fold::new(nearest(self.terms.cash, self.terms.ledger), samples);
        let mut block = Block::default();
        self.segments(|steps, state| {
            if !self.terms.foreign.is_empty() {
                return self.each_point(&mut fold, &mut block, steps, state);
            }
            if state.held.is_empty() {
                let (base, _) = state.linear(Column::Equity)?;
                fold.flat(steps, nearest(base, self.terms.ledger));
                return Ok(());
            }
            let line = self.line(state)?;
            let mut from = steps.start;
            while from < steps.end {
                let to = steps.end.min(from.saturating_add(BLOCK));
                if !line.as_ref().is_some_and(|line| self.narrow(&mut block, from..to, line)) {
                    self.wide(&mut block, from..to, state)?;
                }
                fold.block(from, &block.equity, &block.gross);
                from = to;
            }
            Ok(())
        })?;
        Ok(fold.facts())
    }

    /// With several currencies every step has rates of its own.
    fn each_point(&self, fold: &mut Fold<'_>, block: &mut Block, steps: Range<Step>, state: &State) -> Result<(), EngineError> {
        let ledger = self.terms.ledger;
        let mut from = steps.start;
        while from < steps.end {
            let to = steps.end.min(from.saturating_add(BLOCK));
            block.equity.clear();
            block.gross.clear();
            for step in from..to {
                let point = self.point(state, step)?;
                block.equity.push(nearest(point.equity, ledger));
                block.gross.push(nearest(point.gross_exposure, ledger));
            }
            fold.block(from, &block.equity, &block.gross);
            from = to;
        }
        Ok(())
    }

    fn line(&self, state: &State) -> Result<Option<Line>, EngineError> {
        let [held] = state.held.as_slice() else { return Ok(None) };
        let (base, _) = state.linear(Column::Equity)?;
        let ledger = self.terms.ledger;
        let plain = line(held.symbol, base, held.per_close, ledger);
        if plain.is_some() {
            return Ok(plain);
        }
        let (unit, decimals) = common_tens(base, held.per_close, ledger)?;
        Ok(line(held.symbol, base / unit, held.per_close / unit, decimals))
    }

    /// Fills the block where every amount is an exact double over an exact power of ten; `false` when one may not be.
    fn narrow(&self, block: &mut Block, steps: Range<Step>, line: &Line) -> bool {
        let Line { symbol, base, per_close, room, ten } = *line;
        let last = steps.end.saturating_sub(1);
        let mut bits = 0u64;
        block.gross.clear();
        self.clock.for_closes(symbol, steps.start, last, |close| {
            bits |= close.unsigned_abs();
            block.gross.push(close as f64);
        });
        if u64::BITS - bits.leading_zeros() > room {
            return false;
        }
        block.equity.resize(steps.len(), 0.0);
        for (equity, gross) in block.equity.iter_mut().zip(&mut block.gross) {
            let exposure = per_close * *gross;
            *equity = (base + exposure) / ten;
            *gross = exposure.abs() / ten;
        }
        true
    }

    fn wide(&self, block: &mut Block, steps: Range<Step>, state: &State) -> Result<(), EngineError> {
        let (base, parts) = state.linear(Column::Equity)?;
        self.sum(&mut block.sums, steps.clone(), base, &parts, Column::Equity)?;
        self.sum(&mut block.sizes, steps, 0, &parts, Column::GrossExposure)?;
        let ledger = self.terms.ledger;
        block.equity.clear();
        block.equity.extend(block.sums.iter().map(|amount| nearest(*amount, ledger)));
        block.gross.clear();
        block.gross.extend(block.sizes.iter().map(|amount| nearest(*amount, ledger)));
        Ok(())
    }
}

fn line(symbol: SymbolId, base: i128, per_close: i128, decimals: u8) -> Option<Line> {
    const MOST: u32 = 52;
    let width = |value: i128| u128::BITS - value.unsigned_abs().leading_zeros();
    let room = MOST.checked_sub(width(per_close))?;
    let ten = *TENS.get(usize::from(decimals))?;
    (width(base) <= MOST).then_some(Line { symbol, base: base as f64, per_close: per_close as f64, room, ten })
}
