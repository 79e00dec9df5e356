import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "#server/api/root.ts";

export type Dataset = inferRouterOutputs<AppRouter>["datasets"]["get"];
export type DatasetVersion = Dataset["versions"][number];
