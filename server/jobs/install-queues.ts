import { PgBoss } from "pg-boss";
import postgres from "postgres";
import { jobSchema } from "./enqueue.ts";
import { tasks } from "./tasks.ts";

/**
 * Makes or migrates the queues and their schema, as the role that owns them, and lets the senders add jobs: they read nothing of a job but its
 * id and start time. Idempotent.
 */
export async function installQueues(ownerUrl: string, { senders }: { readonly senders: readonly string[] }): Promise<void> {
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
  } finally {
    await sql.end();
  }
}
