import { onPinnedNode } from "./setup/pinned-node.mjs";

await onPinnedNode(import.meta.url, async () => {
  const { measureCoverage } = await import("./line-coverage/measure.mjs");
  const { writeReport } = await import("./line-coverage/report.mjs");
  const { Stop } = await import("./setup/say.mjs");
  const below = writeReport(await measureCoverage());
  if (below.length > 0) throw new Stop(`Below 95 % of lines: ${below.join(", ")}. docs/quality/coverage.md names the lines.`);
});
