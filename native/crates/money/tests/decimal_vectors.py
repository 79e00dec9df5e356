"""Writes fixtures/decimal-vectors.tsv: the General Decimal Arithmetic test cases that apply to exact decimals in an i128.

    python3 native/crates/money/tests/decimal_vectors.py

The cases are read from the test suite of the running Python (`test/decimaltestdata`; on Debian the package
libpython3.11-testsuite). Left out: NaN, infinities and signed payloads, exponents beyond 38 decimals, results shaped by exponent
limits (overflow, underflow, subnormal, clamped), the mode ROUND_05UP, and operations this crate does not have.
"""

import collections
import pathlib
import platform
import re
import shlex
import test
from decimal import Decimal

FILES = "abs add base compare divide divideint inexact minus multiply plus quantize randoms reduce remainder rescale rounding subtract tointegral"
OPERATIONS = "abs add compare divide divideint minus multiply plus quantize reduce remainder rescale subtract tointegral tosci"
MODES = {"half_even": "half-even", "half_up": "half-up", "half_down": "half-down", "up": "up", "down": "down", "floor": "floor", "ceiling": "ceil"}
SHAPED = {"overflow", "underflow", "subnormal", "clamped", "division_impossible", "invalid_operation", "invalid_context", "division_undefined"}
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
LARGEST = 2**127 - 1


def holds(text):
    """Whether an i128 with at most 38 decimals holds this number."""
    if not NUMBER.fullmatch(text):
        return False
    _, digits, exponent = Decimal(text).as_tuple()
    if not -60 <= exponent <= 60:
        return not any(digits) and exponent == 0
    mantissa = int("".join(map(str, digits))) * 10 ** max(exponent, 0)
    return max(-exponent, 0) <= 38 and mantissa <= LARGEST


def cases(folder, name):
    settings = {}
    for line in (folder / f"{name}.decTest").read_text(encoding="utf-8").splitlines():
        line = line.split("--")[0].strip()
        if setting := re.fullmatch(r"(\w+)\s*:\s*(\S+)", line):
            settings[setting[1].lower()] = setting[2].lower()
            continue
        # Quotes inside quotes test a reader of quoted tokens, not of numbers.
        if "->" not in line or re.search(r"''|\"\"|'\"|\"'|'[^' ]*\"[^' ]*'|\"[^\" ]*'[^\" ]*\"", line):
            continue
        left, right = line.split("->")
        left, right = shlex.split(left), shlex.split(right)
        yield left[0], left[1].lower(), left[2:], right[0], {flag.lower() for flag in right[1:]}, settings


def applies(operation, operands, expected, flags, settings):
    if operation not in OPERATIONS.split() or settings["rounding"] not in MODES or flags & SHAPED or any("#" in text or "\t" in text for text in operands):
        return None
    if operation == "quantize" and holds(operands[1]) and Decimal(operands[1]).as_tuple().exponent > 0:
        return None
    if operation == "rescale" and holds(operands[1]) and Decimal(operands[1]) > 0:
        return None
    if "conversion_syntax" in flags:
        return "refused" if operation == "tosci" else None
    if "division_by_zero" in flags:
        return "refused" if all(holds(text) for text in operands) else None
    return expected if all(holds(text) for text in [*operands, expected]) else None


def main():
    folder = pathlib.Path(test.__file__).parent / "decimaltestdata"
    rows, ids = [], collections.Counter()
    for name in FILES.split():
        for case, operation, operands, expected, flags, settings in cases(folder, name):
            answer = applies(operation, operands, expected, flags, settings)
            if answer is not None:
                rows.append([case, operation, settings["precision"], MODES[settings["rounding"]], answer, *operands])
                ids[operation] += 1
    head = [
        f"# General Decimal Arithmetic Testcases, Copyright (c) IBM Corporation, 1981, 2008; as shipped with CPython {platform.python_version()} (test/decimaltestdata).",
        f"# Files: {FILES}. {len(rows)} applicable cases, selected by decimal_vectors.py: id, operation, precision, rounding, result, operands.",
    ]
    path = pathlib.Path(__file__).parent / "fixtures" / "decimal-vectors.tsv"
    path.write_text("\n".join([*head, *("\t".join(row) for row in rows)]) + "\n", encoding="utf-8")
    print(*head, dict(ids), sep="\n")


if __name__ == "__main__":
    main()
