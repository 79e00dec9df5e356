import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** Gives this test file a state folder of its own, where a job's user may look. Import it before anything that reads the environment. */
const home = mkdtempSync(join(tmpdir(), "sandbox-home-"));
chmodSync(home, 0o755);
process.env.RUSTYBT_HOME = home;
process.env.RUSTYBT_SANDBOX = "required";
afterAll(() => rmSync(home, { recursive: true, force: true }));
