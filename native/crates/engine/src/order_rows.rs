use crate::error::overflow;
use crate::log::lines::Lines;
use crate::log::order_lines::push_changing;
use crate::statement::{array, unit_price};
use crate::text::{push_decimal, push_integer, push_quotient, push_string};
use crate::{EngineError, Event, ExtraTerms, Log, OrderTerms, Reason, Statement, Terms};

/// One order as the log tells it, its terms with the values last in force.
#[derive(Debug, Clone, Default)]
struct Row {
    terms: OrderTerms,
    status: &'static str,
    reason: Option<Reason>,
    filled: i64,
    notional: i128,
    fees: i128,
    /// Indexes of the events that name the order.
    history: Vec<u32>,
}

impl Statement<'_> {
    /// JSON array of all orders in submission order, each with its life cycle.
    pub fn orders(&self) -> Result<Vec<u8>, EngineError> {
        let rows = rows(self.log, self.account.terms())?;
        let numbered = (1u32..).zip(rows.iter()).filter(|(_, row)| !row.history.is_empty());
        array(self.lines(), numbered, |lines, (id, row)| order(lines, self.log, id, row))
    }
}

fn rows(log: &Log, terms: &Terms) -> Result<Vec<Row>, EngineError> {
    let mut rows: Vec<Row> = Vec::new();
    for (index, event) in (0u32..).zip(log.events()) {
        let (id, fill) = match event {
            Event::Order(event) => (event.id, None),
            Event::Fill(at) => match log.fills().get(*at as usize) {
                Some(record) => (record.order, Some(record)),
                None => continue,
            },
            _ => continue,
        };
        let slot = (id as usize).saturating_sub(1);
        if slot >= rows.len() {
            rows.resize(slot + 1, Row::default());
        }
        let Some(row) = rows.get_mut(slot) else { continue };
        row.history.push(index);
        if let Some(record) = fill {
            row.status = record.status();
            row.filled = row.filled.checked_add(record.quantity).ok_or_else(|| overflow("filled quantity"))?;
            row.notional = row.notional.checked_add(record.notional(terms)?).ok_or_else(|| overflow("filled value"))?;
            row.fees = row.fees.checked_add(record.fee.charged).ok_or_else(|| overflow("order fees"))?;
            row.reason = record.detail.as_deref().and_then(|detail| detail.cut).map(|(_, reason)| reason).or(row.reason);
        } else if let Event::Order(event) = event {
            row.status = event.status;
            row.reason = event.reason.or(row.reason);
            if let Some(said) = event.terms.and_then(|index| log.terms(index)) {
                row.terms.change(&said);
            }
        }
    }
    Ok(rows)
}

impl OrderTerms {
    /// Takes over what a first event or a modify says.
    fn change(&mut self, said: &Self) {
        if said.first {
            *self = said.clone();
            return;
        }
        let Self { symbol, side, quantity, kind, tif, limit, stop, trail, trail_percent, at, tag, parent, oco, extra, .. } = said;
        replace(&mut self.side, side);
        replace(&mut self.quantity, quantity);
        replace(&mut self.kind, kind);
        replace(&mut self.tif, tif);
        replace(&mut self.limit, limit);
        replace(&mut self.stop, stop);
        replace(&mut self.trail, trail);
        replace(&mut self.trail_percent, trail_percent);
        replace(&mut self.at, at);
        replace(&mut self.tag, tag);
        replace(&mut self.parent, parent);
        replace(&mut self.oco, oco);
        self.fit |= said.fit;
        if let Some(said) = extra {
            if said.moved {
                self.symbol = *symbol;
            }
            self.extra.get_or_insert_default().change(said);
        }
    }
}

impl ExtraTerms {
    /// Takes over what a later event may say.
    fn change(&mut self, said: &Self) {
        replace(&mut self.if_touched, &said.if_touched);
        replace(&mut self.activation, &said.activation);
        replace(&mut self.trail_limit, &said.trail_limit);
        replace(&mut self.display, &said.display);
        replace(&mut self.ouo, &said.ouo);
        self.activated |= said.activated;
    }
}

