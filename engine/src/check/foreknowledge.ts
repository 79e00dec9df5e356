/** One value a bar, beside the data of a run: an array in the strategy's files, or one its host has made. */
export interface HeldColumn {
  /** As messages show it: `signals.ts:3`, or the name the host gave. */
  readonly place: string;
  readonly values: readonly number[];
}

/** Numbers of one symbol's bars in the run. */
export interface KnownBars {
  readonly symbol: string;
  readonly open: ArrayLike<number>;
  readonly high: ArrayLike<number>;
  readonly low: ArrayLike<number>;
  readonly close: ArrayLike<number>;
}

export interface Foreknowledge {
  readonly place: string;
  readonly message: string;
}

const fewest = 20;

/**
 * Columns that cannot have been known bar by bar: they hold the run's own prices, or go with the change from each bar to the next one far
 * beyond chance. Columns shorter than half of the run are no columns of it.
 */
export function knowingColumns(columns: readonly HeldColumn[], bars: readonly KnownBars[]): Foreknowledge[] {
  return columns.flatMap((column) => {
    for (const each of bars) {
      const message = held(column.values, each) ?? foretold(column.values, each);
      if (message !== undefined) return [{ place: column.place, message: `${column.place} ${message}` }];
    }
    return [];
  });
}

/** Columns as long as the run whose knowledge cannot be seen from outside. */
export function longColumns(columns: readonly HeldColumn[], bars: number): HeldColumn[] {
  return columns.filter(({ values }) => values.length >= Math.max(fewest, bars / 2));
}

function held(values: readonly number[], { symbol, open, high, low, close }: KnownBars): string | undefined {
  const rows = close.length;
  if (values.length < Math.max(fewest, rows / 2)) return undefined;
  for (const shift of [0, 1, 2, -1]) {
    for (const [name, prices] of Object.entries({ close, open, high, low })) {
      let [same, compared] = [0, 0];
      const distinct = new Set<number>();
      for (let i = 0; i < values.length && i + shift < rows; i++) {
        if (i + shift < 0) continue;
        compared++;
        if (values[i] !== prices[i + shift]) continue;
        same++;
        distinct.add(values[i] as number);
      }
      if (compared >= fewest && same > compared / 2 && distinct.size > 5) {
        return `holds ${same} prices of the run itself (${name} of ${symbol}), among them those of bars that have not closed when it is read`;
      }
    }
  }
  return undefined;
}

function foretold(values: readonly number[], { symbol, close }: KnownBars): string | undefined {
  const rows = close.length;
  if (values.length < Math.max(fewest, rows / 2)) return undefined;
  const changes: number[] = [];
  const levels: number[] = [];
  const plain: number[] = [];
  for (let i = 0; i + 1 < rows && i < values.length; i++) {
    const [now, next, value] = [close[i] as number, close[i + 1] as number, values[i] as number];
    if (!Number.isFinite(value) || now === 0) continue;
    changes.push(next / now - 1);
    plain.push(value);
    levels.push(value / now);
  }
  const most = Math.max(Math.abs(correlation(plain, changes)), Math.abs(correlation(levels, changes)));
  if (changes.length < fewest || most < 0.5 || most < 6 / Math.sqrt(changes.length)) return undefined;
  return `knows the next bar: its values go with the change of ${symbol} from each bar to the next (correlation ${most.toFixed(2)} over ${changes.length} bars)`;
}

/** What was said at one bar's close, and which way prices went by the next close. */
export interface Bet {
  readonly isBuy: boolean;
  readonly change: number;
}

/**
 * Whether decisions are followed by the change they bet on so often that they must have known it: less than once in a thousand million runs
 * by chance, on prices whose next change cannot be told from the last ones. Answers the sentence, or undefined.
 */
export function prescient(bets: readonly Bet[], closes: readonly ArrayLike<number>[]): string | undefined {
  const moved = bets.filter(({ change }) => change !== 0);
  if (moved.length < fewest || closes.some((close) => predictability(close) > 0.65)) return undefined;
  const ups = closes.reduce((sum, close) => sum + shareOfRises(close), 0) / closes.length;
  const hits = moved.filter(({ isBuy, change }) => isBuy === change > 0).length;
  const expected = moved.reduce((sum, { isBuy }) => sum + (isBuy ? ups : 1 - ups), 0) / moved.length;
  if (tail(moved.length, hits, Math.max(expected, 0.5)) > 1e-9) return undefined;
  return `${hits} of ${moved.length} orders were followed by the very change they bet on, from their bar's close to the next: by chance that happens less than once in a thousand million runs`;
}

function shareOfRises(close: ArrayLike<number>): number {
  let [rises, moves] = [0, 0];
  for (let i = 1; i < close.length; i++) {
    const change = (close[i] as number) - (close[i - 1] as number);
    if (change !== 0) moves++;
    if (change > 0) rises++;
  }
  return moves === 0 ? 0.5 : rises / moves;
}

/** How often the next direction is the one that most often followed the last three: near 1 for waves and ramps. */
function predictability(close: ArrayLike<number>): number {
  const counts = new Map<number, [falls: number, rises: number]>();
  let [state, seen] = [0, 0];
  for (let i = 1; i < close.length; i++) {
    const rises = (close[i] as number) > (close[i - 1] as number);
    if (seen >= 3) {
      const count = counts.get(state) ?? [0, 0];
      count[rises ? 1 : 0]++;
      counts.set(state, count);
    }
    state = ((state << 1) | Number(rises)) & 7;
    seen++;
  }
  const all = [...counts.values()];
  const total = all.reduce((sum, [falls, rises]) => sum + falls + rises, 0);
  return total === 0 ? 1 : all.reduce((sum, count) => sum + Math.max(...count), 0) / total;
}

/** Probability of at least `hits` of `count` with chance `p` each. */
function tail(count: number, hits: number, p: number): number {
  if (p >= 1) return 1;
  let term = count * Math.log1p(-p);
  let sum = hits <= 0 ? Math.exp(term) : 0;
  for (let k = 1; k <= count; k++) {
    term += Math.log((count - k + 1) / k) + Math.log(p) - Math.log1p(-p);
    if (k >= hits) sum += Math.exp(term);
  }
  return sum;
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [both, ofA, ofB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [(a[i] as number) - meanA, (b[i] as number) - meanB];
    both += x * y;
    ofA += x * x;
    ofB += y * y;
  }
  return ofA === 0 || ofB === 0 ? 0 : both / Math.sqrt(ofA * ofB);
}
