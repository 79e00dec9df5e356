import { roundedQuotient } from "../result/exact.ts";
import { compareFractions, type Fraction, fraction, minus, nothing, plus, share, times } from "./fraction.ts";

export type LotMethod = "fifo" | "lifo" | "hifo" | "average";

/** An open piece of a position. Quantities without sign and amounts in ledger steps. */
export interface OpenLot {
  quantity: Fraction;
  cost: bigint;
  fees: bigint;
  readonly t: string;
  readonly order: number;
  /** The fill that opened it. */
  readonly id: string;
}

export interface ClosedPiece {
  readonly side: "long" | "short";
  readonly quantity: Fraction;
  readonly entryTime: string;
  readonly entryOrder: number;
  readonly cost: bigint;
  readonly value: bigint;
  readonly gross: bigint;
  readonly fees: bigint;
}

export interface Execution {
  readonly t: string;
  readonly order: number;
  readonly id: string;
  /** Which lots it closes first. */
  readonly lots?: string | readonly string[] | undefined;
  /** Signed quantity; value (quantity × price × multiplier) and fee without its sign. */
  readonly quantity: bigint;
  readonly value: bigint;
  readonly fee: bigint;
}

/** The open lots of one symbol, oldest first. */
export class LotBook {
  readonly #method: LotMethod;
  readonly lots: OpenLot[] = [];
  /** Signed. */
  quantity = 0n;
  /** Net of fees. */
  realized = 0n;

  constructor(method: LotMethod) {
    this.#method = method;
  }

  get method(): LotMethod {
    return this.#method;
  }

  /** Cost of the open lots, with the sign of the position. */
  get cost(): bigint {
    const sum = this.lots.reduce((total, lot) => total + lot.cost, 0n);
    return this.quantity < 0n ? -sum : sum;
  }

  /** Closes what the execution closes, opens the rest. Value and fee are shared by quantity, the last piece takes what is left. */
  execute({ t, order, id, lots, quantity, value, fee }: Execution): ClosedPiece[] {
    const size = quantity < 0n ? -quantity : quantity;
    const held = this.quantity < 0n ? -this.quantity : this.quantity;
    const closing = held > 0n && this.quantity < 0n !== quantity < 0n ? (size < held ? size : held) : 0n;
    const rest = { units: fraction(size), value, fees: fee };
    const take = (units: Fraction) => {
      const whole = compareFractions(units, rest.units) >= 0;
      const taken = whole
        ? { value: rest.value, fees: rest.fees }
        : { value: share(rest.value, units, rest.units), fees: share(rest.fees, units, rest.units) };
      rest.units = minus(rest.units, units);
      rest.value -= taken.value;
      rest.fees -= taken.fees;
      return taken;
    };
    const rule = typeof lots === "string" ? (lots as LotMethod) : this.#method;
    const pieces = this.#close(fraction(closing), rule, take, typeof lots === "string" ? [] : lots);
    if (size > closing) this.#open({ quantity: fraction(size - closing), cost: rest.value, fees: rest.fees, t, order, id });
    this.quantity += quantity;
    return pieces;
  }

  /** Multiplies the lots by the ratio and takes the fraction beyond `lot` steps out of the newest, for `amount`. */
  split(
    ratio: Fraction,
    lot: bigint,
    amountOf: (fraction: Fraction) => bigint,
  ): { pieces: ClosedPiece[]; inLieu: Fraction; amount: bigint } {
    for (const open of this.lots) open.quantity = times(open.quantity, ratio);
    return this.payFraction(lot, amountOf);
  }

  /** Takes the fraction beyond `lot` steps out of the newest lots, for `amount`. */
  payFraction(lot: bigint, amountOf: (fraction: Fraction) => bigint): { pieces: ClosedPiece[]; inLieu: Fraction; amount: bigint } {
    const total = this.lots.reduce((sum, open) => plus(sum, open.quantity), nothing);
    const whole = (total.num / (total.den * lot)) * lot;
    const inLieu = minus(total, fraction(whole));
    const amount = inLieu.num === 0n ? 0n : amountOf(inLieu);
    const pieces = this.#payOut(inLieu, "lifo", amount);
    this.quantity = this.quantity < 0n ? -whole : whole;
    return { pieces, inLieu, amount };
  }

