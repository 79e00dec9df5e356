import { createHash } from "node:crypto";
import { basename, dirname, resolve } from "node:path";
import { checkForm, type ResultDocument } from "@rustybt/engine";
import { ConfigurationError, RustyBtError } from "@rustybt/engine/errors";
import { type Command, flagValue, hasFlag, type ParsedArguments } from "./command.ts";
import { exitCodes } from "./exit-codes.ts";
import { whileWaiting } from "./progress.ts";
import { documentPath, readBeside, readDocument } from "./result-file.ts";
import { shownPath } from "./shown-path.ts";
import { usageError } from "./usage-error.ts";
import { writeFolder } from "./write-folder.ts";

export const reportCommand: Command = {
  name: "report",
  summary: "Writes a result as a two-page PDF tear sheet, as one HTML file, or both.",
  positionals: [{ name: "result.json", required: true, meaning: "a result document, or the folder it was written to" }],
  flags: [
    { name: "pdf", value: "FILE", meaning: "Writes the tear sheet; needs npm install @react-pdf/renderer react dejavu-fonts-ttf." },
    { name: "html", value: "FILE", meaning: "Writes one self-contained HTML file that opens offline." },
    { name: "page", value: "SIZE", meaning: "Page of the PDF: a4 (the default) or letter." },
    { name: "json", meaning: "Writes the files written, their bytes and sha256 as one JSON document." },
  ],
  examples: [
    ["rustybt report out/result.json --pdf tear-sheet.pdf", "Two A4 pages; the same result gives the same bytes everywhere."],
    ["rustybt report out --pdf tear-sheet.pdf --page letter --html report.html", "Both, with every trade and every metric in the HTML."],
  ],
  notes: [
    "The result's form and seal are checked first; a result that was changed after the run gives no report. equity.ndjson.gz is read where it lies beside result.json.",
  ],
  async run(args, { terminal }) {
    const targets = readTargets(args);
    const path = documentPath(args.positionals[0] ?? "");
    refuseOverwriting(path, targets);
    const result = sealedResult(readDocument(path), path);
    const { renderHtml, renderPdf, readCurve } = await import("../report/index.ts");
    const files = await whileWaiting("Making the report", terminal, async () => {
      const sidecar = result.sidecars?.equity;
      const equityFile = sidecar === undefined ? undefined : readBeside(path, sidecar.file);
      if (sidecar !== undefined && equityFile === undefined) {
        terminal.err(
          `note: ${sidecar.file} is not beside ${shownPath(path)}; monthly returns and drawdowns come from the points kept in it.\n`,
        );
      }
      const curve = await readCurve(result, equityFile);
      // All is made before anything is written.
      const pdf = targets.pdf === undefined ? [] : [{ path: targets.pdf, content: await renderPdf(result, { page: targets.page, curve }) }];
      const html = targets.html === undefined ? [] : [{ path: targets.html, content: Buffer.from(renderHtml(result, { curve })) }];
      return [...pdf, ...html];
    });
    for (const { path: file, content } of files) writeFolder(dirname(file), [{ name: basename(file), content }]);
    if (hasFlag(args, "json"))
      terminal.out(`${JSON.stringify({ file: path, hash: result.hash, written: files.map(fileFacts) }, null, 2)}\n`);
    else
      terminal.out(
        files.map(({ path: file, content }) => `wrote ${shownPath(file)}, ${Math.ceil(content.byteLength / 1000)} kB\n`).join(""),
      );
    return exitCodes.ok;
  },
};

interface Targets {
  readonly pdf: string | undefined;
  readonly html: string | undefined;
  readonly page: "A4" | "Letter";
}

function readTargets(args: ParsedArguments): Targets {
  const pdf = flagValue(args, "pdf");
  const html = flagValue(args, "html");
  const page = flagValue(args, "page");
  if (pdf === undefined && html === undefined) {
    throw usageError("rustybt report needs --pdf FILE or --html FILE", "For example: rustybt report out/result.json --pdf tear-sheet.pdf", {
      missing: "--pdf or --html",
    });
  }
  if (page !== undefined && pdf === undefined) {
    throw usageError("--page is the page of a PDF, and there is no --pdf FILE", "Add --pdf FILE, or leave --page out.", { page });
  }
  const size = page === undefined ? "a4" : page.toLowerCase();
  if (size !== "a4" && size !== "letter") {
    throw usageError(`--page is ${JSON.stringify(page)}: expected a4 or letter`, "For example: --page letter", { page });
  }
  if (pdf !== undefined && html !== undefined && resolve(pdf) === resolve(html)) {
    throw usageError(`--pdf and --html both name ${pdf}`, "Give each a file of its own.", { file: pdf });
  }
  return { pdf, html, page: size === "a4" ? "A4" : "Letter" };
}

function refuseOverwriting(path: string, { pdf, html }: Targets): void {
  for (const file of [pdf, html]) {
    if (file === undefined || resolve(file) !== resolve(path)) continue;
    throw usageError(`the report would overwrite the result it is made from: ${file}`, "Give the report a file of its own.", { file });
  }
}

function sealedResult(document: unknown, path: string): ResultDocument {
  const [fault] = checkForm(document);
  if (fault === undefined) return document as ResultDocument;
  const seen = fault.found === undefined ? "" : `, found ${fault.found}`;
  if (fault.path !== "seal") {
    throw new ConfigurationError(`${path} is not a result: ${fault.path}: ${fault.message}${seen}`, {
      code: "report.form",
      hint: "Name a result.json that `rustybt run --out DIR` has written.",
      context: { file: path, path: fault.path },
    });
  }
  throw new RustyBtError(`the seal of ${path} does not hold: expected ${fault.expected}${seen}`, {
    code: "report.seal",
    hint: `The result was changed after the run. See where with: rustybt verify ${path}`,
    context: { file: path, expected: fault.expected, found: fault.found },
  });
}

function fileFacts({ path, content }: { readonly path: string; readonly content: Uint8Array }): object {
  return { file: path, bytes: content.byteLength, sha256: createHash("sha256").update(content).digest("hex") };
}
