import superjson from "superjson";

/** A signed-in user of a portal, over HTTP as a browser would. */
export interface PortalClient {
  readonly url: string;
  readonly cookie: string;
  query<T>(procedure: string, input?: unknown): Promise<T>;
  mutate<T>(procedure: string, input?: unknown): Promise<T>;
  upload(fileName: string, body: Buffer): Promise<string>;
}

export function queryUrl(url: string, procedure: string, input?: unknown): string {
  const at = new URL(`/api/trpc/${procedure}`, url);
  if (input !== undefined) at.searchParams.set("input", superjson.stringify(input));
  return at.href;
}

export async function signIn(url: string, account: { email: string; password: string }): Promise<PortalClient> {
  const response = await fetch(new URL("/api/trpc/account.signIn", url), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: superjson.stringify(account),
  });
  const cookie = response.headers.get("set-cookie")?.split(";", 1)[0];
  if (!response.ok || cookie === undefined) throw new Error(`sign-in: ${response.status} ${await response.text()}`);
  const headers = { cookie, "Content-Type": "application/json", "Sec-Fetch-Site": "same-origin" };
  const read = async (answer: Response, what: string) => {
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${what}: ${answer.status} ${text.slice(0, 500)}`);
    return superjson.deserialize(JSON.parse(text).result.data);
  };
  return {
    url,
    cookie,
    query: async <T>(procedure: string, input?: unknown) =>
      (await read(await fetch(queryUrl(url, procedure, input), { headers }), procedure)) as T,
    mutate: async <T>(procedure: string, input?: unknown) => {
      const body = input === undefined ? null : superjson.stringify(input);
      return (await read(await fetch(new URL(`/api/trpc/${procedure}`, url), { method: "POST", headers, body }), procedure)) as T;
    },
    async upload(fileName, body) {
      const answer = await fetch(new URL("/api/uploads", url), {
        method: "POST",
        headers: { ...headers, "Content-Type": "application/octet-stream", "x-file-name": fileName },
        body: new Uint8Array(body),
      });
      if (!answer.ok) throw new Error(`upload: ${answer.status} ${await answer.text()}`);
      return ((await answer.json()) as { uploadId: string }).uploadId;
    },
  };
}

export async function until<T>(what: string, look: () => Promise<T | undefined | false>, limitMs = 120_000): Promise<T> {
  const end = performance.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > end) throw new Error(`waited ${limitMs / 1000} s for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
