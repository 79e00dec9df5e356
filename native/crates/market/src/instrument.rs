use money::Decimal;

/// What is traded and by which rules orders on it are checked. Tick and lot restrict orders, never data.
#[derive(Debug, Clone)]
pub struct Instrument {
    pub symbol: String,
    pub asset_class: AssetClass,
    /// Smallest step of an order price.
    pub tick: Decimal,
    /// Smallest step of an order quantity.
    pub lot: Decimal,
    /// Money per point of price and unit of quantity (1 for shares).
    pub multiplier: Decimal,
    pub currency: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssetClass {
    Equity,
    Etf,
    Forex,
    Crypto,
    Perpetual,
    Future,
    Index,
    Option,
}

impl AssetClass {
    const NAMES: [(&'static str, Self); 8] = [
        ("equity", Self::Equity),
        ("etf", Self::Etf),
        ("forex", Self::Forex),
        ("crypto", Self::Crypto),
        ("perpetual", Self::Perpetual),
        ("future", Self::Future),
        ("index", Self::Index),
        ("option", Self::Option),
    ];

    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, class)| *class)
    }

    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, class)| *class == self).map_or("", |(name, _)| *name)
    }

    /// Futures and perpetuals settle profit in cash and never pay the notional.
    pub fn is_settled(self) -> bool {
        matches!(self, Self::Future | Self::Perpetual)
    }
}
