"""Writes expected.json: what scipy, numpy and pandas make of rows of numbers with ties and gaps, for expected.test.ts. Made with pandas 2.3.3,
scipy 1.17.1 and numpy 2.4.6; nothing of the engine takes part.

    python3 engine/src/pipeline/expected.py
"""
import json
import random
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats
from scipy.stats import mstats

SYMBOLS, ROWS = 13, 14
GROUPS = ["x", "y", "z", None]


def table():
    """Rows of two decimals: plain ones, with gaps, with many ties, equal throughout, almost empty, empty."""
    chance = random.Random(7)
    rows = []
    for row in range(ROWS):
        step = 1 if row % 3 == 2 else 0.01
        values = [round(round(chance.uniform(-50, 50) / step) * step / (10 if step == 1 else 1), 2) for _ in range(SYMBOLS)]
        if row % 2 == 1:
            values = [None if chance.random() < 0.25 else value for value in values]
        rows.append(values)
    rows[9] = [2.5] * SYMBOLS
    rows[10] = [None] * (SYMBOLS - 1) + [1.25]
    rows[11] = [None] * SYMBOLS
    return rows


def ranks(row, method):
    return stats.rankdata(row, method=method, nan_policy="omit")


def along(row, taken, groups, work):
    """`work` on the defined values of each group."""
    out = np.full(len(row), np.nan)
    use = taken & ~np.isnan(row)
    parts = [use] if groups is None else [use & (groups == name) for name in dict.fromkeys(groups) if name is not None]
    for part in parts:
        if part.any():
            out[part] = work(row[part])
    return out


def zscore(values):
    return stats.zscore(values) if len(set(values)) > 1 else np.full(len(values), np.nan)


def winsorize(values):
    return np.asarray(mstats.winsorize(values, limits=(0.125, 0.25)))


def quantiles(values):
    return pd.qcut(values, 4, labels=False)


def within(values):
    low, high = np.nanpercentile(values, [20, 70])
    return ((low <= values) & (values <= high)).astype(float)


def top(values):
    order = np.argsort(-values, kind="stable")
    chosen = np.zeros(len(values))
    chosen[order[:3]] = 1
    return chosen


WORK = {
    **{name: (lambda values, name=name: ranks(values, name)) for name in ("ordinal", "average", "min", "max", "dense")},
    "descending": lambda values: ranks(-values, "ordinal"),
    "descendingAverage": lambda values: ranks(-values, "average"),
    "zscore": zscore,
    "demean": lambda values: values - values.mean(),
    "winsorize": winsorize,
    "quantiles": quantiles,
    "within": within,
    "top": top,
}


def plain(row):
    return [None if np.isnan(value) else float(value) for value in row]


def main():
    values = table()
    mask = [[(row * 5 + symbol * 3) % 7 != 0 for symbol in range(SYMBOLS)] for row in range(ROWS)]
    groups = [GROUPS[(symbol * 5) % 4] for symbol in range(SYMBOLS)]
    expected = {}
    for name, work in WORK.items():
        for kind in ("plain", "masked", "grouped"):
            table_of_kind = []
            for row, taken in zip(values, mask):
                numbers = np.array([np.nan if value is None else value for value in row])
                use = np.array(taken) if kind == "masked" else np.full(SYMBOLS, True)
                by = np.array(groups, dtype=object) if kind == "grouped" else None
                try:
                    table_of_kind.append(plain(along(numbers, use, by, work)))
                except ValueError as error:  # pandas refuses bins with equal edges
                    assert name == "quantiles" and "Bin edges must be unique" in str(error), error
                    table_of_kind.append("refused")
            expected[f"{name} {kind}"] = table_of_kind
    text = json.dumps({"values": values, "mask": mask, "groups": groups, "expected": expected}, separators=(",", ":"))
    (Path(__file__).parent / "expected.json").write_text(text.replace('"],"', '"],\n"').replace("]],", "]],\n") + "\n")


main()
