import type { Command, OracleScenario, ScenarioSymbol } from "./scenario.ts";

/** Whether a smaller scenario still shows what is looked for. */
type StillFails = (scenario: OracleScenario) => Promise<boolean>;

/** The smallest scenario reachable by leaving things out one after the other while it still fails. */
export async function shrink(scenario: OracleScenario, stillFails: StillFails): Promise<OracleScenario> {
  let smallest = scenario;
  for (;;) {
    const before = JSON.stringify(smallest);
    for (const simplify of [cutEnd, cutStart, fewerCommands, fewerSymbols, plainerSettings, fewerActions, plainerCommands, flatterBars]) {
      smallest = await descend(smallest, simplify, stillFails);
    }
    if (JSON.stringify(smallest) === before) return smallest;
  }
}

/** Takes the first simpler one that still fails, as often as there is one. */
async function descend(
  scenario: OracleScenario,
  simplify: (scenario: OracleScenario) => Iterable<OracleScenario>,
  stillFails: StillFails,
): Promise<OracleScenario> {
  let smallest = scenario;
  for (let found = true; found; ) {
    found = false;
    for (const candidate of simplify(smallest)) {
      if (!(await stillFails(candidate))) continue;
      smallest = candidate;
      found = true;
      break;
    }
  }
  return smallest;
}

const daysOf = (scenario: OracleScenario): number => scenario.commands.length;

function* cutEnd(scenario: OracleScenario): Iterable<OracleScenario> {
  for (let days = Math.ceil(daysOf(scenario) / 2); days < daysOf(scenario); days++) yield keepDays(scenario, (day) => day < days);
}

function* cutStart(scenario: OracleScenario): Iterable<OracleScenario> {
  for (let drop = Math.floor(daysOf(scenario) / 2); drop > 0; drop--) yield keepDays(scenario, (day) => day >= drop);
  for (let drop = 0; drop < daysOf(scenario); drop++) yield keepDays(scenario, (day) => day !== drop);
}

/** Leaves days out; days in which no symbol has a bar go with them, for there is no step. */
function keepDays(scenario: OracleScenario, keep: (day: number) => boolean): OracleScenario {
  const days = scenario.commands.map((_, day) => day);
  const kept = days.filter((day) => keep(day) && scenario.symbols.some(({ bars }) => bars[day] !== null && bars[day] !== undefined));
  const moved = (day: number) => kept.filter((other) => other < day).length;
  const symbols = scenario.symbols.map((symbol) => ({
    ...symbol,
    bars: kept.map((day) => symbol.bars[day] ?? null),
    ...(symbol.detail && { detail: kept.map((day) => symbol.detail?.[day] ?? []) }),
    actions: symbol.actions
      .filter((action) => moved(action.ex) < kept.length)
      .map((action) => ({
        ...action,
        ex: moved(action.ex),
        ...(action.type === "dividend" && action.pay !== undefined && { pay: moved(action.pay) }),
      })),
  }));
  return withBars({ ...scenario, symbols, commands: kept.map((day) => scenario.commands[day] ?? []) });
}

/** A symbol without a bar is none. */
function withBars(scenario: OracleScenario): OracleScenario {
  const symbols = scenario.symbols.filter(({ bars }) => bars.some((bar) => bar !== null));
  const known = new Set(symbols.map(({ symbol }) => symbol));
  const commands = scenario.commands.map((said) => said.filter((command) => symbolsIn(command).every((symbol) => known.has(symbol))));
  return { ...scenario, symbols, commands };
}

function symbolsIn(command: Command): string[] {
  return [...JSON.stringify(command).matchAll(/"symbol":"(\w+)"/g)].map(([, symbol = ""]) => symbol);
}

/** Halves, quarters and so on of all commands, then single ones. */
function* fewerCommands(scenario: OracleScenario): Iterable<OracleScenario> {
  const count = scenario.commands.flat().length;
  for (let size = Math.ceil(count / 2); size > 0; size = size > 1 ? Math.ceil(size / 2) : 0) {
    for (let from = 0; from < count; from += size) {
      let index = 0;
      const commands = scenario.commands.map((said) =>
        said.filter(() => {
          const at = index++;
          return at < from || at >= from + size;
        }),
      );
      yield { ...scenario, commands };
    }
  }
}

