import { hkdfSync, randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { AppError } from "./errors.ts";
import { homeFolders, homeOf } from "./home.ts";

const flag = z.enum(["0", "1"]).transform((value) => value === "1");

const variables = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.string().min(3).default("RustyBT <no-reply@localhost>"),
  RUSTYBT_DEMO: flag.default(false),
  RUSTYBT_SANDBOX: z.enum(["required", "off"]).default("required"),
  RUSTYBT_SECRET: z.string().min(32).optional(),
  RUSTYBT_HOME: z.string().min(1).optional(),
  RUSTYBT_BEHIND_PROXY: flag.default(false),
  RUSTYBT_UPLOAD_LIMIT_MB: z.coerce.number().int().min(1).default(1024),
  RUSTYBT_DATABASE_POOL: z.coerce.number().int().min(1).max(100).default(10),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
});

export type Env = ReturnType<typeof readEnv>;

/** The process's settings, read once; throws with the variable, the value seen and what it must be. */
export function env(): Env {
  cached ??= readEnv(process.env);
  return cached;
}

let cached: Env | undefined;

export function readEnv(source: Readonly<Record<string, string | undefined>>) {
  // An empty variable is one that is not set.
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const read = variables.safeParse(given);
  if (!read.success) {
    const [issue] = read.error.issues;
    const name = String(issue?.path[0]);
    const seen = /SECRET|URL/.test(name) ? "" : ` ("${given[name]}")`;
    throw new AppError("invalid", `The environment variable ${name}${seen} cannot be used: ${issue?.message}.`, {
      hint: "docs/self-hosting.md lists them.",
    });
  }
  const v = read.data;
  const home = homeOf(process.cwd(), v.RUSTYBT_HOME, process.getuid?.() === 0);
  return {
    databaseUrl: v.DATABASE_URL,
    port: v.PORT,
    publicUrl: new URL(v.PUBLIC_URL ?? `http://127.0.0.1:${v.PORT}`),
    smtpUrl: v.SMTP_URL,
    mailFrom: v.MAIL_FROM,
    isDemo: v.RUSTYBT_DEMO,
    sandbox: v.RUSTYBT_SANDBOX,
    isBehindProxy: v.RUSTYBT_BEHIND_PROXY,
    uploadLimitBytes: v.RUSTYBT_UPLOAD_LIMIT_MB * 1024 * 1024,
    databasePool: v.RUSTYBT_DATABASE_POOL,
    logLevel: v.LOG_LEVEL,
    home,
    folders: homeFolders(home),
    givenSecret: v.RUSTYBT_SECRET,
  };
}

/** The installation's secret: `RUSTYBT_SECRET`, else a file made at the first start and readable by its owner alone. */
export function secretOf({ givenSecret, folders }: Pick<Env, "givenSecret" | "folders">): string {
  if (givenSecret !== undefined) return givenSecret;
  try {
    return readFileSync(folders.secret, "utf8").trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  mkdirSync(dirname(folders.secret), { recursive: true });
  try {
    writeFileSync(folders.secret, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
    chmodSync(folders.secret, 0o600);
  } catch (error) {
    // Another process was first: its secret counts.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return readFileSync(folders.secret, "utf8").trim();
}

/** A password made from the secret, the same at every start (HKDF-SHA256, RFC 5869). */
export function derivedPassword(secret: string, purpose: string): string {
  return Buffer.from(hkdfSync("sha256", secret, "rustybt", purpose, 24)).toString("base64url");
}
