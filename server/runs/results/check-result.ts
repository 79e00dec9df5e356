import { existsSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { type MetricValue, type ResultDocument, readColumns, type Summary, symbolBars, verifyResult } from "rustybt";
import { barColumns } from "./bar-columns.ts";
import { identityProblem, type RunIdentity } from "./check-identity.ts";
import { resultParts } from "./result-parts.ts";

export interface ResultFiles {
  /** Path of result.json, as the engine wrote it. */
  readonly document: string;
  /** Paths of the files beside it, by the names the document uses. */
  readonly sidecars: Readonly<Record<string, string>>;
  /** Paths of the column files the run read. */
  readonly columns: readonly string[];
}

export interface ResultFacts {
  readonly hash: string;
  readonly seal: string;
  readonly engine: string;
  readonly summary: Summary;
  readonly metrics: readonly MetricValue[];
}

export interface PartBytes {
  readonly name: string;
  /** Gzipped. */
  readonly bytes: Uint8Array;
}

export type CheckedResult =
  | { readonly ok: true; readonly facts: ResultFacts; readonly parts: readonly PartBytes[] }
  | { readonly ok: false; readonly problem: string };

/** Verifies a result that came out of the sandbox from its bytes alone, and makes the parts that the pages load. */
export async function checkResult({ document: path, sidecars, columns }: ResultFiles, identity: RunIdentity): Promise<CheckedResult> {
  const bytes = readFileSync(path);
  let document: ResultDocument;
  try {
    document = JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    return { ok: false, problem: `result.json is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  const readSidecar = (file: string): Uint8Array | undefined => {
    const beside = Object.hasOwn(sidecars, file) ? sidecars[file] : undefined;
    return beside !== undefined && existsSync(beside) ? readFileSync(beside) : undefined;
  };
  const { ok, findings } = verifyResult(document, { readSidecar });
  if (!ok) {
    const [first] = findings;
    return { ok: false, problem: `${first?.path}: ${first?.message} (${findings.length} findings)` };
  }
  const problem = identityProblem(document.manifest, identity);
  if (problem !== undefined) return { ok: false, problem };

  const { hash, seal, manifest, summary, metrics } = document;
  const parts: PartBytes[] = [{ name: "document", bytes: gzipSync(bytes) }];
  for (const { file } of Object.values(document.sidecars ?? {})) parts.push({ name: file, bytes: readSidecar(file) ?? new Uint8Array() });
  const equityFile = document.sidecars?.equity?.file;
  const equity = equityFile === undefined ? undefined : readSidecar(equityFile);
  for (const { name, text } of resultParts(document, equity)) parts.push({ name, bytes: gzipSync(text) });
  const symbols = manifest.data.map(({ symbol }) => symbol);
  for await (const part of barParts(columns, symbols)) parts.push(part);
  return { ok: true, facts: { hash, seal, engine: manifest.engine, summary, metrics }, parts };
}

/** From the column files the run read, not from what the run says of them. */
async function* barParts(columns: readonly string[], symbols: readonly string[]): AsyncGenerator<PartBytes> {
  for (const path of columns) {
    for (const { symbol, ...bars } of symbolBars(await readColumns(path))) {
      if (symbols.includes(symbol)) yield { name: `bars/${symbol}`, bytes: gzipSync(JSON.stringify(barColumns(bars))) };
    }
  }
}
