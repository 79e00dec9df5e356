import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";

// For `node --import`: the native core is the file RUSTYBT_ADDON names, built with instruments or with mutants.
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === "rustybt-linux-x64-gnu"
      ? { url: pathToFileURL(process.env.RUSTYBT_ADDON).href, format: "addon", shortCircuit: true }
      : next(specifier, context),
});
