use std::ops::Range;
use std::sync::Arc;

use market::{Action, Bars};

use crate::account::{Account, ForeignCurrency, SlippageModel, SymbolSpec};
use crate::carry::Charges;
use crate::clock::{Clock, SymbolBars};
use crate::config::Config;
use crate::error::EngineError;
use crate::latency::Latency;
use crate::log::Log;
use crate::matching::{ActionQueue, Budgets, DecidingBar, Forced, MarginWatch, SlippageFunction, Turn};
use crate::orders::{Book, DayEquity, Notice, Refusal};
use crate::{OrderId, Step, SymbolId};

/// Everything a run is made of.
pub struct Setup {
    pub config: Config,
    /// In the order of `ctx.symbols`; `config.instruments` has the same order.
    pub symbols: Vec<SymbolInput>,
    /// Corporate actions in file order.
    pub actions: Vec<(SymbolId, Action)>,
    /// Exchange day of every step, days since 1970-01-01; runs over the same data share it.
    pub days: Arc<[i32]>,
    /// Finer bars by symbol; empty when there are none at all.
    pub detail: Vec<Option<Arc<Bars>>>,
    /// Of the model `custom`.
    pub slippage: Option<SlippageFunction>,
}

pub struct SymbolInput {
    pub bars: Arc<Bars>,
    /// The bars that take part.
    pub range: Range<usize>,
}

/// One run. Steps only go forward; every method that can change money is exact or an error.
pub struct Engine {
    pub(crate) config: Config,
    pub(crate) specs: Vec<SymbolSpec>,
    pub(crate) bars: Vec<SymbolBars>,
    pub(crate) clock: Clock,
    pub(crate) days: Arc<[i32]>,
    pub(crate) account: Account,
    pub(crate) log: Log,
    pub(crate) slippage: SlippageModel,
    pub(crate) custom_slippage: Option<SlippageFunction>,
    pub(crate) detail: Vec<Option<Arc<Bars>>>,
    pub(crate) book: Book,
    pub(crate) budgets: Budgets,
    pub(crate) actions: ActionQueue,
    /// What holding costs or brings; most runs have none.
    pub(crate) charges: Option<Box<Charges>>,
    pub(crate) notices: Vec<Notice>,
    /// Steps already matched: the next bar to match, and the first that can fill an order said now, is this one.
    pub(crate) done: Step,
    /// The last step that was begun: the one at hand while it is matched.
    pub(crate) at: Step,
    /// Set between `begin_step` and the matching of that step: orders are said before its open.
    pub(crate) opened: Option<Step>,
    /// How far the last look-ahead for a relevant bar went; grows while nothing is said, shrinks with each command.
    pub(crate) reach: u32,
    /// Bars before this step were looked at since the last command: nothing can act on them.
    pub(crate) clear_until: Step,
    /// Orders that act at the print at hand, whether they come second, and the standing of icebergs; kept to be used again.
    pub(crate) waiting: Vec<(bool, u64, OrderId)>,
    /// Children that a fill at the print or point at hand has given something to do.
    pub(crate) grown: Vec<OrderId>,
    pub(crate) turns: Vec<Turn>,
    /// Symbols that have split before the open at hand, with old for new shares: their last close is one of old shares until the step is over.
    pub(crate) split_today: Vec<(SymbolId, money::Ratio)>,
    /// Any instrument settles in cash: only then does a cash account hold margin.
    pub(crate) has_settled: bool,
    /// What a trial of one symbol's bar takes in place of the run's models.
    pub(crate) forced: Option<Forced>,
    pub(crate) deciding: Vec<DecidingBar>,
    /// An order that waited has begun since this was last looked at: under `thisClose` it may act at this very close.
    pub(crate) begun: bool,
    /// What refused orders would have needed, for whoever asks why.
    pub(crate) refusals: Vec<Refusal>,
    /// Orders said before the open of the step their first event names: they could act in that very bar.
    pub(crate) said_at_open: Vec<OrderId>,
    /// Followed only under a daily limit of losses.
    pub(crate) day_equity: DayEquity,
    /// Messages on their way; nothing where they take no time.
    pub(crate) latency: Option<Box<Latency>>,
    /// Only where an account can be called for margin.
    pub(crate) margin_watch: Option<Box<MarginWatch>>,
    pub(crate) finished: bool,
}

impl Engine {
    pub fn new(setup: Setup) -> Result<Self, EngineError> {
        let Setup { config, symbols, actions, days, detail, slippage: custom_slippage } = setup;
        if symbols.is_empty() || symbols.len() != config.instruments.len() {
            let message = format!("{} symbols of data and {} instruments", symbols.len(), config.instruments.len());
            return Err(EngineError::new("engine.setup", message, "give one instrument for each symbol of the data"));
        }
        let bars: Vec<SymbolBars> = symbols.into_iter().map(|symbol| SymbolBars::new(symbol.bars, symbol.range)).collect();
        let clock = Clock::new(&bars);
        if clock.steps() == 0 {
            return Err(EngineError::new("data.empty", "no bar is left to run on", "check --from, --to and the file"));
        }
        if days.len() != clock.steps() {
            let message = format!("{} exchange days for {} steps", days.len(), clock.steps());
            return Err(EngineError::new("engine.setup", message, "give one exchange day for each step of the clock"));
        }
        let specs = config.instruments.iter().zip(&bars).map(|(instrument, bars)| SymbolSpec::new(instrument.clone(), bars.source()));
        let specs = specs.collect::<Result<Vec<SymbolSpec>, EngineError>>()?;
        let has_settled = specs.iter().any(SymbolSpec::is_settled);
        let foreign = config.currencies.iter().map(|currency| ForeignCurrency::new(currency, &bars, &clock, &days));
        let foreign = foreign.collect::<Result<Vec<_>, _>>()?;
        let account = Account::new(&config, specs.clone(), &actions, foreign)?;
        let day_equity = DayEquity::new(account.cash());
        let slippage = SlippageModel::new(&config.slippage)?;
        let actions = ActionQueue::new(&actions, &specs, &clock, &days)?;
        let charges = Charges::new(&config, &specs, &days)?.map(Box::new);
        let latency = match config.latency.clone() {
            Some(settings) => Latency::new(settings, specs.len(), clock.steps())?,
            None => None,
        };
        let margin_watch = MarginWatch::new(&config.account).map(Box::new);
        let engine = Self {
            book: Book::new(specs.len()),
            budgets: Budgets::new(specs.len()),
            config,
            specs,
            bars,
            clock,
            days,
            account,
            log: Log::default(),
            slippage,
            custom_slippage,
            detail,
            actions,
            charges,
            notices: Vec::new(),
            done: 0,
            at: 0,
            opened: None,
            reach: crate::matching::FIRST_REACH,
            clear_until: 0,
            waiting: Vec::new(),
            grown: Vec::new(),
            turns: Vec::new(),
            split_today: Vec::new(),
            has_settled,
            forced: None,
            deciding: Vec::new(),
            begun: false,
            refusals: Vec::new(),
            said_at_open: Vec::new(),
            day_equity,
            latency,
            margin_watch,
            finished: false,
        };
        engine.refuse_fine_detail()?;
        Ok(engine)
    }

