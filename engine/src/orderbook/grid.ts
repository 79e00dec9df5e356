import { type Amount, Decimal, decimalOf, type Exact, exactOf, mantissaAt } from "../decimal.ts";
import { OrderError } from "../errors.ts";

/** Whole steps that a double holds exactly; the native book takes no more. */
const most = 2n ** 53n;

/** The steps a price or a quantity goes in: reads amounts as whole steps, and shows steps as amounts. */
export class Grid {
  readonly step: Decimal;
  readonly #name: string;
  readonly #exact: Exact;

  /** `name` is what the step is called, "tick" or "lot". */
  constructor(name: "tick" | "lot", step: Amount) {
    const exact = exactOf(step);
    if (exact === undefined || exact.mantissa <= 0n || exact.scale > 18) {
      throw new OrderError(`${name} is ${shown(step)}: expected a decimal above 0 with at most 18 decimals`, {
        code: `order.${name}`,
        hint: `Name the instrument's ${name}, such as { ${name}: "0.01" }.`,
        context: { [name]: shown(step) },
      });
    }
    this.#name = name;
    this.#exact = exact;
    this.step = decimalOf(exact.mantissa, exact.scale);
  }

  /** The steps an amount is. Throws `OrderError` for what lies between two. `what` is what it is called in the message. */
  steps(what: string, value: unknown): number {
    const fail = (why: string, hint: string) =>
      new OrderError(`${what} is ${shown(value)}: ${why}`, {
        code: `order.${what === "price" || what === "reference" ? "price" : "quantity"}`,
        hint,
        context: { [what]: shown(value), [this.#name]: this.step.toString() },
      });
    const given = exactOf(value);
    if (given === undefined) throw fail("expected a decimal", "Give a string, a Decimal, a bigint or a finite number.");
    const { mantissa, scale } = this.#exact;
    const at = Math.max(given.scale, scale);
    const [amount, step] = [mantissaAt(given, at), mantissaAt({ mantissa, scale }, at)];
    if (amount === undefined || step === undefined || amount % step !== 0n) {
      throw fail(`no multiple of the ${this.#name} ${this.step}`, `Round it to a ${this.#name} first; the book rounds nothing.`);
    }
    const steps = amount / step;
    if (steps > most || steps < -most) throw fail(`more than 2^53 ${this.#name}s of ${this.step}`, `Choose a larger ${this.#name}.`);
    return Number(steps);
  }

  amount(steps: number | bigint): Decimal {
    return decimalOf(BigInt(steps) * this.#exact.mantissa, this.#exact.scale);
  }
}

function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  return typeof value === "object" && !(value instanceof Decimal) ? Object.prototype.toString.call(value) : String(value);
}
