/**
 * Lets work that depends on whether an account exists take no less than `ms`, failed or not: its answer comes at the same time for an address
 * that has one and for one that has none.
 */
export async function takingAtLeast<T>(ms: number, work: () => Promise<T>): Promise<T> {
  const over = new Promise((resolve) => setTimeout(resolve, ms));
  try {
    return await work();
  } finally {
    await over;
  }
}
