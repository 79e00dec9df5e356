import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";
import { inRoot } from "../setup/root.mjs";

// For `node --import`: the native core is the file RUSTYBT_ADDON names, built with counters or with mutants, and `rustybt` its source.
const places = {
  "rustybt-linux-x64-gnu": { url: pathToFileURL(process.env.RUSTYBT_ADDON).href, format: "addon" },
  rustybt: { url: pathToFileURL(inRoot("sdk", "src", "index.ts")).href, format: "module-typescript" },
};

registerHooks({
  resolve: (specifier, context, next) =>
    Object.hasOwn(places, specifier) ? { ...places[specifier], shortCircuit: true } : next(specifier, context),
});
