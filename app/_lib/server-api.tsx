import { dehydrate, type FetchQueryOptions, HydrationBoundary } from "@tanstack/react-query";
import { TRPCError } from "@trpc/server";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache, type ReactNode } from "react";
import { contextOf } from "#server/api/context.ts";
import { appRouter, createCaller } from "#server/api/root.ts";
import { createQueryClient } from "./query-client.ts";

/** Who asks, read once a request. */
export const requestContext = cache(async () => contextOf(await headers()));

/** Procedures called in process: `const { list } = (await api()).strategies`. */
export const api = cache(async () => createCaller(await requestContext()));

const queryClient = cache(createQueryClient);

/** Query options for prefetching: `await prefetch(serverTrpc.runs.list.queryOptions(…))`, then `<Hydrated>` around what uses them. */
export const serverTrpc = createTRPCOptionsProxy({ ctx: requestContext, router: appRouter, queryClient });

export async function prefetch(options: { readonly queryKey: readonly unknown[] }): Promise<void> {
  // tRPC writes optional members as possibly undefined, which TanStack Query's type does not take.
  await queryClient().prefetchQuery(options as FetchQueryOptions);
}

/** Hands what was prefetched to the browser. */
export function Hydrated({ children }: { readonly children: ReactNode }) {
  return <HydrationBoundary state={dehydrate(queryClient())}>{children}</HydrationBoundary>;
}

export type PageData<T> = { readonly data: T } | { readonly forbidden: string };

/** Reads what a page stands on. Missing shows `not-found.tsx`, signed out goes to sign-in, a missing right comes back as its sentence. */
export async function readForPage<T>(reading: Promise<T>): Promise<PageData<T>> {
  try {
    return { data: await reading };
  } catch (error) {
    if (!(error instanceof TRPCError)) throw error;
    if (error.code === "NOT_FOUND") notFound();
    if (error.code === "UNAUTHORIZED") redirect("/sign-in");
    if (error.code === "FORBIDDEN") return { forbidden: error.message };
    throw error;
  }
}
