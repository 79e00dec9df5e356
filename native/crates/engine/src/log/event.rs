use std::borrow::Cow;
use std::sync::Arc;

use market::ConversionKind;
use money::{Decimal, Ratio};

use crate::{
    CarryKind, Chance, CurrencyId, DayCount, Expires, Fee, FeeNote, Fill, Liquidity, LiquiditySide, LotChoice, OrderId, Path, PathPoint,
    Reason, Rule, Side, Step, SymbolId, Why,
};

/// One line of the log (a `Marks` range becomes one line per 512 closes).
#[derive(Debug, Clone)]
pub enum Event {
    Order(OrderEvent),
    /// Index into the log's fills.
    Fill(u32),
    Dividend(Box<DividendRecord>),
    DividendPaid(Box<DividendPaid>),
    Split(Box<SplitRecord>),
    Reorganization(Box<ReorganizationRecord>),
    Accrual(Box<AccrualRecord>),
    Conversion(Box<ConversionRecord>),
    MarginCall(Box<MarginCallRecord>),
    /// The position of `symbol` was not zero at the close of every step from `from` to `to`.
    Marks {
        symbol: SymbolId,
        from: Step,
        to: Step,
    },
    /// The rates of a currency at the closes of every step from `from` to `to`.
    Rates {
        currency: CurrencyId,
        from: Step,
        to: Step,
    },
    End(Box<End>),
}

#[derive(Debug, Clone, Copy)]
pub struct DividendPaid {
    pub step: Step,
    pub symbol: SymbolId,
    pub total: i128,
}

#[derive(Debug, Clone, Copy)]
pub struct End {
    pub step: Step,
    pub equity: i128,
    pub cash: i128,
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
    /// What few orders have.
    pub extra: Option<Box<ExtraTerms>>,
}

/// Prices at price scale; flags are written only when true.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExtraTerms {
    pub if_touched: Option<i128>,
    pub activation: Option<i128>,
    /// A trailing stop has woken.
    pub activated: bool,
    pub trail_limit: Option<i128>,
    pub expires: Option<Expires>,
    pub post_only: bool,
    pub reduce_only: bool,
    pub display: Option<i64>,
    /// The other of a pair of which the end of one ends the other.
    pub ouo: Option<OrderId>,
    pub lots: Option<Arc<LotChoice>>,
    /// How long the message that is sent takes, in microseconds.
    pub latency: Option<i64>,
    /// A message takes effect.
    pub arrived: bool,
    /// Why a change that has arrived is refused.
    pub refused: Option<Reason>,
    /// The symbol has another name, which is written.
    pub moved: bool,
}

impl OrderTerms {
    /// Of the event by which a message takes effect.
    pub fn arrived(mut self) -> Self {
        self.extra.get_or_insert_default().arrived = true;
        self
    }
}

/// Terms as they are kept: a plain market order, the bulk of a busy run, takes a fraction of the room.
#[derive(Debug, Clone)]
pub(crate) enum KeptTerms {
    Plain {
        first: bool,
        fit: bool,
        side: Option<Side>,
        symbol: SymbolId,
        quantity: Option<i64>,
        kind: Option<&'static str>,
        tif: Option<&'static str>,
    },
    Full(Box<OrderTerms>),
}

impl From<OrderTerms> for KeptTerms {
    fn from(terms: OrderTerms) -> Self {
        match terms {
            OrderTerms {
                first,
                symbol,
                side,
                quantity,
                kind,
                tif,
                limit: None,
                stop: None,
                trail: None,
                trail_percent: None,
                at: None,
                tag: None,
                parent: None,
                oco: None,
                fit,
                extra: None,
            } => Self::Plain { first, fit, side, symbol, quantity, kind, tif },
            full => Self::Full(Box::new(full)),
        }
    }
}

impl KeptTerms {
    pub fn bytes(&self) -> usize {
        let boxed = match self {
            Self::Full(_) => size_of::<OrderTerms>(),
            Self::Plain { .. } => 0,
        };
        size_of::<Self>() + boxed
    }

    pub fn terms(&self) -> Cow<'_, OrderTerms> {
        match self {
            Self::Full(terms) => Cow::Borrowed(terms),
            Self::Plain { first, fit, side, symbol, quantity, kind, tif } => Cow::Owned(OrderTerms {
                first: *first,
                fit: *fit,
                side: *side,
                symbol: *symbol,
                quantity: *quantity,
                kind: *kind,
                tif: *tif,
                ..OrderTerms::default()
            }),
        }
    }
}

/// A fill with what the account made of it. A run may hold millions: what most fills lack is boxed.
#[derive(Debug, Clone)]
pub struct FillRecord {
    pub order: OrderId,
    /// `n` of the fill id `<order>.<n>`.
    pub number: u32,
    pub step: Step,
    pub symbol: SymbolId,
    /// Index of the bar in the symbol's own bars of the run.
    pub bar: u32,
    pub side: Side,
    /// The order has nothing left to fill.
    pub is_last: bool,
    pub rule: Rule,
    pub point: PathPoint,
    pub path: Option<Path>,
    pub gap: bool,
    pub rounded: bool,
    pub liquidity_side: Option<LiquiditySide>,
    /// Unsigned, at quantity scale.
    pub quantity: i64,
    /// Signed position after the fill.
    pub quantity_after: i64,
    /// Before and with slippage, at price scale.
    pub reference: i128,
    pub price: i128,
    /// At ledger scale.
    pub fee: Fee,
    pub settlement: Option<Box<Settlement>>,
    pub detail: Option<Box<FillDetail>>,
}

/// What a fill of a settled instrument did to cash and to the open lots, at ledger scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settlement {
    pub profit: i128,
    /// Signed cost of the open lots after the fill.
    pub cost_after: i128,
}

