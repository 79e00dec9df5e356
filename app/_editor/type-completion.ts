import type { Completion, CompletionSource } from "@codemirror/autocomplete";
import type { TypeChecker } from "./checker.ts";
import { typeTooltip } from "./type-tooltip.ts";

/** What may stand at the cursor by its type, each with its signature and documentation beside it. */
export function typeCompletion(checker: TypeChecker, path: string): CompletionSource {
  return async ({ pos, explicit }) => {
    const found = await checker.getAutocompletion({ path, context: { pos, explicit } });
    if (found === null) return null;
    const info = async ({ label }: Completion) => {
      const described = await checker.describe({ path, pos, name: label });
      return described === undefined ? null : typeTooltip(described);
    };
    return { from: found.from, validFor: /^\w*$/, options: found.options.map((option) => ({ ...option, info })) };
  };
}
