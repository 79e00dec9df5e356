import { RateLimiterDrizzle, RateLimiterRes } from "rate-limiter-flexible";
import { rateLimits } from "#drizzle/schema/index.ts";
import type { AuthDb } from "#server/database/connect.ts";
import { AppError } from "#server/lib/errors.ts";

// Attempts within seconds, by address of the client and by the account that is tried.
const limits = {
  "sign-in": { perAddress: [30, 900], perAccount: [10, 900] },
  "sign-up": { perAddress: [10, 3600], perAccount: [3, 3600] },
  reset: { perAddress: [10, 3600], perAccount: [3, 3600] },
  token: { perAddress: [30, 900], perAccount: undefined },
} as const;

/** Counts an attempt and throws `limit_reached`, with the seconds to wait, when there were too many. The same for accounts that do not exist. */
export async function limitAttempts(
  db: AuthDb,
  kind: keyof typeof limits,
  { address, account }: { address: string; account?: string },
): Promise<void> {
  const { perAddress, perAccount } = limits[kind];
  await consume(db, `${kind}:address`, perAddress, address);
  if (perAccount !== undefined && account !== undefined) await consume(db, `${kind}:account`, perAccount, account.toLowerCase());
}

async function consume(db: AuthDb, keyPrefix: string, [points, duration]: readonly [number, number], key: string): Promise<void> {
  const limiter = new RateLimiterDrizzle({ storeClient: db, schema: rateLimits, keyPrefix, points, duration });
  try {
    await limiter.consume(key);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const retryAfterSeconds = Math.max(1, Math.ceil(error.msBeforeNext / 1000));
    throw new AppError("limit_reached", `Too many attempts. Try again in ${inWords(retryAfterSeconds)}.`, { retryAfterSeconds });
  }
}

function inWords(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  if (seconds < 60) return seconds === 1 ? "a second" : `${seconds} seconds`;
  return minutes === 1 ? "a minute" : `${minutes} minutes`;
}
