//! What a finished run is read from: texts in the document's form, columns, the hash.

use std::path::Path;
use std::rc::Rc;

use engine::{Column, Curve, EngineError, LogWriter, Statement, Step};
use money::format_decimal;
use napi::bindgen_prelude::{External, Float64Array, Uint32Array};
use napi_derive::napi;
use serde_json::json;

use crate::error::{engine_error, internal};
use crate::session::{Session, State, busy};

/// `orders`, `fills`, `trades`, `positions`, `ledger` or `orderFacts` as JSON.
#[napi(catch_unwind)]
pub fn session_statement(session: &External<Rc<Session>>, kind: String) -> napi::Result<String> {
    read(session, |state| {
        let statement = statement(state);
        match kind.as_str() {
            "orders" => statement.orders(),
            "fills" => statement.fills(),
            "trades" => statement.trades(),
            "positions" => statement.positions(),
            "ledger" => statement.ledger(),
            "orderFacts" => state.engine.order_facts_json(),
            _ => Err(unknown("statement", &kind)),
        }
    })
    .and_then(text)
}

/// One fill as JSON, by its number over all fills of the run.
#[napi(catch_unwind)]
pub fn session_fill(session: &External<Rc<Session>>, index: u32) -> napi::Result<String> {
    read(session, |state| statement(state).fill(index as usize).ok_or_else(|| unknown("fill", &index.to_string()))).and_then(text)
}

/// The event log, one canonical JSON object a line.
#[napi(catch_unwind)]
pub fn session_events(session: &External<Rc<Session>>) -> napi::Result<String> {
    read(session, |state| {
        let mut out = Vec::new();
        writer(state).write(&mut out)?;
        Ok(out)
    })
    .and_then(text)
}

/// sha256 over the event log, hex.
#[napi(catch_unwind)]
pub fn session_hash(session: &External<Rc<Session>>) -> napi::Result<String> {
    read(session, |state| writer(state).hash())
}

/// The event log gzipped into a file, whole or not at all; sha256 of the text, hex.
#[napi(catch_unwind)]
pub fn session_events_file(session: &External<Rc<Session>>, path: String) -> napi::Result<String> {
    read(session, |state| writer(state).write_gzip(Path::new(&path)))
}

/// JSON `{events, orders, fills, trades}`.
#[napi(catch_unwind)]
pub fn session_counts(session: &External<Rc<Session>>) -> napi::Result<String> {
    read(session, |state| {
        let log = state.engine.log();
        let orders = state.engine.order_count();
        Ok(json!({ "events": writer(state).lines(), "orders": orders, "fills": log.fills().len(), "trades": log.trades().len() })
            .to_string())
    })
}

/// JSON `[[step, symbol, reason]]`: the bars of a run with `bounds` on which a model decided a fill.
#[napi(catch_unwind)]
pub fn session_deciding_bars(session: &External<Rc<Session>>) -> napi::Result<String> {
    read(session, |state| {
        let bars: Vec<_> = state.engine.deciding_bars().iter().map(|bar| json!([bar.step, bar.symbol, bar.reason.name()])).collect();
        Ok(json!(bars).to_string())
    })
}

/// JSON of decimal strings: the account's totals.
#[napi(catch_unwind)]
pub fn session_totals(session: &External<Rc<Session>>) -> napi::Result<String> {
    read(session, |state| statement(state).totals()).and_then(text)
}

/// `equity`, `cash`, `grossExposure` or `netExposure` of every step as doubles.
#[napi(catch_unwind)]
pub fn session_column(session: &External<Rc<Session>>, name: String) -> napi::Result<Float64Array> {
    let values = read(session, |state| {
        let column = Column::from_name(&name).ok_or_else(|| unknown("column", &name))?;
        curve(state).column(column)
    })?;
    Ok(Float64Array::new(values))
}

/// Statistics of the equity curve and equity at the given ascending steps: `[depth, peak, trough, recovery, held, ratios, sum, lowest,
/// …samples]` as in `engine::CurveFacts`; -1 for a step that is none.
#[napi(catch_unwind)]
pub fn session_curve_facts(session: &External<Rc<Session>>, samples: Uint32Array) -> napi::Result<Float64Array> {
    let facts = read(session, |state| curve(state).facts(&samples))?;
    let at = |step: Option<Step>| step.map_or(-1.0, f64::from);
    let fall = facts.fall;
    let mut values =
        vec![fall.depth, at(fall.peak), at(fall.trough), at(fall.recovery), f64::from(facts.held), facts.ratios, facts.sum, facts.lowest];
    values.extend(facts.samples);
    Ok(Float64Array::new(values))
}

