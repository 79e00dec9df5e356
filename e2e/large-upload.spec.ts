import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { uploadNamed } from "./database.ts";
import { expect, test } from "./journey.ts";

const megabyte = 2 ** 20;
const large = 200 * megabyte;
/** For buffers on their way and what the collector has not yet picked up: a body kept in memory would be 200 MB. */
const mostGrowth = 80 * megabyte;

/** Minute bars until there are so many bytes; answers how many bars there were. */
function bars(bytes: number) {
  const seen = { rows: 0, bytes: 0 };
  function* lines() {
    let text = "Time,Open,High,Low,Close,Volume\n";
    for (let minute = Date.UTC(2000, 0, 1); seen.bytes < bytes; minute += 60_000) {
      text += `${new Date(minute).toISOString().slice(0, 16)}Z,100.25,101.50,99.75,100.50,1000\n`;
      seen.rows += 1;
      if (text.length < 64 * 1024) continue;
      seen.bytes += text.length;
      yield Buffer.from(text);
      text = "";
    }
    if (text !== "") yield Buffer.from(text);
  }
  return { seen, body: Readable.from(lines()) };
}

/** The web process is a child of the process that started the journeys, as this one is. */
function webProcess(): number {
  const children = readdirSync("/proc").filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      const parent = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${name}/status`, "utf8"))?.[1];
      return Number(parent) === process.ppid && readFileSync(`/proc/${name}/cmdline`, "utf8").includes("server/web.ts");
    } catch {
      // It ended meanwhile.
      return false;
    }
  });
  expect(children, "one web process").toHaveLength(1);
  return Number(children[0]);
}

function residentBytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) * 1024;
}

test("a price file of 200 MB goes through the web process without staying in its memory, and every bar arrives", async ({
  page,
  baseURL,
  person: _,
}, info) => {
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const send = async (fileName: string, bytes: number): Promise<number> => {
    const { seen, body } = bars(bytes);
    const headers = { cookie, origin: baseURL ?? "", "x-file-name": fileName, "content-type": "text/csv" };
    const sending = request(`${baseURL}/api/uploads`, { method: "POST", headers });
    const answered = once(sending, "response");
    await pipeline(body, sending);
    const [response] = await answered;
    expect(response.statusCode).toBe(201);
    response.resume();
    await once(response, "end");
    return seen.rows;
  };

  const web = webProcess();
  // What the process needs for any upload is not this file's.
  await send("first.csv", 32 * megabyte);
  const before = residentBytes(web);
  let most = before;
  const watching = setInterval(() => {
    most = Math.max(most, residentBytes(web));
  }, 20);
  const begun = performance.now();
  const rows = await send("large.csv", large).finally(() => clearInterval(watching));
  const growth = most - before;
  const seconds = (performance.now() - begun) / 1000;
  const figures = `web process ${(before / megabyte).toFixed(0)} MB before, ${(most / megabyte).toFixed(0)} MB at most; ${seconds.toFixed(1)} s`;
  info.annotations.push({ type: "memory", description: figures });
  expect(growth, figures).toBeLessThan(mostGrowth);

  await expect.poll(async () => (await uploadNamed("large.csv")).status, { timeout: 60_000 }).toBe("inspected");
  const upload = await uploadNamed("large.csv");
  expect(Number(upload.bytes)).toBeGreaterThanOrEqual(large);
  expect(upload.rows).toBe(rows);
});
