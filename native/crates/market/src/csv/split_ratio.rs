use money::{Decimal, Ratio, pow10};

use super::number::parse_cell;

/// New shares for old: `7`, `7.0`, `7:1`, `7/1`. `None` when nothing is split (0, 1, `1:1`).
pub(crate) fn parse_split(text: &str, point: u8) -> Result<Option<Ratio>, &'static str> {
    let number = |part: &str| parse_cell(part.trim(), point).map_err(|_| "is no split ratio");
    let ratio = match text.split_once([':', '/']) {
        Some((new, old)) => {
            let (new, old) = (number(new)?, number(old)?);
            if new.mantissa <= 0 || old.mantissa <= 0 {
                return Err("is no split ratio: both sides must be above 0");
            }
            divide(new, old)
        }
        None => {
            let factor = number(text)?;
            if factor.mantissa < 0 {
                return Err("is a negative split ratio");
            }
            if factor.mantissa == 0 {
                return Ok(None);
            }
            divide(factor, Decimal::new(1, 0))
        }
    };
    let ratio = ratio.map_err(|_| "is a split ratio with too many digits")?;
    Ok((ratio != Ratio::ONE).then_some(ratio))
}

fn divide(new: Decimal, old: Decimal) -> Result<Ratio, money::MoneyError> {
    Ratio::new(new.mantissa, pow10(new.scale)?)?.multiply(Ratio::new(pow10(old.scale)?, old.mantissa)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_exact() {
        let ratio = |text: &str| parse_split(text, b'.').map(|ratio| ratio.map(|ratio| (ratio.num(), ratio.den())));
        assert_eq!(ratio("7.0"), Ok(Some((7, 1))));
        assert_eq!(ratio("1.5"), Ok(Some((3, 2))));
        assert_eq!(ratio("0.1"), Ok(Some((1, 10))));
        assert_eq!(ratio("7:1"), Ok(Some((7, 1))));
        assert_eq!(ratio("1 / 8"), Ok(Some((1, 8))));
        assert_eq!(ratio("1:1.5"), Ok(Some((2, 3))));
        assert_eq!(ratio("1.0"), Ok(None));
        assert_eq!(ratio("0"), Ok(None));
        assert!(ratio("-2").is_err() && ratio("2:0").is_err() && ratio("two").is_err());
    }
}
