use crate::error::ReplayError;
use crate::feed::{Reading, Said, Side, Written};
use crate::time::parse_time;

/// Layouts with a header, by columns that no other has; then those without one.
pub fn read(file: &str, text: &str, header: &str) -> Result<(Reading, &'static str), ReplayError> {
    let names: Vec<String> = header.split(',').map(|name| name.trim().to_ascii_lowercase()).collect();
    let table = Table { file, text, names };
    if table.has(&["time", "type"]) {
        return own(&table);
    }
    if table.has(&["local_timestamp", "is_snapshot", "side", "price", "amount"]) {
        return tardis_increments(&table);
    }
    if table.has(&["local_timestamp", "asks[0].price", "bids[0].price"]) {
        return tardis_snapshots(&table);
    }
    if table.has(&["first_update_id", "last_update_id", "update_type", "side", "price", "qty"]) {
        return binance(&table);
    }
    if table.has(&["timestamp", "side", "price", "amount"]) {
        return trades(&table);
    }
    if table.has(&["timestamp", "bid", "ask"]) {
        return quotes(&table, "timestamp", "quotes: timestamp, bid, ask");
    }
    if table.names.len() >= 3 && header.bytes().next().is_some_and(|byte| byte.is_ascii_digit()) {
        let is_histdata = header.as_bytes().get(8) == Some(&b' ');
        let names = if is_histdata { ["timestamp", "bid", "ask"] } else { ["timestamp", "price", "amount"] };
        let bare = Table { file, text, names: names.map(str::to_owned).to_vec() };
        return if is_histdata { bare.quotes_without_header() } else { bare.trades_without_header() };
    }
    Err(ReplayError::row(file, 1, &format!("{header:?} is no header that is known here")))
}

struct Table<'a> {
    file: &'a str,
    text: &'a str,
    names: Vec<String>,
}

struct Row<'a> {
    file: &'a str,
    number: u64,
    cells: Vec<&'a str>,
    names: &'a [String],
}

impl<'a> Table<'a> {
    fn has(&self, wanted: &[&str]) -> bool {
        wanted.iter().all(|name| self.names.iter().any(|known| known == name))
    }

    fn rows(&'a self, headers: usize) -> impl Iterator<Item = Row<'a>> {
        let lines = (1..).zip(self.text.lines()).skip(headers).filter(|(_, line)| !line.trim().is_empty());
        lines.map(|(number, line)| Row { file: self.file, number, cells: line.split(',').map(str::trim).collect(), names: &self.names })
    }

    fn quotes_without_header(&self) -> Result<(Reading, &'static str), ReplayError> {
        let mut reading = Reading::default();
        for row in self.rows(0) {
            row.quote(&mut reading, "timestamp")?;
        }
        Ok((reading, "HISTDATA quotes"))
    }

    fn trades_without_header(&self) -> Result<(Reading, &'static str), ReplayError> {
        let mut reading = Reading::default();
        for row in self.rows(0) {
            let said = Said::Trade { price: row.number("price")?, quantity: row.number("amount")?, taker: None };
            reading.say(row.time("timestamp")?, row.number, said);
        }
        Ok((reading, "trades: time, price, amount"))
    }
}

impl<'a> Row<'a> {
    fn bad(&self, name: &str, value: &str, expected: &str) -> ReplayError {
        ReplayError::row(self.file, self.number, &format!("{name} is {value:?}: expected {expected}"))
    }

    fn cell(&self, name: &str) -> &'a str {
        let at = self.names.iter().position(|known| known == name);
        at.and_then(|at| self.cells.get(at)).copied().unwrap_or_default()
    }

    fn number(&self, name: &str) -> Result<Written, ReplayError> {
        Written::parse(self.cell(name)).ok_or_else(|| self.bad(name, self.cell(name), "a decimal that fits 64 bits"))
    }

    fn time(&self, name: &str) -> Result<i64, ReplayError> {
        parse_time(self.cell(name)).ok_or_else(|| self.bad(name, self.cell(name), "an epoch number or RFC 3339"))
    }

    fn side(&self) -> Result<Side, ReplayError> {
        Side::parse(self.cell("side")).ok_or_else(|| self.bad("side", self.cell("side"), "buy or sell (bid or ask)"))
    }

    fn order(&self) -> Result<String, ReplayError> {
        match self.cell("order_id") {
            "" => Err(self.bad("order_id", "", "the order's id")),
            id => Ok(id.to_owned()),
        }
    }

    fn quote(&self, reading: &mut Reading, time: &str) -> Result<(), ReplayError> {
        let side = |side, name| Ok(Said::Quote { side, price: self.number(name)?, quantity: None });
        reading.say_together(self.time(time)?, self.number, 0, [side(Side::Buy, "bid")?, side(Side::Sell, "ask")?]);
        Ok(())
    }
}

