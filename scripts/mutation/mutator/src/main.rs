//! Rewrites Rust files so that one build holds many mutants: each change stands beside the code it replaces, and
//! `crate::mutant::on(number)` chooses between the two when the program runs (`RUSTYBT_MUTANT=number`).
//!
//! `mutator LEFT_OUT FILE...` rewrites the files in place and prints the mutants as JSON. `LEFT_OUT` is a JSON list of the numbers that
//! do not compile; numbers depend on the files alone.

mod find;
mod render;

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let left_out = arguments.next().unwrap_or_default();
    match rewrite(&left_out, &arguments.collect::<Vec<_>>()) {
        Ok(mutants) => {
            println!("{mutants}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn rewrite(left_out: &str, files: &[String]) -> Result<String, String> {
    let left_out: Vec<usize> = serde_json::from_str(left_out).map_err(|error| format!("the numbers left out: {error}"))?;
    let mut mutants = Vec::new();
    let mut number = 0;
    for file in files {
        let source = std::fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
        let parsed = syn::parse_file(&source).map_err(|error| format!("{file}: {error}"))?;
        let mut changes = find::changes(&parsed, &source);
        for change in &mut changes {
            number += 1;
            change.number = number;
            mutants.push(serde_json::json!({
                "number": number, "file": file, "line": change.line, "kind": change.kind, "from": change.from, "to": change.to,
            }));
        }
        changes.retain(|change| !left_out.contains(&change.number));
        std::fs::write(file, render::rendered(&source, &changes)).map_err(|error| format!("{file}: {error}"))?;
    }
    serde_json::to_string(&mutants).map_err(|error| error.to_string())
}
