import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "#server/api/root.ts";

type Strategies = inferRouterOutputs<AppRouter>["strategies"];
export type StrategyWithVersions = Strategies["get"];
export type VersionFacts = StrategyWithVersions["versions"][number];
export type VersionWithFiles = Strategies["version"];

/** A line of a file, from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
}
