import type { OrderRow } from "../result/document.ts";

const tifWords: Readonly<Record<string, string>> = {
  GTC: "good till cancelled",
  DAY: "good for the day",
  IOC: "immediate or cancel",
  FOK: "fill or kill",
  GTD: "good till a date",
};

/** Members of an order that say nothing about what was asked, or that are in the sentence already. */
const worded: readonly string[] = [
  "id",
  "symbol",
  "side",
  "quantity",
  "kind",
  "tif",
  "status",
  "reason",
  "filled",
  "fees",
  "averagePrice",
  "history",
  "limit",
  "stop",
  "trail",
  "trailPercent",
  "at",
  "tag",
  "parent",
  "oco",
  "fit",
];

/** What the strategy asked for, as one sentence, with the terms the order had first. */
export function orderWords(order: OrderRow): string {
  const first = { ...order, ...order.history[0] };
  const { side, quantity, symbol, kind, tif, limit, stop, trail, trailPercent, at, tag, parent, oco, fit } = first;
  const prices = [
    limit === undefined ? [] : [`limit ${limit}`],
    stop === undefined ? [] : [`stop ${stop}`],
    trail === undefined ? [] : [`trailing by ${trail}`],
    trailPercent === undefined ? [] : [`trailing by the fraction ${trailPercent}`],
    at === undefined ? [] : [`at the ${at}`],
  ].flat();
  const more = [
    fit === true ? ["cut to what the account allows"] : [],
    parent === undefined ? [] : [`active once order #${parent} has filled`],
    oco === undefined ? [] : [`linked with order #${oco}`],
    tag === undefined
      ? []
      : [
          tag === "recall" && order.reduceOnly === true && at === "open"
            ? "of the engine: lenders wanted shares back (SPEC M12)"
            : `tag ${JSON.stringify(tag)}`,
        ],
    Object.entries(order)
      .filter(([name]) => !worded.includes(name))
      .map(([name, value]) =>
        value === true ? spaced(name) : `${spaced(name)} ${typeof value === "string" ? value : JSON.stringify(value)}`,
      ),
  ].flat();
  return `${capital(side)} ${quantity} ${symbol}: ${[`${spaced(kind)} order`, ...prices, tifWords[tif] ?? tif, ...more].join(", ")}.`;
}

/** `marketIfTouched` as `market if touched`. */
export function spaced(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

export function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
