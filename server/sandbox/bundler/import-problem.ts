import { refusedSpecifier } from "../../../sdk/src/cli/strategy/check-source.ts";

/** Why an import of a strategy cannot be had in the portal, and what to do instead. */
export function importSpecifierProblem(specifier: string, files: readonly string[]): { readonly message: string; readonly hint: string } {
  const shown = JSON.stringify(specifier);
  const refused = refusedSpecifier(specifier);
  if (refused !== undefined) return { message: `the import of ${shown} ${refused.brings}`, hint: refused.instead };
  if (specifier.startsWith("rustybt/"))
    return { message: `rustybt has no part ${specifier} for strategies`, hint: 'Import from "rustybt".' };
  if (specifier.startsWith(".")) {
    return { message: `${shown} is no file of this strategy`, hint: `Its files are ${files.join(", ")}; check the path of the import.` };
  }
  return {
    message: `the import of ${shown} is no file of this strategy and not "rustybt"`,
    hint: 'In the portal a strategy imports "rustybt" and its own files; copy what it needs of a package into a file beside it.',
  };
}
