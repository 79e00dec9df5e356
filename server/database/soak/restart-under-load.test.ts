import { expect, test } from "vitest";
import { restartUnderLoad } from "./restart-under-load.ts";

// Four restarts here, fifty by `npm run soak:database`.
test("[J-06] crashes of the database end no process, lose nothing acknowledged, double nothing, and are over within 5 s", async () => {
  const figures = await restartUnderLoad(4);
  expect(figures).toMatchObject({ restarts: 4, processExits: 0, lostWrites: 0, surplusRows: 0, listenerReturned: 4 });
  expect(figures.ackedWrites).toBeGreaterThan(50);
  expect(figures.slowestReadyMs).toBeLessThan(5000);
}, 120_000);
