/** The part of JSON Schema 2020-12 that `sdk/schema/result-1.json` uses; a test holds it against a full validator. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: boolean | JsonSchema;
  readonly prefixItems?: readonly JsonSchema[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
}

export interface SchemaFault {
  readonly path: string;
  readonly message: string;
  readonly found: unknown;
}

type Test = (value: unknown) => boolean;

/** Checks values against a schema: first whether one fits, and only of one that does not, where and why. */
export class SchemaValidator {
  readonly #root: JsonSchema;
  readonly #tests = new Map<JsonSchema, Test>();
  readonly #patterns = new Map<string, RegExp>();
  readonly #fixed = new Map<JsonSchema, readonly (readonly [name: string, constant: unknown])[]>();

  constructor(root: JsonSchema) {
    this.#root = root;
  }

  /** Whether a value has the form of the whole schema or of one of its `$defs`. */
  fits(value: unknown, definition?: string): boolean {
    return this.#testOf(this.#schema(definition))(value);
  }

  /** What is wrong with a value, by the whole schema or by one of its `$defs`. */
  faults(value: unknown, path: string, definition?: string): SchemaFault[] {
    const faults: SchemaFault[] = [];
    if (!this.fits(value, definition)) this.#check(this.#schema(definition), value, path, faults);
    return faults;
  }

