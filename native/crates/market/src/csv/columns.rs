use super::data::Note;
use super::error::CsvError;
use super::field::{Field, plain};
use super::mapping::Mapping;
use super::named_columns::{ambiguous, find_named, quote, stands_once};

/// Which column of the file holds which field, and the names to show for columns.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    at: [Option<usize>; Field::COUNT],
    /// Header names, or `#3` without one.
    pub names: Vec<String>,
    pub notes: Vec<Note>,
    /// A column that looks like volume and is not used.
    pub other_volume: Option<String>,
}

impl Columns {
    pub fn bare(names: Vec<String>) -> Self {
        Self { at: [None; Field::COUNT], names, notes: Vec::new(), other_volume: None }
    }

    pub fn get(&self, field: Field) -> Option<usize> {
        self.at[field as usize]
    }

    pub fn set(&mut self, field: Field, column: Option<usize>) {
        self.at[field as usize] = column;
    }

    /// The name of a field's column in the file.
    pub fn name(&self, field: Field) -> &str {
        self.get(field).and_then(|column| self.names.get(column)).map_or(field.name(), String::as_str)
    }

    /// All fields that were found, as `[field, column name]`.
    pub fn found(&self) -> Vec<(String, String)> {
        Field::ALL
            .into_iter()
            .filter(|field| self.get(*field).is_some())
            .map(|field| (field.name().to_owned(), self.name(field).to_owned()))
            .collect()
    }

    /// From a header line. `first_row` is the line below it, which tells a row number from a date and a clock from a date.
    pub fn from_header(
        header: &[String],
        first_row: &[String],
        mapping: &Mapping,
        is_time: &dyn Fn(&str) -> bool,
    ) -> Result<Self, CsvError> {
        let mut columns = Self::bare(names_of(header));
        let mut given = [false; Field::COUNT];
        match mapping {
            Mapping::None => {}
            Mapping::Order(order) => return Self::from_order(order, columns.names),
            Mapping::Names(pairs) => {
                for (field, name) in pairs {
                    given[*field as usize] = true;
                    let column = if name == "-" { None } else { Some(find_named(header, name)?) };
                    columns.set(*field, column);
                }
            }
        }
        let taken: Vec<usize> = columns.at.into_iter().flatten().collect();
        let free: Vec<(usize, String)> =
            header.iter().enumerate().filter(|(index, _)| !taken.contains(index)).map(|(index, name)| (index, plain(name))).collect();
        for field in Field::ALL {
            if !given[field as usize] && field != Field::Clock {
                let column = columns.pick(field, header, &free)?;
                columns.set(field, column);
            }
        }
        columns.use_letters(header, &free, &given)?;
        columns.use_prefix(header, &given)?;
        if columns.get(Field::Time).is_none() && !given[Field::Time as usize] {
            let unnamed = header.iter().position(|name| matches!(plain(name).as_str(), "" | "index" | "unnamed0"));
            columns.set(Field::Time, unnamed.filter(|column| first_row.get(*column).is_some_and(|cell| is_time(cell))));
        }
        if !given[Field::Time as usize] && !given[Field::Clock as usize] {
            columns.pair_date_and_clock(&free, first_row, is_time);
        }
        columns.note_unused(header);
        Ok(columns)
    }

    /// From a list that names every column in its order.
    pub fn from_order(order: &[Option<Field>], names: Vec<String>) -> Result<Self, CsvError> {
        if order.len() != names.len() {
            let message = format!("the columns option names {} columns, the file has {}", order.len(), names.len());
            return Err(
                CsvError::new("data.columnsOption", message).hint("Name every column in its order, with - for one that is not wanted.")
            );
        }
        let mut columns = Self::bare(names);
        for (column, field) in order.iter().enumerate() {
            if let Some(field) = field {
                columns.set(*field, Some(column));
            }
        }
        Ok(columns)
    }

    /// The column for a field by header name; two columns of the same name are refused.
    fn pick(&self, field: Field, header: &[String], free: &[(usize, String)]) -> Result<Option<usize>, CsvError> {
        for name in field.header_names() {
            let hits: Vec<usize> = free.iter().filter(|(_, plain)| plain == name).map(|(column, _)| *column).collect();
            match hits.as_slice() {
                [] => {}
                [column] => return Ok(Some(*column)),
                [first, second, ..] => {
                    let message = format!("columns {} and {} are both named like {}", self.show(*first), self.show(*second), field.name());
                    return Err(match hits.iter().find(|column| stands_once(header, &header[**column])) {
                        Some(column) => CsvError::new("data.columnAmbiguous", message).hint(format!(
                            "Choose one: --columns {}={}",
                            field.name(),
                            quote(&header[*column])
                        )),
                        None => ambiguous(header, message),
                    });
                }
            }
        }
        Ok(None)
    }

