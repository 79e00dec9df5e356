import { basisPoints, cents, type Random } from "./random.ts";
import { type Command, dateOf, type OracleScenario, type OrderTerms, type ScenarioSymbol } from "./scenario.ts";

interface Market {
  readonly lots: OracleScenario["lots"];
  readonly symbols: readonly ScenarioSymbol[];
  readonly account: "cash" | "margin";
  readonly market: OracleScenario["market"];
  readonly limit: OracleScenario["limit"];
  /** A strategy that hears late may link what has ended, which is an error of its own. */
  readonly delaysWords: boolean;
}

/** Half of all scenarios have a few kinds of orders only, which then meet each other often. */
type Kinds = readonly number[] | undefined;

function randomKinds(random: Random): Kinds {
  return random.chance(0.5) ? undefined : Array.from({ length: random.integer(1, 3) }, () => random.integer(0, 1000));
}

function choose<T>(random: Random, kinds: Kinds, makers: readonly [() => T, ...(() => T)[]]): T {
  const chosen = kinds?.map((kind) => makers[kind % makers.length] ?? makers[0]) ?? makers;
  return random.pick([chosen[0] ?? makers[0], ...chosen.slice(1)])();
}

/** What a strategy says at each close. */
export function randomCommands(random: Random, days: number, market: Market): Command[][] {
  let said = 0;
  const kinds = randomKinds(random);
  return Array.from({ length: days }, (_, day) =>
    Array.from({ length: random.pick([0, 0, 1, 1, 2, 3]) }, () => {
      const command = randomCommand(random, { day, said, kinds }, market);
      said += command.do === "bracket" ? 3 : command.do === "pair" ? 2 : command.do === "oto" ? otoOrders(command) : 1;
      return command;
    }),
  );
}

const otoOrders = ({ parent, children }: Extract<Command, { do: "oto" }>): number => children.length + ("order" in parent ? 0 : 1);

interface Moment {
  readonly day: number;
  /** Orders said so far. */
  readonly said: number;
  readonly kinds: Kinds;
}

function randomCommand(random: Random, { day, said, kinds }: Moment, { symbols, account, limit, lots, delaysWords }: Market): Command {
  const chosen = symbols[random.integer(0, symbols.length - 1)];
  const symbol = chosen?.symbol ?? "AAA";
  const last = chosen?.bars.slice(0, day + 1).findLast((bar) => bar !== null);
  const close = Math.round(Number(last?.close ?? "50") * 100);
  const away = (sign: number) => cents(Math.max(1, close + sign * random.integer(0, Math.max(2, Math.round(close * 0.05)))));
  const quantity = random.integer(1, 400);
  const exit = String(-random.integer(1, 200));
  // A symbol that has not traded yet has no close to size or reserve by.
  if (last === undefined || last === null) return { do: "cancel", order: 0 };

  const plain = (): Command => {
    const signed = String(random.chance(account === "margin" ? 0.5 : 0.72) ? quantity : -quantity);
    return { do: "order", ...randomTerms(random, { day, symbol, signed, away, lots, kinds }) };
  };
  const bracket = (): Command => {
    const long = account === "cash" || random.chance(0.6);
    return {
      do: "bracket",
      symbol,
      quantity: String(long ? quantity : -quantity),
      ...(random.chance(0.5) && { entry: away(long ? -1 : 1) }),
      takeProfit: cents(Math.max(2, Math.round(close * (long ? 1.06 : 0.94)))),
      stopLoss: cents(Math.max(1, Math.round(close * (long ? 0.94 : 1.06)))),
    };
  };
  return random.pick<() => Command>([
    plain,
    plain,
    plain,
    plain,
    () => ({ do: "target", symbol, quantity: String(random.integer(account === "margin" ? -200 : 0, 300)) }),
    () => ({
      do: "targetPercent",
      symbol,
      num: random.integer(0, account === "margin" ? 1 : 5),
      den: random.pick([5, 7, 12]),
    }),
    () => ({ do: "value", symbol, value: String(random.integer(100, 9_000)) }),
    () => ({ do: "close", symbol }),
    () => ({ do: "cancel", order: random.integer(1, Math.max(1, said)) }),
    () => ({
      do: "modify",
      order: random.integer(1, Math.max(1, said)),
      ...random.pick<() => Omit<Extract<Command, { do: "modify" }>, "do" | "order">>([
        () => ({ limit: away(random.pick([-1, 1])) }),
        () => ({ stop: away(random.pick([-1, 1])), ifTouched: away(random.pick([-1, 1])) }),
        () => ({ quantity: String(random.integer(1, 400)) }),
      ])(),
    }),
    () => {
      const equal = random.chance(0.7);
      return {
        do: "pair",
        ...(equal && random.chance(0.5) && { link: "ouo" }),
        first: { symbol, quantity: exit, limit: away(1) },
        second: { symbol, quantity: equal ? exit : String(-quantity), stop: away(-1) },
      };
    },
    limit === "through" ? plain : bracket,
    () => {
      const other = symbols[random.integer(0, symbols.length - 1)]?.symbol ?? symbol;
      const child = (of: string, signed: string) => {
        const terms = randomTerms(random, { day, symbol: of, signed, away, lots, kinds });
        const held = random.chance(0.3);
        return { terms, held: held && !(delaysWords && terms.expires !== undefined) };
      };
      const buying = account === "cash" || random.chance(0.6);
      const signed = String(buying ? quantity : -quantity);
      return {
        do: "oto",
        parent: random.chance(0.3)
          ? { order: random.integer(1, Math.max(1, said)) }
          : randomTerms(random, { day, symbol, signed, away, lots, kinds }),
        ...(random.chance(0.3) && !delaysWords && { link: random.pick(["oco", "ouo"]) }),
        children: Array.from({ length: random.integer(1, 3) }, () =>
          child(random.chance(0.8) ? symbol : other, random.chance(0.8) ? String(buying ? -quantity : quantity) : signed),
        ),
      };
    },
  ])();
}

