import { Stop } from "../setup/say.mjs";

/** Runs until Ctrl-C (or SIGTERM, SIGHUP), or until a part of the portal ends by itself; then stops everything in order. */
export async function untilStopped(start) {
  let finish;
  const finished = new Promise((resolve) => {
    finish = resolve;
  });
  let signals = 0;
  const onSignal = (signal) => {
    signals += 1;
    // A terminal sends Ctrl-C to npm and to us; only an impatient hand sends it again later.
    if (signals === 1) console.error(`\n> Stopping (${signal})`);
    finish();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, onSignal);
  const starting = start((message) => finish(message));
  const failure = await Promise.race([finished, starting.then(() => finished)]);
  const portal = await starting;
  await portal.stop();
  if (failure !== undefined) throw new Stop(failure);
  process.exit(0);
}