#[derive(Debug, Clone)]
pub struct FillDetail {
    pub trigger: Option<i128>,
    pub cut: Option<(i64, Reason)>,
    pub liquidity: Option<Liquidity>,
    pub chance: Option<Chance>,
    /// Start of the finer bar, ms UTC.
    pub within: Option<i64>,
    /// What the model alone does not tell of the fee.
    pub fee: Option<Box<FeeNote>>,
    /// Of the symbol's currency, where that is not the account's.
    pub rate: Option<Decimal>,
}

impl FillRecord {
    pub(crate) fn new(
        fill: Fill,
        status: &str,
        (fee, note): (Fee, Option<FeeNote>),
        rate: Option<Decimal>,
        quantity_after: i64,
        settlement: Option<Settlement>,
    ) -> Self {
        let Fill { order, number, step, symbol, side, quantity, reference, price, why, day: _, lots: _ } = fill;
        let Why { rule, point, path, bar, trigger, gap, cut, liquidity, chance, detail: within, rounded, side: liquidity_side } = why;
        let fee_note = note.map(Box::new);
        let has_detail = rate.is_some()
            || fee_note.is_some()
            || trigger.is_some()
            || cut.is_some()
            || liquidity.is_some()
            || chance.is_some()
            || within.is_some();
        Self {
            order,
            number,
            step,
            symbol,
            bar,
            side,
            is_last: status == FILLED,
            rule,
            point,
            path,
            gap,
            rounded,
            liquidity_side,
            quantity,
            quantity_after,
            reference,
            price,
            fee,
            settlement: settlement.map(Box::new),
            detail: has_detail.then(|| Box::new(FillDetail { trigger, cut, liquidity, chance, within, fee: fee_note, rate })),
        }
    }

    /// Status of the order after the fill.
    pub fn status(&self) -> &'static str {
        if self.is_last { FILLED } else { "partiallyFilled" }
    }

    pub fn signed_quantity(&self) -> i64 {
        match self.side {
            Side::Buy => self.quantity,
            Side::Sell => -self.quantity,
        }
    }
}

const FILLED: &str = "filled";

#[derive(Debug, Clone)]
pub struct DividendRecord {
    pub step: Step,
    pub symbol: SymbolId,
    pub amount: Decimal,
    /// Entitled quantity, signed.
    pub quantity: i64,
    pub total: i128,
    /// Kept back of it as tax.
    pub withheld: i128,
    pub pay_day: Option<i32>,
    pub record_day: Option<i32>,
}

/// What some days of holding cost (negative: brought), at ledger scale.
#[derive(Debug, Clone)]
pub struct AccrualRecord {
    pub step: Step,
    pub kind: CarryKind,
    /// None for interest.
    pub symbol: Option<SymbolId>,
    /// Calendar days since the previous exchange day.
    pub days: i32,
    pub day_count: DayCount,
    pub rate: Decimal,
    /// What the account pays for; negative where it lends.
    pub base: i128,
    pub amount: i128,
}

/// Equity before the open of a step is below what the positions must be covered with; amounts at ledger scale.
#[derive(Debug, Clone, Copy)]
pub struct MarginCallRecord {
    pub step: Step,
    pub equity: i128,
    pub required: i128,
}

/// Money of a currency for money of the account's own; amounts unsigned at ledger scale.
#[derive(Debug, Clone, Copy)]
pub struct ConversionRecord {
    pub step: Step,
    pub currency: CurrencyId,
    /// The account's own money is given for it.
    pub buys: bool,
    pub foreign: i128,
    pub base: i128,
    /// In the account's own currency.
    pub cost: i128,
    pub rate: Decimal,
}

#[derive(Debug, Clone)]
pub struct SplitRecord {
    pub step: Step,
    pub symbol: SymbolId,
    /// New shares for one old.
    pub ratio: Ratio,
    /// As the event says it: of a stock dividend the new shares for one held.
    pub said: Ratio,
    pub before: i64,
    pub after: i64,
    pub cost_after: i128,
    pub in_lieu: Option<InLieu>,
}

/// Shares that became money, shares of another symbol, or both.
#[derive(Debug, Clone)]
pub struct ReorganizationRecord {
    pub step: Step,
    pub symbol: SymbolId,
    pub kind: ConversionKind,
    pub before: i64,
    pub after: i64,
    /// Signed cost of the old shares that stay.
    pub cost_after: i128,
    pub ratio: Option<Ratio>,
    /// Per old share, of rights per right.
    pub cash: Option<Decimal>,
    pub basis: Option<Decimal>,
    /// Signed, at ledger scale.
    pub total: i128,
    pub received: Option<Received>,
}

/// What a conversion gave of the new symbol.
#[derive(Debug, Clone, Copy)]
pub struct Received {
    pub symbol: SymbolId,
    /// Signed, whole lots.
    pub quantity: i64,
    /// Position and signed cost of the new symbol after it.
    pub after: i64,
    pub cost_after: i128,
    /// The new symbol's last close at data scale, when it has one.
    pub close: Option<i64>,
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
    /// `None`: no order closed it, a corporate action did (`why`).
    pub exit_order: Option<OrderId>,
    pub why: Option<Rule>,
    /// Profit before fees.
    pub gross: i128,
    /// Entry and exit fees of the piece.
    pub fees: i128,
}

impl Trade {
    /// What the piece was closed for, unsigned, at ledger scale.
    pub fn exit_value(&self) -> i128 {
        if self.side == Side::Buy { self.cost + self.gross } else { self.cost - self.gross }
    }
}

/// A long run holds one of these for every fill, change and trade.
const _: () =
    assert!(size_of::<Event>() <= 40 && size_of::<FillRecord>() <= 128 && size_of::<Trade>() <= 112 && size_of::<KeptTerms>() <= 64);