function* fewerSymbols(scenario: OracleScenario): Iterable<OracleScenario> {
  if (scenario.symbols.length < 2) return;
  for (const { symbol } of scenario.symbols) {
    const symbols = scenario.symbols.filter((other) => other.symbol !== symbol);
    yield keepDays(withBars({ ...scenario, symbols }), () => true);
  }
}

function* plainerSettings(scenario: OracleScenario): Iterable<OracleScenario> {
  // Without its rates a commission in another currency is none.
  if (scenario.rates !== undefined && scenario.commission.model === "none") yield withoutRates(scenario);
  const plain: Partial<OracleScenario> = {
    commission: { model: "none" },
    slippage: { model: "none" },
    lots: "fifo",
    market: "nextOpen",
    path: "ohlc",
    limit: "touch",
    closeAtEnd: false,
    settled: false,
  };
  for (const [key, value] of Object.entries(plain)) {
    if (JSON.stringify(scenario[key as keyof OracleScenario]) !== JSON.stringify(value)) yield { ...scenario, [key]: value };
  }
  for (const key of optionalSettings) {
    const { [key]: left, ...rest } = scenario;
    if (left !== undefined) yield rest;
  }
}

function withoutRates({ rates: _, ...scenario }: OracleScenario): OracleScenario {
  return scenario;
}

const optionalSettings = [
  "volumeLimit",
  "selfTrade",
  "probability",
  "seed",
  "partial",
  "latency",
  "limits",
  "borrow",
  "financing",
  "interest",
] as const satisfies readonly (keyof OracleScenario)[];

function* fewerActions(scenario: OracleScenario): Iterable<OracleScenario> {
  yield* bySymbol(scenario, function* (symbol) {
    const { detail, ...plain } = symbol;
    if (detail !== undefined) yield plain;
    for (const day of detail?.keys() ?? []) if (detail?.[day]?.length) yield { ...symbol, detail: detail.with(day, []) };
    for (const dropped of symbol.actions) yield { ...symbol, actions: symbol.actions.filter((action) => action !== dropped) };
  });
}

function* bySymbol(scenario: OracleScenario, change: (symbol: ScenarioSymbol) => Iterable<ScenarioSymbol>): Iterable<OracleScenario> {
  for (const [index, symbol] of scenario.symbols.entries()) {
    for (const changed of change(symbol)) yield { ...scenario, symbols: scenario.symbols.with(index, changed) };
  }
}

/** Orders with an option less; linked ones each on its own. */
function* plainerCommands(scenario: OracleScenario): Iterable<OracleScenario> {
  const needed = new Set([
    "do",
    "symbol",
    "quantity",
    "order",
    "num",
    "den",
    "value",
    "takeProfit",
    "stopLoss",
    "first",
    "second",
    "parent",
    "children",
  ]);
  for (const [day, said] of scenario.commands.entries()) {
    for (const [index, command] of said.entries()) {
      const simpler = Object.keys(command)
        .filter((key) => !needed.has(key))
        .map((key) => Object.fromEntries(Object.entries(command).filter(([other]) => other !== key)) as unknown as Command);
      if (command.do === "oto") {
        for (const dropped of command.children) {
          const children = command.children.filter((child) => child !== dropped);
          simpler.push({ ...command, children });
        }
      }
      if (command.do === "pair") simpler.push({ do: "order", ...command.first }, { do: "order", ...command.second });
      for (const one of simpler) yield { ...scenario, commands: scenario.commands.with(day, said.with(index, one)) };
    }
  }
}

/** Bars that are one price. */
function* flatterBars(scenario: OracleScenario): Iterable<OracleScenario> {
  yield* bySymbol(scenario, function* (symbol) {
    for (const [day, bar] of symbol.bars.entries()) {
      if (bar === null) continue;
      const { open, volume } = bar;
      const flat = { open, high: open, low: open, close: open, volume };
      if (JSON.stringify(flat) !== JSON.stringify(bar)) yield { ...symbol, bars: symbol.bars.with(day, flat) };
    }
  });
}
