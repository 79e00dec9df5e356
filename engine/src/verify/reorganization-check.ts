import { exact, multiply, roundedQuotient, textOf } from "../result/exact.ts";
import type { ReorganizationEvent } from "../result/log-event.ts";
import type { Findings } from "./findings.ts";
import { type Fraction, fraction, nothing, parseRatio, plus, times } from "./fraction.ts";
import { LotBook, type OpenLot } from "./lot-book.ts";
import { expectedPostings } from "./postings.ts";
import type { SymbolState, Trade } from "./replay.ts";
import type { Scale } from "./scaled.ts";

interface ReorganizationInput {
  readonly path: string;
  readonly event: ReorganizationEvent;
  readonly step: number;
  readonly symbols: ReadonlyMap<string, SymbolState>;
  readonly scale: Scale;
  readonly currency: string;
  readonly findings: Findings;
}

interface ReorganizationOutcome {
  readonly trades: Trade[];
  readonly changed: SymbolState[];
  /** Rights that are paid out count as dividends. */
  readonly income: bigint;
}

/** Shares that turn into money and shares of another symbol: lots, cost, trades and postings follow from the event and the last closes. */
export function checkReorganization(input: ReorganizationInput): ReorganizationOutcome | undefined {
  const { path, event, step, symbols, scale, currency, findings } = input;
  const old = symbols.get(event.symbol);
  const into = event.newSymbol === undefined ? undefined : symbols.get(event.newSymbol);
  const ratio = event.ratio === undefined ? undefined : parseRatio(event.ratio);
  if (old === undefined || (event.newSymbol !== undefined && (into === undefined || ratio === undefined))) {
    findings.add(path, "a corporate action is of instruments of the account, with a ratio new:old", {
      found: [event.symbol, event.newSymbol ?? ""],
    });
    return undefined;
  }
  const before = old.book.quantity;
  findings.equal(`${path}.before`, scale.write(before), event.before, "it begins with the position");
  const isEnd = event.type !== "spinoff" && event.type !== "rights";
  const after = isEnd ? 0n : before;
  findings.equal(`${path}.after`, scale.write(after), event.after, isEnd ? "the old shares are gone after it" : "the old shares stay");
  const total = cashTotal(input, before, ratio);
  findings.equal(
    `${path}.total`,
    total === undefined ? undefined : scale.write(total),
    event.total,
    "the total is cash times the shares it is paid for",
  );
  if (event.type === "rights" && into === undefined) {
    const income = total ?? 0n;
    const postings = expectedPostings(scale, currency, { cash: income, dividends: -income });
    findings.equal(`${path}.postings`, postings, event.postings, "rights that are paid out are income");
    return { trades: [], changed: [], income };
  }
  const trades: Trade[] = [];
  const price = into === undefined || ratio === undefined ? nothing : sharePrice(event, old, into, ratio, scale);
  const parted = old.book.partWith(movedShare(event, into, ratio, price, scale));
  if (isEnd) {
    const why = event.type === "delisting" ? "delisting" : "merger";
    if (total !== undefined)
      for (const piece of old.book.payAll(total < 0n ? -total : total))
        trades.push({ ...piece, symbol: event.symbol, exitTime: event.t, step, path, why });
    old.book.clear();
  }
  let inLieu = 0n;
  let received = 0n;
  if (into !== undefined && ratio !== undefined) {
    const arriving = new LotBook(into.book.method);
    arriving.join(
      parted.map((lot): OpenLot => ({ ...lot, quantity: times(lot.quantity, ratio) })),
      before < 0n ? -1n : 1n,
    );
    const { pieces, inLieu: rest, amount } = arriving.payFraction(into.lot, (units) => worth(units, price, into, scale));
    for (const piece of pieces) trades.push({ ...piece, symbol: into.symbol, exitTime: event.t, step, path, why: "cashInLieu" });
    const sign = before < 0n ? -1n : 1n;
    inLieu = sign * amount;
    received = arriving.quantity;
    const paid =
      rest.num === 0n
        ? undefined
        : { quantity: scale.writeQuantity(fraction(sign * rest.num, rest.den)), price: priceText(price), amount: scale.write(inLieu) };
    findings.equal(
      `${path}.inLieu`,
      paid,
      event.inLieu,
      "the fraction of new shares is paid at the new symbol's last close, or what the old one leaves",
    );
    into.book.realized += arriving.realized;
    into.book.join(arriving.lots, received);
  }
  findings.equal(
    `${path}.received`,
    into === undefined ? undefined : scale.write(received),
    event.received,
    "new shares are the old ones times the ratio, toward zero to the lot",
  );
  const cash = (total ?? 0n) + inLieu;
  const moves = [
    { symbol: event.symbol, quantity: after - before },
    ...(into === undefined ? [] : [{ symbol: into.symbol, quantity: received }]),
  ];
  const postings = expectedPostings(scale, currency, { cash, market: -cash }, ...moves);
  findings.equal(`${path}.postings`, postings, event.postings, "the postings follow from shares and cash");
  return { trades, changed: into === undefined ? [old] : [old, into], income: 0n };
}

