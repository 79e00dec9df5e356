import { expect, test } from "vitest";
import { type Browser, type EventConnection, followEvents } from "./follow-events.ts";

/** A browser whose connections are opened and broken by hand, and that asks its servers in turn. */
function browserWith(statuses: (number | undefined)[]) {
  const connections: (EventConnection & {
    readonly url: string;
    say(kind: string, lastEventId: string): void;
    end(readyState: 0 | 2): void;
  })[] = [];
  const seen = { asked: [] as string[], pauses: [] as number[] };
  const browser: Browser = {
    open(url) {
      const listeners = new Map<string, (message: MessageEvent<string>) => void>();
      const connection = {
        url,
        readyState: 1,
        onopen: null as EventConnection["onopen"],
        onerror: null as EventConnection["onerror"],
        addEventListener: (kind: string, hear: (message: MessageEvent<string>) => void) => void listeners.set(kind, hear),
        close() {
          connection.readyState = 2;
        },
        say: (kind: string, lastEventId: string) => listeners.get(kind)?.(new MessageEvent(kind, { lastEventId, data: "{}" })),
        end(readyState: 0 | 2) {
          connection.readyState = readyState;
          connection.onerror?.(new Event("error"));
        },
      };
      connections.push(connection);
      return connection;
    },
    async statusOf(url) {
      seen.asked.push(url);
      return statuses.shift();
    },
    async pause(ms) {
      seen.pauses.push(ms);
    },
  };
  return { browser, connections, ...seen };
}

function reader() {
  const told: string[] = [];
  return {
    told,
    follower: {
      hear: (kind: string, { lastEventId }: MessageEvent<string>) => told.push(`${kind} ${lastEventId}`),
      connected: (isConnected: boolean) => told.push(isConnected ? "connected" : "lost"),
      gone: () => told.push("gone"),
    },
  };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

test("after an answer that is no stream another connection is opened, from the last event on, with growing pauses", async () => {
  const { browser, connections, asked, pauses } = browserWith([undefined, 502, 200]);
  const { follower, told } = reader();
  followEvents("/events", ["progress"], follower, browser);
  connections[0]?.onopen?.(new Event("open"));
  connections[0]?.say("progress", "1.4");
  connections[0]?.end(2);
  await settled();
  expect([pauses, asked]).toEqual([[1000, 2000, 4000], Array(3).fill("/events?after=1.4")]);
  expect(connections.map(({ url }) => url)).toEqual(["/events", "/events?after=1.4"]);
  connections[1]?.onopen?.(new Event("open"));
  connections[1]?.say("progress", "1.5");
  expect(told).toEqual(["connected", "progress 1.4", "lost", "connected", "progress 1.5"]);
});

test("a broken connection is left to the browser, which comes back by itself", async () => {
  const { browser, connections, asked } = browserWith([]);
  const { follower, told } = reader();
  followEvents("/events", [], follower, browser);
  connections[0]?.end(0);
  await settled();
  expect([connections.length, asked, told]).toEqual([1, [], ["lost"]]);
});

for (const [status, why] of [
  [204, "the run is over"],
  [401, "nobody is signed in any more"],
  [404, "the run is not this reader's"],
] as const) {
  test(`when ${why} (${status}), the page is told and nothing is asked again`, async () => {
    const { browser, connections, asked } = browserWith([status, 200]);
    const { follower, told } = reader();
    followEvents("/events", [], follower, browser);
    connections[0]?.end(2);
    await settled();
    expect([asked.length, connections.length, told]).toEqual([1, 1, ["lost", "gone"]]);
  });
}

test("who stops following is told nothing more", async () => {
  const { browser, connections, asked } = browserWith([200]);
  const { follower, told } = reader();
  const stop = followEvents("/events", ["progress"], follower, browser);
  stop();
  connections[0]?.end(2);
  connections[0]?.say("progress", "1.0");
  await settled();
  expect([asked, told]).toEqual([[], []]);
});

test("a reader who is told that it may not go on does not come back", async () => {
  const { browser, connections, asked } = browserWith([]);
  const { follower, told } = reader();
  followEvents("/events", ["state"], follower, browser);
  connections[0]?.say("state", "1.1");
  connections[0]?.say("ended", "");
  connections[0]?.end(2);
  await settled();
  expect([told, connections.length, asked, connections[0]?.readyState]).toEqual([["state 1.1", "gone"], 1, [], 2]);
});
