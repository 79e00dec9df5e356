// Writes engine/src/market/fixtures/calendar-answers.json: what the answer files of exchange_calendars (github.com/gerrymanoim/exchange_calendars,
// tests/resources/*.csv at 5308ce2 of 2026-07-23) come to from 1980 on, so that a clone without them can be checked against each of their rows.
//
//     node scripts/calendars/digest-answers.mjs exchange_calendars/tests/resources
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inRoot } from "../setup/root.mjs";

const [folder] = process.argv.slice(2);
const answers = readdirSync(folder)
  .filter((name) => /^[\dax][-\w]+\.csv$|^(bvmf|cmes|iepa)\.csv$/.test(name))
  .map((name) => {
    const rows = readFileSync(join(folder, name), "utf8")
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((row) => {
        const [session, open, close, breakStart = "", breakEnd = ""] = row.split(",");
        return [session.slice(0, 10), open, close, breakStart, breakEnd].join(",");
      })
      .filter((row) => row >= "1980"); // where our tables begin
    const calendar = name.slice(0, -4).toUpperCase().replace("-", "/");
    const [first, last] = [rows[0], rows.at(-1)].map((row) => row.slice(0, 10));
    return { calendar, first, last, sessions: rows.length, sha256: createHash("sha256").update(rows.join("\n")).digest("hex") };
  });
writeFileSync(
  inRoot("engine", "src", "market", "fixtures", "calendar-answers.json"),
  `[\n${answers.map((each) => `  ${JSON.stringify(each)}`).join(",\n")}\n]\n`,
);
