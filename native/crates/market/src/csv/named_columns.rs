use super::error::CsvError;
use super::field::{Field, plain};

/// A name as it must be typed in a shell.
pub(super) fn quote(name: &str) -> String {
    if name.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-')) { name.to_owned() } else { format!("\"{name}\"") }
}

/// Whether `--columns field=name` can mean but one column.
pub(super) fn stands_once(header: &[String], name: &str) -> bool {
    header.iter().filter(|known| *known == name).count() == 1
}

/// The column of that name; without one, the column whose name differs only in case, spaces and punctuation.
pub(super) fn find_named(header: &[String], name: &str) -> Result<usize, CsvError> {
    let same = |same: &dyn Fn(&String) -> bool| -> Vec<usize> {
        header.iter().enumerate().filter(|(_, known)| same(known)).map(|(column, _)| column).collect()
    };
    let exact = same(&|known| known == name);
    let wanted = plain(name);
    let found = if exact.is_empty() { same(&|known| plain(known) == wanted) } else { exact };
    match found.as_slice() {
        [column] => Ok(*column),
        [] => {
            let message = format!("the file has no column \"{name}\"; it has {}", header.join(", "));
            Err(CsvError::new("data.columnMissing", message).hint("Use one of these names.").cell(name, ""))
        }
        [first, second, ..] => {
            let message = format!("columns {} and {} are both named like \"{name}\": {}", first + 1, second + 1, header.join(", "));
            Err(ambiguous(header, message).cell(name, ""))
        }
    }
}

/// A name that stands for several columns: only their order tells them apart.
pub(super) fn ambiguous(header: &[String], message: String) -> CsvError {
    let mut order: Vec<&str> = Vec::with_capacity(header.len());
    for name in header {
        let name = plain(name);
        let field = Field::ALL.into_iter().find(|field| field.header_names().contains(&name.as_str())).map_or("-", Field::name);
        order.push(if order.contains(&field) { "-" } else { field });
    }
    let hint = format!(
        "Rename one in the file, or name every column in its order, with - for one that is not wanted, for example --columns {}",
        order.join(",")
    );
    CsvError::new("data.columnAmbiguous", message).hint(hint)
}
