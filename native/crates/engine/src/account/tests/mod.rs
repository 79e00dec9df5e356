mod actions;
mod fees;
mod identities;
mod lots;
mod scales;
mod slippage;
