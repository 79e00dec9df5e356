"use client";

import { createContext, type ReactNode, useContext, useState, useSyncExternalStore } from "react";

/** Milliseconds UTC, both ends included. */
export type TimeWindow = readonly [from: number, to: number];

interface GroupState {
  /** Time under the crosshair. */
  readonly cursor: number | null;
  /** Moved by keys: then it is read out too. */
  readonly isByKeys: boolean;
  /** What is brushed; `null` for everything. */
  readonly window: TimeWindow | null;
}

const nothing: GroupState = { cursor: null, isByKeys: false, window: null };

/** Crosshair and brushed window of all charts on a page. */
export class ChartGroupStore {
  #state = nothing;
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): GroupState => this.#state;

  point(cursor: number | null, isByKeys = false): void {
    if (cursor === this.#state.cursor) return;
    this.#set({ ...this.#state, cursor, isByKeys });
  }

  brush(window: TimeWindow | null): void {
    this.#set({ ...this.#state, window });
  }

  #set(state: GroupState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

const GroupContext = createContext<ChartGroupStore | undefined>(undefined);

export function ChartGroup({ children }: { readonly children: ReactNode }) {
  const [store] = useState(() => new ChartGroupStore());
  return <GroupContext value={store}>{children}</GroupContext>;
}

export function useChartGroup(): ChartGroupStore {
  const store = useContext(GroupContext);
  if (store === undefined) throw new Error("a chart stands outside <ChartGroup>");
  return store;
}

export function useGroupState(): GroupState {
  const store = useChartGroup();
  return useSyncExternalStore(store.subscribe, store.state, () => nothing);
}

/** Last position at or before a time; the first one when all are later. */
export function positionAt(times: Float64Array, time: number): number {
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((times[middle] as number) <= time) low = middle;
    else high = middle - 1;
  }
  return low;
}
