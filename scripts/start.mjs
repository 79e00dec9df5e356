import { onPinnedNode } from "./setup/pinned-node.mjs";

await onPinnedNode(import.meta.url, async () => {
  const { buildPortal } = await import("./build/portal.mjs");
  const { needSandbox } = await import("./portal/need-sandbox.mjs");
  const { choosePort } = await import("./portal/free-port.mjs");
  const { isDemo } = await import("./portal/is-demo.mjs");
  const { startPortal } = await import("./portal/portal.mjs");
  const { untilStopped } = await import("./portal/until-stopped.mjs");
  const { elapsed } = await import("./setup/say.mjs");

  await needSandbox();
  await buildPortal();
  await untilStopped(async (onEnd) => {
    const portal = await startPortal({ port: await choosePort(), isDemo: isDemo(process.env), onEnd });
    console.log(`
Ready after ${elapsed()}.

  ${portal.url}
${portal.signIn ? `  Sign in as ${portal.signIn.email} with the password ${portal.signIn.password}\n` : ""}
Logs: ${portal.folders.logs}. Ctrl-C stops everything; the data stays.
From the command line: npx rustybt run examples/sma-cross.ts --data examples/data/AAPL.csv`);
    return portal;
  });
});
