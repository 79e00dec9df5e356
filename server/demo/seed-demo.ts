import { randomInt } from "node:crypto";
import { createReadStream, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { users } from "#drizzle/schema/index.ts";
import { createOwnOrganisation } from "#server/accounts/create-own-organisation.ts";
import { findUserByEmail } from "#server/accounts/find-user.ts";
import { hashPassword } from "#server/auth/password.ts";
import { type AuthDb, connectAuthDb, connectTenantDb, type TenantDb } from "#server/database/connect.ts";
import { roleUrl } from "#server/database/roles.ts";
import { getUpload, listDatasets, receiveUpload, startImport } from "#server/datasets/index.ts";
import { newId } from "#server/lib/ids.ts";
import { createRun, getRun, isTerminal } from "#server/runs/index.ts";
import { folderStore } from "#server/storage/object-store.ts";
import { createStrategy, getStrategy, strategyTemplates, templateSource } from "#server/strategies/index.ts";

export interface DemoOptions {
  /** As the database's owner. */
  readonly databaseUrl: string;
  readonly secret: string;
  readonly folders: { readonly objects: string; readonly demoSignIn: string };
}

export interface SignIn {
  readonly email: string;
  readonly password: string;
}

interface Demo {
  readonly signIn: SignIn;
  /** What was done, for the reader of the start-up. */
  readonly note: string;
  /** The first backtest; absent when the organisation was there already. */
  readonly runId?: string;
}

const email = "demo@rustybt.example";
const waitMs = 60_000;

/**
 * Makes the demo organisation once, through the same verbs as its users' clicks: two strategies, a dataset and a finished backtest. A worker
 * must be running. Its password is made up for this installation and kept where only its owner reads it.
 */
export async function seedDemo({ databaseUrl, secret, folders }: DemoOptions): Promise<Demo> {
  const auth = connectAuthDb(roleUrl(databaseUrl, secret, "rustybt_auth"), 1);
  const tenant = connectTenantDb(roleUrl(databaseUrl, secret, "rustybt_web"), 2);
  try {
    const existing = await findUserByEmail(auth.db, email);
    if (existing !== undefined) return { signIn: readSignIn(folders.demoSignIn), note: "there already" };
    const signIn = { email, password: madeUpPassword() };
    // Before the account: an interrupted start must not leave one whose password nobody knows.
    writeSignIn(folders.demoSignIn, signIn);
    const actor = await addAccount(auth.db, signIn);
    const runId = await firstBacktest(tenant.db, actor, folders.objects);
    return { signIn, note: "first backtest finished", runId };
  } finally {
    await auth.close();
    await tenant.close();
  }
}

interface Actor {
  readonly organizationId: string;
  readonly userId: string;
}

async function addAccount(db: AuthDb, signIn: SignIn): Promise<Actor> {
  const passwordHash = await hashPassword(signIn.password);
  const user = { id: newId(), email: signIn.email, name: "Demo", passwordHash, emailVerifiedAt: new Date() };
  const organizationId = await db.transaction(async (tx) => {
    await tx.insert(users).values(user);
    return createOwnOrganisation(tx, user, "Demo organisation");
  });
  return { organizationId, userId: user.id };
}

async function firstBacktest(db: TenantDb, actor: Actor, objectsFolder: string): Promise<string> {
  const versions: string[] = [];
  for (const id of ["trailing-stop", "sma-cross"]) {
    const template = strategyTemplates.find((one) => one.id === id);
    if (template === undefined) throw new Error(`no template ${id}`);
    const { name, description, file } = template;
    const { strategyId, versionId } = await createStrategy(db, actor, {
      name,
      description,
      files: [{ path: file, text: templateSource(template) }],
    });
    await until(`the inspection of ${name}`, async () => (await getStrategy(db, actor, strategyId)).versions[0]?.inspectedAt != null);
    versions.push(versionId);
  }
  const datasetVersionId = await importSample(db, actor, objectsFolder);
  const strategyVersionId = versions.at(-1);
  if (strategyVersionId === undefined) throw new Error("no strategy");
  const settings = { commission: { model: "percent", rate: "0.0005" } };
  const run = await createRun(db, actor, { strategyVersionId, datasetVersionIds: [datasetVersionId], settings });
  const finished = await until("the first backtest", async () => {
    const found = await getRun(db, actor, run.id);
    return isTerminal(found.status) ? found : undefined;
  });
  if (finished.status !== "succeeded")
    throw new Error(`The first backtest ${finished.status}: ${finished.error?.message} ${finished.error?.hint ?? ""}`);
  return run.id;
}

async function importSample(db: TenantDb, actor: Actor, objectsFolder: string): Promise<string> {
  const body = createReadStream(join(process.cwd(), "examples", "data", "AAPL.csv"));
  const { uploadId } = await receiveUpload(db, folderStore(objectsFolder), actor, {
    fileName: "AAPL.csv",
    body,
    maxBytes: Number.MAX_SAFE_INTEGER,
  });
  const step = (wanted: "inspected" | "imported") =>
    until(`the sample data to be ${wanted}`, async () => {
      const { status, problem } = await getUpload(db, actor, uploadId);
      if (status === "failed") throw new Error(`The sample data was refused: ${problem?.message}`);
      return status === wanted;
    });
  await step("inspected");
  await startImport(db, actor, { uploadId, options: { badRows: "refuse" }, into: { name: "Apple, daily" } });
  await step("imported");
  const [dataset] = await listDatasets(db, actor, { archived: false });
  if (dataset === undefined) throw new Error("the sample data became no dataset");
  return dataset.versionId;
}

async function until<T>(what: string, look: () => Promise<T>): Promise<NonNullable<T>> {
  const end = Date.now() + waitMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`Waited a minute for ${what}. The worker's log says why it does not come.`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

function madeUpPassword(): string {
  const letters = "abcdefghjkmnpqrstuvwxyz23456789";
  const block = () => Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join("");
  return `${block()}-${block()}-${block()}`;
}

function writeSignIn(path: string, signIn: SignIn): void {
  writeFileSync(`${path}.part`, JSON.stringify(signIn), { mode: 0o600 });
  renameSync(`${path}.part`, path);
}

function readSignIn(path: string): SignIn {
  return JSON.parse(readFileSync(path, "utf8")) as SignIn;
}
