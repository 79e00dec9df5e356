import { onPinnedNode } from "./setup/pinned-node.mjs";

await onPinnedNode(import.meta.url, async () => {
  const { buildForWorker } = await import("./build/portal.mjs");
  const { buildEditor } = await import("./build/editor.mjs");
  const { needSandbox } = await import("./portal/need-sandbox.mjs");
  const { choosePort } = await import("./portal/free-port.mjs");
  const { isDemo } = await import("./portal/is-demo.mjs");
  const { startPortal } = await import("./portal/portal.mjs");
  const { untilStopped } = await import("./portal/until-stopped.mjs");

  await needSandbox();
  await buildForWorker();
  await buildEditor();
  await untilStopped(async (onEnd) => {
    const portal = await startPortal({ port: await choosePort(), isDemo: isDemo(process.env), isDevelopment: true, onEnd });
    console.log(`
  ${portal.url}   pages are compiled as you open them
${portal.signIn ? `  Sign in as ${portal.signIn.email} with the password ${portal.signIn.password}\n` : ""}
A change in app/ shows at once; after one in server/, engine/ or native/ that a procedure or the worker runs, stop (Ctrl-C) and start again.`);
    return portal;
  });
});
