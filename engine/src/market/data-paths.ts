import { join } from "node:path";
import { DataError } from "../errors.ts";
import { nodeFs } from "../node-builtins.ts";

/** A price file to read, and the symbol it was given (`SYMBOL=path`) or is named by. */
export interface DataPath {
  readonly path: string;
  /** As given with `SYMBOL=`. */
  readonly symbol: string | undefined;
  /** The file's name without its endings: its symbol unless it has a symbol column. */
  readonly stem: string;
}

/**
 * The price files of `--data` arguments: a file, a folder (its price files by name, not those of folders inside), or `SYMBOL=path`.
 * Throws `DataError` for what does not exist, for an empty folder, and for `catalog:`.
 */
export function dataPaths(args: readonly string[]): DataPath[] {
  return args.flatMap((arg) => {
    refuseSchemes(arg);
    const equals = arg.indexOf("=");
    if (equals < 0 || nodeFs().existsSync(arg)) return filesAt(arg);
    const [symbol, path] = [arg.slice(0, equals).trim(), arg.slice(equals + 1)];
    if (symbol === "" || path === "") {
      throw new DataError(`data: "${arg}" is no SYMBOL=path`, {
        code: "data.path",
        hint: "Write it like AAPL=prices/apple.csv.",
        context: { data: arg },
      });
    }
    refuseSchemes(path);
    if (isFolder(path)) {
      throw new DataError(`data: ${path} is a folder, and one symbol cannot name all its files`, {
        code: "data.path",
        hint: `Name one file: ${symbol}=${join(path, "FILE.csv")}, or give the folder without a symbol.`,
        context: { data: arg },
      });
    }
    return [{ path, symbol, stem: symbol }];
  });
}

const endings = /\.(?:csv|tsv|txt|psv|tab)(?:\.gz)?$|\.(?:zip|rbt)$/i;

function filesAt(path: string): DataPath[] {
  if (!isFolder(path)) return [{ path, symbol: undefined, stem: stemOf(path) }];
  const names = nodeFs()
    .readdirSync(path)
    .filter((name) => endings.test(name) && !name.startsWith(".") && !isFolder(join(path, name)))
    .sort();
  if (names.length === 0) {
    throw new DataError(`data: the folder ${path} has no price files`, {
      code: "data.emptyFolder",
      hint: "Price files end in .csv, .tsv, .txt, .psv or .tab, also with .gz behind it, or in .zip or .rbt.",
      context: { path },
    });
  }
  return names.map((name) => ({ path: join(path, name), symbol: undefined, stem: stemOf(name) }));
}

function stemOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return name.replace(/(?!^)\.(?:gz|zip)$/i, "").replace(/(?!^)\.(?:csv|tsv|txt|psv|tab|rbt)$/i, "");
}

function isFolder(path: string): boolean {
  return nodeFs().statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function refuseSchemes(arg: string): void {
  const scheme = /^(catalog|https?|s3|gs):/i.exec(arg)?.[1];
  if (scheme === undefined) return;
  throw new DataError(`data: ${scheme}: is not available in this version (${arg})`, {
    code: "data.schemeUnavailable",
    hint: "Give the path of a file or folder.",
    context: { data: arg },
  });
}
