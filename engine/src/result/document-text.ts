import { canonicalJson } from "./canonical-json.ts";
import type { ResultDocument } from "./document.ts";

/**
 * The document as the text of `result.json`: the parts in the order of the contract, one row a line, so that two results can be compared
 * with any text tool.
 */
export function documentText(document: ResultDocument): string {
  const parts = Object.entries(document).filter(([, part]) => part !== undefined);
  return `{\n${parts.map(([name, part]) => `${JSON.stringify(name)}: ${partText(part)}`).join(",\n")}\n}\n`;
}

function partText(part: unknown): string {
  if (!Array.isArray(part) || part.length === 0) return canonicalJson(part);
  return `[\n${part.map((row) => canonicalJson(row)).join(",\n")}\n]`;
}
