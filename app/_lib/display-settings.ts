"use client";

import { useSyncExternalStore } from "react";

/** How gains and losses are coloured: by the look, or by the custom of the reader's market. */
export type GainColours = "teal-orange" | "green-red" | "red-green";
export type Rail = "wide" | "narrow";

const keys = { gains: "rustybt.gains", rail: "rustybt.rail" } as const;

export function useGainColours(): [GainColours, (next: GainColours) => void] {
  return [useDisplaySetting("gains", "teal-orange") as GainColours, (next) => store("gains", next)];
}

export function useRail(): [Rail, (next: Rail) => void] {
  return [useDisplaySetting("rail", "wide") as Rail, (next) => store("rail", next)];
}

function useDisplaySetting(name: keyof typeof keys, fallback: string): string {
  return useSyncExternalStore(
    watchRoot,
    () => document.documentElement.dataset[name] ?? fallback,
    () => fallback,
  );
}

function store(name: keyof typeof keys, value: string): void {
  document.documentElement.dataset[name] = value;
  try {
    localStorage.setItem(keys[name], value);
  } catch {
    // A browser that keeps nothing still shows the setting on this page.
  }
}

function watchRoot(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributeFilter: ["class", "data-gains", "data-rail"] });
  return () => observer.disconnect();
}

/** Changes whenever theme or colours do: canvases draw again with what the variables then say. */
export function useColourScheme(): string {
  return useSyncExternalStore(
    watchRoot,
    () => `${document.documentElement.className} ${document.documentElement.dataset.gains ?? ""}`,
    () => "",
  );
}
