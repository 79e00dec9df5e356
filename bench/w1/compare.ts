import { compare } from "../compare.ts";
import { makeBars } from "../data/bars.ts";
import { barsFile } from "../data/bars-file.ts";
import type { Outcome } from "../outcome.ts";
import { installPeer } from "../peers/install.ts";
import type { Peer } from "../peers/peer.ts";
import { outcomeOf } from "../print.ts";
import { ourSide, peerSide, type Side } from "../side.ts";
import { w1Oracle } from "./oracle.ts";
import { w1Peers } from "./peers.ts";

const bars = 1_000_000;

export async function compareW1(repetitions: number, say: (line: string) => void): Promise<Outcome> {
  const dataFile = barsFile("m1M", bars);
  const peers = [];
  for (const peer of w1Peers) {
    say(`W1: environment of ${peer.name} ${peer.version}`);
    peers.push({ peer, side: await peerOrReason(peer, dataFile) });
  }
  const ours = { side: ourSide(new URL("ours.ts", import.meta.url)), bars, runs: 40, warmUp: 10 };
  return outcomeOf(await compare({ id: "W1", ours, peers, oracle: (n) => w1Oracle(makeBars("m1M", n)) }, repetitions, say));
}

async function peerOrReason(peer: Peer, dataFile: string): Promise<Side | { missing: string }> {
  try {
    return peerSide(await installPeer(peer), new URL("../peers/w1.py", import.meta.url), peer.driver, dataFile);
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  }
}
