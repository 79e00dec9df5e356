import postgres from "postgres";

/** The database as its owner, for what no page can bring about: a role nobody gives away yet, a table that cannot be read. */
async function asOwner<T>(work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(process.env.E2E_DATABASE_URL as string, { max: 1, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

/** Gives somebody another role in every organisation they belong to. */
export async function setRole(email: string, role: string): Promise<void> {
  await asOwner(
    (sql) => sql`update memberships set role = ${role} where user_id = (select id from users where lower(email) = lower(${email}))`,
  );
}

/** For as long as `work` takes, the web process may not read a table: a database that fails. */
export async function withUnreadable(table: string, work: () => Promise<void>): Promise<void> {
  await asOwner((sql) => sql`revoke select on ${sql(table)} from rustybt_web`);
  try {
    await work();
  } finally {
    await asOwner((sql) => sql`grant select on ${sql(table)} to rustybt_web`);
  }
}

/** The newest upload of this name, whoever sent it; `rows` once a worker has read it. */
export async function uploadNamed(fileName: string): Promise<{ status: string; bytes: string; rows: number | null }> {
  const [upload] = await asOwner(
    (sql) => sql<{ status: string; bytes: string; rows: number | null }[]>`
      select status, bytes, (report ->> 'rows')::int as rows from uploads where file_name = ${fileName} order by id desc limit 1`,
  );
  if (upload === undefined) throw new Error(`no upload is named ${fileName}`);
  return upload;
}

/** Moves the end of a run's links: nobody waits for a week. */
export async function setShareEnd(runId: string, end: Date): Promise<void> {
  await asOwner((sql) => sql`update shares set expires_at = ${end} where run_id = ${runId}`);
}

/** Takes all organisations and accounts away, as on a machine that was just set up. */
export async function emptyDatabase(): Promise<void> {
  await asOwner((sql) =>
    sql.begin(async (tx) => {
      // The audit log refuses to be emptied; that is what its trigger is for.
      await tx`set local session_replication_role = replica`;
      await tx`truncate organizations, users, rate_limits, audit_log cascade`;
    }),
  );
}
