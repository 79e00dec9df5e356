import { expect, test } from "./journey.ts";

test("the portal says that it lives and that it is ready", async ({ request }) => {
  for (const path of ["/healthz", "/readyz"]) {
    const response = await request.get(path);
    expect([response.status(), await response.json()], path).toEqual([200, { status: expect.stringMatching(/^(ok|ready)$/) }]);
  }
});

test("every page forbids scripts without its nonce, and each of its own scripts carries it", async ({ page, person: _ }) => {
  const nonces: string[] = [];
  for (const path of ["/sign-in", "/runs", "/strategies", "/data", "/reports", "/settings", "/nowhere"]) {
    const response = await page.request.get(path);
    const headers = response.headers();
    expect(headers, path).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": expect.stringMatching(/^(same-origin|strict-origin.*|no-referrer)$/),
    });
    expect(headers["x-powered-by"], path).toBeUndefined();
    const policy = headers["content-security-policy"] ?? "";
    const nonce = /script-src [^;]*'nonce-([^']+)'/.exec(policy)?.[1] ?? "none";
    expect(policy, path).not.toMatch(/script-src[^;]*'unsafe-(inline|eval)'/);
    const scripts = (await response.text()).match(/<script\b[^>]*>/g) ?? [];
    expect(scripts.length, path).toBeGreaterThan(0);
    expect(
      scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`)),
      `scripts of ${path} without the nonce`,
    ).toEqual([]);
    nonces.push(nonce);
  }
  expect(new Set(nonces).size).toBe(nonces.length);
});

test("a script that somebody slips into a page does not run", async ({ page, person: _ }) => {
  await page.goto("/runs");
  await page.evaluate(() => {
    const slipped = document.createElement("div");
    slipped.innerHTML = '<img src="/nothing.png" onerror="document.title = \'taken over\'">';
    document.body.append(slipped);
  });
  const blocked = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => resolve(effectiveDirective), { once: true });
        document.body.insertAdjacentHTML("beforeend", "<button onclick=\"document.title = 'taken over'\">x</button>");
        (document.body.lastElementChild as HTMLElement).click();
      }),
  );
  expect(blocked).toMatch(/^script-src/);
  await expect(page).not.toHaveTitle("taken over");
});

test("a change asked for by another site's page is refused, though the browser is signed in", async ({ page, person: _ }) => {
  const data = { json: null };
  const url = "/api/trpc/account.signOut";
  for (const headers of [{ origin: "https://evil.example", "sec-fetch-site": "cross-site" }, { origin: "https://evil.example" }]) {
    expect((await page.request.post(url, { headers, data })).status()).toBe(403);
  }
  await page.goto("/runs");
  await expect(page).toHaveURL(/\/runs$/);
});
