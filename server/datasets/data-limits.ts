import { defaultLimits, type Limits } from "#server/sandbox/index.ts";

/** For reading a price file of up to a gigabyte: its columns lie in memory, 48 bytes a bar. */
export const dataLimits: Limits = { ...defaultLimits, memoryBytes: 2 ** 31, cpuSeconds: 300, wallMs: 300_000 };
