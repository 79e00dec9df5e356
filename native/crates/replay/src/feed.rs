use money::{Decimal, parse_decimal};

/// Whose orders: bids buy, asks sell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Buy,
    Sell,
}

impl Side {
    pub fn other(self) -> Self {
        match self {
            Self::Buy => Self::Sell,
            Self::Sell => Self::Buy,
        }
    }

    /// As exchanges call it.
    pub fn parse(text: &str) -> Option<Self> {
        match text.to_ascii_lowercase().as_str() {
            "buy" | "b" | "bid" => Some(Self::Buy),
            "sell" | "s" | "a" | "ask" => Some(Self::Sell),
            _ => None,
        }
    }
}

/// A number as the file writes it, and later as a mantissa at the scale of the whole file.
pub trait Number: Copy {}
impl Number for i64 {}
impl Number for Written {}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    mantissa: i64,
    pub scale: u8,
}

impl Written {
    /// Trailing zeros do not count.
    pub fn parse(text: &str) -> Option<Self> {
        let Decimal { mut mantissa, mut scale } = parse_decimal(text.trim()).ok()?;
        while scale > 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            scale -= 1;
        }
        Some(Self { mantissa: i64::try_from(mantissa).ok()?, scale })
    }

    /// None where it does not fit.
    pub fn at(self, scale: u8) -> Option<i64> {
        self.mantissa.checked_mul(10i64.checked_pow(u32::from(scale.checked_sub(self.scale)?))?)
    }
}

/// One thing a recording says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said<N: Number> {
    /// `taker`: who came; None where the file does not say.
    Trade {
        price: N,
        quantity: N,
        taker: Option<Side>,
    },
    /// The best prices; a quantity is None where the file has none.
    Quote {
        side: Side,
        price: N,
        quantity: Option<N>,
    },
    /// A snapshot follows: what was known is gone.
    Clear,
    /// The quantity that now stands at a price.
    Level {
        side: Side,
        price: N,
        quantity: N,
    },
    Add {
        order: String,
        side: Side,
        price: N,
        quantity: N,
    },
    /// What is now open of an order, at another price where one is said.
    Change {
        order: String,
        price: Option<N>,
        quantity: N,
    },
    Delete {
        order: String,
    },
    Execute {
        order: String,
        quantity: N,
    },
    /// Messages are missing before this one.
    Gap {
        what: String,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message<N: Number> {
    /// Nanoseconds, UTC.
    pub time: i64,
    /// Line of the file, or element of its array; from 1.
    pub row: u64,
    /// Whether the book is whole after it: a row may say many things.
    pub is_last: bool,
    /// The exchange's number of this state of the book, 0 where it has none.
    pub update: u64,
    pub said: Said<N>,
}

/// A recording whose numbers are mantissas at two scales.
pub struct Feed {
    pub format: &'static str,
    pub price_scale: u8,
    pub quantity_scale: u8,
    pub messages: Vec<Message<i64>>,
    /// Messages of kinds that say nothing about trades, quotes or books.
    pub ignored: u64,
}

/// What a reader of a format fills.
#[derive(Default)]
pub struct Reading {
    pub messages: Vec<Message<Written>>,
    /// See [`Feed::ignored`].
    pub ignored: u64,
}

impl Reading {
    pub fn say(&mut self, time: i64, row: u64, said: Said<Written>) {
        self.messages.push(Message { time, row, is_last: true, update: 0, said });
    }

    /// Several things that are true at once.
    pub fn say_together(&mut self, time: i64, row: u64, update: u64, all: impl IntoIterator<Item = Said<Written>>) {
        let from = self.messages.len();
        self.messages.extend(all.into_iter().map(|said| Message { time, row, is_last: false, update, said }));
        if self.messages.len() > from
            && let Some(last) = self.messages.last_mut()
        {
            last.is_last = true;
        }
    }

    /// Numbers at the finest scale of the file, or at least these. None: the row whose number is too large for that.
    pub fn finish(self, format: &'static str, price_scale: u8, quantity_scale: u8) -> Result<Feed, u64> {
        let (mut price_scale, mut quantity_scale) = (price_scale, quantity_scale);
        for message in &self.messages {
            let (price, quantity) = message.said.numbers();
            price_scale = price_scale.max(price.map_or(0, |price| price.scale));
            quantity_scale = quantity_scale.max(quantity.map_or(0, |quantity| quantity.scale));
        }
        let mut messages = Vec::with_capacity(self.messages.len());
        for Message { time, row, is_last, update, said } in self.messages {
            let said = said.at(price_scale, quantity_scale).ok_or(row)?;
            messages.push(Message { time, row, is_last, update, said });
        }
        Ok(Feed { format, price_scale, quantity_scale, messages, ignored: self.ignored })
    }
}

impl Said<Written> {
    fn numbers(&self) -> (Option<Written>, Option<Written>) {
        match self {
            Self::Trade { price, quantity, .. } | Self::Level { price, quantity, .. } | Self::Add { price, quantity, .. } => {
                (Some(*price), Some(*quantity))
            }
            Self::Quote { price, quantity, .. } => (Some(*price), *quantity),
            Self::Change { price, quantity, .. } => (*price, Some(*quantity)),
            Self::Execute { quantity, .. } => (None, Some(*quantity)),
            Self::Clear | Self::Delete { .. } | Self::Gap { .. } => (None, None),
        }
    }

    fn at(self, price_scale: u8, quantity_scale: u8) -> Option<Said<i64>> {
        let (p, q) = (|number: Written| number.at(price_scale), |number: Written| number.at(quantity_scale));
        Some(match self {
            Self::Trade { price, quantity, taker } => Said::Trade { price: p(price)?, quantity: q(quantity)?, taker },
            Self::Quote { side, price, quantity } => {
                let quantity = match quantity {
                    Some(quantity) => Some(q(quantity)?),
                    None => None,
                };
                Said::Quote { side, price: p(price)?, quantity }
            }
            Self::Clear => Said::Clear,
            Self::Level { side, price, quantity } => Said::Level { side, price: p(price)?, quantity: q(quantity)? },
            Self::Add { order, side, price, quantity } => Said::Add { order, side, price: p(price)?, quantity: q(quantity)? },
            Self::Change { order, price, quantity } => {
                let price = match price {
                    Some(price) => Some(p(price)?),
                    None => None,
                };
                Said::Change { order, price, quantity: q(quantity)? }
            }
            Self::Delete { order } => Said::Delete { order },
            Self::Execute { order, quantity } => Said::Execute { order, quantity: q(quantity)? },
            Self::Gap { what } => Said::Gap { what },
        })
    }
}
