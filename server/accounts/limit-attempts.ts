import { createHash } from "node:crypto";
import { RateLimiterDrizzle, RateLimiterRes } from "rate-limiter-flexible";
import { rateLimits } from "#drizzle/schema/index.ts";
import { networkOf } from "#server/auth/network-of.ts";
import type { AuthDb } from "#server/database/connect.ts";
import { AppError } from "#server/lib/errors.ts";

// Attempts within seconds: by the client's address, by the network around it, and by the account that is tried.
const limits = {
  "sign-in": { address: [30, 900], network: [120, 900], account: [10, 900] },
  "sign-up": { address: [40, 3600], network: [120, 3600], account: [3, 3600] },
  reset: { address: [20, 3600], network: [60, 3600], account: [3, 3600] },
  token: { address: [40, 900], network: [120, 900], account: [10, 900] },
} as const;

type Kind = keyof typeof limits;
type Limit = readonly [points: number, seconds: number];

const rememberedSeconds = 90 * 86_400;

/**
 * Counts an attempt and throws `limit_reached`, with the seconds to wait, when there were too many. The same for accounts that do not exist.
 * A network the account was signed in from has a count of its own, so that strangers who use up the account's do not lock its owner out.
 */
export async function limitAttempts(db: AuthDb, kind: Kind, { address, account }: { address: string; account?: string }): Promise<void> {
  const limit = limits[kind];
  await consume(db, `${kind}:address`, limit.address, networkOfLine(address));
  await consume(db, `${kind}:network`, limit.network, networkOf(address));
  if (account === undefined) return;
  const own = keyOfPlace(account, address);
  const isKnown = (await limiterOf(db, "known", [1, rememberedSeconds]).get(own)) !== null;
  await consume(db, `${kind}:account`, limit.account, isKnown ? own : keyOf(account));
}

/** Notes that an account was signed in from this address; its failed attempts from there are forgiven. */
export async function rememberPlace(db: AuthDb, { address, account }: { address: string; account: string }): Promise<void> {
  const own = keyOfPlace(account, address);
  await limiterOf(db, "known", [1, rememberedSeconds]).set(own, 1, rememberedSeconds);
  await limiterOf(db, "sign-in:account", limits["sign-in"].account).delete(own);
}

/** Forgives the failed attempts at an account: whoever reads its mailbox may sign in at once. */
export async function forgiveAttempts(db: AuthDb, account: string): Promise<void> {
  await limiterOf(db, "sign-in:account", limits["sign-in"].account).delete(keyOf(account));
}

async function consume(db: AuthDb, name: string, limit: Limit, key: string): Promise<void> {
  try {
    await limiterOf(db, name, limit).consume(key);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const retryAfterSeconds = Math.max(1, Math.ceil(error.msBeforeNext / 1000));
    throw new AppError("limit_reached", `Too many attempts. Try again in ${inWords(retryAfterSeconds)}.`, { retryAfterSeconds });
  }
}

const limiters = new WeakMap<AuthDb, Map<string, RateLimiterDrizzle>>();

function limiterOf(db: AuthDb, name: string, [points, duration]: Limit): RateLimiterDrizzle {
  const made = limiters.get(db) ?? new Map<string, RateLimiterDrizzle>();
  limiters.set(db, made);
  let limiter = made.get(name);
  if (limiter === undefined) {
    // Each limiter would keep a timer that clears the whole table of what is over; one is enough.
    const clearExpiredByTimeout = made.size === 0;
    limiter = new RateLimiterDrizzle({ storeClient: db, schema: rateLimits, keyPrefix: name, points, duration, clearExpiredByTimeout });
    made.set(name, limiter);
  }
  return limiter;
}

// The table of counters needs no addresses of mailboxes.
function keyOf(account: string): string {
  return createHash("sha256").update(account.toLowerCase()).digest("hex");
}

function keyOfPlace(account: string, address: string): string {
  return createHash("sha256")
    .update(`${account.toLowerCase()} ${networkOf(address)}`)
    .digest("hex");
}

// One line of IPv6 has 2^64 addresses to try from.
function networkOfLine(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "");
  return plain.includes(":") ? networkOf(plain, 4) : plain;
}

function inWords(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  if (seconds < 60) return seconds === 1 ? "a second" : `${seconds} seconds`;
  return minutes === 1 ? "a minute" : `${minutes} minutes`;
}
