import type { OrderRow, Warning } from "./document.ts";

const sentences: Readonly<Record<string, (count: string, one: boolean) => string>> = {
  shortNotAllowed: (count, one) =>
    `${count} to sell more than was held ${one ? "was" : "were"} refused: a cash account holds no shorts. Set account.type to "margin" to allow them.`,
  insufficientCash: (count, one) => `${count} ${one ? "was" : "were"} refused or cut for lack of cash.`,
  insufficientMargin: (count, one) => `${count} ${one ? "was" : "were"} refused or cut for lack of margin.`,
};

/** One warning per reason for which the account refused or cut orders. */
export function refusalWarnings(orders: readonly OrderRow[]): Warning[] {
  return Object.entries(sentences).flatMap(([reason, sentence]) => {
    const count = orders.filter((order) => order.reason === reason).length;
    if (count === 0) return [];
    const one = count === 1;
    return { code: `order.${reason}`, message: sentence(one ? "1 order" : `${count} orders`, one), count };
  });
}
