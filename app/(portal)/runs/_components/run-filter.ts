import { z } from "zod";
import type { ListRunsInput } from "#server/runs/index.ts";

const statuses = ["queued", "running", "succeeded", "failed", "cancelled"] as const;

/** The list's filter from an address, so that a filter can be kept and sent; what cannot be read is left out. */
export function filterOf(params: Readonly<Record<string, string | string[] | undefined>>): ListRunsInput {
  const status = z.enum(statuses).safeParse(params.status);
  const strategy = z.uuid().safeParse(params.strategy);
  const symbol = z.string().min(1).max(200).safeParse(params.symbol);
  const cursor = z.uuid().safeParse(params.before);
  return {
    ...(cursor.success ? { cursor: cursor.data } : {}),
    ...(status.success ? { statuses: [status.data] } : {}),
    ...(strategy.success ? { strategyId: strategy.data } : {}),
    ...(symbol.success ? { symbol: symbol.data } : {}),
  };
}
