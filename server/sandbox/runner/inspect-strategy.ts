import type { Param, Strategy } from "@rustybt/engine";
import type { InspectedStrategy } from "../frames.ts";

/** A strategy's name, and its parameters as a form needs them, in the order of their declaration. */
export function inspectStrategy({ name, params }: Strategy, fileName: string): InspectedStrategy {
  return {
    name: name ?? fileName,
    params: Object.entries(params).map(([param, definition]) => ({ name: param, ...plain(definition) })),
  };
}

function plain(param: Param): Omit<InspectedStrategy["params"][number], "name"> {
  switch (param.kind) {
    case "choice":
      return { kind: param.kind, default: param.default, choices: [...param.choices] };
    case "bool":
      return { kind: param.kind, default: param.default };
    default:
      return { kind: param.kind, default: param.default, min: param.min, max: param.max, step: param.step };
  }
}
