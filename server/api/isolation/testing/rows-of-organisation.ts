import type { Sql } from "postgres";

/** Every row that belongs to an organisation, as one text. */
export async function rowsOf(admin: Sql, organizationId: string): Promise<string> {
  const tables = await admin<{ name: string }[]>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relrowsecurity order by 1`;
  const texts: string[] = [];
  for (const { name } of tables) {
    const key = name === "organizations" ? "id" : "organization_id";
    const [row] =
      await admin`select coalesce(jsonb_agg(t order by t::text), '[]')::text as text from ${admin(name)} t where ${admin(key)} = ${organizationId}`;
    texts.push(`${name}: ${row?.text}`);
  }
  return texts.join("\n");
}
