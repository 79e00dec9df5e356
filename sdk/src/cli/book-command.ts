import { type BookReplay, type OwnOrder, type QueueModel, type ReplayedBook, replayBook } from "@rustybt/engine/orderbook";
import { type Command, flagValue, flagValues, hasFlag, type ParsedArguments } from "./command.ts";
import { exitCodes } from "./exit-codes.ts";
import { usageError } from "./usage-error.ts";

export const bookCommand: Command = {
  name: "book",
  summary: "Replays recorded trades, quotes and books: checks and shows them.",
  positionals: [
    { name: "replay", required: true, meaning: "the word replay" },
    { name: "FILE", required: true, meaning: "a recording: CSV, JSON lines or arrays, also packed with gzip or zip" },
  ],
  flags: [
    { name: "at", value: "TIME", repeatable: true, meaning: "Shows the book at this time; without one as it stands at the end." },
    { name: "depth", value: "N", meaning: "Levels a side (10)." },
    {
      name: "order",
      value: "SPEC",
      repeatable: true,
      meaning: "An order to simulate: TIME,buy|sell,PRICE,QUANTITY or with ,CANCELTIME behind.",
    },
    { name: "queue", value: "MODEL", meaning: "riskAverse, power1, power2, power3 or log; exact where the recording has orders." },
    { name: "bars", value: "SECONDS", meaning: "Makes bars of so many seconds from the trades (with --json)." },
    { name: "strict", meaning: "Exit code 1 when the recording has a flaw." },
    { name: "json", meaning: "Writes everything as one JSON document." },
  ],
  examples: [
    [
      "rustybt book replay depth.data.zip --at 2024-12-01T00:00:02Z --depth 5",
      "The book as it stood then, and what is wrong with the file.",
    ],
    [
      "rustybt book replay feed.gz --order 2024-08-08T23:55:00Z,buy,61750.1,10 --queue power2",
      "When an order that joins the queue then would have filled.",
    ],
  ],
  notes: ["The formats, the flaws and the queue models are in docs/order-book.md."],
  async run(args, { terminal }) {
    const [verb = "", file = ""] = args.positionals;
    if (verb !== "replay")
      throw usageError(`rustybt book knows replay, got ${verb}`, "Write rustybt book replay FILE.", { argument: verb });
    const found = await replayBook(file, optionsOf(args));
    terminal.out(hasFlag(args, "json") ? `${JSON.stringify(found, null, 2)}\n` : replayText(found));
    return hasFlag(args, "strict") && found.flaws.count > 0 ? exitCodes.failed : exitCodes.ok;
  },
};

function optionsOf(args: ParsedArguments): Parameters<typeof replayBook>[1] {
  const depth = wholeNumber(args, "depth");
  const barSeconds = wholeNumber(args, "bars");
  const queueModel = flagValue(args, "queue");
  return {
    at: flagValues(args, "at"),
    orders: flagValues(args, "order").map(orderOf),
    ...(depth === undefined ? {} : { depth }),
    ...(barSeconds === undefined ? {} : { barSeconds }),
    ...(queueModel === undefined ? {} : { queueModel: queueModel as QueueModel }), // replayBook names the ones there are
  };
}

function orderOf(text: string): OwnOrder {
  const [at = "", side = "", price = "", quantity = "", cancelAt, ...more] = text.split(",").map((part) => part.trim());
  if (quantity === "" || more.length > 0 || (side !== "buy" && side !== "sell")) {
    const form = "TIME,buy|sell,PRICE,QUANTITY[,CANCELTIME]";
    throw usageError(`--order ${text}: expected ${form}`, `Such as --order 2024-08-08T23:55:00Z,buy,61750.1,10`, { value: text });
  }
  return { at, side, price, quantity, ...(cancelAt === undefined ? {} : { cancelAt }) };
}

function wholeNumber(args: ParsedArguments, flag: string): number | undefined {
  const text = flagValue(args, flag);
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw usageError(`--${flag} is ${text}: expected a whole number`, `Such as --${flag} 10.`, { value: text });
  return Number(text);
}

function replayText(found: BookReplay): string {
  const { format, from, to, counts, volume, notional, levels, flaws, books, end, fills, orders } = found;
  const said = Object.entries({ trades: counts.trades, quotes: counts.quotes, levels: counts.levels, orders: counts.orders })
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${count} ${name}`);
  const kinds = Object.entries(flaws.byKind).map(([kind, count]) => `${count} ${kind}`);
  return `${[
    `${format}, ${from} to ${to}`,
    `${counts.messages} messages: ${said.join(", ")}; ${counts.snapshots} snapshots; at the end ${levels.bids} bids and ${levels.asks} asks`,
    ...(counts.trades === 0 ? [] : [`traded ${volume}${notional === null ? "" : ` for ${notional}`}`]),
    ...(counts.quotesCompared === 0 ? [] : [`${counts.quotesCompared} states held against the exchange's own quotes`]),
    flaws.count === 0 ? "no flaws" : `flaws: ${kinds.join(", ")}`,
    ...flaws.first.map(({ kind, row, time, what }) => `  row ${row}, ${time}: ${kind}, ${what}`),
    ...(books.length === 0 ? [end] : books).flatMap(bookLines),
    ...orders.flatMap(({ id, status, filled, open, aheadAtFirst, ahead }) => [
      "",
      `order ${id}: ${status}, ${filled} filled, ${open} open; ${aheadAtFirst ?? "nothing"} before it at first${ahead === null ? "" : `, ${ahead} at last`}`,
      ...fills
        .filter((fill) => fill.order === id)
        .map(({ time, row, price, quantity, liquidity }) => `  ${time}, row ${row}: ${quantity} at ${price}, ${liquidity}`),
    ]),
  ].join("\n")}\n`;
}

function bookLines({ time, bids, asks }: ReplayedBook): string[] {
  const cell = (level: readonly [string, string | null] | undefined): [string, string] => [level?.[0] ?? "", level?.[1] ?? ""];
  const rows = Array.from({ length: Math.max(bids.length, asks.length) }, (_, at) => {
    const [[bid, bidSize], [ask, askSize]] = [cell(bids[at]), cell(asks[at])];
    return [bidSize, bid, ask, askSize] as const;
  });
  const header = ["quantity", "bid", "ask", "quantity"] as const;
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string => `  ${row.map((text, column) => text.padStart(widths[column] ?? 0)).join("  ")}`;
  return ["", `book at ${time}`, line(header), ...(rows.length === 0 ? ["  empty"] : rows.map(line))];
}