/// Our own table: `time,type,side,price,quantity,order_id` in any order. Rows of one time that follow each other are one state.
fn own(table: &Table<'_>) -> Result<(Reading, &'static str), ReplayError> {
    let mut reading = Reading::default();
    for row in table.rows(1) {
        let time = row.time("time")?;
        let (price, quantity) = (|| row.number("price"), || row.number("quantity"));
        let said = match row.cell("type") {
            "trade" => Said::Trade { price: price()?, quantity: quantity()?, taker: Side::parse(row.cell("side")) },
            "quote" => Said::Quote { side: row.side()?, price: price()?, quantity: Some(quantity()?) },
            "clear" => Said::Clear,
            "level" => Said::Level { side: row.side()?, price: price()?, quantity: quantity()? },
            "add" => Said::Add { order: row.order()?, side: row.side()?, price: price()?, quantity: quantity()? },
            "change" => {
                let price = if row.cell("price").is_empty() { None } else { Some(price()?) };
                Said::Change { order: row.order()?, price, quantity: quantity()? }
            }
            "delete" => Said::Delete { order: row.order()? },
            "execute" => Said::Execute { order: row.order()?, quantity: quantity()? },
            other => return Err(row.bad("type", other, "trade, quote, clear, level, add, change, delete or execute")),
        };
        if let Some(last) = reading.messages.last_mut()
            && last.time == time
        {
            last.is_last = false;
        }
        reading.say(time, row.number, said);
    }
    Ok((reading, "rustybt book table"))
}

fn tardis_increments(table: &Table<'_>) -> Result<(Reading, &'static str), ReplayError> {
    let mut reading = Reading::default();
    let mut in_snapshot = false;
    for row in table.rows(1) {
        let is_snapshot = match row.cell("is_snapshot") {
            "true" => true,
            "false" => false,
            other => return Err(row.bad("is_snapshot", other, "true or false")),
        };
        let time = row.time("local_timestamp")?;
        let level = Said::Level { side: row.side()?, price: row.number("price")?, quantity: row.number("amount")? };
        // Rows of one local time came in one message.
        if let Some(last) = reading.messages.last_mut()
            && last.time == time
        {
            last.is_last = false;
        }
        let begins = is_snapshot && !in_snapshot;
        in_snapshot = is_snapshot;
        reading.say_together(time, row.number, 0, begins.then_some(Said::Clear).into_iter().chain([level]));
    }
    Ok((reading, "Tardis incremental_book_L2"))
}

fn tardis_snapshots(table: &Table<'_>) -> Result<(Reading, &'static str), ReplayError> {
    let mut reading = Reading::default();
    for row in table.rows(1) {
        let mut said = vec![Said::Clear];
        for (name, cell) in row.names.iter().zip(&row.cells).filter(|(name, cell)| name.ends_with(".price") && !cell.is_empty()) {
            let side = if name.starts_with("bids") { Side::Buy } else { Side::Sell };
            let price = Written::parse(cell).ok_or_else(|| row.bad(name, cell, "a decimal"))?;
            said.push(Said::Level { side, price, quantity: row.number(&name.replace(".price", ".amount"))? });
        }
        reading.say_together(row.time("local_timestamp")?, row.number, 0, said);
    }
    Ok((reading, "Tardis book_snapshot"))
}

/// Binance's T_DEPTH files: rows of one last_update_id are one message; `pu` is that of the message before.
fn binance(table: &Table<'_>) -> Result<(Reading, &'static str), ReplayError> {
    let mut reading = Reading::default();
    let mut latest: Option<u64> = None;
    for row in table.rows(1) {
        let id = |name: &str| row.cell(name).parse::<u64>().map_err(|_| row.bad(name, row.cell(name), "a whole number"));
        let update = id("last_update_id")?;
        let level = Said::Level { side: row.side()?, price: row.number("price")?, quantity: row.number("qty")? };
        let mut said = Vec::new();
        if latest == Some(update) {
            if let Some(last) = reading.messages.last_mut() {
                last.is_last = false;
            }
        } else {
            match row.cell("update_type") {
                "snap" => said.push(Said::Clear),
                "set" if latest.is_some_and(|latest| row.cell("pu").parse() != Ok(latest)) => {
                    said.push(Said::Gap { what: format!("pu {} does not follow {}", row.cell("pu"), latest.unwrap_or(0)) });
                }
                "set" => {}
                other => return Err(row.bad("update_type", other, "snap or set")),
            }
            latest = Some(update);
        }
        said.push(level);
        reading.say_together(row.time("timestamp")?, row.number, update, said);
    }
    Ok((reading, "Binance T_DEPTH"))
}

fn trades(table: &Table<'_>) -> Result<(Reading, &'static str), ReplayError> {
    let mut reading = Reading::default();
    let time = if table.has(&["local_timestamp"]) { "local_timestamp" } else { "timestamp" };
    for row in table.rows(1) {
        let said = Said::Trade { price: row.number("price")?, quantity: row.number("amount")?, taker: Some(row.side()?) };
        reading.say(row.time(time)?, row.number, said);
    }
    Ok((reading, "trades: timestamp, side, price, amount"))
}

fn quotes(table: &Table<'_>, time: &str, format: &'static str) -> Result<(Reading, &'static str), ReplayError> {
    let mut reading = Reading::default();
    for row in table.rows(1) {
        row.quote(&mut reading, time)?;
    }
    Ok((reading, format))
}
