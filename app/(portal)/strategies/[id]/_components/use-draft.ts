"use client";

import { useEffect, useState } from "react";

interface Draft {
  /** The newest version when it was begun: somebody may have saved since. */
  readonly baseVersionId: string;
  readonly text: string;
}

/** Unsaved text survives leaving the page: it is kept in this browser until it is saved or thrown away. */
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
    const draft = JSON.parse(localStorage.getItem(key) ?? "null") as Draft | null;
    return typeof draft?.text === "string" && typeof draft.baseVersionId === "string" ? draft : undefined;
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
