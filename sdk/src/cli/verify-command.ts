import { type Finding, type Verification, verifyResult } from "@rustybt/engine";
import { type Command, hasFlag } from "./command.ts";
import { exitCodes } from "./exit-codes.ts";
import { documentPath, readBeside, readDocument } from "./result-file.ts";
import { type Terminal, wrapText } from "./terminal.ts";

const mostShown = 20;

export const verifyCommand: Command = {
  name: "verify",
  summary: "Recomputes a result from its document alone and says what does not hold.",
  positionals: [{ name: "result.json", required: true, meaning: "a result document, or the folder it was written to" }],
  flags: [{ name: "json", meaning: "Writes ok, findings and what was checked as one JSON document." }],
  examples: [
    ["rustybt verify out/result.json", "Checks seal and hash, folds the event log again and compares everything derived from it."],
    ["rustybt verify out --json", "The same for programs; the exit code says whether all of it holds."],
  ],
  async run(args, { terminal }) {
    const path = documentPath(args.positionals[0] ?? "");
    const document = readDocument(path);
    const verification = verifyResult(document, { readSidecar: (file) => readBeside(path, file) });
    if (hasFlag(args, "json")) terminal.out(`${JSON.stringify({ file: path, ...verification }, null, 2)}\n`);
    else printVerification(path, verification, terminal);
    return verification.ok ? exitCodes.ok : exitCodes.failed;
  },
};

function printVerification(path: string, { ok, findings, checked }: Verification, { out, columns }: Terminal): void {
  if (ok) {
    out(`${path}: everything holds\n${checked.map((sentence) => `  ok  ${wrapText(sentence, columns - 6, "      ")}\n`).join("")}`);
    return;
  }
  out(`${path}: ${findings.length} ${findings.length === 1 ? "thing does" : "things do"} not hold\n`);
  for (const finding of findings.slice(0, mostShown)) out(`  ${wrapText(findingText(finding), columns - 2, "    ")}\n`);
  if (findings.length > mostShown) out(`  and ${findings.length - mostShown} more; --json lists all of them\n`);
}

function findingText({ path, message, expected, found }: Finding): string {
  const seen = found === undefined ? "" : `, found ${found}`;
  return `${path}: ${message}${expected === undefined ? "" : `; expected ${expected}`}${seen}`;
}
