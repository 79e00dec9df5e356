import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inRoot } from "../setup/root.mjs";
import { run } from "../setup/run.mjs";
import { addon } from "./native.mjs";

/**
 * Packs what a release publishes, `rustybt` and its platform package, into `folder`; answers the two tarballs. The platform package is
 * told here for which platform it is: in the workspace these fields would keep other machines from installing.
 */
export async function packPackages(folder) {
  const native = join(folder, "native");
  mkdirSync(native, { recursive: true });
  const manifest = { ...JSON.parse(readFileSync(inRoot("native", "package.json"), "utf8")), os: ["linux"], cpu: ["x64"], libc: ["glibc"] };
  delete manifest.private;
  writeFileSync(join(native, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  cpSync(inRoot("native", "README.md"), join(native, "README.md"));
  cpSync(addon, join(native, manifest.main));
  return { sdk: await pack(inRoot("sdk"), folder), native: await pack(native, folder) };
}

async function pack(from, into) {
  const [{ filename }] = JSON.parse(
    await run("npm", ["pack", "--json", "--silent", "--pack-destination", into], { cwd: from, stdout: "capture" }),
  );
  return join(into, filename);
}