  #schema(definition: string | undefined): JsonSchema {
    return definition === undefined ? this.#root : this.#resolve(`#/$defs/${definition}`);
  }

  /** The same as `#check` finding nothing, made into functions once: no paths, no lists. */
  #testOf(schema: JsonSchema): Test {
    const known = this.#tests.get(schema);
    if (known !== undefined) return known;
    let made: Test | undefined;
    // A schema may hold itself.
    this.#tests.set(schema, (value) => made?.(value) ?? false);
    made = this.#makeTest(schema);
    this.#tests.set(schema, made);
    return made;
  }

  #makeTest(schema: JsonSchema): Test {
    if (schema.$ref !== undefined) return this.#testOf(this.#resolve(schema.$ref));
    const branches = schema.oneOf ?? schema.anyOf;
    if (branches !== undefined) return this.#branchTest(branches);
    const isArray = this.#arrayTest(schema);
    const isObjectOf = this.#objectTest(schema);
    return (value) => {
      if (this.#scalarFault(schema, value) !== undefined) return false;
      if (typeof value !== "object" || value === null) return true;
      return Array.isArray(value) ? isArray(value) : isObjectOf(value as Readonly<Record<string, unknown>>);
    };
  }

  #branchTest(branches: readonly JsonSchema[]): Test {
    const tests = branches.map((branch) => ({ branch, test: this.#testOf(branch) }));
    return (value) => {
      const meant = tests.find(({ branch }) => this.#isMeant(branch, value));
      return meant === undefined ? tests.some(({ test }) => test(value)) : meant.test(value);
    };
  }

  #arrayTest({
    prefixItems = [],
    items,
    minItems = 0,
    maxItems = Number.POSITIVE_INFINITY,
  }: JsonSchema): (value: readonly unknown[]) => boolean {
    const first = prefixItems.map((schema) => this.#testOf(schema));
    const rest = typeof items === "object" ? this.#testOf(items) : undefined;
    const most = items === false ? Math.min(maxItems, first.length) : maxItems;
    return (value) => {
      if (value.length < minItems || value.length > most) return false;
      for (let i = 0; i < value.length; i++) {
        const test = first[i] ?? rest;
        if (test !== undefined && !test(value[i])) return false;
      }
      return true;
    };
  }

  #objectTest({ properties = {}, required = [], additionalProperties }: JsonSchema): (value: Readonly<Record<string, unknown>>) => boolean {
    const tests = new Map(Object.entries(properties).map(([name, rule]) => [name, this.#testOf(rule)]));
    const other = typeof additionalProperties === "object" ? this.#testOf(additionalProperties) : () => additionalProperties !== false;
    return (value) => {
      for (const name of required) if (!Object.hasOwn(value, name)) return false;
      for (const name in value) {
        const test = tests.get(name) ?? other;
        if (!test(value[name])) return false;
      }
      return true;
    };
  }

  #check(schema: JsonSchema, value: unknown, path: string, faults: SchemaFault[]): void {
    if (schema.$ref !== undefined) {
      this.#check(this.#resolve(schema.$ref), value, path, faults);
      return;
    }
    const branches = schema.oneOf ?? schema.anyOf;
    if (branches !== undefined) {
      this.#checkBranches(branches, value, path, faults);
      return;
    }
    const fault = this.#scalarFault(schema, value);
    if (fault !== undefined) faults.push({ path, message: fault, found: value });
    else if (Array.isArray(value)) this.#checkArray(schema, value, path, faults);
    else if (isObject(value)) this.#checkObject(schema, value, path, faults);
  }

  #scalarFault(schema: JsonSchema, value: unknown): string | undefined {
    if ("const" in schema && value !== schema.const) return `must be ${JSON.stringify(schema.const)}`;
    if (schema.enum !== undefined && !schema.enum.includes(value))
      return `must be one of ${schema.enum.map((known) => JSON.stringify(known)).join(", ")}`;
    const { type } = schema;
    if (typeof type === "string") {
      if (!hasType(value, type)) return `must be of type ${type}`;
    } else if (type !== undefined && !type.some((each) => hasType(value, each))) return `must be of type ${type.join(" or ")}`;
    if (schema.pattern !== undefined && typeof value === "string" && !this.#pattern(schema.pattern).test(value))
      return `must have the form ${schema.pattern}`;
    if (schema.minimum !== undefined && typeof value === "number" && value < schema.minimum) return `must be at least ${schema.minimum}`;
    if (schema.maximum !== undefined && typeof value === "number" && value > schema.maximum) return `must be at most ${schema.maximum}`;
    return undefined;
  }

  #checkArray(schema: JsonSchema, value: readonly unknown[], path: string, faults: SchemaFault[]): void {
    const { prefixItems = [], items, minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema;
    if (value.length < minItems || value.length > maxItems || (items === false && value.length > prefixItems.length)) {
      faults.push({ path, message: "has the wrong number of entries", found: value.length });
    }
    for (const [i, item] of value.entries()) {
      const rule = prefixItems[i] ?? items;
      if (typeof rule === "object") this.#check(rule, item, `${path}[${i}]`, faults);
    }
  }

  #checkObject(schema: JsonSchema, value: Readonly<Record<string, unknown>>, path: string, faults: SchemaFault[]): void {
    const { properties = {}, required = [], additionalProperties } = schema;
    const before = path === "" ? "" : `${path}.`;
    for (const name of required) {
      if (!Object.hasOwn(value, name)) faults.push({ path: before + name, message: "is missing", found: undefined });
    }
    for (const name in value) {
      const member = value[name];
      const rule = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
      if (rule === false) faults.push({ path: before + name, message: "is not a member of this part", found: member });
      else if (typeof rule === "object") this.#check(rule, member, before + name, faults);
    }
  }

  /** Checks the branch whose constant members the value has; without one, whether any branch fits. */
  #checkBranches(branches: readonly JsonSchema[], value: unknown, path: string, faults: SchemaFault[]): void {
    const meant = branches.find((branch) => this.#isMeant(branch, value));
    if (meant !== undefined) {
      this.#check(meant, value, path, faults);
      return;
    }
    const fits = branches.some((branch) => {
      const found: SchemaFault[] = [];
      this.#check(branch, value, path, found);
      return found.length === 0;
    });
    if (!fits) faults.push({ path, message: "has none of the forms it may have", found: value });
  }

  #isMeant(branch: JsonSchema, value: unknown): boolean {
    if (!isObject(value)) return false;
    const fixed = this.#fixedMembers(branch);
    return fixed.length > 0 && fixed.every(([name, constant]) => value[name] === constant);
  }

  #fixedMembers(branch: JsonSchema): readonly (readonly [name: string, constant: unknown])[] {
    const known = this.#fixed.get(branch);
    if (known !== undefined) return known;
    const { properties = {} } = branch.$ref === undefined ? branch : this.#resolve(branch.$ref);
    const fixed = Object.entries(properties).flatMap(([name, rule]) =>
      "const" in rule && rule.const !== true ? [[name, rule.const] as const] : [],
    );
    this.#fixed.set(branch, fixed);
    return fixed;
  }

  #resolve(reference: string): JsonSchema {
    return this.#root.$defs?.[reference.slice("#/$defs/".length)] ?? {};
  }

  #pattern(source: string): RegExp {
    let known = this.#patterns.get(source);
    if (known === undefined) {
      known = new RegExp(source, "u");
      this.#patterns.set(source, known);
    }
    return known;
  }
}

function hasType(value: unknown, type: string): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "object":
      return isObject(value);
    case "integer":
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
