//! One run: made from settings and tables, driven by `hot`, read back as text and columns when it is over.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use engine::{Clock, Config, Engine, EngineError, Notice, OrderState, Setup, SlippageFunction, Step, SymbolBars, SymbolId, SymbolInput};
use market::{Action, ActionTable, Bars};
use napi::bindgen_prelude::{Array, Env, External, Float64Array, FnArgs, Function, Int32Array};
use napi_derive::napi;
use serde_json::json;

use crate::error::{engine_error, internal};
use crate::table::Table;

/// Shared between its handle and the hot functions bound to it.
pub struct Session {
    pub state: RefCell<State>,
}

pub struct State {
    pub engine: Engine,
    /// Steps that have been matched.
    pub closed: Step,
    pub notices: VecDeque<Notice>,
}

impl State {
    /// Matches every bar before the `closed`-th.
    pub fn catch_up(&mut self, closed: Step) -> Result<(), EngineError> {
        if closed > self.closed {
            self.engine.advance(closed - 1)?;
            self.closed = closed;
        }
        Ok(())
    }
}

/// Start of every step of a run over these tables and ranges, ms UTC.
#[napi(catch_unwind)]
pub fn clock_times(tables: Array, ranges: String) -> napi::Result<Float64Array> {
    let bars: Vec<SymbolBars> = inputs(&tables, &ranges)?.into_iter().map(|input| SymbolBars::new(input.bars, input.range)).collect();
    let clock = Clock::new(&bars);
    Ok(Float64Array::new(clock.times().iter().map(|time| *time as f64).collect()))
}

/// The exchange day of each step of a clock, for all runs over it.
pub struct Days(Arc<[i32]>);

#[napi(catch_unwind)]
pub fn clock_days(days: Int32Array) -> External<Days> {
    External::new(Days(Arc::from(&days[..])))
}

/// A run, ready for its first bar. `ranges` is JSON `[[from, to], …]` in bars of each table.
#[napi(catch_unwind)]
#[allow(clippy::too_many_arguments, reason = "a call from JavaScript")]
pub fn create_session(
    env: Env,
    config: String,
    tables: Array,
    ranges: String,
    days: &External<Days>,
    actions: Option<&External<ActionTable>>,
    slippage: Option<Function<'_, FnArgs<(String,)>, String>>,
    detail: Option<Array>,
) -> napi::Result<External<Rc<Session>>> {
    let config = Config::from_json(&config).map_err(|error| engine_error(&error))?;
    let symbols = inputs(&tables, &ranges)?;
    let actions = actions_of(&config, &symbols, actions.map(|table| &**table));
    let slippage = slippage.map(|function| user_function(env, &function)).transpose()?;
    let detail = detail.as_ref().map(finer_bars).transpose()?.unwrap_or_default();
    let setup = Setup { config, symbols, actions, days: Arc::clone(&days.0), detail, slippage };
    let engine = Engine::new(setup).map_err(|error| engine_error(&error))?;
    Ok(External::new(Rc::new(Session { state: RefCell::new(State { engine, closed: 0, notices: VecDeque::new() }) })))
}

/// One table a symbol, nothing where it has no finer bars.
fn finer_bars(tables: &Array) -> napi::Result<Vec<Option<Arc<Bars>>>> {
    (0..tables.len())
        .map(|index| {
            let table: Option<Option<&External<Table>>> = tables.get(index)?;
            Ok(table.flatten().map(|table| Arc::clone(&table.bars)))
        })
        .collect()
}

/// JSON `[[symbol, covered, mismatched]]`: how finer bars fit the bars of the run.
#[napi(catch_unwind)]
pub fn session_detail_fits(session: &External<Rc<Session>>) -> napi::Result<String> {
    let state = session.state.try_borrow().map_err(|_| busy())?;
    let fits = state.engine.detail_fits().map_err(|error| engine_error(&error))?;
    let rows: Vec<_> = fits.iter().map(|fit| json!([fit.symbol, fit.covered, fit.mismatched])).collect();
    Ok(json!(rows).to_string())
}

/// A function of the user's as the engine calls it. What it throws is kept on the JavaScript side, which knows how to tell it.
fn user_function(env: Env, function: &Function<'_, FnArgs<(String,)>, String>) -> napi::Result<SlippageFunction> {
    let held = function.create_ref()?;
    Ok(Rc::new(move |ask: &str| {
        let called = held.borrow_back(&env).and_then(|function| function.call(FnArgs::from((ask.to_owned(),))));
        called.map_err(|error| EngineError::new("strategy.slippage", error.to_string(), "correct the slippage function"))
    }))
}

