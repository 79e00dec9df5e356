import { expect, test } from "vitest";
import { leastTime } from "#server/lib/testing/least-time.ts";
import { restartUnderLoad } from "./restart-under-load.ts";

// Four restarts here, fifty by `npm run soak:database`.
test("[J-06] crashes of the database end no process, lose nothing acknowledged, double nothing, and are over within 5 s", async () => {
  const pass = async () => {
    const { listenerReturned, ackedWrites, slowestReadyMs, ...figures } = await restartUnderLoad(4);
    expect(figures).toMatchObject({ restarts: 4, processExits: 0, lostWrites: 0, surplusRows: 0 });
    expect(ackedWrites).toBeGreaterThan(8);
    // A listener that is not back within the 5 s is no quicker.
    return listenerReturned === 4 ? slowestReadyMs : Number.POSITIVE_INFINITY;
  };
  expect(await leastTime(5000, pass)).toBeLessThan(5000);
}, 600_000);
