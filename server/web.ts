// Before all others: what they print while they load is a line of the log as well.
import "#server/lib/capture-output.ts";
import { once } from "node:events";
import nextModule from "next";
import { handleTrpc, trpcPrefix } from "#server/api/trpc-handler.ts";
import { env } from "#server/lib/env.ts";
import { log } from "#server/lib/log.ts";
import { stopWithParent } from "#server/lib/stop-with-parent.ts";
import { type Handler, portalServer } from "#server/web/portal-server.ts";

// The web process: Next behind our own edge. `--dev` compiles pages as they are asked for.
const isDevelopment = process.argv.includes("--dev");
const { port, publicUrl, isBehindProxy } = env();

// Its types describe an ES module; Node loads a CommonJS one, whose default is the function itself.
const next = nextModule as unknown as typeof nextModule.default;
const app = next({ dev: isDevelopment, hostname: "127.0.0.1", port });
await app.prepare();
const pages = app.getRequestHandler();
const handle: Handler = (request, response) =>
  request.url?.startsWith(trpcPrefix) ? handleTrpc(request, response) : pages(request, response);
const { server, close } = portalServer({ handle, publicUrl, port, isDevelopment, log, isBehindProxy });
if (isDevelopment) server.on("upgrade", app.getUpgradeHandler());
server.listen(port, "127.0.0.1");
await once(server, "listening");
log.info({ url: publicUrl.href, port }, "web is listening");

let isStopping = false;
const stop = async (signal: NodeJS.Signals): Promise<void> => {
  if (isStopping) return;
  isStopping = true;
  log.info({ signal }, "web is closing");
  await close(3000);
  await app.close();
  log.info("web has closed");
  process.exit(0);
};
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
stopWithParent(() => stop("SIGTERM"));
