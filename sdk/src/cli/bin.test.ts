import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderWith, repository, rustybt } from "./testing/command-line-process.ts";

const bin = join(repository, "sdk", "bin", "rustybt.js");
// The file looks at process.versions only, so an older Node is played by another version there.
const asNode = (version: string): string[] => [
  "--import",
  `data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"${version}"}})`,
];

test("an old Node without a newer one beside the package is told in one sentence", async () => {
  const folder = folderWith({ "bin/rustybt.js": "", "package.json": '{ "type": "module" }' });
  copyFileSync(bin, join(folder, "bin", "rustybt.js"));
  const { code, stdout, stderr } = await rustybt(["--version"], { main: [...asNode("20.20.2"), join(folder, "bin", "rustybt.js")] });
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(/^rustybt needs Node 22\.18 or later, this is Node 20\.20\.2: [^\n]+\n$/);
});

test.each(["20.20.2", "22.17.1"])(
  "on Node %s the newer Node beside the package takes over with arguments and exit code",
  async (version) => {
    const isBuilt = existsSync(join(repository, "sdk", "dist", "cli.js"));
    const { code, stdout, stderr } = await rustybt(["runn"], { main: [...asNode(version), bin] });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(isBuilt ? 'unknown command "runn", did you mean run?' : "rustybt is not built");
  },
);
