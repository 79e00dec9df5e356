import { once } from "node:events";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { choosePort } from "./free-port.mjs";

/** A port of the choice's, in use from then on; another process may have been quicker to take it. */
async function takenPort() {
  for (;;) {
    const port = await choosePort("");
    const server = createServer().listen(port, "127.0.0.1");
    try {
      await once(server, "listening");
      return { port, server };
    } catch (error) {
      if (error.code !== "EADDRINUSE") throw error;
    }
  }
}

test("a port that is asked for and taken is named, with the way to another one", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  await expect(choosePort(String(port))).rejects.toThrow(`Port ${port} (PORT) is taken by another process.`);
  server.close();
});

test.each(["http", "0", "70000", "3000.5"])("PORT=%s is refused", async (text) => {
  await expect(choosePort(text)).rejects.toThrow(`PORT is "${text}"; it must be a whole number from 1 to 65535.`);
});

test("without PORT the choice is a free one from 3000 on", async () => {
  const { port, server } = await takenPort();
  expect(port).toBeGreaterThanOrEqual(3000);
  expect(await choosePort("")).not.toBe(port);
  server.close();
});