function cashTotal({ event, scale }: ReorganizationInput, before: bigint, ratio: Fraction | undefined): bigint | undefined {
  if (event.cash === undefined) return undefined;
  const whole = scale.read(textOf(multiply(exact(event.cash), { mantissa: before, scale: scale.decimals }))) ?? 0n;
  const isPaidOut = event.type === "rights" && event.newSymbol === undefined && ratio !== undefined;
  return isPaidOut ? roundedQuotient(whole * ratio.num, ratio.den) : whole;
}

/** One new share: its last close; before its first bar what the old share's last close leaves for it. */
function sharePrice(event: ReorganizationEvent, old: SymbolState, into: SymbolState, ratio: Fraction, scale: Scale): Fraction {
  if (event.newClose !== undefined) return fractionOf(event.newClose);
  const close = fractionOf(old.marks.at(-1)?.closes.at(-1) ?? "0");
  const value = times(close, fraction(old.multiplier, scale.unit));
  const isKept = event.type === "spinoff" || event.type === "rights";
  const paid = isKept || event.cash === undefined ? nothing : fractionOf(event.cash);
  const left = isKept ? times(value, fractionOf(event.basisRatio ?? "0")) : plus(value, fraction(-paid.num, paid.den));
  const share = left.num < 0n ? nothing : left;
  return times(times(share, fraction(scale.unit, into.multiplier)), fraction(ratio.den, ratio.num));
}

/** The part of the cost that goes with the new shares. */
function movedShare(
  event: ReorganizationEvent,
  into: SymbolState | undefined,
  ratio: Fraction | undefined,
  price: Fraction,
  scale: Scale,
): Fraction {
  if (into === undefined || ratio === undefined) return nothing;
  if (event.type === "spinoff" || event.type === "rights") return fractionOf(event.basisRatio ?? "0");
  if (event.cash === undefined) return fraction(1n);
  const shares = times(times(price, fraction(into.multiplier, scale.unit)), ratio);
  const whole = plus(shares, fractionOf(event.cash));
  return whole.num === 0n ? fraction(1n) : times(shares, fraction(whole.den, whole.num));
}

/** Half-even at the ledger's scale. */
function worth(units: Fraction, price: Fraction, into: SymbolState, scale: Scale): bigint {
  return roundedQuotient(units.num * price.num * into.multiplier, units.den * price.den * scale.unit);
}

function fractionOf(text: string): Fraction {
  const { mantissa, scale } = exact(text);
  return fraction(mantissa, 10n ** BigInt(scale));
}

function priceText({ num, den }: Fraction): string {
  const decimals = 12;
  return textOf({ mantissa: roundedQuotient(num * 10n ** BigInt(decimals), den), scale: decimals });
}
