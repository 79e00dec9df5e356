import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inRoot } from "../setup/root.mjs";

test("a child whose parent is killed ends by itself", async () => {
  const logFile = join(mkdtempSync(join(tmpdir(), "rustybt-child-")), "child.log");
  const childCode = `import { stopWithParent } from "${inRoot("server/lib/stop-with-parent.ts")}";
    stopWithParent(() => { console.log("parent is gone"); process.exit(0); });
    setInterval(() => {}, 1000);
    console.log("up");`;
  const parentCode = `import { startChild } from "${inRoot("scripts/portal/child.mjs")}";
    const args = ["--input-type=module-typescript", "-e", ${JSON.stringify(childCode)}];
    startChild(process.execPath, args, { cwd: "/", env: process.env, logFile: ${JSON.stringify(logFile)}, onExit() {} });
    setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ["--input-type=module", "-e", parentCode], { stdio: "inherit" });
  await expect.poll(() => readFileSync(logFile, { encoding: "utf8", flag: "a+" }), { timeout: 20_000 }).toBe("up\n");
  parent.kill("SIGKILL");
  await once(parent, "exit");
  await expect.poll(() => readFileSync(logFile, "utf8"), { timeout: 20_000 }).toBe("up\nparent is gone\n");
});
