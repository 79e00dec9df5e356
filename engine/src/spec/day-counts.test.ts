import { expect, test } from "vitest";
import { charges, holding } from "./holding.ts";

/** What a short of 1000 pays on each day, by date. */
async function paid(dates: readonly string[], dayCount: "actual/360" | "actual/365" | "actual/actual" | "30/360", rate: string) {
  const result = await holding(["2022-12-01", ...dates], -10, { borrow: { rate, dayCount } });
  const amounts = result.events.flatMap((event) => (event.type === "accrual" ? [[event.t.slice(0, 10), event.amount] as const] : []));
  return Object.fromEntries(amounts.filter(([date]) => dates.indexOf(date) > 0));
}

test("[M12] actual/360 counts days over 360, which the default is", async () => {
  expect(await paid(["2023-04-13", "2023-04-14", "2023-04-17"], "actual/360", "0.36")).toEqual({ "2023-04-14": "1", "2023-04-17": "3" });
  const { manifest } = await holding(["2023-04-13", "2023-04-14"], -10, { borrow: { rate: "0.36" } });
  expect(manifest.config.borrow?.dayCount).toBe("actual/360");
});

test("[M12] actual/365 counts days over 365, in leap years too", async () => {
  expect(await paid(["2024-02-28", "2024-02-29", "2024-03-01", "2024-03-04"], "actual/365", "0.365")).toEqual({
    "2024-02-29": "1",
    "2024-03-01": "1",
    "2024-03-04": "3",
  });
});

test("[M12] actual/actual counts each day over the days of its own year", async () => {
  // 1000 x 1.3359 x (3/365 + 1/366) = 1335.9 x (3 x 366 + 365) / 133590: 29 to 31 December are of 2023, 1 January of 2024.
  expect(await paid(["2023-12-29", "2024-01-02", "2024-01-03"], "actual/actual", "1.3359")).toEqual({
    "2024-01-02": "14.63",
    "2024-01-03": "3.65",
  });
  expect(await paid(["2024-12-30", "2024-12-31", "2025-01-02"], "actual/actual", "1.3359")).toEqual({
    "2024-12-31": "3.65",
    "2025-01-02": "7.31",
  });
});

test("[M12] 30/360 counts a month as thirty days, with its last day as the thirtieth", async () => {
  const thirty = (...dates: string[]) => paid(dates, "30/360", "0.36");
  expect(await thirty("2023-01-30", "2023-01-31", "2023-02-01")).toEqual({ "2023-02-01": "1" });
  expect(await thirty("2023-02-27", "2023-02-28", "2023-03-01")).toEqual({ "2023-02-28": "1", "2023-03-01": "1" });
  expect(await thirty("2024-02-28", "2024-02-29", "2024-03-01")).toEqual({ "2024-02-29": "1", "2024-03-01": "1" });
  expect(await thirty("2024-02-28", "2024-03-01")).toEqual({ "2024-03-01": "3" });
  expect(await thirty("2023-03-30", "2023-03-31", "2023-04-03")).toEqual({ "2023-04-03": "3" });
  expect(await thirty("2023-04-28", "2023-05-01")).toEqual({ "2023-05-01": "3" });
  expect(await thirty("2023-12-29", "2024-01-02")).toEqual({ "2024-01-02": "3" });
});

test("[M12] `days` of an accrual are those of the calendar, whatever counts", async () => {
  const result = await holding(["2023-12-28", "2023-12-29", "2024-01-02"], -10, { borrow: { rate: "0.36", dayCount: "30/360" } });
  expect(charges(result)).toEqual(["01-02 borrow X 4 days of 1000 at 0.36: 3"]);
});
