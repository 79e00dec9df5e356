//! The calls a run makes while it goes: raw N-API callbacks with the run in their data pointer.

mod bind;
mod block;
mod calls;

pub use block::{flag, word};
