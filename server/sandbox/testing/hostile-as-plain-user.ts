import { hostilePrograms } from "./hostile-programs.ts";
import { runHostile } from "./run-hostile.ts";

// One line of JSON a program: what became of it when this process is no root.
for (const program of hostilePrograms) console.log(JSON.stringify({ id: program.id, seen: await runHostile(program, "one") }));
