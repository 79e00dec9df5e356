import { setTimeout } from "node:timers/promises";
import { isDatabaseDown } from "#server/database/is-database-down.ts";

const shortestMs = 50;
const longestMs = 1_000;
const giveUpMs = 10 * 60_000;

/**
 * Does something in the database, and again while the database is away. Only for what may be done twice: a commit whose answer got lost may
 * have happened.
 */
export async function whenDatabaseAnswers<T>(work: () => Promise<T>): Promise<T> {
  const end = performance.now() + giveUpMs;
  for (let pauseMs = shortestMs; ; pauseMs = Math.min(pauseMs * 2, longestMs)) {
    try {
      return await work();
    } catch (error) {
      if (!isDatabaseDown(error) || performance.now() > end) throw error;
    }
    await setTimeout(pauseMs * (1 + Math.random() / 4));
  }
}
