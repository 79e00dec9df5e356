import { StrategyError } from "../errors.ts";
import { asyncHint, type Strategy } from "../strategy/define-strategy.ts";
import type { AnyContext, ScheduleHandler } from "./context.ts";

type Callback = (ctx: AnyContext, state: unknown, extra?: unknown) => unknown;

/** A strategy that is called on every bar. A callback may use `this` to reach the definition's other functions. */
export interface BarStrategy {
  onBar(ctx: AnyContext, state: unknown): unknown;
}

/** The strategy's callbacks as the loop calls them; which of them is running stands in `running`, for the error if it throws. */
export class Callbacks {
  running = "setup";
  state: unknown;
  /** For the loop, which calls `onBar` as its method: a bound copy a run would be a different function to the compiler each time. */
  readonly bars: BarStrategy | undefined;
  readonly #strategy: Strategy;
  readonly #ctx: AnyContext;

  constructor(strategy: Strategy, ctx: AnyContext) {
    this.#strategy = strategy;
    this.#ctx = ctx;
    this.bars = strategy.onBar === undefined ? undefined : (strategy as BarStrategy);
  }

  get hasOpen(): boolean {
    return this.#strategy.onOpen !== undefined;
  }

  get listens(): boolean {
    return this.#strategy.onOrder !== undefined || this.#strategy.onFill !== undefined;
  }

  get waitsForIndicators(): boolean {
    return this.#strategy.warmup !== "call";
  }

  setup(): void {
    this.running = "setup";
    this.state = this.#strategy.setup?.(this.#ctx);
    assertSync("setup", this.state);
  }

  open(): void {
    this.#call("onOpen", this.#strategy.onOpen as Callback | undefined);
  }

  scheduled(handler: ScheduleHandler): void {
    this.#call("a schedule", handler as Callback);
  }

  order(event: unknown): void {
    this.#call("onOrder", this.#strategy.onOrder as Callback | undefined, event);
  }

  fill(fill: unknown): void {
    this.#call("onFill", this.#strategy.onFill as Callback | undefined, fill);
  }

  end(): void {
    this.#call("onEnd", this.#strategy.onEnd as Callback | undefined);
  }

  #call(name: string, callback: Callback | undefined, extra?: unknown): void {
    if (callback === undefined) return;
    const before = this.running;
    this.running = name;
    const answer = callback.call(this.#strategy, this.#ctx, this.state, extra);
    if (answer !== undefined) assertSync(name, answer);
    this.running = before;
  }
}

/** Throws `StrategyError` `strategy.async` when a callback returned a promise. */
export function assertSync(callback: string, answer: unknown): void {
  if (typeof answer !== "object" || answer === null || !("then" in answer) || typeof answer.then !== "function") return;
  Promise.resolve(answer as PromiseLike<unknown>).catch(() => undefined); // what it would reject with is not the error to report
  throw new StrategyError(`${callback} returned a promise`, { code: "strategy.async", hint: asyncHint, context: { callback } });
}
