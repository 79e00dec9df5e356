import type { FillRow } from "../result/document.ts";

type Words = (fill: FillRow, where: string) => string;

/**
 * How each rule of the native core fills (`Rule` in `native/crates/engine/src/model.rs`), as the first sentence about a fill. A new rule
 * without its words here is red in `explain-order.test.ts`.
 */
export const ruleWords: Readonly<Record<string, Words>> = {
  nextOpen: ({ why }) => `A market order fills at the open of the first bar after it was said: ${why.reference} (SPEC F1).`,
  nextClose: ({ why }) => `A market order fills at the close of the first bar after it was said: ${why.reference} (SPEC F1).`,
  thisClose: ({ why }) =>
    `A market order filled at the close of the very bar it was decided on: ${why.reference}. That is optimistic: the decision knew this close (SPEC F1).`,
  atOpen: ({ why }) => `It asked for the open of the bar: ${why.reference} (SPEC F1).`,
  atClose: ({ why }) => `It asked for the close of the bar: ${why.reference} (SPEC F1).`,
  limit: ({ why }, where) =>
    why.gap === true
      ? `The open of ${why.reference} was better than the limit of ${why.trigger}, so it filled at the open (SPEC F3).`
      : `The price reached the limit of ${why.trigger ?? why.reference} ${where} (SPEC F3).`,
  stop: (fill, where) => reachedOrGap(fill, "stop", where, "SPEC F3"),
  stopLimit: ({ why }, where) =>
    `The stop of ${why.trigger ?? why.reference} was reached, and ${why.reference} ${where} was within the limit (SPEC F3).`,
  trailingStop: (fill, where) => reachedOrGap(fill, "trailing stop", where, "SPEC F4"),
  trailingStopLimit: ({ why }, where) =>
    `The trailing stop was reached, and ${why.reference} ${where} was within the limit it then became (SPEC O18).`,
  marketIfTouched: (fill, where) => touched(fill, where),
  limitIfTouched: (fill, where) => touched(fill, where),
  limitOnOpen: ({ why }) =>
    `It asked for the open of the bar, and ${why.reference} was within its limit of ${why.trigger ?? why.reference} (SPEC O14).`,
  limitOnClose: ({ why }) =>
    `It asked for the close of the bar, and ${why.reference} was within its limit of ${why.trigger ?? why.reference} (SPEC O14).`,
  closeAtEnd: ({ why }) =>
    `The run closed what was open after its last bar, at the last close of ${why.reference}, without slippage (SPEC F7).`,
  reinvest: ({ why }) => `A dividend was reinvested at the open of its pay day, ${why.reference}, without costs (SPEC A9).`,
  delisting: ({ why }) => `The symbol was delisted, and its shares were paid out at ${why.reference} (SPEC A3).`,
  merger: ({ why }) => `The shares were bought up in a merger at ${why.reference} (SPEC A4).`,
  cashInLieu: ({ why }) => `A fraction left by a split was paid in cash at ${why.reference} (SPEC M6).`,
};

export function ruleSentence(fill: FillRow): string {
  const { rule, point, reference } = fill.why;
  const where = placeWords[point] ?? `at ${point}`;
  return ruleWords[rule]?.(fill, where) ?? `It filled by the rule ${rule} ${where}, at ${reference}.`;
}

const placeWords: Readonly<Record<string, string>> = {
  open: "at the open",
  toHigh: "on the way to the high",
  toLow: "on the way to the low",
  toClose: "on the way to the close",
  close: "at the close",
};

function touched({ why }: FillRow, where: string): string {
  return why.gap === true
    ? `The open of ${why.reference} was there already, beyond the ${why.trigger} it waited to touch (SPEC O12).`
    : `The price touched ${why.trigger ?? why.reference} ${where} (SPEC O12).`;
}

function reachedOrGap({ why }: FillRow, name: string, where: string, spec: string): string {
  return why.gap === true
    ? `The bar opened beyond the ${name} of ${why.trigger}: nobody traded there, so the open of ${why.reference} became the price (SPEC E22).`
    : `The price reached the ${name} of ${why.trigger ?? why.reference} ${where} (${spec}).`;
}
