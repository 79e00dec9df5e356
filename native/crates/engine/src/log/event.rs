use money::{Decimal, Ratio};

use crate::{Fee, Fill, OrderId, Reason, Side, Step, SymbolId};

/// One line of the log (a `Marks` range becomes one line per 512 closes).
#[derive(Debug, Clone)]
pub enum Event {
    Order(OrderEvent),
    /// Index into the log's fills.
    Fill(u32),
    Dividend(Box<DividendRecord>),
    DividendPaid {
        step: Step,
        symbol: SymbolId,
        total: i128,
    },
    Split(Box<SplitRecord>),
    /// The position of `symbol` was not zero at the close of every step from `from` to `to`.
    Marks {
        symbol: SymbolId,
        from: Step,
        to: Step,
    },
    End {
        step: Step,
        equity: i128,
        cash: i128,
    },
}

#[derive(Debug, Clone, Copy)]
pub struct OrderEvent {
    pub step: Step,
    pub id: OrderId,
    pub status: &'static str,
    pub reason: Option<Reason>,
    /// Index into the log's terms.
    pub terms: Option<u32>,
}

/// What an order asks for: all of it on its first event, the changed keys on a modify. Prices at price scale, quantity at quantity
/// scale and unsigned.
#[derive(Debug, Clone, Default)]
pub struct OrderTerms {
    /// The first event of the order: symbol and kind are written too.
    pub first: bool,
    pub symbol: SymbolId,
    pub side: Option<Side>,
    pub quantity: Option<i64>,
    pub kind: Option<&'static str>,
    pub tif: Option<&'static str>,
    pub limit: Option<i128>,
    pub stop: Option<i128>,
    pub trail: Option<i128>,
    pub trail_percent: Option<Decimal>,
    pub at: Option<&'static str>,
    pub tag: Option<Box<str>>,
    pub parent: Option<OrderId>,
    pub oco: Option<OrderId>,
    /// Written only when true.
    pub fit: bool,
}

/// A fill with what the account made of it; amounts at ledger scale.
#[derive(Debug, Clone)]
pub struct FillRecord {
    pub fill: Fill,
    pub status: &'static str,
    /// `quantity * price * multiplier`, unsigned.
    pub notional: i128,
    pub fee: Fee,
    /// Profit settled in cash; zero unless the instrument is settled.
    pub settled: i128,
    /// Signed position after the fill.
    pub quantity_after: i64,
    /// Signed cost of the open lots after the fill.
    pub cost_after: i128,
}

#[derive(Debug, Clone)]
pub struct DividendRecord {
    pub step: Step,
    pub symbol: SymbolId,
    pub amount: Decimal,
    /// Entitled quantity, signed.
    pub quantity: i64,
    pub total: i128,
    pub pay_day: Option<i32>,
}

#[derive(Debug, Clone)]
pub struct SplitRecord {
    pub step: Step,
    pub symbol: SymbolId,
    pub ratio: Ratio,
    pub before: i64,
    pub after: i64,
    pub cost_after: i128,
    pub in_lieu: Option<InLieu>,
}

/// The fraction of a split that was paid in cash.
#[derive(Debug, Clone, Copy)]
pub struct InLieu {
    /// Signed, in units of `1 / denominator` of the quantity mantissa.
    pub quantity: i128,
    pub denominator: i128,
    /// Price after the split as numerator and denominator, at price scale.
    pub price: (i128, i128),
    /// Signed value at ledger scale.
    pub amount: i128,
    /// What cash received: the value, or the settled profit.
    pub cash: i128,
}

/// A closed lot piece.
#[derive(Debug, Clone)]
pub struct Trade {
    pub symbol: SymbolId,
    /// `Buy`: the piece was long.
    pub side: Side,
    /// Unsigned, in units of `1 / denominator` of the quantity mantissa.
    pub quantity: i128,
    pub denominator: i128,
    pub entry_step: Step,
    pub entry_order: OrderId,
    /// Cost released, unsigned, at ledger scale.
    pub cost: i128,
    pub exit_step: Step,
    /// `None`: no order closed it (cash in lieu).
    pub exit_order: Option<OrderId>,
    /// Profit before fees.
    pub gross: i128,
    /// Entry and exit fees of the piece.
    pub fees: i128,
    pub why: Option<&'static str>,
}

impl Trade {
    /// What the piece was closed for, unsigned, at ledger scale.
    pub fn exit_value(&self) -> i128 {
        if self.side == Side::Buy { self.cost + self.gross } else { self.cost - self.gross }
    }
}
