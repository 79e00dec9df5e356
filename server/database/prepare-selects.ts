import type postgres from "postgres";

/**
 * Lets the database keep the plans of what is read: drizzle sends every query as if it were asked once, which costs a round trip to describe
 * its parameters and a new plan under the row policies each time. Writes stay as they are: their texts differ with the number of their rows.
 */
export function prepareSelects(client: postgres.Sql): postgres.Sql {
  const { begin } = client;
  keepPlans(client);
  client.begin = ((...args: unknown[]) => {
    const work = args.pop() as (tx: postgres.TransactionSql) => unknown;
    return (begin as (...args: unknown[]) => unknown)(...args, (tx: postgres.TransactionSql) => work(keepPlans(tx)));
  }) as typeof begin;
  return client;
}

function keepPlans<T extends { unsafe: postgres.Sql["unsafe"] }>(client: T): T {
  const { unsafe } = client;
  client.unsafe = ((query: string, parameters?: postgres.ParameterOrJSON<never>[], options?: postgres.UnsafeQueryOptions) =>
    unsafe(query, parameters ?? [], {
      ...options,
      prepare: options?.prepare || /^\(?select /.test(query),
    })) as typeof unsafe;
  return client;
}
