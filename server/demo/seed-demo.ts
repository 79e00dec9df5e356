import { randomInt } from "node:crypto";
import { createReadStream, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { and, desc, eq, inArray } from "drizzle-orm";
import { memberships, uploads, users } from "#drizzle/schema/index.ts";
import { createOwnOrganisation } from "#server/accounts/create-own-organisation.ts";
import { findUserByEmail } from "#server/accounts/find-user.ts";
import { hashPassword } from "#server/auth/password.ts";
import { type AuthDb, connectAuthDb, connectTenantDb, type TenantDb, withTenant, withUser } from "#server/database/connect.ts";
import { roleUrl } from "#server/database/roles.ts";
import { getUpload, listDatasets, receiveUpload, startImport } from "#server/datasets/index.ts";
import { newId } from "#server/lib/ids.ts";
import { createRun, getRun, isTerminal, listRuns } from "#server/runs/index.ts";
import { folderStore } from "#server/storage/object-store.ts";
import { createStrategy, getStrategy, inspectAgain, listStrategies, strategyTemplates, templateSource } from "#server/strategies/index.ts";

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
}

const email = "demo@rustybt.example";
const datasetName = "Apple, daily";
const waitMs = 60_000;

/**
 * Makes the demo organisation through the same verbs as its users' clicks: two strategies, a dataset and a finished backtest. A worker must be
 * running. Each step is done when what it makes is absent, so that an interrupted start is taken up by the next one; after the first finished
 * backtest nothing is made again, whatever its users rename or archive.
 */
export async function seedDemo({ databaseUrl, secret, folders }: DemoOptions): Promise<Demo> {
  const auth = connectAuthDb(roleUrl(databaseUrl, secret, "rustybt_auth"), 1);
  const tenant = connectTenantDb(roleUrl(databaseUrl, secret, "rustybt_web"), 2);
  try {
    const signIn = readSignIn(folders.demoSignIn) ?? (await newSignIn(auth.db, folders.demoSignIn));
    const actor = await demoAccount(auth.db, signIn);
    const finished = await listRuns(tenant.db, actor, { statuses: ["succeeded"], limit: 1 });
    if (finished.runs.length > 0) return { signIn, note: "there already" };
    await firstBacktest(tenant.db, actor, folders.objects);
    return { signIn, note: "first backtest finished" };
  } finally {
    await auth.close();
    await tenant.close();
  }
}

interface Actor {
  readonly organizationId: string;
  readonly userId: string;
}

/**
 * A password made up for this installation, kept where only its owner reads it. It is kept before there is an account, and set before it is
 * kept when there is one: however it is interrupted, no account is left whose password nobody knows.
 */
async function newSignIn(db: AuthDb, path: string): Promise<SignIn> {
  const signIn = { email, password: madeUpPassword() };
  const existing = await findUserByEmail(db, email);
  if (existing !== undefined) {
    const passwordHash = await hashPassword(signIn.password);
    await db.update(users).set({ passwordHash }).where(eq(users.id, existing.id));
  }
  writeSignIn(path, signIn);
  return signIn;
}

/** The demo's user and organisation. */
async function demoAccount(db: AuthDb, signIn: SignIn): Promise<Actor> {
  const existing = await findUserByEmail(db, email);
  const user = existing ?? { id: newId(), email, name: "Demo", passwordHash: await hashPassword(signIn.password) };
  const [membership] = await withUser(db, user.id, (tx) => tx.select().from(memberships).where(eq(memberships.userId, user.id)));
  if (membership !== undefined) return { organizationId: membership.organizationId, userId: user.id };
  const organizationId = await db.transaction(async (tx) => {
    const emailVerifiedAt = new Date();
    if (existing === undefined) await tx.insert(users).values({ ...user, emailVerifiedAt });
    else await tx.update(users).set({ emailVerifiedAt }).where(eq(users.id, user.id));
    return createOwnOrganisation(tx, user, "Demo organisation");
  });
  return { organizationId, userId: user.id };
}

