use market::{Action, ActionKind};
use money::{Decimal, Rounding, mul_div, pow10};

use super::balances::MONEY_ACCOUNTS;
use super::fees::{fee_scale, rate_decimals};
use super::{CurrencyId, Entry, FeeModel, ForeignCurrency, MoneyAccount, SymbolSpec};
use crate::error::overflow;
use crate::text::push_string;
use crate::{AccountKind, Config, Conversion, EngineError, LotRule, SymbolId};

/// What never changes during a run: rules, scales and the factors between them.
#[derive(Debug)]
pub struct Terms {
    pub symbols: Vec<SymbolTerms>,
    pub currency: String,
    /// Currencies beside it; most runs have none.
    pub foreign: Vec<ForeignCurrency>,
    pub conversion: Conversion,
    /// What a conversion costs beyond the rate.
    pub conversion_bps: Option<Decimal>,
    /// Decimals of every amount of this account.
    pub ledger: u8,
    /// Opening cash at ledger scale.
    pub cash: i128,
    pub kind: AccountKind,
    pub lots: LotRule,
    pub fees: FeeModel,
    /// The currency as JSON.
    pub quoted_currency: Box<str>,
    /// Kept back of the dividends of long positions.
    pub withholding: Option<Decimal>,
    /// How a posting of each money account starts in the log, by currency.
    pub(crate) money_starts: Vec<[Box<str>; MONEY_ACCOUNTS]>,
}

/// A symbol's rules with its factors to the ledger scale.
#[derive(Debug)]
pub struct SymbolTerms {
    pub spec: SymbolSpec,
    pub settled: bool,
    pub currency: CurrencyId,
    /// The symbol as JSON, and how its two postings start in the log.
    pub quoted: Box<str>,
    pub(crate) market_start: Box<str>,
    pub(crate) position_start: Box<str>,
    /// Ledger units of one quantity unit at one price unit: price scale, then data scale.
    per_price: i128,
    per_close: i128,
}

impl SymbolTerms {
    /// `quantity * price * multiplier` at ledger scale; `price` at price scale.
    pub fn notional(&self, quantity: i64, price: i128) -> Result<i128, EngineError> {
        product(i128::from(quantity), price, self.per_price).ok_or_else(|| self.overflow("notional"))
    }

    /// `quantity * close * multiplier` at ledger scale; `close` at data scale.
    pub fn exposure(&self, quantity: i64, close: i64) -> Result<i128, EngineError> {
        product(i128::from(quantity), i128::from(close), self.per_close).ok_or_else(|| self.overflow("exposure"))
    }

    /// `quantity * multiplier` at ledger scale.
    pub fn units(&self, quantity: i64, ledger: u8) -> Result<i128, EngineError> {
        let scales = self.spec.scales;
        let factor = pow10(ledger.saturating_sub(scales.quantity).saturating_sub(scales.multiplier))?;
        product(i128::from(quantity), self.spec.multiplier, factor).ok_or_else(|| self.overflow("units"))
    }

    /// Ledger units one unit of close is worth to a position.
    pub fn exposure_per_close(&self, quantity: i64) -> Result<i128, EngineError> {
        i128::from(quantity).checked_mul(self.per_close).ok_or_else(|| self.overflow("exposure"))
    }

    /// Value of a fraction of a quantity mantissa at `close / ratio`, half-even at ledger scale; `fraction` and `ratio` as
    /// (numerator, denominator).
    pub fn value_after_split(&self, fraction: (i128, i128), close: i64, ratio: (i128, i128)) -> Result<i128, EngineError> {
        let too_large = || self.overflow("cash in lieu");
        let whole = product(fraction.0, i128::from(close), self.per_close).ok_or_else(too_large)?;
        let divisor = fraction.1.checked_mul(ratio.0).ok_or_else(too_large)?;
        Ok(mul_div(whole, ratio.1, divisor, Rounding::HalfEven)?)
    }

    fn overflow(&self, operation: &'static str) -> EngineError {
        overflow(operation).for_symbol(self.spec.symbol())
    }
}

