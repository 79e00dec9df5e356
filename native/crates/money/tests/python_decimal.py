"""Writes fixtures/python-decimal.tsv: what CPython's `decimal` module answers for the functions of this crate.

    python3 native/crates/money/tests/python_decimal.py

Same seed, same file; run it again only to change the cases.
"""

import decimal
import pathlib
import platform
import random
from decimal import Decimal

MODES = {
    "half-even": decimal.ROUND_HALF_EVEN,
    "half-up": decimal.ROUND_HALF_UP,
    "half-down": decimal.ROUND_HALF_DOWN,
    "up": decimal.ROUND_UP,
    "down": decimal.ROUND_DOWN,
    "floor": decimal.ROUND_FLOOR,
    "ceil": decimal.ROUND_CEILING,
}
LARGEST = 2**127 - 1
SMALLEST = -(2**127)
# 400 digits hold every exact result; ROUND_05UP keeps a later rounding right when a quotient does not end.
EXACT = decimal.Context(prec=400, rounding=decimal.ROUND_05UP, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN)


def fitting(number):
    return str(number) if SMALLEST <= number <= LARGEST else "overflow"


def rounded(value, scale, mode):
    """The mantissa of `value` at `scale`."""
    quantum = Decimal((0, (1,), -scale))
    return fitting(int(value.quantize(quantum, rounding=MODES[mode], context=EXACT).scaleb(scale, context=EXACT)))


def canonical(value):
    text = format(value.normalize(EXACT), "f")
    return "0" if value == 0 else text


def mantissa(rng):
    kind = rng.randrange(5)
    if kind == 0:
        return rng.choice([LARGEST, SMALLEST, LARGEST - 1, SMALLEST + 1, 0, 1, -1, 5, -5, 15, 25, -25])
    if kind == 1:
        return rng.choice([1, -1]) * (10 ** rng.randrange(39) + rng.randrange(-1, 2))
    return rng.choice([1, -1]) * rng.getrandbits(rng.choice([4, 8, 16, 31, 47, 63, 80, 100, 126]))


def parse_cases(rng):
    for _ in range(700):
        digits = "".join(rng.choice("0123456789") for _ in range(rng.randrange(1, 24)))
        cut = rng.randrange(len(digits) + 1)
        text = rng.choice(["", "", "-", "+"]) + digits[:cut] + "." + digits[cut:] if rng.random() < 0.7 else rng.choice(["", "-"]) + digits
        if rng.random() < 0.3:
            text += rng.choice("eE") + rng.choice(["", "+", "-"]) + str(rng.randrange(16))
        value = Decimal(text)
        sign, places, exponent = value.as_tuple()
        whole = int("".join(map(str, places))) * (-1 if sign else 1) * 10 ** max(exponent, 0)
        scale = max(-exponent, 0)
        if scale <= 38 and SMALLEST <= whole <= LARGEST:
            yield ["parse", text, whole, scale]
    for text in ["", "-", "+", ".", "e5", "1e", "1e+", "1..2", "1.2.3", "--1", "+-1", "0x10", "1,5", "1 2", "12a", "1e5.5", "1e1e1"]:
        try:
            Decimal(text)
        except decimal.InvalidOperation:
            yield ["parse", text, "error", ""]


def format_cases(rng):
    for _ in range(700):
        number, scale = mantissa(rng), rng.randrange(39)
        yield ["format", number, scale, canonical(Decimal(number).scaleb(-scale, context=EXACT))]


def quantize_cases(rng):
    for _ in range(250):
        number, scale, to = mantissa(rng), rng.randrange(39), rng.randrange(39)
        if rng.random() < 0.5:
            to = rng.randrange(scale + 1)
        if rng.random() < 0.3 and to < scale:
            # An exact tie: half a unit of the last kept place.
            number = (2 * rng.randrange(-500, 500) + 1) * 5 * 10 ** (scale - to - 1)
        value = Decimal(number).scaleb(-scale, context=EXACT)
        for mode in MODES:
            yield ["quantize", number, scale, to, mode, rounded(value, to, mode)]


def division_cases(rng):
    for _ in range(250):
        a, b, c = mantissa(rng), mantissa(rng), mantissa(rng) or 7
        if rng.random() < 0.3:
            # An exact tie with a large divisor.
            half = rng.getrandbits(60) + 1
            a, b, c = 2 * rng.getrandbits(40) + 1, half, rng.choice([2, -2]) * half
        quotient = EXACT.divide(EXACT.multiply(Decimal(a), Decimal(b)), Decimal(c))
        for mode in MODES:
            yield ["mul_div", a, b, c, mode, rounded(quotient, 0, mode)]


def main():
    rng = random.Random(20140609)
    path = pathlib.Path(__file__).parent / "fixtures" / "python-decimal.tsv"
    cases = [case for make in (parse_cases, format_cases, quantize_cases, division_cases) for case in make(rng)]
    head = f"# CPython {platform.python_version()}, decimal {decimal.__version__} (libmpdec {decimal.__libmpdec_version__}); {len(cases)} cases written by python_decimal.py"
    path.write_text("\n".join([head, *("\t".join(map(str, case)) for case in cases)]) + "\n")
    print(head)


if __name__ == "__main__":
    main()
