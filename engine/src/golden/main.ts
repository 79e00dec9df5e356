// Prints the hashes of all golden runs as JSON; `--update` compares them with the committed ones and writes those that changed.
import { readFileSync, writeFileSync } from "node:fs";
import { goldenHashes, type Hashes } from "./hashes.ts";

const file = new URL("hashes.json", import.meta.url);
const hashes = await goldenHashes();
if (!process.argv.includes("--update")) process.stdout.write(`${JSON.stringify(hashes, null, 2)}\n`);
else {
  const before: Hashes = JSON.parse(readFileSync(file, "utf8"));
  const names = [...new Set([...Object.keys(before), ...Object.keys(hashes)])];
  const changes = names.flatMap((name) => {
    const [old, now] = [before[name], hashes[name]];
    if (old === undefined) return [`new      ${name}`];
    if (now === undefined) return [`gone     ${name}`];
    const parts = ["log", "figures"].filter((_, index) => old[index] !== now[index]);
    return parts.length === 0 ? [] : [`changed  ${name}: ${parts.join(" and ")}`];
  });
  writeFileSync(file, `${JSON.stringify(hashes, null, 2)}\n`);
  process.stdout.write(changes.length === 0 ? `${names.length} golden runs, nothing changed\n` : `${changes.join("\n")}\n`);
}
