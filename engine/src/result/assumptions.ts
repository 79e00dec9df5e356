import { defaultCalendarId } from "../market/calendar.ts";
import { delayParts } from "../settings/latency-settings.ts";
import type { RunConfig } from "../settings/run-config.ts";
import type { Assumption } from "./document.ts";

const market: Readonly<Record<RunConfig["fills"]["market"], string>> = {
  nextOpen: "A market order fills at the open of the next bar.",
  nextClose: "A market order fills at the close of the next bar.",
  thisClose: "Optimistic: a market order fills at the close of the very bar it was decided on, a price that was known before.",
};

const path: Readonly<Record<RunConfig["fills"]["path"], string>> = {
  adaptive: "Inside a bar the price goes to the extreme nearer to the open first; when both are as near, to the low.",
  ohlc: "Inside a bar the price goes from the open to the high, the low and the close.",
  olhc: "Inside a bar the price goes from the open to the low, the high and the close.",
  worst: "Inside a bar the price takes the order of high and low that leaves the account with less at the close.",
  best: "Optimistic: inside a bar the price takes the order of high and low that leaves the account with more at the close.",
};

const limit: Readonly<Record<RunConfig["fills"]["limit"], string>> = {
  touch: "A limit order fills when its price is touched, as if first in the queue.",
  through: "A limit order fills only when the price goes one tick beyond it.",
};

const mostNames = 5;

/** What a run over these symbols takes for granted because of its settings, in plain sentences. */
export function assumptionsOf(config: RunConfig, symbols: readonly string[]): Assumption[] {
  const found: Assumption[] = [
    { code: `fills.market.${config.fills.market}`, message: market[config.fills.market] },
    { code: `fills.path.${config.fills.path}`, message: path[config.fills.path] },
    { code: `fills.limit.${config.fills.limit}`, message: limit[config.fills.limit] },
  ];
  const add = (holds: boolean, code: string, message: string) => {
    if (holds) found.push({ code, message });
  };
  const { fills, commission, slippage, account } = config;
  add(
    fills.volumeLimit === null && slippage.model !== "volumeShare" && (fills.partial ?? null) === null,
    "fills.volumeLimit.none",
    "An order fills in full, whatever the bar's volume.",
  );
  // Documents of earlier versions have no such keys.
  add((fills.probability ?? null) !== null, "fills.probability", "Whether an order acts in a bar is drawn from the seed.");
  add((fills.partial ?? null) !== null, "fills.partial", `An order gets ${fills.partial} of what it could fill, once a bar.`);
  add(commission.model === "none", "commission.none", "Trading costs no commission.");
  add(slippage.model === "none", "slippage.none", "Orders fill without slippage.");
  add(slippage.model === "custom", "slippage.custom", "How far fills lie from their reference is what the user's own function says.");
  const [isBorrowPaid, isInterestPaid] = [(config.borrow ?? null) !== null, (config.interest ?? null) !== null];
  const free = isBorrowPaid ? "Borrowed money costs no interest." : "Borrowed shares cost nothing.";
  add(
    account.type === "margin" && !(isBorrowPaid && isInterestPaid),
    "borrow.none",
    isBorrowPaid || isInterestPaid ? free : "Borrowed money and borrowed shares cost no interest.",
  );
  add(!isInterestPaid, "interest.none", "Cash earns no interest.");
  const takesTime = (kind: "submit" | "cancel" | "modify" | "ack") => delayParts(config.latency?.[kind] ?? null).length > 0;
  add(!takesTime("submit"), "latency.none", "Orders reach the market without delay.");
  add(
    takesTime("submit") || takesTime("cancel") || takesTime("modify"),
    "latency.bars",
    "What is sent takes effect at the first bar that opens once it has arrived: bars do not show what happens in between.",
  );
  add(
    takesTime("ack"),
    "latency.ack",
    "The strategy hears of its orders later than the account: positions and cash are those of the account.",
  );
  // Documents of earlier versions have no such key.
  add(
    config.bounds === true,
    "bounds.envelope",
    "The bounds are an envelope of these models, not a guarantee: what no bar shows can lie outside of it.",
  );
  add(!config.closeAtEnd, "closeAtEnd.false", "What is still open at the end is valued at the last close, without the cost of closing it.");
  add(symbols.length > 1, "data.missingBars", "At a timestamp at which a symbol has no bar it keeps its last close, and its orders wait.");
  found.push({
    code: "data.prices",
    message: "Prices are used as they are written; dividends and splits count where the data or the action table name them.",
  });
  return [...found, ...calendarAssumptions(config, symbols)];
}

/** Calendars that no setting names: they decide exchange days and schedules, and never drop a bar. */
function calendarAssumptions({ calendar, instruments }: RunConfig, symbols: readonly string[]): Assumption[] {
  const implied = new Map<string, string[]>();
  for (const symbol of symbols) {
    const rules = instruments[symbol] ?? instruments["*"];
    if (rules === undefined || rules.calendar !== null || calendar !== null) continue;
    const id = defaultCalendarId(rules.assetClass);
    implied.set(id, [...(implied.get(id) ?? []), symbol]);
  }
  return [...implied].map(([id, names]) => {
    const shown =
      names.length <= mostNames ? names.join(", ") : `${names.slice(0, mostNames).join(", ")} and ${names.length - mostNames} more`;
    return {
      code: `calendar.${id}`,
      message: `Exchange days and schedules follow the calendar ${id}, which the asset class implies: ${shown}.`,
    };
  });
}
