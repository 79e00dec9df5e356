//! Nanoseconds per value of every kernel over a million prices: `cargo bench -p signals`.
use std::hint::black_box;
use std::time::Instant;

use signals::{Input, KERNELS, compute};

fn main() {
    let count = 1_000_000;
    let mut state = 7u64;
    let mut price = 100_000i64;
    let mantissas: Vec<i64> = (0..count)
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            price = (price + (state >> 58) as i64 - 32).max(1_000);
            price
        })
        .collect();
    let values: Vec<f64> = mantissas.iter().map(|&each| each as f64 / 100.0).collect();
    for kernel in KERNELS {
        let numbers: &[f64] = match kernel.name {
            "macd" => &[12.0, 26.0, 9.0],
            "stoch" => &[14.0, 3.0, 3.0],
            "bbands" => &[20.0, 2.0],
            "trueRange" => &[],
            _ => &[20.0],
        };
        for exact in [Some((&mantissas[..], 2)), None] {
            let inputs = vec![Input { values: &values, exact }; kernel.columns];
            let nanoseconds = (0..9)
                .map(|_| {
                    let start = Instant::now();
                    black_box(compute(kernel.name, black_box(&inputs), numbers)).ok();
                    start.elapsed().as_nanos()
                })
                .min()
                .unwrap_or(0);
            println!(
                "{:<10} {:<6} {:6.2} ns/value",
                kernel.name,
                if exact.is_some() { "exact" } else { "float" },
                nanoseconds as f64 / count as f64
            );
        }
    }
}
