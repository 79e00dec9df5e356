import type { StrategyFile } from "../bundle-strategy.ts";
import { bundle } from "./bundle.ts";

// Files as JSON on stdin, the answer as JSON on stdout. Everything is in memory: nothing on disk is read for it.
const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const files: readonly StrategyFile[] = JSON.parse(Buffer.concat(chunks).toString("utf8"));
const answer = await bundle(files);
process.stdout.write(JSON.stringify(answer), () => process.exit(0));
