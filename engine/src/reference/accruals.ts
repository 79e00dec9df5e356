import { position } from "./account.ts";
import { daysBetween, yearFraction } from "./day-count.ts";
import { termsOn } from "./lending.ts";
import { move, postings, present, record } from "./log.ts";
import { add, format, isZero, multiply, negate, parse, type Ratio, roundToDecimals, sign, subtract, sum, zero } from "./ratio.ts";
import { dateOf } from "./scenario.ts";
import { multiplierOf, type Setup, type State, symbolsOf } from "./state.ts";

/** What a day costs or brings: borrow, financing, interest (SPEC M12–M14), for the days since the previous step's exchange day. */
export function accrue(setup: Setup, state: State): void {
  if (state.day === 0) return;
  const { scenario } = setup;
  const { interest } = scenario;
  // Futures are neither borrowed nor lent.
  const isBorrowed = !setup.rules.settled;
  for (const kind of ["borrow", "financing"] as const) {
    for (const symbol of symbolsOf(setup)) {
      const value = marketValue(setup, state, symbol);
      const terms = termsOn(scenario[kind], symbol, dateOf(state.day - 1));
      const pays = kind === "financing" || (isBorrowed && sign(value) < 0);
      if (scenario[kind] === undefined || terms === undefined || !pays) continue;
      const rate = terms.rate ?? (sign(value) > 0 ? terms.long : terms.short) ?? "0";
      post(setup, state, { kind, symbol, rate, base: kind === "borrow" ? negate(value) : value, terms: scenario[kind] });
    }
  }
  if (interest !== undefined) {
    const shorts = sum(
      symbolsOf(setup)
        .map((symbol) => marketValue(setup, state, symbol))
        .filter((value) => isBorrowed && sign(value) < 0),
    );
    // Cash less the market value of shorts: what they were sold for earns nothing.
    const base = add(state.account.cash, shorts);
    const rate = interest.rate ?? (sign(base) > 0 ? interest.credit : interest.debit) ?? "0";
    post(setup, state, { kind: "interest", rate, base: negate(base), terms: interest });
  }
}

const marketValue = (setup: Setup, state: State, symbol: string): Ratio =>
  multiply(position(state.account, symbol), multiply(state.closes[symbol] ?? zero, multiplierOf(setup, symbol)));

interface Accrual {
  readonly kind: "borrow" | "financing" | "interest";
  readonly symbol?: string;
  readonly rate: string;
  /** What the account pays for when positive. */
  readonly base: Ratio;
  readonly terms: { readonly dayCount?: "actual/360" | "actual/365" | "actual/actual" | "30/360" };
}

function post(setup: Setup, state: State, { kind, symbol, rate, base, terms }: Accrual): void {
  const dayCount = terms.dayCount ?? "actual/360";
  const [from, to] = [dateOf(state.day - 1), dateOf(state.day)];
  const key = `${kind} ${symbol ?? ""}`;
  const exact = add(multiply(multiply(base, parse(rate)), yearFraction(from, to, dayCount)), state.residues[key] ?? zero);
  const amount = roundToDecimals(exact, setup.rules.scale, "half-even");
  state.residues[key] = subtract(exact, amount);
  if (isZero(base) || isZero(amount)) return;
  state.account.cash = subtract(state.account.cash, amount);
  state.costs[kind] = add(state.costs[kind], amount);
  record(
    state,
    present({
      type: "accrual",
      kind,
      symbol,
      days: daysBetween(from, to),
      dayCount,
      rate: format(parse(rate)),
      base: format(base),
      amount: format(amount),
      postings: postings(move(kind, "cash", "USD", amount)),
    }),
  );
}
