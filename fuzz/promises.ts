import { type BacktestResult, isRustyBtError, verifyResult } from "../engine/src/index.ts";
import { exactSum } from "../engine/src/spec/exact-sum.ts";

/** Codes that say that we, not the caller, did something wrong. */
const ours = /^(internal|engine)\./;

/** What the engine promises did not hold; fast-check shrinks the input that shows it. */
export class BrokenPromise extends Error {}

/** `value`, or the code of the error that refused it: one of our classes, with a code and a next step, and no fault of our own. */
export type Outcome<T> = { readonly value: T } | { readonly refused: string };

export async function outcomeOf<T>(what: string, work: () => T | Promise<T>): Promise<Outcome<T>> {
  try {
    return { value: await work() };
  } catch (error) {
    return { refused: refusalOf(what, error) };
  }
}

export function refusalOf(what: string, error: unknown): string {
  if (!isRustyBtError(error)) throw broken(`${what}: an error that is none of ours`, error);
  if (ours.test(error.code) || error.name === "InternalError") throw broken(`${what}: an internal error`, error);
  if (error.code === "strategy.threw") throw broken(`${what}: the strategy threw what it had not thrown itself`, error.cause);
  if (error.message === "" || /\bundefined\b|\[object|NaN is NaN/.test(error.code)) throw broken(`${what}: an error without words`, error);
  if (error.hint === undefined || error.hint === "") throw broken(`${what}: an error without a next step`, error);
  return error.code;
}

export function expectHolds(holds: boolean, promise: string): void {
  if (!holds) throw new BrokenPromise(promise);
}

/** A result verifies, its ledger and each of its events sum to zero; returns its hash. */
export function soundHash(result: BacktestResult): string {
  const document = JSON.parse(JSON.stringify(result.toJSON()));
  const { ok, findings } = verifyResult(document);
  if (!ok) throw new BrokenPromise(`verify finds ${JSON.stringify(findings.slice(0, 3))}`);
  for (const event of result.events) if ("postings" in event) expectZero(event.postings, JSON.stringify(event));
  expectZero(
    result.ledger.balances.map(({ account, asset, balance }) => [account, asset, balance] as const),
    "the ledger",
  );
  return result.hash;
}

function expectZero(postings: readonly (readonly [string, string, string])[], where: string): void {
  for (const asset of new Set(postings.map((posting) => posting[1]))) {
    const amounts = postings.filter((posting) => posting[1] === asset).map((posting) => posting[2]);
    expectHolds(exactSum(amounts) === 0n, `the postings in ${asset} sum to zero in ${where}`);
  }
}

function broken(what: string, error: unknown): BrokenPromise {
  return new BrokenPromise(`${what}: ${error instanceof Error ? error.stack : typeof error}`, { cause: error });
}
