"""Where the numbers of examples.test.ts come from: the same strategies in exact fractions, written from the rules and sharing no code with
the engine. Prints one line an example: end value, cash, fees, dividends, fills.

    python3 examples/expected.py
"""
import csv
from fractions import Fraction
from pathlib import Path

DATA = Path(__file__).parent / "data"
UNIVERSE = Path(__file__).parent / "universe"


def bars(symbol, start=""):
    with open(DATA / f"{symbol}.csv") as file:
        rows = [row for row in csv.DictReader(file) if row["Date"] >= start]
    names = {"open": "Open", "high": "High", "low": "Low", "close": "Close", "dividend": "Ex-Dividend", "split": "Split Ratio"}
    return [{"day": row["Date"]} | {name: Fraction(row[column]) for name, column in names.items()} for row in rows]


def text(amount):
    digits = 0
    while (amount * 10**digits).denominator != 1:
        digits += 1
    whole = abs(amount.numerator) * 10**digits // amount.denominator
    shown = f"{whole:0{digits + 1}d}"
    return ("-" if amount < 0 else "") + (f"{shown[:-digits]}.{shown[-digits:]}" if digits else shown)


class Account:
    def __init__(self, fee=0):
        self.cash, self.fee, self.held, self.waiting = Fraction(100_000), Fraction(fee), {}, []
        self.fees = self.dividends = Fraction(0)
        self.fills = 0

    def open(self, today):
        """Corporate actions, then the orders said at the last close: those that reduce first."""
        for symbol, bar in today.items():
            self.held[symbol] = self.held.get(symbol, 0) * bar["split"]
            self.waiting = [(s, q * bar["split"] if s == symbol else q) for s, q in self.waiting]
            self.cash += self.held[symbol] * bar["dividend"]
            self.dividends += self.held[symbol] * bar["dividend"]
        for symbol, quantity in sorted(self.waiting, key=lambda order: order[1] > 0):
            value = quantity * today[symbol]["open"]
            fee = abs(value) * self.fee
            assert value + fee <= self.cash, "an order is cut or refused: this oracle has no rule for that"
            self.cash -= value + fee
            self.fees += fee
            self.held[symbol] += quantity
            self.fills += 1
        self.waiting = []

    def equity(self, today):
        return self.cash + sum(self.held[symbol] * bar["close"] for symbol, bar in today.items())

    def show(self, name, today):
        print(name, *(text(x) for x in (self.equity(today), self.cash, self.fees, self.dividends)), self.fills)


def sma_cross(symbol, fee):
    account, series, was = Account(fee), bars(symbol), None
    for i, bar in enumerate(series):
        account.open({symbol: bar})
        if i < 29:
            continue
        fast, slow = (sum(b["close"] for b in series[i + 1 - n : i + 1]) / n for n in (10, 30))
        assert fast != slow
        if was is False and fast > slow:
            account.waiting = [(symbol, Fraction(100))]
        elif was is True and fast < slow and account.held[symbol]:
            account.waiting = [(symbol, -account.held[symbol])]
        was = fast > slow
    account.show(f"sma-cross {symbol}", {symbol: bar})