/// JSON of `engine::Statement::trade_facts`; nothing when the rows must be read one by one.
#[napi(catch_unwind)]
pub fn session_trade_facts(session: &External<Rc<Session>>) -> napi::Result<Option<String>> {
    read(session, |state| statement(state).trade_facts())
}

/// JSON array of exact points of the given steps.
#[napi(catch_unwind)]
pub fn session_curve(session: &External<Rc<Session>>, steps: Uint32Array) -> napi::Result<String> {
    read(session, |state| curve(state).points_json(&steps)).and_then(text)
}

/// JSON as of `engine::Engine::price_ranges_json`; three numbers a range: symbol, first and last step.
#[napi(catch_unwind)]
pub fn session_price_ranges(session: &External<Rc<Session>>, asked: Uint32Array) -> napi::Result<String> {
    let asked: Vec<(u32, Step, Step)> = asked
        .chunks_exact(3)
        .filter_map(|range| match range {
            [symbol, from, to] => Some((*symbol, *from, *to)),
            _ => None,
        })
        .collect();
    read(session, |state| state.engine.price_ranges_json(&asked))
}

/// JSON `{plan, value, quantity, rate}`: which model of the commission's schedule is in force, what was traded in the window of its tiers,
/// and the rate of its currency or null.
#[napi(catch_unwind)]
pub fn session_fee_standing(session: &External<Rc<Session>>) -> napi::Result<String> {
    read(session, |state| {
        let standing = state.engine.fee_standing()?;
        let ledger = state.engine.account().terms().ledger;
        let json = json!({
            "plan": standing.plan,
            "value": format_decimal(standing.value, ledger),
            "quantity": format_decimal(standing.quantity, ledger),
            "rate": standing.rate.map(|rate| format_decimal(rate.mantissa, rate.scale)),
        });
        Ok(json.to_string())
    })
}

/// JSON of one position at the last close: decimal strings; a lot's price is its cost over its quantity, both over their divisors.
#[napi(catch_unwind)]
pub fn session_position(session: &External<Rc<Session>>, symbol: u32) -> napi::Result<String> {
    read(session, |state| {
        let engine = &state.engine;
        let account = engine.account();
        let (position, spec) =
            account.position(symbol).zip(engine.specs().get(symbol as usize)).ok_or_else(|| unknown("symbol", &symbol.to_string()))?;
        let ledger = account.terms().ledger;
        let money = |amount: i128| format_decimal(amount, ledger);
        let sign = if position.quantity < 0 { -1 } else { 1 };
        let lots: Vec<_> = position
            .lots
            .iter()
            .map(|lot| {
                json!({
                    "quantity": format_decimal(sign * lot.quantity, spec.scales.quantity),
                    "cost": money(lot.cost),
                    "time": engine.clock().time(lot.step),
                    "id": format!("{}.{}", lot.order, lot.number),
                })
            })
            .collect();
        let details = json!({
            "averagePrice": account.average_price(symbol)?.unwrap_or_else(|| "0".to_owned()),
            "realized": money(position.realized_net),
            "unrealized": money(engine.unrealized(symbol)?),
            "marketValue": money(engine.exposure(symbol)?),
            "denominator": position.lots.denominator().to_string(),
            "lots": lots,
        });
        Ok(details.to_string())
    })
}

fn statement(state: &State) -> Statement<'_> {
    Statement::new(state.engine.account(), state.engine.log(), state.engine.clock())
}

fn writer(state: &State) -> LogWriter<'_> {
    LogWriter::new(state.engine.account(), state.engine.log(), state.engine.clock())
}

fn curve(state: &State) -> Curve<'_> {
    Curve::new(state.engine.account(), state.engine.log(), state.engine.clock())
}

fn read<T>(session: &External<Rc<Session>>, from: impl FnOnce(&State) -> Result<T, EngineError>) -> napi::Result<T> {
    let state = session.state.try_borrow().map_err(|_| busy())?;
    from(&state).map_err(|error| engine_error(&error))
}

fn text(bytes: Vec<u8>) -> napi::Result<String> {
    String::from_utf8(bytes).map_err(|_| internal("a text is not UTF-8"))
}

fn unknown(what: &str, name: &str) -> EngineError {
    EngineError::new("internal.boundary", format!("there is no {what} {name}"), "")
}
