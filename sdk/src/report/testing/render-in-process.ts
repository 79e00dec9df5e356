import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { renderHtml, renderPdf } from "../index.ts";

// Run by tests in a process of its own: `node render-in-process.ts result.json tear-sheet.pdf`.
const [from = "", to = ""] = process.argv.slice(2);
const result = JSON.parse(readFileSync(from, "utf8"));
const pdf = await renderPdf(result);
writeFileSync(to, pdf);
const { user, system } = process.cpuUsage();
const megabytes = process.resourceUsage().maxRSS / 1024;
const sha256 = (content: string | Uint8Array): string => createHash("sha256").update(content).digest("hex");
console.log(
  JSON.stringify({
    pdf: sha256(pdf),
    html: sha256(renderHtml(result)),
    cpuMs: (user + system) / 1000,
    megabytes,
  }),
);
