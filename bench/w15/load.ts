import { Agent, get } from "node:http";

/** Requests a second that `connections` kept-alive connections get through in `seconds`. Any answer but 200 ends it. */
export async function requestsPerSecond(
  url: string,
  headers: Record<string, string>,
  { connections = 16, seconds = 3 } = {},
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const until = performance.now() + seconds * 1000;
  const from = performance.now();
  let done = 0;
  const client = async () => {
    while (performance.now() < until) {
      await fetchOnce(url, headers, agent);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  agent.destroy();
  return (done / (performance.now() - from)) * 1000;
}

export function fetchOnce(url: string, headers: Record<string, string>, agent?: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { headers, ...(agent === undefined ? {} : { agent }) }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () =>
        response.statusCode === 200 ? resolve(text) : reject(new Error(`${url}: ${response.statusCode} ${text.slice(0, 300)}`)),
      );
      response.on("error", reject);
    }).on("error", reject);
  });
}
