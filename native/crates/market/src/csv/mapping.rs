use super::error::CsvError;
use super::field::Field;
use super::options::ColumnChoice;

/// The `columns` option, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mapping {
    None,
    /// Every column in its order; `None` is one to skip.
    Order(Vec<Option<Field>>),
    /// Field and header name (or column number, from 1, without a header).
    Names(Vec<(Field, String)>),
}

impl Mapping {
    pub fn from_option(choice: Option<&ColumnChoice>) -> Result<Self, CsvError> {
        match choice {
            None => Ok(Self::None),
            Some(ColumnChoice::Text(text)) if text.contains('=') => {
                let pairs = text.split(',').map(|pair| pair.split_once('=').ok_or_else(|| not_understood(pair, "is no field=column pair")));
                by_name(&pairs.collect::<Result<Vec<_>, _>>()?)
            }
            Some(ColumnChoice::Text(text)) => order(&text.split(',').map(str::to_owned).collect::<Vec<_>>()),
            Some(ColumnChoice::Order(names)) => order(names),
            Some(ColumnChoice::Names(names)) => {
                by_name(&names.iter().map(|(field, name)| (field.as_str(), name.as_str())).collect::<Vec<_>>())
            }
        }
    }
}

fn by_name(pairs: &[(&str, &str)]) -> Result<Mapping, CsvError> {
    let has = |wanted: &str| pairs.iter().any(|(field, _)| field.trim().eq_ignore_ascii_case(wanted));
    let both = has("date") && has("time");
    let mut fields: Vec<(Field, String)> = Vec::with_capacity(pairs.len());
    for (name, column) in pairs {
        let field = if both && name.trim().eq_ignore_ascii_case("time") { Field::Clock } else { field_named(name.trim())? };
        if fields.iter().any(|(known, _)| *known == field) {
            return Err(not_understood(name, "stands twice"));
        }
        fields.push((field, unquoted(column)));
    }
    Ok(Mapping::Names(fields))
}

fn order(names: &[String]) -> Result<Mapping, CsvError> {
    let plain: Vec<String> = names.iter().map(|name| name.trim().to_lowercase()).collect();
    let both = plain.iter().any(|name| name == "date") && plain.iter().any(|name| name == "time");
    let mut fields = Vec::with_capacity(names.len());
    for name in &plain {
        let field = match name.as_str() {
            "-" | "_" | "" => None,
            "time" if both => Some(Field::Clock),
            _ => Some(field_named(name)?),
        };
        if field.is_some() && fields.contains(&field) {
            return Err(not_understood(name, "stands twice"));
        }
        fields.push(field);
    }
    Ok(Mapping::Order(fields))
}

fn field_named(name: &str) -> Result<Field, CsvError> {
    Field::from_name(name).ok_or_else(|| not_understood(name, "is no field"))
}

fn unquoted(name: &str) -> String {
    let name = name.trim();
    name.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(name).to_owned()
}

fn not_understood(part: &str, what: &str) -> CsvError {
    let names: Vec<&str> = Field::ALL.into_iter().map(Field::name).collect();
    let hint = format!(
        "Write the columns in their order (--columns time,open,high,low,close,volume; - skips one) or by name (--columns time=Date,close=Last). Fields: {}.",
        names.join(", ")
    );
    CsvError::new("data.columnsOption", format!("columns: \"{part}\" {what}")).hint(hint).cell("columns", part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Mapping, CsvError> {
        Mapping::from_option(Some(&ColumnChoice::Text(text.to_owned())))
    }

    #[test]
    fn an_order_may_skip_columns_and_split_date_and_time() {
        let order = parse("date,time,open,-,Close").unwrap();
        assert_eq!(order, Mapping::Order(vec![Some(Field::Time), Some(Field::Clock), Some(Field::Open), None, Some(Field::Close)]));
        assert_eq!(parse("time,open").unwrap(), Mapping::Order(vec![Some(Field::Time), Some(Field::Open)]));
    }

    #[test]
    fn names_may_be_quoted() {
        let names = parse("time=Date,close=\"Exchange rate\"").unwrap();
        assert_eq!(names, Mapping::Names(vec![(Field::Time, "Date".into()), (Field::Close, "Exchange rate".into())]));
        let names = parse("date=Day,time=Hour").unwrap();
        assert_eq!(names, Mapping::Names(vec![(Field::Time, "Day".into()), (Field::Clock, "Hour".into())]));
    }

    #[test]
    fn an_unknown_field_lists_the_known_ones() {
        let error = parse("time,opn").unwrap_err();
        assert_eq!(error.message, "columns: \"opn\" is no field");
        assert!(error.hint.unwrap().contains("time, clock, open, high, low, close, volume, symbol, dividend, split"));
        assert_eq!(parse("open,open").unwrap_err().message, "columns: \"open\" stands twice");
    }
}
