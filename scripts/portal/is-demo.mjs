/**
 * Whether this start is a demo: RUSTYBT_DEMO when it is set, else with a database of its own and an address that only this machine reaches.
 * A demo shows its mails to whoever opens /outbox, the links that set new passwords among them.
 */
export function isDemo({ RUSTYBT_DEMO, DATABASE_URL, PUBLIC_URL }) {
  if (RUSTYBT_DEMO) return RUSTYBT_DEMO === "1";
  return !DATABASE_URL && (!PUBLIC_URL || isLoopback(PUBLIC_URL));
}

function isLoopback(url) {
  if (!URL.canParse(url)) return false;
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);
}