fn product(a: i128, b: i128, c: i128) -> Option<i128> {
    a.checked_mul(b)?.checked_mul(c)
}

/// Cash may grow this many times before an amount no longer fits; less room is refused at the start.
const HEADROOM: i128 = 1_000_000;

impl Terms {
    pub(crate) fn new(
        config: &Config,
        specs: Vec<SymbolSpec>,
        actions: &[(SymbolId, Action)],
        foreign: Vec<ForeignCurrency>,
    ) -> Result<Self, EngineError> {
        let currencies = specs.iter().map(|spec| currency_of(spec, &config.currency, &foreign)).collect::<Result<Vec<_>, _>>()?;
        let ledger = ledger_scale(config, &specs, actions);
        let no_room = || {
            let parts = specs.iter().map(|spec| {
                let scales = spec.scales;
                format!("{} {} + {} + {}", spec.symbol(), scales.price, scales.quantity, scales.multiplier)
            });
            let parts: Vec<String> = parts.take(3).collect();
            let message = format!(
                "amounts need {ledger} decimals (price + quantity + multiplier decimals: {}; {} of the fees), which leaves no room for cash of {}",
                parts.join(", "),
                rate_decimals(&config.commission),
                money::format_decimal(config.cash.mantissa, config.cash.scale),
            );
            EngineError::new("configuration.scale", message, "use a larger lot or tick, data with fewer decimals, or a shorter fee rate")
        };
        let cash = config.cash.mantissa_at(ledger).map_err(|_| no_room())?;
        let unit = pow10(ledger).map_err(|_| no_room())?;
        cash.max(unit).checked_mul(HEADROOM).ok_or_else(no_room)?;
        if cash <= 0 {
            let text = money::format_decimal(config.cash.mantissa, config.cash.scale);
            return Err(EngineError::new("configuration.cash", format!("cash is {text}"), "start with an amount above zero"));
        }
        let quantity_scales: Vec<u8> = specs.iter().map(|spec| spec.scales.quantity).collect();
        let symbols = specs.into_iter().zip(currencies).map(|(spec, currency)| symbol_terms(spec, currency, ledger));
        let symbols = symbols.collect::<Result<Vec<_>, _>>()?;
        let fees = FeeModel::new(config, ledger, &quantity_scales)?;
        let (kind, lots) = (config.account.kind, config.account.lots);
        let withholding = config.dividends.and_then(|dividends| dividends.withholding).filter(|rate| rate.mantissa != 0);
        let quoted_currency = quoted(&config.currency);
        let starts = |quoted: &str| MoneyAccount::ALL.map(|account| posting_start(account.name(), quoted));
        let money_starts = std::iter::once(&*quoted_currency).chain(foreign.iter().map(|currency| &*currency.quoted)).map(starts).collect();
        Ok(Self {
            symbols,
            currency: config.currency.clone(),
            foreign,
            conversion: config.account.conversion,
            conversion_bps: config.account.conversion_bps.filter(|bps| bps.mantissa > 0),
            ledger,
            cash,
            kind,
            lots,
            fees,
            quoted_currency,
            withholding,
            money_starts,
        })
    }

    /// The postings of the first event.
    pub fn opening(&self) -> Entry {
        Entry::default().with(MoneyAccount::Cash, self.cash).with(MoneyAccount::Capital, -self.cash)
    }

    pub(crate) fn currency_of(&self, symbol: SymbolId) -> CurrencyId {
        self.symbols.get(symbol as usize).map_or(0, |known| known.currency)
    }

    /// The code of a currency.
    pub fn code(&self, currency: CurrencyId) -> &str {
        match usize::from(currency).checked_sub(1).and_then(|index| self.foreign.get(index)) {
            None => &self.currency,
            Some(foreign) => &foreign.code,
        }
    }

    /// The code as JSON.
    pub(crate) fn quoted_code(&self, currency: CurrencyId) -> &str {
        match usize::from(currency).checked_sub(1).and_then(|index| self.foreign.get(index)) {
            None => &self.quoted_currency,
            Some(foreign) => &foreign.quoted,
        }
    }

