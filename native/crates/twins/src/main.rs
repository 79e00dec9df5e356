//! Twins of the benchmarks without JavaScript, small enough to be counted in instructions under callgrind (`scripts/test/instructions.mjs`):
//! `twins W1 bars` makes the data only, `twins W1 run` makes the same data and runs. Their difference is the run.
#![forbid(unsafe_code)]

mod bars;
mod w1;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["W1", "bars"] => {
            println!("{}", w1::bars().close.len());
            ExitCode::SUCCESS
        }
        ["W1", "run"] => match w1::run(&w1::bars()) {
            Ok(outcome) => {
                println!("{} {}", outcome.hash, outcome.totals);
                ExitCode::SUCCESS
            }
            Err(error) => {
                eprintln!("{error}");
                ExitCode::FAILURE
            }
        },
        _ => {
            eprintln!("usage: twins W1 bars|run");
            ExitCode::from(2)
        }
    }
}