/// Another handle of a run that is over, which tells the garbage collector how much memory it holds: results that nobody keeps are
/// freed in time also when many runs follow each other.
#[napi(catch_unwind)]
pub fn session_over(session: &External<Rc<Session>>) -> napi::Result<External<Rc<Session>>> {
    let state = session.state.try_borrow().map_err(|_| busy())?;
    let bytes = state.engine.order_count() * size_of::<OrderState>() + state.engine.log().bytes();
    Ok(External::new_with_size_hint(Rc::clone(session), bytes))
}

/// JSON `{steps, currency, ledgerScale, symbols: [{symbol, tick, lot, tickScale, lotScale, dataScale, multiplier, multiplierScale}]}`;
/// mantissas are decimal strings.
#[napi(catch_unwind)]
pub fn session_info(session: &External<Rc<Session>>) -> napi::Result<String> {
    let state = session.state.try_borrow().map_err(|_| busy())?;
    let engine = &state.engine;
    let symbols: Vec<_> = engine
        .specs()
        .iter()
        .map(|spec| {
            json!({
                "symbol": spec.symbol(),
                "tick": spec.tick.to_string(),
                "lot": spec.lot.to_string(),
                "multiplier": spec.multiplier.to_string(),
                "tickScale": spec.scales.tick,
                "lotScale": spec.scales.quantity,
                "dataScale": spec.scales.data,
                "multiplierScale": spec.scales.multiplier,
                "currency": spec.instrument.currency,
            })
        })
        .collect();
    let info = json!({
        "steps": engine.steps(),
        "currency": engine.config().currency,
        "currencies": engine.account().terms().currencies().map(|currency| engine.account().terms().code(currency)).collect::<Vec<_>>(),
        "ledgerScale": engine.account().terms().ledger,
        "symbols": symbols,
    });
    Ok(info.to_string())
}

/// The account's money for one unit of the symbol's currency, at the last close.
#[napi(catch_unwind)]
pub fn session_rate(session: &External<Rc<Session>>, symbol: u32) -> napi::Result<String> {
    let state = session.state.try_borrow().map_err(|_| busy())?;
    let rate = state.engine.rate_of(symbol).map_err(|error| engine_error(&error))?;
    Ok(money::format_decimal(rate.mantissa, rate.scale))
}

/// The balance of one of the account's currencies, by its number.
#[napi(catch_unwind)]
pub fn session_cash(session: &External<Rc<Session>>, currency: u32) -> napi::Result<String> {
    let state = session.state.try_borrow().map_err(|_| busy())?;
    let account = state.engine.account();
    let currency = u8::try_from(currency).map_err(|_| internal("no such currency"))?;
    let cash = account.balances().in_currency(currency, engine::MoneyAccount::Cash);
    Ok(money::format_decimal(cash, account.terms().ledger))
}

/// The symbol's last closed bar at each step, -1 before its first.
#[napi(catch_unwind)]
pub fn session_last_bars(session: &External<Rc<Session>>, symbol: u32) -> napi::Result<Int32Array> {
    let state = session.state.try_borrow().map_err(|_| busy())?;
    let clock = state.engine.clock();
    let at = |step| clock.last_bar(symbol, step).and_then(|bar| i32::try_from(bar).ok()).unwrap_or(-1);
    Ok(Int32Array::new((0..state.engine.steps()).map(at).collect()))
}

/// Corporate actions by symbol. A symbol that the table names takes its actions from there alone: the price file's own columns would
/// tell the same ones again.
fn actions_of(config: &Config, symbols: &[SymbolInput], table: Option<&ActionTable>) -> Vec<(SymbolId, Action)> {
    let rows = table.map_or(&[][..], |table| &table.rows);
    let mut actions = Vec::new();
    for ((symbol, input), instrument) in (0u32..).zip(symbols).zip(&config.instruments) {
        let named = rows.iter().filter(|(name, _)| *name == instrument.symbol).map(|(_, action)| action);
        let before = actions.len();
        actions.extend(named.map(|action| (symbol, action.clone())));
        if actions.len() == before {
            actions.extend(input.bars.actions.iter().map(|action| (symbol, action.clone())));
        }
    }
    actions
}

pub fn busy() -> napi::Error {
    internal("the run is in use")
}

fn inputs(tables: &Array, ranges: &str) -> napi::Result<Vec<SymbolInput>> {
    let ranges: Vec<(usize, usize)> = serde_json::from_str(ranges).map_err(|error| internal(&error.to_string()))?;
    let mut inputs = Vec::with_capacity(ranges.len());
    for (index, (start, end)) in (0u32..).zip(ranges) {
        let table: &External<Table> = tables.get(index)?.ok_or_else(|| internal("a table is missing"))?;
        inputs.push(SymbolInput { bars: Arc::clone(&table.bars), range: Range { start, end } });
    }
    Ok(inputs)
}