fn replace<T: Clone>(slot: &mut Option<T>, said: &Option<T>) {
    if said.is_some() {
        slot.clone_from(said);
    }
}

fn order(lines: &mut Lines<'_>, log: &Log, id: u32, row: &Row) -> Result<(), EngineError> {
    let terms = lines.terms;
    let known = terms.symbol(row.terms.symbol)?;
    let scales = known.spec.scales;
    lines.order_terms(id, &row.terms, scales.price, scales.quantity, &known.quoted);
    let out = &mut lines.out;
    out.extend_from_slice(b",\"status\":");
    push_string(out, row.status);
    if let Some(reason) = row.reason {
        out.extend_from_slice(b",\"reason\":");
        push_string(out, reason.name());
    }
    out.extend_from_slice(b",\"filled\":");
    push_decimal(out, row.filled.into(), scales.quantity);
    out.extend_from_slice(b",\"fees\":");
    push_decimal(out, row.fees, terms.ledger);
    if row.filled > 0 {
        out.extend_from_slice(b",\"averagePrice\":");
        push_quotient(out, unit_price(terms, row.terms.symbol, row.notional, row.filled.into(), 1)?)?;
    }
    out.extend_from_slice(b",\"history\":[");
    for (index, at) in row.history.iter().enumerate() {
        let (step, status, reason, fill) = match log.events().get(*at as usize) {
            Some(Event::Order(event)) => (event.step, event.status, event.reason, None),
            Some(Event::Fill(fill)) => match log.fills().get(*fill as usize) {
                Some(record) => (record.step, record.status(), None, Some(record.number)),
                None => continue,
            },
            _ => continue,
        };
        out.extend_from_slice(if index == 0 { b"{\"t\":" } else { b",{\"t\":" });
        lines.times.push(out, lines.clock.time(step));
        out.extend_from_slice(b",\"status\":");
        push_string(out, status);
        if let Some(reason) = reason {
            out.extend_from_slice(b",\"reason\":");
            push_string(out, reason.name());
        }
        if let Some(number) = fill {
            out.extend_from_slice(b",\"fill\":\"");
            push_integer(out, id);
            out.push(b'.');
            push_integer(out, number);
            out.push(b'"');
        }
        if let Some(Event::Order(event)) = log.events().get(*at as usize)
            && let Some(said) = event.terms.and_then(|index| log.terms(index))
        {
            if said.extra.as_deref().is_some_and(|extra| extra.moved) {
                out.extend_from_slice(b",\"symbol\":");
                out.extend_from_slice(terms.symbol(said.symbol)?.quoted.as_bytes());
            }
            changed_terms(out, &said, scales.price, scales.quantity);
        }
        out.push(b'}');
    }
    out.extend_from_slice(b"]}");
    Ok(())
}

/// The terms an event says, which a modify, a split or a linked fill may change, as further members of an open object.
fn changed_terms(out: &mut Vec<u8>, said: &OrderTerms, price: u8, quantity: u8) {
    let mut decimal = |key: &[u8], value: Option<i128>, scale: u8| {
        if let Some(value) = value {
            out.extend_from_slice(key);
            push_decimal(out, value, scale);
        }
    };
    decimal(b",\"quantity\":", said.quantity.map(i128::from), quantity);
    decimal(b",\"limit\":", said.limit, price);
    decimal(b",\"stop\":", said.stop, price);
    decimal(b",\"trail\":", said.trail, price);
    if let Some(percent) = said.trail_percent {
        decimal(b",\"trailPercent\":", Some(percent.mantissa), percent.scale);
    }
    if let Some(extra) = said.extra.as_deref() {
        push_changing(out, extra, price, quantity);
    }
    if let Some(parent) = said.parent.filter(|_| !said.first) {
        out.extend_from_slice(b",\"parent\":");
        push_integer(out, parent);
    }
    if let Some(oco) = said.oco {
        out.extend_from_slice(b",\"oco\":");
        push_integer(out, oco);
    }
}
