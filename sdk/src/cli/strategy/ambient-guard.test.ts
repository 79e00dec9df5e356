import { expect, test } from "vitest";
import { folderWith, rustybt } from "../testing/command-line-process.ts";

// As in the bundle, where the code that words the error lies beside the guard: it uses what is guarded while the strategy asks.
const main = `import { installAmbientGuard } from "${new URL("./ambient-guard.ts", import.meta.url).href}";
import { act } from "./s.mjs";

const { log } = console;
const strategy = new URL("./s.mjs", import.meta.url).href;
let isInstalled = false;
const guard = installAmbientGuard((url) => {
  if (isInstalled) void process.cwd();
  return url === strategy ? "s.mjs" : undefined;
});
isInstalled = true;
let message = "not refused";
try {
  act();
} catch (error) {
  message = error.message;
}
guard.remove();
log(message);
`;

test.each([
  ["Date.now reads the clock", 'globalThis["Da" + "te"]["now"]()'],
  ["new Date() without an argument reads the clock", "const D = Date; new D()"],
  ["new Date() without an argument reads the clock", "Reflect.construct(Date, [])"],
  ["Function runs code from text", '[].constructor.constructor("return process")()'],
  ["process.cwd reads the machine", 'globalThis["pro" + "cess"].cwd()'],
])("%s is what is named for %s", async (message, act) => {
  const folder = folderWith({ "main.mjs": main, "s.mjs": `export const act = () => {\n  ${act};\n};\n` });
  const { stdout, stderr } = await rustybt([], { cwd: folder, main: ["main.mjs"] });
  expect([stdout, stderr]).toEqual([`s.mjs:2: ${message}\n`, ""]);
});
