import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const program = fileURLToPath(new URL("../sdk/bin/rustybt.js", import.meta.url));
const call = promisify(execFile);

/** What `npx rustybt` prints; it throws when the program does not end with 0. */
export async function rustybt(...args: string[]): Promise<string> {
  const { stdout } = await call(process.execPath, [program, ...args], { maxBuffer: 2 ** 27 });
  return stdout;
}

/** The text of a PDF, as a reader who searches in it gets it. */
export async function textOfPdf(path: string): Promise<string> {
  const { stdout } = await call("pdftotext", ["-layout", path, "-"], { maxBuffer: 2 ** 24 });
  return stdout;
}
