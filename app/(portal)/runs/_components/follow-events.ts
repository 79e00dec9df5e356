/** What is used of an `EventSource`. */
export interface EventConnection {
  readonly readyState: number;
  onopen: ((event: Event) => void) | null;
  onerror: ((event: Event) => void) | null;
  addEventListener(kind: string, hear: (message: MessageEvent<string>) => void): void;
  close(): void;
}

export interface Browser {
  open(url: string): EventConnection;
  /** The status a connection to this address would get; `undefined` when nobody answers. */
  statusOf(url: string): Promise<number | undefined>;
  pause(ms: number): Promise<void>;
}

export interface EventFollower {
  hear(kind: string, message: MessageEvent<string>): void;
  connected(isConnected: boolean): void;
  /** There is nothing more to follow here: the run is over, or no longer this reader's to see. */
  gone(): void;
}

const closed = 2;
const longestPauseMs = 30_000;
const nothingToFollow = [204, 401, 403, 404];

/**
 * Follows a stream of server-sent events over as many connections as it takes; answers how to stop. An `EventSource` comes back by itself
 * after a broken connection, but gives up for good at the first answer that is no stream, such as that of a proxy whose server restarts:
 * then another one is opened, from the last event seen on.
 */
export function followEvents(url: string, kinds: readonly string[], follower: EventFollower, browser: Browser = thisBrowser): () => void {
  let lastId = "";
  let failures = 0;
  let isOver = false;
  let connection: EventConnection | undefined;

  const place = () => (lastId === "" ? url : `${url}?after=${lastId}`);

  function connect(): void {
    const opened = browser.open(place());
    connection = opened;
    opened.onopen = () => {
      failures = 0;
      follower.connected(true);
    };
    opened.onerror = () => {
      if (isOver) return;
      follower.connected(false);
      if (opened.readyState === closed) void connectAgain();
    };
    // Signed out, or no longer a member: coming back would be refused.
    opened.addEventListener("ended", () => {
      if (isOver) return;
      isOver = true;
      opened.close();
      follower.gone();
    });
    for (const kind of kinds) {
      opened.addEventListener(kind, (message) => {
        if (isOver) return;
        lastId = message.lastEventId;
        follower.hear(kind, message);
      });
    }
  }

  async function connectAgain(): Promise<void> {
    while (!isOver) {
      await browser.pause(Math.min(1000 * 2 ** failures++, longestPauseMs));
      // An EventSource does not say what answer it got.
      const status = isOver ? undefined : await browser.statusOf(place());
      if (isOver || status === undefined) continue;
      if (status === 200) return connect();
      if (nothingToFollow.includes(status)) {
        isOver = true;
        follower.gone();
      }
    }
  }

  connect();
  return () => {
    isOver = true;
    connection?.close();
  };
}

const thisBrowser: Browser = {
  open: (url) => new EventSource(url),
  async statusOf(url) {
    const leaving = new AbortController();
    try {
      const { status } = await fetch(url, { signal: leaving.signal, headers: { Accept: "text/event-stream" } });
      return status;
    } catch {
      // Nobody there: the next look may find somebody.
      return undefined;
    } finally {
      leaving.abort();
    }
  },
  // Readers who lost the same server do not come back in step.
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms * (1 + Math.random() / 4))),
};
