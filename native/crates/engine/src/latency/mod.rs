//! Messages take time (F12): orders, cancels and changes on their way to the market, and word of what happened on its way back.

mod deliver;
mod draw;
mod send;
mod settings;
mod times;
mod word;

pub use settings::{BarSpan, Delay, LatencySettings, Sessions};

use std::sync::Arc;

use crate::error::EngineError;
use crate::orders::{Changes, Notice, OrderState};
use crate::{OrderId, Step};

use draw::Draws;

/// A kind of message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Leg {
    Submit,
    Cancel,
    Modify,
    Ack,
}

/// A message on its way to the market.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    /// The step before whose open it takes effect; `NEVER` when the data end before.
    step: Step,
    order: OrderId,
    asks: Asks,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Asks {
    Submit,
    Cancel,
    /// A split since it was sent makes its prices those of old shares.
    Modify {
        changes: Changes,
        overtaken: bool,
    },
}

/// What the strategy has not heard yet.
#[derive(Debug, Clone, Copy)]
struct Word {
    /// The step at whose close it is heard.
    step: Step,
    order: OrderId,
    /// The order after what happened.
    state: OrderState,
    notice: Option<Notice>,
}

/// How long a message that is sent now takes, and when it takes effect.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Trip {
    pub us: i64,
    pub step: Step,
}

pub(crate) const NEVER: Step = Step::MAX;

/// Everything on its way. Cloned for trials: it is short.
#[derive(Debug, Clone)]
pub(crate) struct Latency {
    settings: Arc<LatencySettings>,
    /// Messages numbered so far, of all kinds.
    numbered: u64,
    /// How much of its file each part has read, by kind.
    read: [Vec<usize>; 4],
    /// By step, then as they were sent.
    under_way: Vec<Message>,
    /// By step, then as they happened.
    words: Vec<Word>,
    /// The order whose message takes effect: the event of that says so.
    arriving: Option<OrderId>,
}

impl Latency {
    /// Nothing where no message takes any time.
    pub fn new(settings: LatencySettings, symbols: usize, steps: usize) -> Result<Option<Box<Self>>, EngineError> {
        if !settings.is_any() {
            return Ok(None);
        }
        let knows = |span: &BarSpan| match span {
            BarSpan::Interval(ms) => *ms >= 0,
            BarSpan::Calendar(at) => {
                settings.calendars.get(*at).is_some_and(|sessions| sessions.opens.len() == steps && sessions.closes.len() == steps)
            }
        };
        if settings.bars.len() != symbols || !settings.bars.iter().all(knows) {
            let message = format!("latency knows the times of {} symbols of {symbols}, over {steps} steps", settings.bars.len());
            return Err(EngineError::new("engine.setup", message, "give an interval or a calendar for each symbol"));
        }
        let read = [&settings.submit, &settings.cancel, &settings.modify, &settings.ack].map(|parts| vec![0; parts.len()]);
        let settings = Arc::new(settings);
        Ok(Some(Box::new(Self { settings, numbered: 0, read, under_way: Vec::new(), words: Vec::new(), arriving: None })))
    }

    fn parts(&self, leg: Leg) -> &[Delay] {
        match leg {
            Leg::Submit => &self.settings.submit,
            Leg::Cancel => &self.settings.cancel,
            Leg::Modify => &self.settings.modify,
            Leg::Ack => &self.settings.ack,
        }
    }

    /// Numbers a message and draws how long it takes, in microseconds; nothing for a kind that takes no time.
    fn draw(&mut self, leg: Leg) -> Option<i64> {
        if self.parts(leg).is_empty() {
            return None;
        }
        self.numbered = self.numbered.saturating_add(1);
        let mut draws = Draws::of(self.settings.seed, self.numbered);
        let settings = Arc::clone(&self.settings);
        let (parts, read) = match leg {
            Leg::Submit => (&settings.submit, &mut self.read[0]),
            Leg::Cancel => (&settings.cancel, &mut self.read[1]),
            Leg::Modify => (&settings.modify, &mut self.read[2]),
            Leg::Ack => (&settings.ack, &mut self.read[3]),
        };
        Some(parts.iter().zip(read).fold(0i64, |sum, (part, used)| sum.saturating_add(draws.delay(part, used))))
    }

    /// The step before whose open the next message takes effect.
    pub fn next_arrival(&self) -> Option<Step> {
        self.under_way.first().map(|message| message.step).filter(|step| *step != NEVER)
    }

    /// The step at whose close the strategy hears the next word.
    pub fn next_word(&self) -> Option<Step> {
        self.words.first().map(|word| word.step).filter(|step| *step != NEVER)
    }

    /// Whether what happens is heard later.
    pub fn delays_words(&self) -> bool {
        !self.settings.ack.is_empty()
    }
}
