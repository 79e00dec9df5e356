import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packPackages } from "../../scripts/build/pack.mjs";
import { inRoot } from "../../scripts/setup/root.mjs";

// A stranger's machine: an empty folder outside the repository, the pinned Node and npm, no compiler on the PATH, and nothing compiled before.
const scratch = mkdtempSync(join(tmpdir(), "rustybt-packed-"));
const project = join(scratch, "project");
const programs = join(scratch, "programs");
const { NODE_COMPILE_CACHE: _, ...inherited } = process.env;
const env = { ...inherited, PATH: programs, NODE_PATH: "", TZ: "UTC" };
let tarballs;

beforeAll(async () => {
  tarballs = await packPackages(scratch);
  mkdirSync(programs);
  symlinkSync(process.execPath, join(programs, "node"));
  for (const program of ["npm", "npx", "sh", "env"]) symlinkSync(onPath(program), join(programs, program));
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), '{ "name": "stranger", "private": true, "type": "module" }\n');
  inProject("npm", "install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error", tarballs.sdk, tarballs.native);
  for (const file of ["embedding.ts", "sma-cross.ts"]) cpSync(inRoot("examples", file), join(project, file));
  cpSync(inRoot("examples", "data", "AAPL.csv"), join(project, "prices.csv"));
}, 180_000);

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test("the tarball of rustybt holds bin, dist, schema, the template of init and README, and nothing else", () => {
  const files = execFileSync("tar", ["-tzf", tarballs.sdk], { encoding: "utf8" }).trim().split("\n");
  const folders = new Set(files.map((file) => file.replace(/^package\//, "").replace(/\/.*/, "/")));
  expect([...folders].sort()).toEqual(["README.md", "bin/", "dist/", "package.json", "schema/", "template/"]);
  expect(files.filter((file) => !file.startsWith("package/template/") && /(\.test\.|(?<!\.d)\.ts$|\.map$)/.test(file))).toEqual([]);
});

test("the tarballs and the native file stay within their budgets", () => {
  expect(statSync(tarballs.sdk).size + statSync(tarballs.native).size).toBeLessThan(5 * 2 ** 20);
  expect(statSync(join(project, "node_modules", "rustybt-linux-x64-gnu", "rustybt.linux-x64-gnu.node")).size).toBeLessThan(6 * 2 ** 20);
});

test("the platform package names its platform and is the exact version rustybt asks for", () => {
  const manifest = (name) => JSON.parse(readFileSync(join(project, "node_modules", name, "package.json"), "utf8"));
  const { os, cpu, libc, version } = manifest("rustybt-linux-x64-gnu");
  expect({ os, cpu, libc }).toEqual({ os: ["linux"], cpu: ["x64"], libc: ["glibc"] });
  expect(manifest("rustybt").optionalDependencies).toEqual({ "rustybt-linux-x64-gnu": version });
});

test("importing it adds at most 8 MB to a bare Node", () => {
  // Two processes, so that Node's own module loader, which the import brings in, counts too.
  const resident = (before) => {
    const program = `${before} console.log(process.memoryUsage.rss());`;
    const sizes = Array.from({ length: 9 }, () => Number(inProject("node", "--input-type=module", "--eval", program)));
    return sizes.sort((a, b) => a - b)[4];
  };
  expect(resident('await import("rustybt");') - resident("")).toBeLessThan(8 * 2 ** 20);
});

test("the programs of the tarball are plain ASCII, which V8 keeps in one byte a character", () => {
  const dist = join(project, "node_modules", "rustybt", "dist");
  const programs = readdirSync(dist).filter((name) => name.endsWith(".js"));
  expect(programs).toContain("index.js");
  expect(programs.filter((name) => /[^\0-\x7f]/.test(readFileSync(join(dist, name), "utf8")))).toEqual([]);
});

test("decimal.js is the only package that comes with it", () => {
  const installed = readdirSync(join(project, "node_modules")).filter((name) => !name.startsWith("."));
  expect(installed.sort()).toEqual(["decimal.js", "rustybt", "rustybt-linux-x64-gnu"]);
});

test("embedding.ts runs, and the command line gives the same hash and end value", () => {
  const [endValue, hash] = inProject("node", "embedding.ts").trim().split(" ");
  const result = JSON.parse(
    inProject("npx", "rustybt", "run", "sma-cross.ts", "--data", "AAPL=prices.csv", "--commission", "percent:0.0005", "--json"),
  );
  expect(result.schema).toBe("rustybt.result/1");
  expect({ endValue: result.summary.endValue, hash: result.hash }).toEqual({ endValue, hash });
});

test("a result of the installed command line is verified by it", () => {
  inProject("npx", "rustybt", "run", "sma-cross.ts", "--data", "AAPL=prices.csv", "--out", "out");
  inProject("npx", "rustybt", "verify", "out/result.json");
});

test("a new project of rustybt init runs, and its test passes", () => {
  inProject("npx", "rustybt", "init", "mine");
  const report = execFileSync(process.execPath, ["--test"], { cwd: join(project, "mine"), env, encoding: "utf8" });
  expect(report).toContain("pass 2");
});

test("rustybt/charts draws without any other package, rustybt/report writes HTML and names what a PDF needs", () => {
  inProject("npx", "rustybt", "run", "sma-cross.ts", "--data", "AAPL=prices.csv", "--out", "reported");
  const program = `import { readFileSync } from "node:fs"; import { curveOf, equityChart } from "rustybt/charts";
    console.log(equityChart(curveOf(JSON.parse(readFileSync("reported/result.json", "utf8")))).sentence);`;
  expect(inProject("node", "--input-type=module", "--eval", program)).toMatch(/^Equity went from 100\u202f000\.00\u202fUSD to /);
  inProject("npx", "rustybt", "report", "reported", "--html", "report.html");
  expect(readFileSync(join(project, "report.html"), "utf8")).toMatch(/^<!doctype html>/);
  expect(() => inProject("npx", "rustybt", "report", "reported", "--pdf", "t.pdf")).toThrow(
    "npm install @react-pdf/renderer react dejavu-fonts-ttf",
  );
});

test("rustybt/orderbook matches orders, and its errors are those of rustybt", () => {
  const program = `import { OrderError } from "rustybt"; import { OrderBook } from "rustybt/orderbook";
    const book = new OrderBook({ tick: "0.01" });
    book.limit("sell", { price: "10.01", quantity: 50 });
    console.log(String(book.limit("buy", { price: "10.01", quantity: 80 }).filled));
    try { book.limit("buy", { price: "10.001", quantity: 1 }); } catch (error) { console.log(error instanceof OrderError, error.code); }`;
  expect(inProject("node", "--input-type=module", "--eval", program)).toBe("50\ntrue order.price\n");
});

test("the sample files type-check against the declarations that are shipped", () => {
  const options = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2024", "--allowImportingTsExtensions"];
  execFileSync(process.execPath, [inRoot("node_modules", "typescript", "bin", "tsc"), ...options, "embedding.ts"], {
    cwd: project,
    encoding: "utf8",
  });
});

test("publint and are-the-types-wrong find nothing in the tarball", () => {
  execFileSync("publint", ["run", "--strict", tarballs.sdk], { encoding: "utf8" });
  execFileSync("attw", [tarballs.sdk, "--profile", "esm-only"], { encoding: "utf8" });
});

function inProject(program, ...args) {
  return execFileSync(join(programs, program), args, { cwd: project, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

function onPath(program) {
  const folder = process.env.PATH.split(delimiter).find((folder) => {
    return !folder.includes("node_modules") && statSync(join(folder, program), { throwIfNoEntry: false });
  });
  return realpathSync(join(folder, program));
}
