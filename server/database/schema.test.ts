import { getTableColumns, is } from "drizzle-orm";
import { CasingCache } from "drizzle-orm/casing";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { expect, test } from "vitest";
import * as schema from "#drizzle/schema/index.ts";
import { testDatabase } from "./testing.ts";

const { admin } = await testDatabase();
const casing = new CasingCache("snake_case");

test("the migrations make exactly the tables and columns that the schema declares", async () => {
  const declared = Object.values(schema)
    .filter((value) => is(value, PgTable))
    .flatMap((table) =>
      Object.values(getTableColumns(table)).map(
        (column) =>
          `${getTableConfig(table).name}.${casing.getColumnCasing(column)} ${column.getSQLType()}${column.notNull ? " not null" : ""}`,
      ),
    );
  const rows = await admin<{ text: string }[]>`
    select c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else '' end as text
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped`;
  // PostgreSQL writes the precision in another place.
  const made = rows.map(({ text }) => text.replace(/timestamp\((\d)\) with/, "timestamp ($1) with"));
  expect(made.sort()).toEqual(declared.sort());
});
