/// How a quotient that does not come out even is rounded. Always an argument; there is no ambient default.
///
/// | value | HalfEven | HalfUp | HalfDown | Up | Down | Floor | Ceil |
/// | --- | --- | --- | --- | --- | --- | --- | --- |
/// | 2.5 | 2 | 3 | 2 | 3 | 2 | 2 | 3 |
/// | -2.5 | -2 | -3 | -2 | -3 | -2 | -3 | -2 |
/// | 2.1 | 2 | 2 | 2 | 3 | 2 | 2 | 3 |
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// To the nearest, a tie to the even neighbour.
    HalfEven,
    /// To the nearest, a tie away from zero.
    HalfUp,
    /// To the nearest, a tie toward zero.
    HalfDown,
    /// Away from zero.
    Up,
    /// Toward zero.
    Down,
    /// Toward minus infinity.
    Floor,
    /// Toward plus infinity.
    Ceil,
}

impl Rounding {
    /// Whether the magnitude of a truncated quotient grows by one. `half` compares twice the remainder with the divisor.
    pub(crate) fn grows(self, negative: bool, odd: bool, half: std::cmp::Ordering) -> bool {
        use std::cmp::Ordering::{Equal, Greater};
        match self {
            Self::HalfEven => half == Greater || (half == Equal && odd),
            Self::HalfUp => half != std::cmp::Ordering::Less,
            Self::HalfDown => half == Greater,
            Self::Up => true,
            Self::Down => false,
            Self::Floor => negative,
            Self::Ceil => !negative,
        }
    }

    /// The name used in settings and in a fill's `why`.
    pub fn name(self) -> &'static str {
        match self {
            Self::HalfEven => "half-even",
            Self::HalfUp => "half-up",
            Self::HalfDown => "half-down",
            Self::Up => "up",
            Self::Down => "down",
            Self::Floor => "floor",
            Self::Ceil => "ceil",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Self::HalfEven, Self::HalfUp, Self::HalfDown, Self::Up, Self::Down, Self::Floor, Self::Ceil]
            .into_iter()
            .find(|mode| mode.name() == name)
    }
}
