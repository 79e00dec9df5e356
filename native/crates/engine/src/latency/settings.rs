use serde::Deserialize;

/// How long messages take, by kind; a kind without parts takes no time at all.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct LatencySettings {
    pub submit: Vec<Delay>,
    pub cancel: Vec<Delay>,
    pub modify: Vec<Delay>,
    /// Word of what happened, on its way to the strategy.
    pub ack: Vec<Delay>,
    pub seed: u64,
    /// How long the bars of each symbol last.
    pub bars: Vec<BarSpan>,
    /// What `BarSpan::Calendar` counts.
    pub calendars: Vec<Sessions>,
}

impl LatencySettings {
    pub fn is_any(&self) -> bool {
        [&self.submit, &self.cancel, &self.modify, &self.ack].iter().any(|parts| !parts.is_empty())
    }
}

/// One part of a message's way (network, broker, exchange); times in microseconds.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", tag = "model")]
pub enum Delay {
    Constant {
        us: i64,
    },
    /// Both ends included.
    Uniform {
        min: i64,
        max: i64,
    },
    Normal {
        mean: i64,
        sd: i64,
    },
    /// One after the other, from the first again at the end.
    File {
        us: Vec<i64>,
    },
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum BarSpan {
    /// From its start on, in ms.
    Interval(i64),
    /// From the open to the close of its session, by the index of its calendar.
    Calendar(usize),
}

/// Open and close of the session of every step, ms UTC.
#[derive(Debug, Clone, Deserialize)]
pub struct Sessions {
    pub opens: Vec<i64>,
    pub closes: Vec<i64>,
}
