import { isBuiltin } from "node:module";
import type { StrategyError } from "@rustybt/engine/errors";
import { type Node as AcornNode, parse } from "acorn";
import { analyze } from "eslint-scope";
import type * as estree from "estree";
import { type AmbientName, ambientGlobals, ambientMembers, currentDate, dynamicImport, importAdvice } from "./ambient-names.ts";
import { refusedSource } from "./refused-source.ts";

export interface SourceToCheck {
  /** JavaScript; types are stripped with positions kept. */
  readonly code: string;
  /** As shown in errors. */
  readonly file: string;
  readonly format: "module" | "commonjs";
  /** Code of the user, or of an npm package: in a package only imports are looked at, for it may hold functions nobody calls. */
  readonly own: boolean;
}

type Parents = ReadonlyMap<estree.Node, estree.Node>;
type Refuse = (node: estree.Node, what: string, ambient: AmbientName) => void;

/** Throws a `SyntaxError` with `loc` when the code does not parse. */
export function checkSyntax(code: string, format: "module" | "commonjs"): void {
  parseProgram(code, format);
}

/** Refuses source that reaches for clock, chance, machine or network where that can be seen (O9). Throws `StrategyError` `strategy.ambient`. */
export function checkSource({ code, file, format, own }: SourceToCheck): void {
  const program = parseProgram(code, format);
  const parents = parentsOf(program);
  const refused: { start: number; error: StrategyError }[] = [];
  const refuse: Refuse = (node, what, ambient) => {
    refused.push({
      start: node.range?.[0] ?? 0,
      error: refusedSource(what, ambient, { file, line: node.loc?.start.line, column: columnOf(node) }),
    });
  };
  for (const node of parents.keys()) checkImport(node, refuse);
  if (own) checkGlobals(program, format, parents, refuse);
  const first = refused.sort((a, b) => a.start - b.start)[0];
  if (first !== undefined) throw first.error;
}

function columnOf({ loc }: estree.Node): number | undefined {
  return loc === undefined || loc === null ? undefined : loc.start.column + 1;
}

function checkGlobals(program: estree.Program, format: "module" | "commonjs", parents: Parents, refuse: Refuse): void {
  const scopes = analyze(program, { ecmaVersion: 2022, sourceType: format, ignoreEval: true, fallback: "iteration" });
  for (const { identifier } of scopes.globalScope?.through ?? []) {
    if (identifier.type === "Identifier") checkGlobal(identifier, identifier.name, parents, refuse);
  }
}

function parseProgram(code: string, format: "module" | "commonjs"): estree.Program {
  const options = { ecmaVersion: "latest", locations: true, ranges: true, allowHashBang: true } as const;
  return asEstree(parse(code, { ...options, sourceType: format }));
}

// acorn's tree is ESTree by definition; its own types only say less about each node.
function asEstree(program: AcornNode): estree.Program {
  return program as AcornNode & estree.Program;
}

function checkImport(node: estree.Node, refuse: Refuse): void {
  switch (node.type) {
    case "ImportDeclaration":
    case "ExportNamedDeclaration":
    case "ExportAllDeclaration":
      if (typeof node.source?.value === "string") checkSpecifier(node, node.source.value, refuse);
      return;
    case "ImportExpression":
      refuse(node, "import(...)", dynamicImport);
      return;
    case "CallExpression": {
      const [target] = node.arguments;
      if (
        node.callee.type === "Identifier" &&
        node.callee.name === "require" &&
        target?.type === "Literal" &&
        typeof target.value === "string"
      ) {
        checkSpecifier(node, target.value, refuse);
      }
    }
  }
}

function checkSpecifier(node: estree.Node, specifier: string, refuse: Refuse): void {
  const advice = refusedSpecifier(specifier);
  if (advice !== undefined) refuse(node, `the import of ${JSON.stringify(specifier)}`, advice);
}

/** Why a module specifier may not stand in a strategy, or undefined. */
export function refusedSpecifier(specifier: string): AmbientName | undefined {
  if (isBuiltin(specifier) || specifier.startsWith("node:")) return importAdvice.builtin;
  if (specifier.startsWith("/") || specifier.startsWith("file:")) return importAdvice.absolute;
  return /^[a-z][a-z0-9+.-]*:/i.test(specifier) ? importAdvice.remote : undefined;
}

const globalObjects = ["globalThis", "global", "self", "window"];

/** `node` is an expression that denotes the global called `name`. */
function checkGlobal(node: estree.Node, name: string, parents: Parents, refuse: Refuse): void {
  const parent = parents.get(node);
  const member = parent?.type === "MemberExpression" && parent.object === node ? memberName(parent) : undefined;
  const taken = member === undefined ? destructuredNames(node, parent) : [member];

  if (globalObjects.includes(name)) {
    for (const inner of taken) checkGlobal(member === undefined ? node : (parent ?? node), inner, parents, refuse);
    return;
  }
  const ambient = listed(ambientGlobals, name);
  if (ambient !== undefined) {
    const harmless = parent?.type === "UnaryExpression" && parent.operator === "typeof";
    if (!harmless && (name !== "Function" || isCalled(node, parent))) refuse(node, showUse(name, member), ambient);
    return;
  }
  const members = listed(ambientMembers, name);
  for (const inner of taken) {
    const refused = members === undefined ? undefined : listed(members, inner);
    if (refused !== undefined) refuse(node, `${name}.${inner}`, refused);
  }
  if (name !== "Date" || !isCalled(node, parent)) return;
  if (parent?.type === "CallExpression") refuse(node, "Date()", currentDate);
  if (parent?.type === "NewExpression" && parent.arguments.length === 0) refuse(node, "new Date() without an argument", currentDate);
}

function isCalled(node: estree.Node, parent: estree.Node | undefined): boolean {
  return (parent?.type === "CallExpression" || parent?.type === "NewExpression") && parent.callee === node;
}

function memberName({ property, computed }: estree.MemberExpression): string | undefined {
  if (!computed) return property.type === "Identifier" ? property.name : undefined;
  return property.type === "Literal" && typeof property.value === "string" ? property.value : undefined;
}

function destructuredNames(node: estree.Node, parent: estree.Node | undefined): string[] {
  if (parent?.type !== "VariableDeclarator" || parent.init !== node || parent.id.type !== "ObjectPattern") return [];
  return parent.id.properties.flatMap((property) =>
    property.type === "Property" && property.key.type === "Identifier" && !property.computed ? [property.key.name] : [],
  );
}

function showUse(name: string, member: string | undefined): string {
  return member === undefined ? name : `${name}.${member}`;
}

function listed<V>(record: Readonly<Record<string, V>>, name: string): V | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function parentsOf(program: estree.Program): Parents {
  const parents = new Map<estree.Node, estree.Node>();
  const pending: estree.Node[] = [program];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    for (const value of Object.values(node)) {
      for (const child of Array.isArray(value) ? value : [value]) {
        if (!isNode(child)) continue;
        parents.set(child, node);
        pending.push(child);
      }
    }
  }
  return parents;
}

function isNode(value: unknown): value is estree.Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string" && "range" in value;
}
