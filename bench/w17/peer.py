"""The same with pandas: closes from a file of int32 cents (whole ones, so that equal returns are equal numbers), results of the compared rows to a file, milliseconds on stdout."""
import json
import sys
import time

import numpy as np
import pandas as pd

source, output, symbols, lookback, picked, compared = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:])
close = pd.DataFrame(np.fromfile(source, dtype="<i4").reshape(-1, symbols).astype(float))
cpu, wall = time.process_time(), time.perf_counter()
momentum = close.pct_change(lookback, fill_method=None)
rank = momentum.rank(axis=1, method="first", ascending=False)
score = momentum.sub(momentum.mean(axis=1), axis=0).div(momentum.std(axis=1, ddof=0), axis=0)
longs = rank <= picked
spent = {"wall": (time.perf_counter() - wall) * 1000, "cpu": (time.process_time() - cpu) * 1000}
rows = [row for row in range(lookback, len(close)) if row % compared == 0]
cells = np.stack([rank.to_numpy()[rows], score.to_numpy()[rows], longs.to_numpy()[rows].astype(float)], axis=-1)
cells.astype("<f8").tofile(output)
print(json.dumps(spent))