async function firstBacktest(db: TenantDb, actor: Actor, objectsFolder: string): Promise<void> {
  const versions: string[] = [];
  for (const id of ["trailing-stop", "sma-cross"]) versions.push(await strategyOf(db, actor, id));
  const strategyVersionId = versions.at(-1);
  if (strategyVersionId === undefined) throw new Error("no strategy");
  const datasetVersionId = (await sampleDataset(db, actor)) ?? (await importSample(db, actor, objectsFolder));
  const unfinished = await listRuns(db, actor, { statuses: ["queued", "running"], strategyVersionId, limit: 1 });
  const settings = { commission: { model: "percent", rate: "0.0005" } };
  const { id } = unfinished.runs[0] ?? (await createRun(db, actor, { strategyVersionId, datasetVersionIds: [datasetVersionId], settings }));
  const finished = await until("the first backtest", async () => {
    const found = await getRun(db, actor, id);
    return isTerminal(found.status) ? found : undefined;
  });
  if (finished.status !== "succeeded")
    throw new Error(`The first backtest ${finished.status}: ${finished.error?.message} ${finished.error?.hint ?? ""}`);
}

/** The newest version of a template's strategy, once a worker has read it. */
async function strategyOf(db: TenantDb, actor: Actor, templateId: string): Promise<string> {
  const template = strategyTemplates.find((one) => one.id === templateId);
  if (template === undefined) throw new Error(`no template ${templateId}`);
  const { name, description, file } = template;
  const existing = (await listStrategies(db, actor)).find((one) => one.name === name);
  const strategyId =
    existing?.id ??
    (await createStrategy(db, actor, { name, description, files: [{ path: file, text: templateSource(template) }] })).strategyId;
  const newest = async () => (await getStrategy(db, actor, strategyId)).versions[0];
  const version = await newest();
  // No worker could read it when the demo was begun.
  if (version?.inspectedAt === null && version.problems !== null) await inspectAgain(db, actor, version.id);
  const inspected = await until(`the inspection of ${name}`, async () => {
    const found = await newest();
    return found?.inspectedAt == null ? undefined : found;
  });
  return inspected.id;
}

async function sampleDataset(db: TenantDb, actor: Actor): Promise<string | undefined> {
  return (await listDatasets(db, actor, { archived: false })).find(({ name }) => name === datasetName)?.versionId;
}

async function importSample(db: TenantDb, actor: Actor, objectsFolder: string): Promise<string> {
  const uploadId = (await unfinishedUpload(db, actor)) ?? (await uploadSample(db, actor, objectsFolder));
  const reached = (wanted: readonly string[]) =>
    until(`the sample data to be ${wanted[0]}`, async () => {
      const { status, problem } = await getUpload(db, actor, uploadId);
      if (status === "failed") throw new Error(`The sample data was refused: ${problem?.message}`);
      return wanted.includes(status) ? status : undefined;
    });
  const status = await reached(["inspected", "importing", "imported"]);
  if (status === "inspected") await startImport(db, actor, { uploadId, options: { badRows: "refuse" }, into: { name: datasetName } });
  await reached(["imported"]);
  const versionId = await sampleDataset(db, actor);
  if (versionId === undefined) throw new Error("the sample data became no dataset");
  return versionId;
}

const sampleFile = "AAPL.csv";

/** The sample's upload of a start that was interrupted; its work goes on in the worker. */
async function unfinishedUpload(db: TenantDb, actor: Actor): Promise<string | undefined> {
  const [upload] = await withTenant(db, actor, (tx) =>
    tx
      .select({ id: uploads.id })
      .from(uploads)
      .where(
        and(
          eq(uploads.createdBy, actor.userId),
          eq(uploads.fileName, sampleFile),
          inArray(uploads.status, ["inspecting", "inspected", "importing"]),
        ),
      )
      .orderBy(desc(uploads.id))
      .limit(1),
  );
  return upload?.id;
}

async function uploadSample(db: TenantDb, actor: Actor, objectsFolder: string): Promise<string> {
  const body = createReadStream(join(process.cwd(), "examples", "data", sampleFile));
  const maxBytes = Number.MAX_SAFE_INTEGER;
  return (await receiveUpload(db, folderStore(objectsFolder), actor, { fileName: sampleFile, body, maxBytes })).uploadId;
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

function readSignIn(path: string): SignIn | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as SignIn;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
