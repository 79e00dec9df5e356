use serde::Deserialize;

use crate::error::ReplayError;
use crate::feed::{Reading, Said, Side, Written};
use crate::time::parse_time;

type Pairs<'a> = Vec<(&'a str, &'a str)>;

#[derive(Deserialize)]
struct Bybit<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    ts: i64,
    #[serde(borrow)]
    data: BybitBook<'a>,
}

#[derive(Deserialize)]
struct BybitBook<'a> {
    #[serde(borrow)]
    b: Pairs<'a>,
    #[serde(borrow)]
    a: Pairs<'a>,
    u: u64,
}

/// Bybit's public order book files: a JSON object a line, snapshot or delta, `u` counting on by one.
pub fn read_bybit(file: &str, text: &str) -> Result<(Reading, &'static str), ReplayError> {
    let mut reading = Reading::default();
    let mut latest: Option<u64> = None;
    for (row, line) in rows(text) {
        let message: Bybit<'_> = serde_json::from_str(line).map_err(|error| ReplayError::row(file, row, &error.to_string()))?;
        let time = milliseconds(file, row, message.ts)?;
        let BybitBook { b, a, u } = message.data;
        let mut said = Vec::new();
        match (message.kind, latest) {
            ("snapshot", _) => said.push(Said::Clear),
            ("delta", None) => said.push(Said::Gap { what: "a delta before the first snapshot".to_owned() }),
            ("delta", Some(before)) if u != before + 1 => said.push(Said::Gap { what: format!("update {u} follows {before}") }),
            ("delta", Some(_)) => {}
            (kind, _) => return Err(ReplayError::row(file, row, &format!("type {kind} is neither snapshot nor delta"))),
        }
        latest = Some(u);
        levels(file, row, &b, Side::Buy, &mut said)?;
        levels(file, row, &a, Side::Sell, &mut said)?;
        reading.say_together(time, row, u, said);
    }
    Ok((reading, "Bybit order book"))
}

/// Whether a line is a time of receipt and the JSON received.
pub fn is_recording(line: &str) -> bool {
    line.split_once(' ')
        .is_some_and(|(time, rest)| time.len() >= 16 && time.bytes().all(|byte| byte.is_ascii_digit()) && rest.starts_with('{'))
}

#[derive(Deserialize)]
struct Received<'a> {
    #[serde(borrow)]
    data: Option<Binance<'a>>,
    channel: Option<&'a str>,
    #[serde(rename = "lastUpdateId")]
    last_update: Option<u64>,
    #[serde(borrow)]
    bids: Option<Pairs<'a>>,
    #[serde(borrow)]
    asks: Option<Pairs<'a>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Binance<'a> {
    Depth {
        #[serde(rename = "U")]
        first: u64,
        u: u64,
        /// Of futures: the last update of the message before.
        pu: Option<u64>,
        #[serde(borrow)]
        b: Pairs<'a>,
        #[serde(borrow)]
        a: Pairs<'a>,
    },
    Ticker {
        u: u64,
        b: &'a str,
        #[serde(rename = "B")]
        bid: &'a str,
        a: &'a str,
        #[serde(rename = "A")]
        ask: &'a str,
    },
    Trade {
        e: &'a str,
        p: &'a str,
        q: &'a str,
        /// Whether the buyer stood in the book.
        m: bool,
    },
    HyperBook {
        #[serde(borrow)]
        levels: [Vec<HyperLevel<'a>>; 2],
    },
    HyperTrades(#[serde(borrow)] Vec<HyperTrade<'a>>),
    Other(serde::de::IgnoredAny),
}

#[derive(Deserialize)]
struct HyperLevel<'a> {
    px: &'a str,
    sz: &'a str,
}

#[derive(Deserialize)]
struct HyperTrade<'a> {
    px: &'a str,
    sz: &'a str,
    side: &'a str,
}

/// A depth message that waits for its snapshot.
struct Held {
    first: u64,
    last: u64,
    said: Vec<Said<Written>>,
}

