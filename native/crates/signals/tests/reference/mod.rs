//! Reads the recorded answers of other libraries.
#![allow(dead_code)]

use std::fs;
use std::io::Read;
use std::path::PathBuf;

use signals::Input;

/// The text of a file of the shared data folder, unpacked when it ends in `.gz`.
pub fn shared_text(relative: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data").join(relative);
    let bytes = fs::read(&path).unwrap_or_else(|error| {
        panic!("this test needs {relative} of the shared data folder beside the repository, but reading it failed: {error}")
    });
    let mut text = String::new();
    if relative.ends_with(".gz") {
        flate2::read::GzDecoder::new(&bytes[..]).read_to_string(&mut text).expect("gzip");
    } else {
        text = String::from_utf8(bytes).expect("UTF-8");
    }
    text
}

/// A column of decimals, as text, as mantissas and as doubles.
pub struct Decimals {
    pub mantissas: Vec<i64>,
    pub scale: u8,
    pub values: Vec<f64>,
}

impl Decimals {
    pub fn parse<'a>(cells: impl IntoIterator<Item = &'a str>) -> Self {
        let cells: Vec<&str> = cells.into_iter().collect();
        let decimals = |cell: &str| cell.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        let scale = cells.iter().map(|cell| decimals(cell)).max().unwrap_or(0);
        let mantissa = |cell: &&str| format!("{}{}", cell.replace('.', ""), "0".repeat(scale - decimals(cell))).parse().expect("decimal");
        Self {
            mantissas: cells.iter().map(mantissa).collect(),
            scale: u8::try_from(scale).expect("scale"),
            values: cells.iter().map(|cell| cell.parse().expect("number")).collect(),
        }
    }

    pub fn exact(&self) -> Input<'_> {
        Input { values: &self.values, exact: Some((&self.mantissas, self.scale)) }
    }

    pub fn float(&self) -> Input<'_> {
        Input { values: &self.values, exact: None }
    }
}

/// Splits a line of a CSV file whose quoted cells may hold commas.
pub fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for character in line.chars() {
        match character {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            _ => cells.last_mut().expect("cell").push(character),
        }
    }
    cells
}

/// Every value within the tolerance (relative to the expected one, or absolute where that is given), `NaN` exactly where expected.
pub fn assert_close(what: &str, actual: &[f64], expected: &[f64], relative: f64, absolute: f64) {
    assert_eq!(actual.len(), expected.len(), "{what}: number of values");
    for (i, (&a, &e)) in actual.iter().zip(expected).enumerate() {
        assert_eq!(a.is_nan(), e.is_nan(), "{what}: value {i} is {a}, expected {e}");
        if !e.is_nan() {
            assert!((a - e).abs() <= absolute + relative * e.abs(), "{what}: value {i} is {a}, expected {e}");
        }
    }
}
