import { expect, test } from "vitest";
import type { OrderRow } from "./document.ts";
import { refusalWarnings } from "./refusal-warnings.ts";

const order = (id: number, reason?: string): OrderRow => ({
  id,
  symbol: "X",
  side: "sell",
  quantity: "1",
  kind: "market",
  tif: "GTC",
  status: "rejected",
  ...(reason === undefined ? {} : { reason }),
  filled: "0",
  fees: "0",
  history: [],
});

test("a refused short names the setting that allows it", () => {
  expect(refusalWarnings([order(1, "shortNotAllowed"), order(2)])).toEqual([
    {
      code: "order.shortNotAllowed",
      message:
        '1 order to sell more than was held was refused: a cash account holds no shorts. Set account.type to "margin" to allow them.',
      count: 1,
    },
  ]);
});

test("refusals are counted by their reason, other reasons are nobody's surprise", () => {
  const orders = [order(1, "insufficientCash"), order(2, "insufficientCash"), order(3, "insufficientMargin"), order(4, "userCancel")];
  expect(refusalWarnings(orders).map(({ message }) => message)).toEqual([
    "2 orders were refused or cut for lack of cash.",
    "1 order was refused or cut for lack of margin.",
  ]);
});
