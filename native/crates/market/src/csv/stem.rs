use std::path::Path;

/// The symbol a file without symbol column is named by: `WIKI-AAPL.csv.gz` is `WIKI-AAPL`, `BRK.B.csv` is `BRK.B`.
pub(super) fn stem(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let name = without(&name, &["gz", "zip"]);
    without(name, &["csv", "tsv", "txt", "psv", "tab"]).to_owned()
}

fn without<'a>(name: &'a str, endings: &[&str]) -> &'a str {
    match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && endings.iter().any(|known| ending.eq_ignore_ascii_case(known)) => stem,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_of_price_files_are_taken_off() {
        let of = |path: &str| stem(Path::new(path));
        assert_eq!(of("data/WIKI-AAPL.csv.gz"), "WIKI-AAPL");
        assert_eq!(of("BRK.B.csv"), "BRK.B");
        assert_eq!(of("nvda-1999-2014.txt.gz"), "nvda-1999-2014");
        assert_eq!(of("QUANDL_ARCHIVE.zip"), "QUANDL_ARCHIVE");
        assert_eq!(of("EURUSD"), "EURUSD");
        assert_eq!(of(".csv"), ".csv");
    }
}
