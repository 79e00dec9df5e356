import "./testing/sandbox-home.ts";
import { expect, test } from "vitest";
import { asDifference, expectedOutcomes } from "./testing/expected-outcomes.ts";
import { hostilePrograms } from "./testing/hostile-programs.ts";
import { runHostile } from "./testing/run-hostile.ts";

const expected = expectedOutcomes();
const isRoot = process.getuid?.() === 0;

test("OUTCOMES.md has one row for each hostile program, under the same title", () => {
  expect([...expected].map(([id, { kind, title }]) => ({ id, kind, title }))).toEqual(
    hostilePrograms.map(({ id, kind, title }) => ({ id, kind, title })),
  );
});

for (const program of hostilePrograms) {
  test(`${program.id} a ${program.kind} that ${program.title} ends as OUTCOMES.md says`, async () => {
    const seen = await runHostile(program, isRoot ? "several" : "one");
    const row = expected.get(program.id);
    if (!isRoot && row?.asPlainUser !== "") return expect(asDifference(seen)).toBe(row?.asPlainUser);
    expect(row?.exits).toContain(seen.exit);
    const { exit: _, ...rest } = seen;
    expect(rest).toEqual({ code: row?.code, message: row?.message, printed: row?.printed });
  });
}
