import { compare } from "../compare.ts";
import type { Outcome } from "../outcome.ts";
import { installPeer } from "../peers/install.ts";
import type { Peer } from "../peers/peer.ts";
import { outcomeOf } from "../print.ts";
import { ourSide, peerSide, type Side } from "../side.ts";
import { w6Oracle } from "./oracle.ts";
import { operations } from "./stream.ts";

const count = 1_000_000;

/** Floor and goal are ratios of CPU time per operation, theirs over ours. */
const peer: Peer = { name: "python-decimal", driver: "book", version: "2.4.0", bars: count, runs: 2, floor: 20, goal: 40 };

export async function compareW6(repetitions: number, say: (line: string) => void): Promise<Outcome> {
  say(`W6: environment of ${peer.name}`);
  const ours = { side: ourSide(new URL("ours.ts", import.meta.url)), bars: count, runs: 12, warmUp: 2 };
  const peers = [{ peer, side: await sideOrReason() }];
  const oracle = (n: number) => w6Oracle(operations(n));
  return outcomeOf(await compare({ id: "W6", unit: "operation", ours, peers, oracle }, repetitions, say));
}

async function sideOrReason(): Promise<Side | { missing: string }> {
  try {
    return peerSide(await installPeer(peer), new URL("../peers/w6.py", import.meta.url), peer.driver, "");
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  }
}
