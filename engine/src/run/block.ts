/** Places in the block shared with the native core, in 64-bit words. The same table as `native/crates/node/src/hot/block.rs`. */
export const word = {
  /** Steps that have closed. */
  closed: 0,
  symbol: 1,
  quantity: 2,
  flags: 3,
  limit: 4,
  stop: 5,
  trail: 6,
  target: 7,
  percent: 8,
  percentScale: 9,
  order: 10,
  other: 11,
  watch: 12,
  horizon: 16,
  notices: 17,
  result: 18,
  status: 19,
  reason: 20,
  kind: 21,
  fill: 22,
  /** 0 buy, 1 sell. */
  side: 23,
  /** Nearest doubles of the position and the open rest of `ctx.close()` orders. */
  position: 24,
  closing: 25,
  /** Prices of rare options, at the tick's decimals. */
  touch: 26,
  activation: 27,
  trailLimit: 28,
  /** A day since 1970-01-01 or ms UTC, always a double. */
  expires: 29,
  /** Mantissa at the lot's decimals. */
  display: 30,
  /** Exact integers from here on; an amount takes two, the low one first. */
  exact: 32,
  ids: 64,
  idsRoom: 64,
  count: 128,
} as const;

/** Bits of the `flags` word. */
export const flag = {
  limit: 1,
  stop: 2,
  trail: 4,
  percent: 8,
  fit: 16,
  closing: 32,
  /** Mantissas stand in their words as integers instead of doubles. */
  wide: 64,
  quantity: 128,
  tifShift: 8,
  atShift: 10,
  touch: 1 << 12,
  marketToLimit: 1 << 13,
  activation: 1 << 14,
  trailLimit: 1 << 15,
  /** GTD until a day, or until an instant. */
  expiresDay: 1 << 16,
  expiresAt: 1 << 17,
  postOnly: 1 << 18,
  reduceOnly: 1 << 19,
  display: 1 << 20,
  lotsShift: 21,
  /** Ids of lots stand before the tag, with a line feed behind them. */
  lotIds: 1 << 23,
  /** The order waits for the fills of `word.other`. */
  waits: 1 << 24,
} as const;