/// WebSocket recordings: `<nanoseconds of receipt> <JSON>` a line, of Binance (depth, trade, bookTicker, a REST snapshot) or Hyperliquid
/// (l2Book, trades). Depth messages before the snapshot wait for it.
pub fn read_received(file: &str, text: &str) -> Result<(Reading, &'static str), ReplayError> {
    let mut reading = Reading::default();
    let mut waiting: Option<Vec<Held>> = Some(Vec::new());
    let mut latest = 0;
    let mut format = "Binance recording";
    for (row, line) in rows(text) {
        let bad = |what: &str| ReplayError::row(file, row, what);
        let (time, json) = line.split_once(' ').ok_or_else(|| bad("expected a time and a JSON object"))?;
        let time = parse_time(time).ok_or_else(|| bad(&format!("{time} is no time")))?;
        let received: Received<'_> = serde_json::from_str(json).map_err(|error| bad(&error.to_string()))?;
        if let (Some(update), Some(bids), Some(asks)) = (received.last_update, &received.bids, &received.asks) {
            let mut said = vec![Said::Clear];
            levels(file, row, bids, Side::Buy, &mut said)?;
            levels(file, row, asks, Side::Sell, &mut said)?;
            reading.say_together(time, row, update, said);
            latest = update;
            for held in waiting.take().unwrap_or_default().into_iter().filter(|held| held.last > update) {
                if held.first > latest + 1 && latest == update {
                    reading.say(time, row, Said::Gap { what: format!("update {} follows the snapshot of {update}", held.first) });
                }
                latest = held.last;
                reading.say_together(time, row, held.last, held.said);
            }
            continue;
        }
        match received.data {
            Some(Binance::Depth { first, u, pu, b, a }) => {
                let mut said = Vec::new();
                levels(file, row, &b, Side::Buy, &mut said)?;
                levels(file, row, &a, Side::Sell, &mut said)?;
                if let Some(waiting) = &mut waiting {
                    waiting.push(Held { first, last: u, said });
                    continue;
                }
                if u <= latest {
                    continue; // the snapshot has it
                }
                let follows = pu.map_or(first == latest + 1, |before| before == latest) || (first <= latest && latest < u);
                if !follows {
                    said.insert(0, Said::Gap { what: format!("updates {first} to {u} follow {latest}") });
                }
                latest = u;
                reading.say_together(time, row, u, said);
            }
            Some(Binance::Ticker { u, b, bid, a, ask }) => {
                let quote = |side, price, quantity| -> Result<_, ReplayError> {
                    Ok(Said::Quote { side, price: number(file, row, price)?, quantity: Some(number(file, row, quantity)?) })
                };
                reading.say_together(time, row, u, [quote(Side::Buy, b, bid)?, quote(Side::Sell, a, ask)?]);
            }
            Some(Binance::Trade { e: "trade", p, q, m }) => {
                let taker = Some(if m { Side::Sell } else { Side::Buy });
                reading.say(time, row, Said::Trade { price: number(file, row, p)?, quantity: number(file, row, q)?, taker });
            }
            Some(Binance::HyperBook { levels: [bids, asks] }) => {
                format = "Hyperliquid recording";
                let mut said = vec![Said::Clear];
                for (side, all) in [(Side::Buy, bids), (Side::Sell, asks)] {
                    let pairs: Pairs<'_> = all.iter().map(|level| (level.px, level.sz)).collect();
                    levels(file, row, &pairs, side, &mut said)?;
                }
                reading.say_together(time, row, 0, said);
            }
            Some(Binance::HyperTrades(trades)) => {
                format = "Hyperliquid recording";
                for HyperTrade { px, sz, side } in trades {
                    let taker = Side::parse(side);
                    reading.say(time, row, Said::Trade { price: number(file, row, px)?, quantity: number(file, row, sz)?, taker });
                }
            }
            Some(Binance::Trade { .. } | Binance::Other(_)) => reading.ignored += 1,
            None => return Err(bad(&format!("nothing that is known here (channel {})", received.channel.unwrap_or("none")))),
        }
    }
    match waiting {
        Some(held) if !held.is_empty() => {
            let hint = "Record the exchange's depth snapshot along with the stream.";
            let message = format!("{file} has depth updates and no snapshot to begin with");
            Err(ReplayError::new("data.noSnapshot", message, hint, serde_json::json!({ "file": file })))
        }
        _ => Ok((reading, format)),
    }
}

fn levels(file: &str, row: u64, pairs: &Pairs<'_>, side: Side, said: &mut Vec<Said<Written>>) -> Result<(), ReplayError> {
    for (price, quantity) in pairs {
        said.push(Said::Level { side, price: number(file, row, price)?, quantity: number(file, row, quantity)? });
    }
    Ok(())
}

fn number(file: &str, row: u64, text: &str) -> Result<Written, ReplayError> {
    Written::parse(text).ok_or_else(|| ReplayError::row(file, row, &format!("{text:?} is no number that fits 64 bits")))
}

fn milliseconds(file: &str, row: u64, time: i64) -> Result<i64, ReplayError> {
    time.checked_mul(1_000_000).ok_or_else(|| ReplayError::row(file, row, &format!("{time} is no time")))
}

fn rows(text: &str) -> impl Iterator<Item = (u64, &str)> {
    (1..).zip(text.lines().map(str::trim)).filter(|(_, line)| !line.is_empty())
}