    fn use_letters(&mut self, header: &[String], free: &[(usize, String)], given: &[bool; Field::COUNT]) -> Result<(), CsvError> {
        let at = |field: Field| free.iter().find(|(_, plain)| Some(plain.as_str()) == field.letter()).map(|(column, _)| *column);
        if Field::PRICES.into_iter().any(|field| self.get(field).is_none() && at(field).is_none()) {
            return Ok(());
        }
        for field in Field::ALL {
            if self.get(field).is_none() && !given[field as usize] {
                self.set(field, at(field).map(|column| find_named(header, &header[column])).transpose()?);
            }
        }
        Ok(())
    }

    /// `AAPL.Open, AAPL.High, …`: the prefix counts when one and only one has all four prices.
    fn use_prefix(&mut self, header: &[String], given: &[bool; Field::COUNT]) -> Result<(), CsvError> {
        if Field::PRICES.into_iter().any(|field| self.get(field).is_some()) {
            return Ok(());
        }
        let split: Vec<(String, String)> = header
            .iter()
            .map(|name| {
                name.rsplit_once(['.', '_', ' ', ':', '/'])
                    .map_or((String::new(), String::new()), |(prefix, base)| (prefix.trim().to_owned(), plain(base)))
            })
            .collect();
        let column =
            |prefix: &str, field: Field| split.iter().position(|(p, base)| p == prefix && field.header_names().contains(&base.as_str()));
        let mut prefixes: Vec<&str> = Vec::new();
        for (prefix, base) in &split {
            let adjusted = plain(prefix).starts_with("adj");
            if !prefix.is_empty() && !adjusted && base == "open" && Field::PRICES.into_iter().all(|field| column(prefix, field).is_some()) {
                prefixes.push(prefix);
            }
        }
        match prefixes.as_slice() {
            [] => Ok(()),
            [prefix] => {
                let fields = [Field::Open, Field::High, Field::Low, Field::Close, Field::Volume];
                let found = fields.map(|field| (field, column(prefix, field)));
                for (field, column) in found {
                    if !given[field as usize] {
                        self.set(field, column.map(|column| find_named(header, &header[column])).transpose()?);
                    }
                }
                Ok(())
            }
            [first, ..] => {
                let message = format!(
                    "the file has one group of price columns for each of {} symbols ({}, …)",
                    prefixes.len(),
                    prefixes[..2].join(", ")
                );
                let hint = format!(
                    "Name the columns of one symbol: --columns open={first}.Open,high={first}.High,low={first}.Low,close={first}.Close"
                );
                Err(CsvError::new("data.widePanel", message).hint(hint))
            }
        }
    }

    /// A `date` and a `time` column: together when the one has only days and the other only hours.
    fn pair_date_and_clock(&mut self, free: &[(usize, String)], first_row: &[String], is_time: &dyn Fn(&str) -> bool) {
        let named = |wanted: &[&str]| free.iter().find(|(_, plain)| wanted.contains(&plain.as_str())).map(|(column, _)| *column);
        let (Some(date), Some(clock)) = (named(&["date", "day", "tradedate"]), named(&["time"])) else { return };
        let cell = |column: usize| first_row.get(column).map_or("", String::as_str);
        if self.get(Field::Time) != Some(date) {
            return;
        }
        if is_time(cell(clock)) {
            self.not_used(format!("time is read from column {}, not from {}", self.show(date), self.show(clock)));
        } else {
            self.set(Field::Clock, Some(clock));
        }
    }

    fn note_unused(&mut self, header: &[String]) {
        let used: Vec<usize> = self.at.into_iter().flatten().collect();
        let unused: Vec<usize> = (0..header.len()).filter(|column| !used.contains(column) && !header[*column].is_empty()).collect();
        let (adjusted, others): (Vec<usize>, Vec<usize>) = unused.iter().partition(|column| plain(&header[**column]).contains("adj"));
        if !adjusted.is_empty() {
            self.not_used(format!("{} not used: prices are taken as they stand in open, high, low, close", self.are(&adjusted)));
        }
        if !others.is_empty() {
            self.not_used(format!("{} not used", self.are(&others)));
        }
        self.other_volume = others
            .into_iter()
            .find(|column| plain(&header[*column]).contains("vol") && stands_once(header, &header[*column]))
            .map(|column| self.show(column));
    }

    fn not_used(&mut self, message: String) {
        self.notes.push(Note::new("data.columnsNotUsed", message));
    }

    /// `column X is`, `columns X, Y are`.
    fn are(&self, columns: &[usize]) -> String {
        let names: Vec<String> = columns.iter().map(|column| self.show(*column)).collect();
        match names.as_slice() {
            [name] => format!("column {name} is"),
            _ => format!("columns {} are", names.join(", ")),
        }
    }

    fn show(&self, column: usize) -> String {
        self.names.get(column).cloned().unwrap_or_default()
    }
}

/// `#3` for the third column when it has no name.
fn names_of(header: &[String]) -> Vec<String> {
    header.iter().enumerate().map(|(index, name)| if name.is_empty() { format!("#{}", index + 1) } else { name.clone() }).collect()
}
