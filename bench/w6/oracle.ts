import type { Tape } from "../tape.ts";
import type { Operation } from "./stream.ts";

/** Taker and maker as one number, so that a tape's place says both. */
export function place(taker: number, maker: number): number {
  return taker * 2 ** 20 + maker;
}

/** The book as an ascending list of prices a side, each with its orders, oldest first: exact, and written for reading. */
export function w6Oracle(operations: readonly Operation[]): { tape: Tape; finalEquity: string } {
  const tape: Tape = [];
  const books = { buy: new Map<number, number[]>(), sell: new Map<number, number[]>() };
  const open = new Map<number, number>();
  for (const [id, { kind, isBuy, ticks, lots, target }] of operations.entries()) {
    if (kind === "cancel") {
      open.delete(target); // its place in the queue is passed over
      continue;
    }
    let left = lots;
    const against = isBuy ? books.sell : books.buy;
    const prices = [...against.keys()].sort((a, b) => (isBuy ? a - b : b - a));
    for (const price of prices) {
      if (left === 0 || (kind === "limit" && (isBuy ? price > ticks : price < ticks))) break;
      const queue = against.get(price) ?? [];
      while (left > 0 && queue[0] !== undefined) {
        const maker = queue[0];
        const stands = open.get(maker) ?? 0;
        const quantity = Math.min(stands, left);
        if (quantity > 0) tape.push([place(id, maker), isBuy ? "B" : "S", price, quantity]);
        left -= quantity;
        open.set(maker, stands - quantity);
        if (quantity === stands) {
          open.delete(maker);
          queue.shift();
        }
      }
      if (queue.length === 0) against.delete(price);
    }
    if (kind === "limit" && left > 0) {
      const own = isBuy ? books.buy : books.sell;
      const queue = own.get(ticks);
      if (queue === undefined) own.set(ticks, [id]);
      else queue.push(id);
      open.set(id, left);
    }
  }
  return { tape, finalEquity: String([...open.values()].reduce((sum, lots) => sum + lots, 0)) };
}