    /// Number of timestamps.
    pub fn steps(&self) -> Step {
        u32::try_from(self.clock.steps()).unwrap_or(u32::MAX)
    }

    pub fn specs(&self) -> &[SymbolSpec] {
        &self.specs
    }

    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    pub fn bars(&self) -> &[SymbolBars] {
        &self.bars
    }

    pub fn account(&self) -> &Account {
        &self.account
    }

    pub fn log(&self) -> &Log {
        &self.log
    }

    /// Bars of a run with `bounds` on which a model decided a fill, in the order of the run.
    pub fn deciding_bars(&self) -> &[DecidingBar] {
        &self.deciding
    }

    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Fills and status changes since the last call.
    pub fn take_notices(&mut self) -> Vec<Notice> {
        self.hear();
        std::mem::take(&mut self.notices)
    }

    /// `None` once the run is over.
    pub fn order(&self, id: OrderId) -> Option<&crate::orders::Order> {
        self.book.get(id)
    }

    /// Open orders in submission order, of one symbol or of all.
    pub fn open_orders(&self, symbol: Option<SymbolId>) -> Vec<OrderId> {
        let symbols = match symbol {
            Some(symbol) => symbol..symbol.saturating_add(1),
            None => 0..u32::try_from(self.specs.len()).unwrap_or(0),
        };
        let mut ids: Vec<OrderId> = symbols.flat_map(|symbol| self.book.live(symbol)).copied().collect();
        ids.sort_unstable();
        ids
    }

    /// The step whose close is "now": what a callback sees.
    pub(crate) fn now(&self) -> Step {
        self.done.saturating_sub(1)
    }

    /// The step stamped on an order event said now.
    pub(crate) fn said_at(&self) -> Step {
        self.opened.unwrap_or_else(|| self.now())
    }

    pub(crate) fn day(&self, step: Step) -> i32 {
        self.days.get(step as usize).copied().unwrap_or(i32::MAX)
    }

    pub(crate) fn spec(&self, symbol: SymbolId) -> Result<&SymbolSpec, EngineError> {
        self.specs.get(symbol as usize).ok_or_else(|| unknown_symbol(symbol))
    }

    /// The symbol's last close at `step` at data scale; 0 before its first bar.
    pub(crate) fn close_at(&self, symbol: SymbolId, step: Step) -> i64 {
        last_close(&self.clock, &self.bars, symbol, step)
    }

    /// Last closes of all symbols at `step`, at data scale.
    pub fn closes_at(&self, step: Step) -> Vec<i64> {
        (0..u32::try_from(self.specs.len()).unwrap_or(0)).map(|symbol| self.close_at(symbol, step)).collect()
    }

    /// A data-scale price at the symbol's price scale.
    pub(crate) fn to_price(&self, symbol: SymbolId, value: i64) -> Result<i128, EngineError> {
        let scales = self.spec(symbol)?.scales;
        rescale(i128::from(value), scales.data, scales.price)
    }

    /// The smaller of the run's volume limit and the slippage model's (F6).
    pub(crate) fn volume_limit(&self) -> Option<money::Decimal> {
        match (self.config.fills.volume_limit, self.slippage.volume_limit()) {
            (Some(a), Some(b)) => Some(if a.compare(b).is_ok_and(std::cmp::Ordering::is_le) { a } else { b }),
            (a, b) => a.or(b),
        }
    }
}

/// The symbol's last close at `step` at data scale; 0 before its first bar.
pub(crate) fn last_close(clock: &Clock, bars: &[SymbolBars], symbol: SymbolId, step: Step) -> i64 {
    let bars = bars.get(symbol as usize);
    clock.last_bar(symbol, step).and_then(|bar| bars?.close(bar)).unwrap_or(0)
}

pub(crate) fn rescale(mantissa: i128, from: u8, to: u8) -> Result<i128, EngineError> {
    // The price scale is never coarser than tick and data: this is a product, nothing is lost.
    let factor = money::pow10(to.saturating_sub(from))?;
    Ok(mantissa.checked_mul(factor).ok_or(money::MoneyError::Overflow { operation: "price" })?)
}

pub(crate) fn unknown_symbol(symbol: SymbolId) -> EngineError {
    EngineError::new("order.unknownSymbol", format!("symbol number {symbol} is not in this run"), "use one of ctx.symbols")
}
