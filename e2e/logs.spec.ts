import { readFileSync } from "node:fs";
import { join } from "node:path";
import { withUnreadable } from "./database.ts";
import { expect, test } from "./journey.ts";

const linesOf = (name: string): Record<string, unknown>[] =>
  readFileSync(join(process.env.E2E_LOGS as string, `${name}.log`), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

test("every line of the logs of web and worker is JSON, that of a failed page names the request its reader was shown", async ({
  page,
  person: _,
}) => {
  let requestId: string | undefined;
  await withUnreadable("strategies", async () => {
    requestId = (await page.goto("/strategies"))?.headers()["x-request-id"];
    await expect(page.getByRole("main").getByRole("alert")).toBeVisible();
  });
  expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
  const failed = linesOf("web").filter((line) => line.msg === "page failed" && line.requestId === requestId);
  expect(failed).toMatchObject([{ level: 50, method: "GET", err: { message: expect.stringMatching(/^Failed query/) } }]);
  expect(JSON.stringify(linesOf("web"))).not.toContain("\\nparams: ");
  expect(linesOf("worker").some(({ msg }) => msg === "worker is ready")).toBe(true);
});
