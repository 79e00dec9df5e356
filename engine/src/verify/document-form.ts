import resultSchema from "../../../sdk/schema/result-1.json" with { type: "json" };
import type { ResultDocument } from "../result/document.ts";
import { sealOf } from "../result/seal.ts";
import { type Finding, Findings } from "./findings.ts";
import { type JsonSchema, SchemaValidator } from "./json-schema.ts";

/** Whether a document has the form of `rustybt.result/1` and carries its own seal: what a reader needs before showing it. Derives nothing. */
export function checkForm(document: unknown): readonly Finding[] {
  const findings = new Findings();
  if (isDocument(document, documentValidator(), findings)) checkSeal(document, findings);
  return findings.list;
}

export function documentValidator(): SchemaValidator {
  return new SchemaValidator(resultSchema as JsonSchema);
}

export function isDocument(value: unknown, validator: SchemaValidator, findings: Findings): value is ResultDocument {
  const faults = validator.faults(value, "");
  for (const { path, message, found } of faults) findings.add(path === "" ? "document" : path, message, { found });
  return faults.length === 0;
}

export function checkSeal(document: ResultDocument, findings: Findings): void {
  findings.equal("seal", sealOf(document), document.seal, "the seal is the sha256 of the document");
}
