/// What a column can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Time,
    /// Time of day, beside a date in `Time`.
    Clock,
    Open,
    High,
    Low,
    Close,
    Volume,
    Symbol,
    Dividend,
    Split,
}

impl Field {
    pub const COUNT: usize = 10;
    pub const ALL: [Self; Self::COUNT] =
        [Self::Time, Self::Clock, Self::Open, Self::High, Self::Low, Self::Close, Self::Volume, Self::Symbol, Self::Dividend, Self::Split];
    pub const PRICES: [Self; 4] = [Self::Open, Self::High, Self::Low, Self::Close];

    /// As written in `--columns` and in messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Clock => "clock",
            Self::Open => "open",
            Self::High => "high",
            Self::Low => "low",
            Self::Close => "close",
            Self::Volume => "volume",
            Self::Symbol => "symbol",
            Self::Dividend => "dividend",
            Self::Split => "split",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        match plain(name).as_str() {
            "date" | "datetime" | "timestamp" => Some(Self::Time),
            "ticker" => Some(Self::Symbol),
            "dividends" => Some(Self::Dividend),
            "splits" => Some(Self::Split),
            known => Self::ALL.into_iter().find(|field| field.name() == known),
        }
    }

    /// Header names, in plain form, most telling first.
    pub fn header_names(self) -> &'static [&'static str] {
        match self {
            Self::Time => &[
                "datetime",
                "timestamp",
                "date",
                "time",
                "opentime",
                "dateandtime",
                "datetimeutc",
                "timestamputc",
                "dateutc",
                "utcdatetime",
                "gmttime",
                "tradedate",
                "tradingday",
                "day",
                "unixtimestamp",
                "unixtime",
                "unix",
                "epoch",
                "starttime",
                "start",
                "ts",
            ],
            Self::Clock => &["time"],
            Self::Open => &["open", "openprice", "openingprice"],
            Self::High => &["high", "highprice"],
            Self::Low => &["low", "lowprice"],
            Self::Close => &["close", "closeprice", "closingprice", "closelast", "last"],
            Self::Volume => &["volume", "vol", "totalvolume", "tradedvolume", "tickvolume", "tickvol"],
            Self::Symbol => &["symbol", "ticker", "sym", "tic", "stock", "instrument", "pair", "name"],
            Self::Dividend => &["exdividend", "dividends", "dividend", "dividendamount", "divcash"],
            Self::Split => &["splitratio", "stocksplits", "splits", "split", "splitfactor", "splitcoefficient"],
        }
    }

    /// The one-letter header name, understood when all four prices are named so.
    pub fn letter(self) -> Option<&'static str> {
        match self {
            Self::Time => Some("t"),
            Self::Open => Some("o"),
            Self::High => Some("h"),
            Self::Low => Some("l"),
            Self::Close => Some("c"),
            Self::Volume => Some("v"),
            _ => None,
        }
    }
}

/// A name with case, spaces and punctuation taken out: `Ex-Dividend` is `exdividend`, `<DATE>` is `date`.
pub(super) fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