interface TermsInput {
  readonly lots: OracleScenario["lots"];
  readonly day: number;
  readonly symbol: string;
  readonly signed: string;
  readonly kinds: Kinds;
  readonly away: (sign: number) => string;
}

function randomTerms(random: Random, { day, symbol, signed, away, lots, kinds }: TermsInput): OrderTerms {
  const buying = !signed.startsWith("-");
  const better = () => away(buying ? -1 : 1);
  const worse = () => away(buying ? 1 : -1);
  const until = dateOf(day + random.integer(1, 8));
  const tif = random.pick<Pick<OrderTerms, "tif" | "expires">>([
    {},
    {},
    { tif: "DAY" },
    until === "" ? {} : { expires: until },
    until === "" ? {} : { tif: "GTD", expires: `${until}T${random.pick(["00", "15"])}:00:00Z` },
  ]);
  const reduceOnly: { reduceOnly?: true } = random.chance(0.1) ? { reduceOnly: true } : {};
  const immediate = { tif: random.pick(["IOC", "FOK"]) };
  const base = { symbol, quantity: signed, ...reduceOnly };
  const distance = () => cents(random.integer(1, 300));
  const trailing = random.pick<() => Partial<OrderTerms>>([
    () => ({}),
    () => ({ activation: better() }),
    () => ({ trailLimit: cents(random.integer(0, 100)) }),
    () => ({ activation: better(), trailLimit: cents(random.integer(0, 100)) }),
  ]);
  return choose<OrderTerms>(random, kinds, [
    () => base,
    () => ({ ...base, ...immediate }),
    () => ({ ...base, at: random.pick(["open", "close"]), ...(random.chance(0.3) && immediate) }),
    () => ({ ...base, limit: better(), ...tif }),
    () => ({ symbol, quantity: signed, limit: better(), display: String(random.integer(1, Math.abs(Number(signed)))), ...tif }),
    () => ({
      ...base,
      limit: better(),
      ...tif,
      ...(lots !== "average" && { lots: random.pick<OrderTerms["lots"] & {}>(["fifo", "lifo", "hifo", [1], [2, 0]]) }),
    }),
    () => ({ ...base, limit: worse(), ...immediate }),
    () => ({ ...base, stop: worse(), ...tif }),
    () => ({ ...base, stop: worse(), limit: away(random.pick([-1, 1])), ...tif }),
    () => ({ ...base, trail: distance(), ...trailing() }),
    () => ({ ...base, trailPercent: basisPoints(random.integer(50, 1500)).slice(0, 6), ...tif, ...trailing() }),
    () => ({ ...base, ifTouched: better(), ...tif }),
    () => ({ ...base, ifTouched: better(), limit: away(random.pick([-1, 1])), ...tif }),
    () => ({ ...base, marketToLimit: true, ...tif }),
    () => ({ ...base, at: random.pick(["open", "close"]), limit: away(random.pick([-1, 1])) }),
    () => ({ ...base, limit: random.pick([better, worse])(), postOnly: true, ...tif }),
  ]);
}
