import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { layers, type Probe } from "./probe.ts";

const layer = z.enum(layers);
const SeenSandbox = z.object({
  /** When the worker looked. */
  at: z.iso.datetime(),
  isAvailable: z.boolean(),
  isMultiTenant: z.boolean(),
  isOff: z.boolean(),
  layers: z.array(layer),
  missing: z.array(z.object({ layer, seen: z.string(), install: z.string(), isRequired: z.boolean() })),
  message: z.string(),
});
export type SeenSandbox = z.infer<typeof SeenSandbox>;

/** The worker of this machine tells the web process, which starts no jobs itself, what its sandbox holds back. */
export function publishSandbox(path: string, probe: Probe, at: Date): void {
  const part = `${path}.${process.pid}.part`;
  writeFileSync(part, JSON.stringify({ at: at.toISOString(), ...probe }), { mode: 0o600 });
  renameSync(part, path);
}

/** What a worker of this machine saw last; nothing when none of this version has looked yet. */
export function readSeenSandbox(path: string): SeenSandbox | undefined {
  try {
    return SeenSandbox.safeParse(JSON.parse(readFileSync(path, "utf8"))).data;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
