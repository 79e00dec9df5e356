import { PgBoss } from "pg-boss";
import postgres from "postgres";
import { jobSchema } from "./enqueue.ts";
import { tasks } from "./tasks.ts";

export interface QueueRoles {
  /** May add jobs and read nothing of them but id and start time. */
  readonly senders: readonly string[];
  /** May fetch and settle jobs. */
  readonly workers: readonly string[];
}

/** Makes or migrates the queues' schema and queues, as the database's owner, and grants the application roles what they need. Idempotent. */
export async function installQueues(ownerUrl: string, { senders, workers }: QueueRoles): Promise<void> {
  const boss = new PgBoss({
    connectionString: ownerUrl,
    schema: jobSchema,
    max: 2,
    supervise: false,
    schedule: false,
    registerInstance: false,
  });
  const failures: unknown[] = [];
  boss.on("error", (error) => failures.push(error));
  await boss.start();
  try {
    for (const { name, queue } of tasks) {
      const existing = await boss.getQueue(name);
      if (existing === null) await boss.createQueue(name, { ...queue, notify: true });
      else await boss.updateQueue(name, { ...queue, notify: true });
    }
  } finally {
    await boss.stop();
  }
  if (failures.length > 0) throw failures[0];

  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    const tables: readonly { table: string }[] =
      await sql`select distinct table_name as table from ${sql(jobSchema)}.queue union select 'job'`;
    for (const role of senders) {
      await sql`grant usage on schema ${sql(jobSchema)} to ${sql(role)}`;
      await sql`grant select on ${sql(jobSchema)}.queue to ${sql(role)}`;
      for (const { table } of tables) {
        await sql`grant insert, select (id, start_after) on ${sql(jobSchema)}.${sql(table)} to ${sql(role)}`;
      }
    }
    for (const role of workers) {
      await sql`grant usage on schema ${sql(jobSchema)} to ${sql(role)}`;
      await sql`grant select, insert, update, delete on all tables in schema ${sql(jobSchema)} to ${sql(role)}`;
      await sql`grant usage on all sequences in schema ${sql(jobSchema)} to ${sql(role)}`;
    }
  } finally {
    await sql.end();
  }
}
