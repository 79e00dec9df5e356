import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { emptyDatabase } from "./database.ts";

/**
 * Why this machine runs strategies of one organisation only, in the words of its sandbox (a plain user has no users and control groups to keep
 * several apart); undefined where it may run those of several. Journeys then follow each other on an emptied machine, and what takes two
 * organisations shows that the second one is refused, for this reason.
 */
export const whyOneOrganisation = (): string | undefined => process.env.E2E_ONE_ORGANISATION;

/** Makes room for the next organisation where there is room for one. */
export async function makeRoom(): Promise<void> {
  if (whyOneOrganisation() !== undefined) await emptyDatabase();
}

/** The sign-in of the demo; where other journeys took its place, it is made anew. */
export async function demoSignIn(): Promise<{ readonly email: string; readonly password: string }> {
  if (whyOneOrganisation() === undefined) return JSON.parse(process.env.E2E_DEMO as string);
  await emptyDatabase();
  const program = `
    const { seedDemo } = await import("#server/demo/seed-demo.ts");
    const { signIn } = await seedDemo(JSON.parse(process.env.E2E_SEED));
    console.log(JSON.stringify(signIn));
    process.exit(0);`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", program], { maxBuffer: 2 ** 24 });
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
}
