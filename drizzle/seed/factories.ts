import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import {
  auditLog,
  datasets,
  datasetVersions,
  memberships,
  organizations,
  roles,
  runAttempts,
  runEvents,
  runFilters,
  runResults,
  runs,
  shares,
  strategies,
  strategyVersions,
  uploads,
  users,
} from "../schema/index.ts";

/** A connection no policy binds (the superuser's), or a transaction of the organisation that is filled. */
export type SeedDb = PgDatabase<PgQueryResultHKT, Record<string, unknown>>;

type Role = (typeof roles)[number];

export interface SeededOrganisation {
  readonly id: string;
  readonly name: string;
  /** A user of each role; the address is `<role>@<name>.example`. */
  readonly users: Readonly<Record<Role, string>>;
}

// Of 32 random bytes that were not kept.
const unknownPassword = "$argon2id$v=19$m=47104,t=1,p=1$y3NfVwj8ocD7FaguFyuaSw$UHjIwoz+c9cQxzcwPg5UESIcyMEjH3vHDg6VDrp2SNk";

/** An organisation with a user of each role. They cannot sign in: nobody knows their password. */
export async function addOrganisation(db: SeedDb, name: string): Promise<SeededOrganisation> {
  const id = idOf(await db.insert(organizations).values({ name }).returning({ id: organizations.id }));
  const made = await db
    .insert(users)
    .values(
      roles.map((role) => ({
        email: `${role}@${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}.example`,
        name: `${name} ${role}`,
        passwordHash: unknownPassword,
        emailVerifiedAt: new Date(),
      })),
    )
    .returning({ id: users.id });
  const byRole = Object.fromEntries(roles.map((role, at) => [role, idOf(made.slice(at))])) as Record<Role, string>;
  await db.insert(memberships).values(roles.map((role) => ({ organizationId: id, userId: byRole[role], role })));
  return { id, name, users: byRole };
}

export interface SeededStrategy {
  readonly strategyId: string;
  readonly versionId: string;
}

/** A strategy with one inspected version. */
export async function addStrategy(
  db: SeedDb,
  { id: organizationId, name, users }: SeededOrganisation,
  text = "export {};\n",
): Promise<SeededStrategy> {
  const made = { organizationId, createdBy: users.researcher };
  const strategyId = idOf(
    await db
      .insert(strategies)
      .values({ ...made, name: `${name} strategy` })
      .returning({ id: strategies.id }),
  );
  const versionId = idOf(
    await db
      .insert(strategyVersions)
      .values({
        ...made,
        strategyId,
        number: 1,
        sha256: sha256(text),
        files: [{ path: "strategy.ts", text }],
        name: "a",
        params: [],
        problems: [],
      })
      .returning({ id: strategyVersions.id }),
  );
  return { strategyId, versionId };
}

export interface SeededDataset {
  readonly datasetId: string;
  readonly versionId: string;
}

/** A dataset with one version whose column file is not in any store. */
export async function addDataset(db: SeedDb, { id: organizationId, name, users }: SeededOrganisation): Promise<SeededDataset> {
  const made = { organizationId, createdBy: users.researcher };
  const datasetId = idOf(
    await db
      .insert(datasets)
      .values({ ...made, name: `${name} dataset` })
      .returning({ id: datasets.id }),
  );
  const source = { sourceName: `${name}.csv`, sourceSha256: sha256("source"), sourceBytes: 4 };
  const versionId = idOf(
    await db
      .insert(datasetVersions)
      .values({
        ...made,
        ...source,
        datasetId,
        number: 1,
        objectSha256: sha256("columns"),
        rows: 0,
        symbols: [],
        report: {},
        readOptions: {},
      })
      .returning({ id: datasetVersions.id }),
  );
  return { datasetId, versionId };
}

/** A queued run of a strategy over a dataset. */
async function addRun(
  db: SeedDb,
  { id: organizationId, users }: SeededOrganisation,
  { strategy, dataset }: { readonly strategy: SeededStrategy; readonly dataset: SeededDataset },
): Promise<string> {
  return idOf(
    await db
      .insert(runs)
      .values({
        organizationId,
        createdBy: users.researcher,
        strategyId: strategy.strategyId,
        strategyVersionId: strategy.versionId,
        datasetVersionIds: [dataset.versionId],
        symbols: ["ACME"],
        settings: {},
        params: {},
      })
      .returning({ id: runs.id }),
  );
}

export interface FullOrganisation extends SeededOrganisation {
  readonly strategyId: string;
  readonly strategyVersionId: string;
  readonly datasetId: string;
  readonly datasetVersionId: string;
  readonly uploadId: string;
  /** Running, but its worker is gone. */
  readonly runId: string;
  readonly finishedRunId: string;
  readonly shareId: string;
  /** Of its owner. */
  readonly runFilterId: string;
}

/** An organisation with a row in every tenant table; its name is in every text of its own. */
export async function addFullOrganisation(db: SeedDb, name: string): Promise<FullOrganisation> {
  const organisation = await addOrganisation(db, name);
  const { id: organizationId, users } = organisation;
  const strategy = await addStrategy(db, organisation);
  const dataset = await addDataset(db, organisation);
  const runId = await addRun(db, organisation, { strategy, dataset });
  const finishedRunId = await addRun(db, organisation, { strategy, dataset });
  const createdBy = users.researcher;
  const uploadId = idOf(
    await db
      .insert(uploads)
      .values({
        organizationId,
        createdBy,
        status: "inspected",
        fileName: `${name}.csv`,
        bytes: 4,
        sourceSha256: sha256(name),
        objectSha256: sha256(name),
      })
      .returning({ id: uploads.id }),
  );
  // One run whose worker is gone, one that has its result.
  await db.update(runs).set({ epoch: 1, status: "running" }).where(eq(runs.id, runId));
  await db.insert(runAttempts).values({ organizationId, runId, epoch: 1, worker: "gone", leaseUntil: new Date(0) });
  await db.insert(runEvents).values({ organizationId, runId, epoch: 1, seq: 1, kind: "state", body: { status: "running" } });
  await db.update(runs).set({ epoch: 1, status: "succeeded", finishedAt: new Date() }).where(eq(runs.id, finishedRunId));
  const result = { hash: sha256("h"), seal: sha256("s"), engine: "test", summary: {}, metrics: [], objects: {} };
  await db.insert(runResults).values({ organizationId, runId: finishedRunId, epoch: 1, ...result });
  const shareId = idOf(
    await db
      .insert(shares)
      .values({ organizationId, runId: finishedRunId, tokenSha256: sha256(`${name} share`), createdBy })
      .returning({ id: shares.id }),
  );
  const runFilterId = idOf(
    await db
      .insert(runFilters)
      .values({ organizationId, userId: users.owner, name: `${name} filter`, filter: { symbol: `${name} symbol` } })
      .returning({ id: runFilters.id }),
  );
  await db.insert(auditLog).values({
    organizationId,
    seq: 1,
    at: new Date(),
    actor: users.owner,
    action: "organisation.create",
    target: `organisation ${name}`,
    previousHash: "0".repeat(64),
    hash: sha256("not a chain"),
  });
  return {
    ...organisation,
    strategyId: strategy.strategyId,
    strategyVersionId: strategy.versionId,
    datasetId: dataset.datasetId,
    datasetVersionId: dataset.versionId,
    uploadId,
    runId,
    finishedRunId,
    shareId,
    runFilterId,
  };
}

function idOf(rows: readonly { id: string }[]): string {
  const [row] = rows;
  if (row === undefined) throw new Error("the insert returned no row");
  return row.id;
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
