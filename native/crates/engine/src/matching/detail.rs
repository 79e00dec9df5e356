//! Finer bars of the run's symbols say what a bar's path was (F8).

use std::ops::Range;

use market::Bars;

use crate::clock::Bar;
use crate::config::PathModel;
use crate::engine::{Engine, rescale};
use crate::error::EngineError;
use crate::{Moment, Path, PathPoint, Rule, Step, SymbolId};

use super::path::fixed;
use super::walk::{Next, Print};

/// How a symbol's finer bars fit the bars of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DetailFit {
    pub symbol: SymbolId,
    /// Bars of the run that have finer ones.
    pub covered: u32,
    /// Of these, those whose finer bars leave their range or begin or end elsewhere.
    pub mismatched: u32,
}

impl Engine {
    pub(crate) fn has_detail(&self, symbol: SymbolId) -> bool {
        self.detail.get(symbol as usize).is_some_and(Option::is_some)
    }

    /// Walks a bar along its finer bars; false when it has none.
    pub(crate) fn walk_detail(&mut self, symbol: SymbolId, step: Step, index: u32) -> Result<bool, EngineError> {
        let Some(bars) = self.detail.get(symbol as usize).and_then(Clone::clone) else { return Ok(false) };
        let range = self.detail_range(symbol, index, &bars);
        if range.is_empty() {
            return Ok(false);
        }
        let mut last =
            self.bars.get(symbol as usize).and_then(|bars| bars.open(index)).map(|open| self.to_price(symbol, open)).transpose()?;
        for at in range {
            let Some(bar) = bar_of(&bars, at) else { break };
            let time = bars.time_ms.get(at).copied();
            let price = |value: i64| rescale(i128::from(value), bars.price_scale, self.scale_of_price(symbol)?);
            let (open, high, low, close) = (price(bar.open)?, price(bar.high)?, price(bar.low)?, price(bar.close)?);
            let print =
                Print { step, index, point: PathPoint::Open, path: None, price: open, reach: open, rule: Rule::NextOpen, detail: time };
            if last != Some(open) {
                self.act_at_jump(symbol, print)?;
            }
            let path = match fixed(self.config.fills.path, bar) {
                Some(path) => path,
                None => self.chosen_path(symbol, print, (high, low, close))?,
            };
            self.walk_leg(symbol, print, path, (high, low, close))?;
            last = Some(close);
        }
        Ok(true)
    }

    /// Between two finer bars the price jumps: everything that acts there does so at the new price, in submission order.
    fn act_at_jump(&mut self, symbol: SymbolId, print: Print) -> Result<(), EngineError> {
        while let Some(Next { id, act, .. }) = self.next_act(symbol, &print, print.price)? {
            self.perform(id, print, act)?;
        }
        self.act_born_at_jump(print)?;
        self.ratchet(symbol, print.price)
    }

    /// As for a whole bar, with the equity at the finer bar's close.
    fn chosen_path(&mut self, symbol: SymbolId, print: Print, prices: (i128, i128, i128)) -> Result<Path, EngineError> {
        let mut closes = self.closes_at(print.step);
        let here = self.data_price(symbol, prices.2)?;
        if let Some(close) = closes.get_mut(symbol as usize) {
            *close = here;
        }
        let mut left = |path| {
            self.trial(|engine| {
                engine.walk_leg(symbol, print, path, prices)?;
                engine.account.equity(Moment::close(print.step), |symbol| closes.get(symbol as usize).copied().unwrap_or(0))
            })
        };
        let (low_first, high_first) = (left(Path::LowFirst)?, left(Path::HighFirst)?);
        let better = if self.config.fills.path == PathModel::Worst { high_first < low_first } else { high_first > low_first };
        Ok(if better { Path::HighFirst } else { Path::LowFirst })
    }

    fn scale_of_price(&self, symbol: SymbolId) -> Result<u8, EngineError> {
        Ok(self.spec(symbol)?.scales.price)
    }

    /// The finer bars that start within the bar: before the symbol's next one, also where the run ends before it.
    fn detail_range(&self, symbol: SymbolId, index: u32, finer: &Bars) -> Range<usize> {
        let Some(bars) = self.bars.get(symbol as usize) else { return 0..0 };
        let at = bars.range().start.saturating_add(index as usize);
        let times = &bars.source().time_ms;
        let Some(start) = times.get(at) else { return 0..0 };
        let from = finer.time_ms.partition_point(|time| time < start);
        let to = times.get(at.saturating_add(1)).map_or(finer.time_ms.len(), |end| finer.time_ms.partition_point(|time| time < end));
        from..to
    }

    /// How the finer bars of each symbol that has them fit.
    pub fn detail_fits(&self) -> Result<Vec<DetailFit>, EngineError> {
        let mut fits = Vec::new();
        for symbol in 0..u32::try_from(self.specs.len()).unwrap_or(0) {
            let Some(finer) = self.detail.get(symbol as usize).and_then(Clone::clone) else { continue };
            let mut fit = DetailFit { symbol, covered: 0, mismatched: 0 };
            let Some(bars) = self.bars.get(symbol as usize) else { continue };
            for index in 0..u32::try_from(bars.len()).unwrap_or(0) {
                let range = self.detail_range(symbol, index, &finer);
                let Some(bar) = bars.bar(index).filter(|_| !range.is_empty()) else { continue };
                fit.covered = fit.covered.saturating_add(1);
                fit.mismatched = fit.mismatched.saturating_add(u32::from(!self.is_fitting(symbol, bar, &finer, range)?));
            }
            fits.push(fit);
        }
        Ok(fits)
    }

    fn is_fitting(&self, symbol: SymbolId, bar: Bar, finer: &Bars, range: Range<usize>) -> Result<bool, EngineError> {
        let scale = self.scale_of_price(symbol)?;
        let price = |value: i64| rescale(i128::from(value), finer.price_scale, scale);
        let (open, high, low, close) = (
            self.to_price(symbol, bar.open)?,
            self.to_price(symbol, bar.high)?,
            self.to_price(symbol, bar.low)?,
            self.to_price(symbol, bar.close)?,
        );
        let (mut first, mut last) = (None, None);
        for piece in range.filter_map(|at| bar_of(finer, at)) {
            if price(piece.low)? < low || price(piece.high)? > high {
                return Ok(false);
            }
            first = first.or(Some(piece.open));
            last = Some(piece.close);
        }
        Ok(first.map(price).transpose()? == Some(open) && last.map(price).transpose()? == Some(close))
    }

    /// Finer prices must fit where fills are written.
    pub(crate) fn refuse_fine_detail(&self) -> Result<(), EngineError> {
        for (spec, finer) in self.specs.iter().zip(&self.detail) {
            let Some(finer) = finer.as_ref().filter(|finer| finer.price_scale > spec.scales.slipped) else { continue };
            let message =
                format!("the detail bars of {} have {} decimals, at most {} fit", spec.symbol(), finer.price_scale, spec.scales.slipped);
            return Err(EngineError::new("data.detailScale", message, "round the detail prices to what the bars have, or leave them out"));
        }
        Ok(())
    }
}

fn bar_of(bars: &Bars, at: usize) -> Option<Bar> {
    let value = |column: &[i64]| column.get(at).copied();
    Some(Bar { open: value(&bars.open)?, high: value(&bars.high)?, low: value(&bars.low)?, close: value(&bars.close)?, volume: None })
}
