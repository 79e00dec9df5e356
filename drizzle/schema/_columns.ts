import { sql } from "drizzle-orm";
import { timestamp, uuid } from "drizzle-orm/pg-core";

/** Ids are uuids of version 7: they sort by their making and tell nothing else. */
export const id = () => uuid().notNull().default(sql`uuidv7()`);

/** The tenant. First in every key of a tenant table; the policies of the database compare it with the transaction's tenant. */
export const organizationId = () => uuid().notNull();

export const moment = () => timestamp({ withTimezone: true, mode: "date", precision: 3 });

export const createdAt = () => moment().notNull().defaultNow();