def buy_and_hold(symbol):
    account = Account()
    for bar in bars(symbol):
        account.open({symbol: bar})
        if not account.held[symbol]:
            account.waiting = [(symbol, Fraction(account.cash / 2 // bar["close"]))]
    account.show(f"buy-and-hold {symbol}", {symbol: bar})


def monthly_equal_weight(symbols, start):
    # A month that the data begins in after its first session is left out.
    account, month = Account(), start[:7]
    for row in zip(*(bars(symbol, start) for symbol in symbols), strict=True):
        today = dict(zip(symbols, row))
        account.open(today)
        if row[0]["day"][:7] != month:
            month, equity = row[0]["day"][:7], account.equity(today)
            targets = {symbol: equity / len(symbols) // bar["close"] for symbol, bar in today.items()}
            account.waiting = [(symbol, target - account.held[symbol]) for symbol, target in targets.items() if target != account.held[symbol]]
    account.show("monthly-equal-weight", today)


def members(day):
    with open(UNIVERSE / "members.csv") as file:
        rows = [row for row in csv.DictReader(file) if row["from"] <= day and (row["to"] == "" or day <= row["to"])]
    return {row["symbol"]: row["sector"] for row in rows}


def momentum_universe(lookback, hold):
    """At a month's first close: the members with a bar, by their return over `lookback` bars of their own less that of their sector."""
    days = {}
    with open(UNIVERSE / "prices.csv") as file:
        for row in csv.DictReader(file):
            bar = {name: Fraction(row[column]) for name, column in {"open": "Open", "close": "Close", "dividend": "Ex-Dividend"}.items()}
            days.setdefault(row["Date"], {})[row["Symbol"]] = bar | {"split": 1}
    account, closes, last, month, chosen = Account(), {}, {}, "2016-01", []
    for step, (day, today) in enumerate(days.items()):
        account.open(today)
        last |= today
        for symbol, bar in today.items():
            closes.setdefault(symbol, []).append(bar["close"])
        if day[:7] == month:
            continue
        month = day[:7]
        if step < lookback:
            continue
        sector = members(day)
        moved = {s: closes[s][-1] / closes[s][-1 - lookback] - 1 for s in today if s in sector and len(closes[s]) > lookback}
        mean = {name: [moved[s] for s in moved if sector[s] == name] for name in sector.values()}
        score = {s: value - sum(mean[sector[s]]) / len(mean[sector[s]]) for s, value in moved.items()}
        longs = sorted(score, key=lambda s: (-score[s], list(last).index(s)))[:hold]
        chosen.append(f"{day} {' '.join(longs)}")
        equity, share = account.equity(last), Fraction(9, 10) / hold
        targets = {s: equity * share // last[s]["close"] if s in longs else 0 for s in sorted(last)}
        account.waiting = [(s, target - account.held[s]) for s, target in targets.items() if target != account.held[s]]
    account.show("momentum-universe", last)
    print("\n".join(chosen))


sma_cross("AAPL", "0.0005")
sma_cross("MSFT", "0")
sma_cross("GOOGL", "0")
buy_and_hold("AAPL")
buy_and_hold("MSFT")
monthly_equal_weight(("AAPL", "GOOGL", "MSFT"), "2014-04-04")
momentum_universe(63, 2)


def half_even(value, digits=14):
    """Amounts of a ledger with 14 decimals: 9 of the price, 5 of the fee's rate."""
    return Fraction(round(value * 10**digits), 10**digits)


def pairs_fx():
    a, b = ([{name: Fraction(row[name]) for name in ("Open", "Close")} for row in csv.DictReader(open(DATA.parent / "fx" / f"{name}.csv"))] for name in ("EURUSD", "GBPUSD"))
    cash, dollars_converted, fees, fills, held, waiting, ratios = Fraction(10_000), Fraction(0), Fraction(0), 0, [0, 0], [], []
    for i, (eur, gbp) in enumerate(zip(a, b, strict=True)):
        # Reducing orders first is the order they were said in: both pairs open and close together.
        for pair, quantity in waiting:
            dollars = quantity * (eur, gbp)[pair]["Open"]
            fee = half_even(abs(dollars) * Fraction("0.00002"))
            rate = half_even(1 / a[i - 1]["Close"], 12)
            brought = -dollars - fee
            cash += half_even(brought * rate)
            dollars_converted += brought
            fees += fee
            fills += 1
            held[pair] += quantity
        waiting = []
        ratios.append(float(eur["Close"]) / float(gbp["Close"]))
        if len(ratios) < 20:
            continue
        mean = 0.0
        for each in ratios[-20:]:
            mean += each
        gap = ratios[-1] / (mean / 20) - 1
        if held[0] == 0:
            if abs(gap) > 0.01:
                size = -20_000 if gap > 0 else 20_000
                waiting = [(0, size), (1, -size)]
        elif (held[0] > 0) == (gap >= 0):
            waiting = [(0, -held[0]), (1, -held[1])]
    rate = half_even(1 / a[-1]["Close"], 12)
    worth = held[0] * a[-1]["Close"] + held[1] * b[-1]["Close"]
    end = cash + half_even(worth * rate)
    brought = half_even((worth + dollars_converted) * rate)
    print("pairs-fx", *(text(x) for x in (end, cash, half_even(fees * rate), end - 10_000 - brought)), fills)


pairs_fx()
