"use client";

import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext } from "react";
import type { RunOverview } from "#server/runs/results/overview.ts";
import { RowTable } from "./rows/row-table.ts";

/** Where a page takes a result from: a run of the organisation, or a shared link. */
export interface ResultSource {
  readonly overview: RunOverview;
  /** Before the name of a part: `/api/runs/<id>/parts`. */
  readonly partsUrl: string;
  /** Parts there are. */
  readonly partNames: readonly string[];
  /** Begins the names of downloaded files: `sma-cross-1a2b3c4d`. */
  readonly fileName: string;
}

const SourceContext = createContext<ResultSource | undefined>(undefined);

export function ResultSourceProvider({ source, children }: { readonly source: ResultSource; readonly children: ReactNode }) {
  return <SourceContext value={source}>{children}</SourceContext>;
}

export function useResultSource(): ResultSource {
  const source = useContext(SourceContext);
  if (source === undefined) throw new Error("a part of the result page stands outside <ResultSourceProvider>");
  return source;
}

/** A part of the result; it never changes, so it is asked for once. */
export function usePart<T>(name: string) {
  return usePartAs(name, (response) => response.json() as Promise<T>);
}

/** A part that is rows, however many; not asked for where the result has no such part. */
export function useRows(name: string, { isWanted = true }: { readonly isWanted?: boolean } = {}) {
  return usePartAs(name, async (response) => RowTable.open(await response.arrayBuffer()), isWanted);
}

const twice = 2;

function usePartAs<T>(name: string, read: (response: Response) => Promise<T>, enabled = true) {
  const { partsUrl } = useResultSource();
  return useQuery({
    queryKey: ["part", partsUrl, name],
    queryFn: async () => {
      try {
        return await read(await partResponse(partsUrl, name));
      } catch (error) {
        if (error instanceof PartError) throw error;
        throw new PartError(`${partTitle(name)} did not arrive: ${error instanceof Error ? error.message : String(error)}.`);
      }
    },
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
    // A row table is compared with no other.
    structuralSharing: false,
    // Without a network it fails and says so, instead of waiting in silence.
    networkMode: "always",
    retry: (count, error) => count < twice && !(error instanceof PartError && error.isRefusal),
  });
}

async function partResponse(partsUrl: string, name: string): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(partUrl(partsUrl, name));
  } catch {
    throw new PartError(`${partTitle(name)} could not be loaded: the portal did not answer.`, {
      hint: "Check the connection and try again. The rest of the page stays as it is.",
    });
  }
  if (response.ok) return response;
  const body = (await response.json().catch(() => null)) as { error?: { message?: string; hint?: string; requestId?: string } } | null;
  const { message = `status ${response.status}`, ...rest } = body?.error ?? {};
  throw new PartError(`${partTitle(name)} could not be loaded: ${message}`, { ...rest, isRefusal: response.status < 500 });
}

export function partUrl(partsUrl: string, name: string): string {
  return `${partsUrl}/${name.split("/").map(encodeURIComponent).join("/")}`;
}

const titles: Readonly<Record<string, string>> = {
  equity: "The equity curve",
  trades: "The trades",
  orders: "The orders",
  fills: "The fills",
  logs: "The log",
  unfilled: "What orders waited for",
  deciding: "The bars that decide the bounds",
};

function partTitle(name: string): string {
  return titles[name] ?? (name.startsWith("bars/") ? `The bars of ${name.slice("bars/".length)}` : `The part ${name}`);
}

interface PartErrorDetails {
  readonly hint?: string;
  readonly requestId?: string;
  /** Asking again changes nothing. */
  readonly isRefusal?: boolean;
}

export class PartError extends Error {
  override readonly name = "PartError";
  readonly hint: string | undefined;
  readonly requestId: string | undefined;
  readonly isRefusal: boolean;

  constructor(message: string, { hint, requestId, isRefusal = false }: PartErrorDetails = {}) {
    super(message);
    this.hint = hint;
    this.requestId = requestId;
    this.isRefusal = isRefusal;
  }
}
