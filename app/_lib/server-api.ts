import { TRPCError } from "@trpc/server";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { contextOf } from "#server/api/context.ts";
import { createCaller } from "#server/api/root.ts";

/** Who asks, read once a request. */
export const requestContext = cache(async () => contextOf(await headers()));

/** Procedures called in process: `const { list } = (await api()).strategies`. */
export const api = cache(async () => createCaller(await requestContext()));

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
