import { sha256OfParts } from "./digest.ts";
import type { ClockInfo } from "./document.ts";
import { rfc3339Formatter } from "./rfc3339.ts";

const linesAtOnce = 10_000;

/** What the manifest says about the run's clock: an altered, dropped or added timestamp changes the digest. */
export function clockInfo(times: Float64Array): ClockInfo {
  const format = rfc3339Formatter();
  return {
    points: times.length,
    from: format(times[0] as number),
    to: format(times[times.length - 1] as number),
    sha256: sha256OfParts(lines(times)),
  };
}

function* lines(times: Float64Array): Generator<string> {
  const format = rfc3339Formatter();
  for (let from = 0; from < times.length; from += linesAtOnce) {
    let text = "";
    for (const time of times.subarray(from, from + linesAtOnce)) text += `${format(time)}\n`;
    yield text;
  }
}
