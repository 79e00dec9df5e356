"""What every peer driver shares: the bars the bench wrote, one clock for CPU and wall time, one line of JSON as the answer."""
import json
import resource
import sys
import time
from importlib.metadata import version

ROWS = "time open high low close volume".split()


def bars(path, n):
    """Columns of the first n bars as int64 arrays: time in ns, prices in cents. The file holds six rows of little-endian int64."""
    import numpy as np

    rows = np.memmap(path, dtype="<i8", mode="r").reshape(len(ROWS), -1)[:, :n]
    return {name: np.array(row) for name, row in zip(ROWS, rows)}


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def timed(run, repetitions):
    """Runs `run` several times; answers its last result and the CPU and wall seconds of each run (user and system, all threads)."""
    result, runs = None, []
    for _ in range(repetitions):
        result = None
        cpu, wall = cpu_seconds(), time.perf_counter()
        result = run()
        runs.append({"cpu": cpu_seconds() - cpu, "wall": time.perf_counter() - wall})
    return result, runs


def answer(package, runs, fills, final_equity):
    """fills: (bar index of the fill price, "B" or "S", price in cents, quantity), in the order of the bars."""
    json.dump({
        "version": version(package),
        "runs": runs,
        "peakRssMb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "fills": [[int(bar), side, int(cents), int(quantity)] for bar, side, cents, quantity in sorted(fills)],
        "finalEquity": str(final_equity),
    }, sys.stdout)


def main(peers):
    """argv: PEER BARS_FILE N REPETITIONS."""
    name, path, n, repetitions = sys.argv[1:]
    peers[name](bars(path, int(n)), int(repetitions))
