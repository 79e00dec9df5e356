"use client";

import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext } from "react";
import type { RunOverview } from "#server/runs/results/overview.ts";

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

/** Columns of rows, as the worker stores them. */
export interface RowColumns {
  readonly count: number;
  readonly columns: Readonly<Record<string, readonly unknown[]>>;
}

/** A part of the result; it never changes, so it is asked for once. */
export function usePart<T>(name: string) {
  const { partsUrl } = useResultSource();
  return useQuery({ queryKey: ["part", partsUrl, name], queryFn: () => readPart<T>(partsUrl, name), staleTime: Number.POSITIVE_INFINITY });
}

async function readPart<T>(partsUrl: string, name: string): Promise<T> {
  const response = await fetch(`${partsUrl}/${name.split("/").map(encodeURIComponent).join("/")}`);
  if (response.ok) return response.json();
  const body = (await response.json().catch(() => null)) as { error?: { message?: string; hint?: string; requestId?: string } } | null;
  throw new PartError(body?.error?.message ?? `The part ${name} could not be loaded (status ${response.status}).`, body?.error);
}

export class PartError extends Error {
  override readonly name = "PartError";
  readonly hint: string | undefined;
  readonly requestId: string | undefined;

  constructor(message: string, { hint, requestId }: { hint?: string; requestId?: string } = {}) {
    super(message);
    this.hint = hint;
    this.requestId = requestId;
  }
}
