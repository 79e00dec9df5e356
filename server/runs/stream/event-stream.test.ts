import { afterEach, expect, test, vi } from "vitest";
import { AppError } from "#server/lib/errors.ts";
import { beforeAll, type Cursor, parseCursor, placeAskedFor } from "./cursor.ts";
import { type EventSource, eventStream, type StreamedEvent } from "./event-stream.ts";

afterEach(() => void vi.useRealTimers());
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

/** A run's events in memory, in the order a database gives them. */
function journal() {
  const events: StreamedEvent[] = [];
  const wakes = new Set<() => void>();
  let isLast = false;
  const source: EventSource = {
    async read({ epoch, seq }) {
      const later = events.filter((event) => event.epoch > epoch || (event.epoch === epoch && event.seq > seq));
      return { events: later.slice(0, 3), isLast };
    },
    subscribe(wake) {
      wakes.add(wake);
      return () => wakes.delete(wake);
    },
  };
  return {
    source,
    wakes,
    count: () => events.length,
    add: (epoch: number, seq: number, isTold = true) => {
      events.push({ epoch, seq, kind: "progress", body: { bar: seq } });
      if (isTold) for (const wake of wakes) wake();
    },
    finish: () => {
      isLast = true;
      for (const wake of wakes) wake();
    },
  };
}

async function ids(stream: ReadableStream<Uint8Array>, atMost = Number.POSITIVE_INFINITY): Promise<string[]> {
  const found: string[] = [];
  const decoder = new TextDecoder();
  for await (const chunk of stream) {
    found.push(...[...decoder.decode(chunk).matchAll(/^id: (.*)$/gm)].map(([, id]) => id ?? ""));
    if (found.length >= atMost) break;
  }
  return found;
}

const open = (source: EventSource, after: Cursor = beforeAll, commentMs = 15_000) =>
  eventStream(source, { after, signal: new AbortController().signal, commentMs });

test("a stream has every event in order and ends after the last one", async () => {
  const run = journal();
  for (let seq = 0; seq < 10; seq++) run.add(1, seq);
  run.add(2, 0);
  run.finish();
  expect(await ids(open(run.source))).toEqual([...Array.from({ length: 10 }, (_, seq) => `1.${seq}`), "2.0"]);
  expect(run.wakes.size).toBe(0);
});

test("a reader that comes back with the id of its last event gets what followed, and nothing twice", async () => {
  const run = journal();
  const whole = Array.from({ length: 200 }, (_, index) => ({ epoch: index < 90 ? 1 : 2, seq: index < 90 ? index : index - 90 }));
  const writing = (async () => {
    for (const { epoch, seq } of whole) {
      run.add(epoch, seq);
      if (seq % 7 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    run.finish();
  })();
  const seen: string[] = [];
  for (let connections = 0; connections < 100; connections++) {
    const got = await ids(open(run.source, parseCursor(seen.at(-1))), 5);
    if (got.length === 0) break;
    seen.push(...got);
  }
  await writing;
  expect(seen).toEqual(whole.map(({ epoch, seq }) => `${epoch}.${seq}`));
});

test("an event whose notification was lost comes with the next comment", async () => {
  vi.useFakeTimers();
  const run = journal();
  const reading = ids(open(run.source, beforeAll, 50));
  await pass(20);
  run.add(1, 0, false);
  await pass(150);
  run.finish();
  expect(await reading).toEqual(["1.0"]);
});

test("a stream ends when its reader goes", async () => {
  vi.useFakeTimers();
  const run = journal();
  const gone = new AbortController();
  const reading = ids(eventStream(run.source, { after: beforeAll, signal: gone.signal }));
  await pass(10);
  expect(run.wakes.size).toBe(1);
  gone.abort();
  expect(await reading).toEqual([]);
  expect(run.wakes.size).toBe(0);
});

test("a reader who may not go on is told why and gets nothing after it, whether the run is busy or silent", async () => {
  vi.useFakeTimers();
  for (const isBusy of [true, false]) {
    const run = journal();
    run.add(1, 0);
    let isSignedIn = true;
    const stream = eventStream(run.source, {
      after: beforeAll,
      signal: new AbortController().signal,
      checkMs: 20,
      whyEnded: async () => (isSignedIn ? undefined : new AppError("unauthenticated", "You are signed out.")),
    });
    const reading = new Response(stream).text();
    const writing = isBusy ? setInterval(() => run.add(1, run.count()), 2) : undefined;
    await pass(60);
    isSignedIn = false;
    await pass(25);
    const text = await reading;
    clearInterval(writing);
    expect(text.endsWith('\n\nevent: ended\ndata: {"code":"unauthenticated","message":"You are signed out."}\n\n')).toBe(true);
    expect([text.includes("id: 1.0\n"), text.split("event: ended").length, run.wakes.size]).toEqual([true, 2, 0]);
  }
});

test("comments keep their pace while the reader's rights are looked at more often", async () => {
  vi.useFakeTimers();
  const run = journal();
  const gone = new AbortController();
  let looks = 0;
  const stream = eventStream(run.source, {
    after: beforeAll,
    signal: gone.signal,
    commentMs: 200,
    checkMs: 20,
    whyEnded: async () => {
      looks += 1;
      return undefined;
    },
  });
  const reading = new Response(stream).text();
  await pass(500);
  gone.abort();
  const text = await reading;
  expect([text.match(/: still here/g)?.length, looks]).toEqual([2, 25]);
});

test("a Last-Event-ID of another form starts from the beginning", () => {
  expect(parseCursor("3.14")).toEqual({ epoch: 3, seq: 14 });
  for (const text of [null, "", "3", "3.14.1", "-1.2", "1e3.0", "99999999999.1", "1.2\n"]) expect(parseCursor(text)).toEqual(beforeAll);
});

test("a page may say where to go on; what the browser saw since then wins", () => {
  const place = (address: string, headers: Record<string, string> = {}) =>
    placeAskedFor(new Request(`http://x/events${address}`, { headers }));
  expect([place(""), place("?after=1.4"), place("?after=1.4", { "Last-Event-ID": "1.9" })]).toEqual([null, "1.4", "1.9"]);
});
