import { ConfigurationError } from "@rustybt/engine/errors";
import type { ResultDocument } from "@rustybt/engine/figures";
import type { PdfOptions } from "../report-options.ts";

const peers = ["@react-pdf/renderer", "react", "dejavu-fonts-ttf"];

/**
 * The two-page tear sheet of a result as PDF: vector charts, and the same bytes for the same result on every machine.
 *
 * Throws `ConfigurationError` `report.missingPeer` naming the packages to install where `@react-pdf/renderer` is missing.
 *
 * ```ts
 * import { readFileSync, writeFileSync } from "node:fs";
 * import { renderPdf } from "rustybt/report";
 *
 * const result = JSON.parse(readFileSync("out/result.json", "utf8"));
 * writeFileSync("tear-sheet.pdf", await renderPdf(result, { page: "Letter" }));
 * ```
 */
export async function renderPdf(result: ResultDocument, options: PdfOptions = {}): Promise<Uint8Array> {
  const { tearSheet } = await loadTearSheet();
  return tearSheet(result, options);
}

/** Loaded when asked for: the packages it draws with are optional peers. */
async function loadTearSheet(): Promise<typeof import("./tear-sheet.ts")> {
  try {
    return await import("./tear-sheet.ts");
  } catch (cause) {
    const missing = isNotFound(cause) ? peers.find((name) => cause.message.includes(`'${name}`)) : undefined;
    if (missing === undefined) throw cause;
    throw new ConfigurationError(`a PDF needs the package ${missing}, which is not installed`, {
      code: "report.missingPeer",
      hint: `npm install ${peers.join(" ")}`,
      context: { package: missing },
      cause,
    });
  }
}

function isNotFound(error: unknown): error is Error {
  return error instanceof Error && "code" in error && (error.code === "ERR_MODULE_NOT_FOUND" || error.code === "MODULE_NOT_FOUND");
}