  /** All lots leave for `amount` (without sign), oldest first. */
  payAll(amount: bigint): ClosedPiece[] {
    const total = this.lots.reduce((sum, open) => plus(sum, open.quantity), nothing);
    return this.#payOut(total, "fifo", amount);
  }

  /** A part of every lot's cost and fees goes, in copies of the lots. */
  partWith(part: Fraction): OpenLot[] {
    return this.lots.map((lot) => {
      const cost = roundedQuotient(lot.cost * part.num, part.den);
      const fees = roundedQuotient(lot.fees * part.num, part.den);
      lot.cost -= cost;
      lot.fees -= fees;
      return { ...lot, cost, fees };
    });
  }

  /** Lots of another symbol arrive, each where its entry stands in time. */
  join(lots: readonly OpenLot[], quantity: bigint): void {
    for (const lot of lots) this.#open({ ...lot });
    this.lots.sort((a, b) => Date.parse(a.t) - Date.parse(b.t));
    this.quantity += quantity;
  }

  clear(): void {
    this.lots.length = 0;
    this.quantity = 0n;
  }

  #payOut(units: Fraction, method: LotMethod, amount: bigint): ClosedPiece[] {
    const rest = { units, value: amount };
    return this.#close(units, this.#method === "average" ? "average" : method, (part) => {
      const value = compareFractions(part, rest.units) >= 0 ? rest.value : share(rest.value, part, rest.units);
      rest.units = minus(rest.units, part);
      rest.value -= value;
      return { value, fees: 0n };
    });
  }

  #close(
    units: Fraction,
    method: LotMethod,
    take: (units: Fraction) => { value: bigint; fees: bigint },
    named: readonly string[] = [],
  ): ClosedPiece[] {
    const side = this.quantity < 0n ? "short" : "long";
    const pieces: ClosedPiece[] = [];
    for (let rest = units; rest.num > 0n && this.lots.length > 0; ) {
      const released = this.#release(rest, method, named);
      rest = minus(rest, released.quantity);
      const { value, fees } = take(released.quantity);
      const gross = side === "long" ? value - released.cost : released.cost - value;
      const paid = released.fees + fees;
      this.realized += gross - paid;
      const { quantity, cost, t, order } = released;
      pieces.push({ side, quantity, entryTime: t, entryOrder: order, cost, value, gross, fees: paid });
    }
    return pieces;
  }

  #release(units: Fraction, method: LotMethod, named: readonly string[]): OpenLot {
    const wanted = named.map((id) => this.lots.findIndex((lot) => lot.id === id)).find((at) => at >= 0);
    const index = wanted ?? this.#next(method);
    const lot = this.lots[index] as OpenLot;
    if (compareFractions(units, lot.quantity) >= 0) {
      this.lots.splice(index, 1);
      return lot;
    }
    const cost = share(lot.cost, units, lot.quantity);
    const fees = share(lot.fees, units, lot.quantity);
    lot.quantity = minus(lot.quantity, units);
    lot.cost -= cost;
    lot.fees -= fees;
    return { ...lot, quantity: units, cost, fees };
  }

  #next(method: LotMethod): number {
    if (method === "lifo") return this.lots.length - 1;
    if (method !== "hifo") return 0;
    let best = 0;
    for (let i = 1; i < this.lots.length; i++) if (isDearer(this.lots[i] as OpenLot, this.lots[best] as OpenLot)) best = i;
    return best;
  }

  #open(lot: OpenLot): void {
    const pool = this.#method === "average" ? this.lots[0] : undefined;
    if (pool === undefined) {
      this.lots.push(lot);
      return;
    }
    pool.quantity = plus(pool.quantity, lot.quantity);
    pool.cost += lot.cost;
    pool.fees += lot.fees;
  }
}

function isDearer(a: OpenLot, b: OpenLot): boolean {
  return a.cost * a.quantity.den * b.quantity.num > b.cost * b.quantity.den * a.quantity.num;
}
