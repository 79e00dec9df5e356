"use client";

import { useEffect, useState } from "react";
import { z } from "zod";
import type { Files } from "./files.ts";

interface Draft {
  /** The newest version when it was begun: somebody may have saved since. */
  readonly baseVersionId: string;
  readonly files: Files;
}

const Kept = z.object({ baseVersionId: z.string(), files: z.array(z.object({ path: z.string(), text: z.string() })).min(1) });

/** Unsaved files survive leaving the page: they are kept in this browser until they are saved or thrown away. */
export function useDraft(strategyId: string) {
  const key = `rustybt.draft.${strategyId}`;
  const [found, setFound] = useState<Draft>();
  useEffect(() => {
    setFound(read(key));
  }, [key]);
  return {
    /** Left behind by an earlier visit, until it is taken over or thrown away. */
    found,
    keep: (draft: Draft) => write(key, JSON.stringify(draft)),
    forget: () => {
      write(key, undefined);
      setFound(undefined);
    },
    take: () => setFound(undefined),
  };
}

function read(key: string): Draft | undefined {
  try {
    return Kept.safeParse(JSON.parse(localStorage.getItem(key) ?? "null")).data;
  } catch {
    // A browser that keeps nothing, or somebody wrote something else there: no draft.
    return undefined;
  }
}

function write(key: string, text: string | undefined): void {
  try {
    if (text === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {
    // A browser that keeps nothing loses the draft with the page, and the page warns before it is left.
  }
}