    /// All currencies of the account, its own first.
    pub fn currencies(&self) -> std::ops::RangeInclusive<CurrencyId> {
        0..=CurrencyId::try_from(self.foreign.len()).unwrap_or(CurrencyId::MAX)
    }

    pub(crate) fn symbol(&self, symbol: SymbolId) -> Result<&SymbolTerms, EngineError> {
        let unknown =
            || EngineError::new("order.unknownSymbol", format!("symbol number {symbol} is not in this run"), "use one of ctx.symbols");
        self.symbols.get(symbol as usize).ok_or_else(unknown)
    }
}

fn symbol_terms(spec: SymbolSpec, currency: CurrencyId, ledger: u8) -> Result<SymbolTerms, EngineError> {
    let scales = spec.scales;
    let to_ledger = |price: u8| -> Result<i128, EngineError> {
        let used = price.saturating_add(scales.quantity).saturating_add(scales.multiplier);
        let factor = pow10(ledger.saturating_sub(used))?.checked_mul(spec.multiplier);
        factor.ok_or_else(|| overflow("multiplier").for_symbol(spec.symbol()))
    };
    let (per_price, per_close) = (to_ledger(scales.price)?, to_ledger(scales.data)?);
    let quoted = quoted(spec.symbol());
    let (market_start, position_start) = (posting_start("market", &quoted), posting_start("position", &quoted));
    Ok(SymbolTerms { settled: spec.is_settled(), currency, per_price, per_close, spec, quoted, market_start, position_start })
}

fn quoted(text: &str) -> Box<str> {
    let mut out = Vec::new();
    push_string(&mut out, text);
    String::from_utf8_lossy(&out).into()
}

fn posting_start(account: &str, asset: &str) -> Box<str> {
    format!(",[\"{account}\",{asset},").into()
}

/// The currency a symbol trades in.
fn currency_of(spec: &SymbolSpec, own: &str, foreign: &[ForeignCurrency]) -> Result<CurrencyId, EngineError> {
    let instrument = &spec.instrument;
    if instrument.symbol == own || foreign.iter().any(|currency| currency.code == instrument.symbol) {
        let message = format!("a symbol may not have the name of a currency of the account, {}", instrument.symbol);
        return Err(EngineError::new("configuration.symbol", message, "name the symbol otherwise, such as in --data NAME=file"));
    }
    if instrument.currency == own {
        return Ok(0);
    }
    let index = foreign.iter().position(|currency| currency.code == instrument.currency);
    index.and_then(|index| CurrencyId::try_from(index.saturating_add(1)).ok()).ok_or_else(|| {
        let message = format!("{} trades in {}, the account is in {own}", instrument.symbol, instrument.currency);
        EngineError::new("configuration.currency", message, "give the currency's rate in `rates`").with("symbol", spec.symbol())
    })
}

/// Every product the account forms must be whole at this scale: price x quantity x multiplier x fee rate, and dividend x quantity.
fn ledger_scale(config: &Config, specs: &[SymbolSpec], actions: &[(SymbolId, Action)]) -> u8 {
    let of_symbol = |spec: &SymbolSpec| {
        let scales = spec.scales;
        scales.price.saturating_add(scales.quantity).saturating_add(scales.multiplier)
    };
    let of_action = |(symbol, action): &(SymbolId, Action)| {
        let amount = match &action.kind {
            ActionKind::Dividend { amount } => Some(*amount),
            ActionKind::Conversion(conversion) => conversion.cash,
            ActionKind::Split { .. } | ActionKind::StockDividend { .. } => None,
        };
        let quantity = specs.get(*symbol as usize).map_or(0, |spec| spec.scales.quantity);
        amount.map_or(0, |amount| amount.normalized().scale.saturating_add(quantity))
    };
    let products = specs.iter().map(of_symbol).chain(actions.iter().map(of_action));
    products.chain([config.cash.normalized().scale, fee_scale(config, specs)]).max().unwrap_or(0)
}
