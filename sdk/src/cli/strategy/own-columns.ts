import { stripTypeScriptTypes } from "node:module";
import { basename } from "node:path";
import type { HeldColumn } from "@rustybt/engine";
import { type Node as AcornNode, parse } from "acorn";
import type { SourceFile } from "./code-hash.ts";

/** Shorter lists are settings, not columns. */
const fewest = 20;

/** Columns of numbers that stand in a strategy's own files: arrays in its code, and in JSON it imports. */
export function ownColumns(files: readonly SourceFile[]): HeldColumn[] {
  return files.filter(({ path }) => !path.includes("node_modules/")).flatMap(columnsOf);
}

function columnsOf({ path, bytes }: SourceFile): HeldColumn[] {
  const text = new TextDecoder().decode(bytes).replace(/^\uFEFF/, "");
  const name = basename(path);
  if (path.endsWith(".json")) return columnsIn(JSON.parse(text), name);
  const code = /\.[cm]?ts$/.test(path) ? stripTypeScriptTypes(text, { mode: "strip" }) : text;
  const program = parse(code, {
    ecmaVersion: "latest",
    sourceType: path.endsWith(".cjs") ? "script" : "module",
    locations: true,
    allowHashBang: true,
  });
  return arraysIn(program).flatMap((array) => columnsIn(literalOf(array), `${name}:${array.loc?.start.line ?? 1}`));
}

/** Outermost array literals of the code that are long enough. */
function arraysIn(node: AcornNode): AcornNode[] {
  if (node.type === "ArrayExpression" && elementsOf(node).length >= fewest) return [node];
  return childrenOf(node).flatMap(arraysIn);
}

function childrenOf(node: AcornNode): AcornNode[] {
  return Object.values(node).flatMap((value: unknown) => (Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : []));
}

function elementsOf(node: AcornNode): readonly unknown[] {
  const elements: unknown = Reflect.get(node, "elements");
  return Array.isArray(elements) ? elements : [];
}

/** The value of a literal expression; undefined for what is computed. */
function literalOf(node: unknown): unknown {
  if (!isNode(node)) return undefined;
  const part = (name: string): unknown => Reflect.get(node, name);
  switch (node.type) {
    case "Literal":
      return part("value");
    case "UnaryExpression": {
      const value = literalOf(part("argument"));
      return part("operator") === "-" && typeof value === "number" ? -value : undefined;
    }
    case "ArrayExpression":
      return elementsOf(node).map(literalOf);
    case "ObjectExpression": {
      const properties: unknown = part("properties");
      return Array.isArray(properties)
        ? Object.fromEntries(properties.filter(isNode).map((each) => [keyOf(each), literalOf(Reflect.get(each, "value"))]))
        : undefined;
    }
    default:
      return undefined;
  }
}

function keyOf(property: AcornNode): string {
  const key: unknown = Reflect.get(property, "key");
  return isNode(key) ? String(Reflect.get(key, "name") ?? Reflect.get(key, "value")) : "";
}

function isNode(value: unknown): value is AcornNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

/** Numbers of an array, or of each member of its rows; an object's members are looked into as well. */
function columnsIn(value: unknown, place: string): HeldColumn[] {
  if (!Array.isArray(value)) {
    if (typeof value !== "object" || value === null) return [];
    const members = Object.values(value);
    const plain = members.length >= fewest ? columnOf(members, place) : undefined;
    return plain === undefined ? members.flatMap((member) => columnsIn(member, place)) : [plain];
  }
  if (value.length < fewest) return [];
  const plain = columnOf(value, place);
  if (plain !== undefined) return [plain];
  const rows: readonly unknown[] = value;
  const keys = new Set(rows.flatMap((row) => (typeof row === "object" && row !== null ? Object.keys(row) : [])));
  return [...keys].flatMap((key) => {
    const column = columnOf(
      rows.map((row) => (typeof row === "object" && row !== null ? Reflect.get(row, key) : undefined)),
      place,
    );
    return column === undefined ? [] : [column];
  });
}

function columnOf(values: readonly unknown[], place: string): HeldColumn | undefined {
  const numbers = values.map(numberOf);
  return numbers.filter((number) => !Number.isNaN(number)).length > values.length / 2 ? { place, values: numbers } : undefined;
}

function numberOf(value: unknown): number {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return Number(value);
  return typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
}
