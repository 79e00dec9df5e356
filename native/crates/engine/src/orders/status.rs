use std::sync::OnceLock;

/// The life cycle of an order (E12). Which change is legal stands in `transitions.json`, the one source for Rust and TypeScript.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Initialized,
    Denied,
    Submitted,
    Accepted,
    Rejected,
    Triggered,
    PartiallyFilled,
    Filled,
    PendingCancel,
    Canceled,
    PendingReplace,
    Expired,
}

impl Status {
    pub const ALL: [Self; 12] = [
        Self::Initialized,
        Self::Denied,
        Self::Submitted,
        Self::Accepted,
        Self::Rejected,
        Self::Triggered,
        Self::PartiallyFilled,
        Self::Filled,
        Self::PendingCancel,
        Self::Canceled,
        Self::PendingReplace,
        Self::Expired,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Initialized => "initialized",
            Self::Denied => "denied",
            Self::Submitted => "submitted",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Triggered => "triggered",
            Self::PartiallyFilled => "partiallyFilled",
            Self::Filled => "filled",
            Self::PendingCancel => "pendingCancel",
            Self::Canceled => "canceled",
            Self::PendingReplace => "pendingReplace",
            Self::Expired => "expired",
        }
    }

    /// Can still fill, be changed or be cancelled.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Denied | Self::Rejected | Self::Filled | Self::Canceled | Self::Expired)
    }

    pub fn may_become(self, next: Self) -> bool {
        let index = |status: Self| status as usize;
        legal().get(index(self)).and_then(|row| row.get(index(next))).copied().unwrap_or(false)
    }
}

type Table = [[bool; 12]; 12];

fn legal() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let source: serde_json::Value = serde_json::from_str(include_str!("transitions.json")).unwrap_or_default();
        Status::ALL.map(|from| {
            let next = source.get(from.name()).and_then(|row| row.as_array()).map(Vec::as_slice).unwrap_or_default();
            Status::ALL.map(|to| next.iter().any(|name| name.as_str() == Some(to.name())))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_names_every_state_once_and_closed_states_go_nowhere() {
        let source: serde_json::Map<String, serde_json::Value> = serde_json::from_str(include_str!("transitions.json")).unwrap();
        assert_eq!(source.len(), Status::ALL.len());
        for status in Status::ALL {
            let next = source[status.name()].as_array().unwrap();
            assert!(next.iter().all(|name| Status::ALL.iter().any(|known| Some(known.name()) == name.as_str())), "{}", status.name());
            assert_eq!(next.is_empty(), !status.is_open(), "{}", status.name());
        }
        assert!(Status::Accepted.may_become(Status::Filled));
        assert!(!Status::Filled.may_become(Status::Accepted));
    }
}
