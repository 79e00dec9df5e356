import { z } from "zod";
import type { ListRunsInput, SavedRunFilter } from "#server/runs/index.ts";

const statuses = ["queued", "running", "succeeded", "failed", "cancelled"] as const;

/** What the list is narrowed to, from an address, so that it can be kept and sent; what cannot be read is left out. */
export function filterOf(params: Readonly<Record<string, string | string[] | undefined>>): SavedRunFilter["filter"] {
  const status = z.enum(statuses).safeParse(params.status);
  const strategy = z.uuid().safeParse(params.strategy);
  const symbol = z.string().min(1).max(200).safeParse(params.symbol);
  return {
    ...(status.success ? { status: status.data } : {}),
    ...(strategy.success ? { strategyId: strategy.data } : {}),
    ...(symbol.success ? { symbol: symbol.data } : {}),
  };
}

/** The last run of the page before, from an address. */
export function cursorOf({ before }: Readonly<Record<string, string | string[] | undefined>>): string | undefined {
  return z.uuid().safeParse(before).data;
}

/** What the list is asked for. */
export function listInput({ status, ...filter }: SavedRunFilter["filter"], cursor: string | undefined): ListRunsInput {
  return { ...filter, ...(status === undefined ? {} : { statuses: [status] }), ...(cursor === undefined ? {} : { cursor }) };
}

/** The list narrowed to a filter. */
export function addressOf({ status, strategyId, symbol }: SavedRunFilter["filter"]): string {
  const params = new URLSearchParams();
  if (status !== undefined) params.set("status", status);
  if (strategyId !== undefined) params.set("strategy", strategyId);
  if (symbol !== undefined) params.set("symbol", symbol);
  return params.size === 0 ? "/runs" : `/runs?${params}`;
}
