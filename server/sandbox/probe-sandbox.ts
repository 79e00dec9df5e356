import { env } from "#server/lib/env.ts";
import { inspectLimits } from "./limits.ts";
import type { Outcome } from "./outcome.ts";
import { layers as allLayers, givenUp, installLine, type Layer, type MissingLayer, type Probe } from "./probe.ts";
import { runInSandbox } from "./run-in-sandbox.ts";
import type { ProbeJob } from "./sandbox-job.ts";

const freshMs = 10_000;
let cached: { readonly at: number; readonly probe: Promise<Probe> } | undefined;

/**
 * What the sandbox of this machine holds back, seen by jobs that try: one lets itself be looked at, one opens a socket, one starts a
 * program. For start-up and health pages; the answer is kept for 10 seconds. Each job is looked at again by itself before it begins.
 */
export function probeSandbox(): Promise<Probe> {
  const now = performance.now();
  if (cached === undefined || now - cached.at > freshMs) {
    cached = { at: now, probe: observe() };
    // A failure is for whoever asked; the next call tries again.
    cached.probe.catch(() => {
      cached = undefined;
    });
  }
  return cached.probe;
}

async function observe(): Promise<Probe> {
  if (env().sandbox === "off") {
    const missing = allLayers.map(
      (layer): MissingLayer => ({ layer, seen: "RUSTYBT_SANDBOX is off", install: "unset RUSTYBT_SANDBOX", isRequired: false }),
    );
    return { isAvailable: true, isMultiTenant: false, isOff: true, layers: [], missing, message: givenUp };
  }
  const attempt = (what: ProbeJob["attempt"]) =>
    runInSandbox({ job: { task: "probe", attempt: what }, limits: inspectLimits, organisations: "one" });
  const [looked, network, program] = await Promise.all([attempt("nothing"), attempt("network"), attempt("program")]);
  if (looked.status === "refused") return probeOf([], looked.missing);
  const failures = [
    ...(looked.status === "succeeded" ? [] : [failure("systemCalls", looked)]),
    ...(network.status === "failed" && network.error.code === "sandbox.systemCall" ? [] : [failure("network", network)]),
    ...(program.status === "succeeded" ? [] : [failure("systemCalls", program)]),
  ];
  const failed = new Set(failures.map(({ layer }) => layer));
  return probeOf(
    looked.layers.filter((layer) => !failed.has(layer)),
    [...failures, ...looked.missing],
  );
}

function failure(layer: Layer, outcome: Outcome): MissingLayer {
  const seen = "error" in outcome ? outcome.error.message : `what must be denied ended as ${outcome.status}`;
  return { layer, seen, install: installLine(layer), isRequired: true };
}

function probeOf(layers: readonly Layer[], missing: readonly MissingLayer[]): Probe {
  const isAvailable = !missing.some(({ isRequired }) => isRequired);
  const isMultiTenant = missing.length === 0;
  const lacks = missing.map(({ layer, seen, install }) => `${layer} (${seen}; ${install})`).join("; ");
  const message = isMultiTenant
    ? "Strategies run apart from this machine and from each other: every layer was seen to hold."
    : isAvailable
      ? `Strategies of one organisation can run here. For several it lacks ${lacks}.`
      : `No strategy runs on this machine: it lacks ${lacks}.`;
  return { isAvailable, isMultiTenant, isOff: false, layers, missing, message };
}
