"""Writes engine/src/market/calendar-{list,archive}.ts from exchange_calendars 4.13.2 (Apache-2.0) with pandas 2.3.3 and tzdata 2026.6.

    python3 -m venv venv
    venv/bin/pip install exchange_calendars==4.13.2 pandas==2.3.3 tzdata==2026.6 brotli==1.2.1
    venv/bin/python scripts/calendars/generate.py

The zone offsets come from the PyPI tzdata package, never from the system's, so the files do not depend on the machine.

The archive is a text, compressed. A calendar in it is a block of lines:

    XHKG Asia/Hong_Kong 1980-01-01 2035-12-31 246     id, zone, first and last day known, sessions a year
    A 600 960 720 780                                 hours: open, close and lunch break, in minutes after midnight of the session's date
    B 600 750                                         (negative: on the date before)
    AAAAA.. 3AAAA... BAAAA..                          weeks from the Monday of the first day's week on: an hours' letter a day, '.' for none;
                                                      a number before it repeats the week

and a zone one as well:

    @ Asia/Hong_Kong
    1980-01-01T00:00Z 480                             from when on the offset in minutes holds; the first from the beginning
"""

import base64
import re
import textwrap
import zlib
import zoneinfo
from datetime import date, datetime, timedelta, timezone
from importlib.metadata import metadata, version
from itertools import groupby
from pathlib import Path

EXPECTED = {"exchange_calendars": "4.13.2", "pandas": "2.3.3", "tzdata": "2026.6", "brotli": "1.2.1"}
TARGET = Path(__file__).resolve().parents[2] / "engine/src/market"
# The source's own recorded answers begin with 1986 at the earliest but for Taiwan, and end with 2034 at the latest.
USUAL = (date(1980, 1, 1), date(2035, 12, 31))
RANGES = {"XNYS": (date(1950, 1, 1), date(2050, 12, 31))}
COUNTED = range(2000, 2026)
MARGIN = timedelta(days=366)
NAMES = {"us_futures": "United States futures"}
ROUND_THE_CLOCK = ("24/5", "24/7")


def juneteenth(year) -> date:
    day = date(year, 6, 19)
    return day + timedelta(days={5: -1, 6: 1}.get(day.weekday(), 0))


# What github.com/gerrymanoim/exchange_calendars has corrected since 4.13.2, which no release has yet: the hours of a session, or None for a holiday.
LATER = {
    # 5628440: closes at noon on Juneteenth.
    "CMES": {juneteenth(year): (-420, 720) for year in range(2022, USUAL[1].year + 1)},
    # 7062399: an hour later on the days of the university entrance exam; a local election; the year's last session opens at ten.
    "XKRX": {
        **{date.fromisoformat(day): (600, 990) for day in ("2021-11-18", "2022-11-17", "2023-11-16", "2024-11-14", "2025-11-13")},
        date(2026, 6, 3): None,
        date(2026, 12, 30): (600, 930),
    },
    # 7b5e8d1: the holidays of 2026.
    "XIDX": {
        date(2026, *month_day): None
        for month_day in (
            *((1, 16), (2, 16), (3, 18), (3, 19), (3, 20), (3, 23), (3, 24), (5, 15), (5, 27), (5, 28), (6, 16), (8, 25), (12, 24)),
        )
    },
}

zoneinfo.reset_tzpath(to=[])


def main() -> None:
    found = {name: version(name) for name in EXPECTED}
    if found != EXPECTED:
        raise SystemExit(f"generate.py: needs {EXPECTED}, found {found}. Install the versions named at the head of this file.")
    import brotli
    import pandas as pd
    from exchange_calendars import calendar_utils
    from pandas.tseries.holiday import AbstractHolidayCalendar

    # pandas lists holidays from 1970 on unless told otherwise, and exchange_calendars then opens on every New Year before.
    AbstractHolidayCalendar.start_date = pd.Timestamp(RANGES["XNYS"][0] - MARGIN)
    blocks, rows, zones = [], [], {}
    for name, factory in sorted(calendar_utils._default_calendar_factories.items()):
        if name in ROUND_THE_CLOCK:
            continue
        first, last = bounded(RANGES.get(name, USUAL), factory)
        # A margin on both sides: the package shifts holidays at the edges of the range it is asked for.
        start, end = bounded((first - MARGIN, last + MARGIN), factory)
        calendar = factory(start=pd.Timestamp(start), end=pd.Timestamp(end))
        zone = str(calendar.tz)
        sessions = sessions_of(name, calendar, first, last)
        blocks.append(block(name, zone, first, last, sessions))
        rows.append(f"{name}|{zone}|{first}|{last}|{exchange_names().get(name) or NAMES[name]}")
        known = zones.get(zone, (first, last))
        zones[zone] = (min(first, known[0]), max(last, known[1]))
    blocks += [f"@ {zone}\n" + "\n".join(offsets(zone, *span)) for zone, span in sorted(zones.items())]
    # The calendar of most runs apart, so that they need not read the others.
    parts = {
        "XNYS": [text for text in blocks if text.startswith("XNYS ")],
        "others": [text for text in blocks if not text.startswith(("XNYS ", "@"))],
        "zones": [text for text in blocks if text.startswith("@")],
    }
    texts = {part: "\n\n".join(each).encode() for part, each in parts.items()}
    aliases = sorted(calendar_utils._default_calendar_aliases.items())

    source = f"// Generated by scripts/calendars/generate.py from {', '.join(f'{name} {value}' for name, value in found.items())}; do not edit."
    (TARGET / "calendar-list.ts").write_text(
        f"""{source}

/** What the tables were made from. */
export const calendarSource = "exchange_calendars {found["exchange_calendars"]}, tzdata {found["tzdata"]}";

/** Identifiers, in the order of the list. */
export const calendarIdList = `
{textwrap.fill(" ".join(row.split("|")[0] for row in rows), 140)}
`;

/** Identifier, zone, first and last day known, and name of each exchange. */
export const calendarList = `
{chr(10).join(rows)}
`;

/** Other names of some of them. */
export const calendarAliasList = `
{chr(10).join(f"{alias} {name}" for alias, name in aliases)}
`;
""",
        encoding="utf-8",
    )
    write_archive("brotli", source, {part: f'"{base64_of(brotli.compress(text, quality=11, lgwin=22))}"' for part, text in texts.items()})
    deflated = {part: f'{{ length: {len(text)}, packed: "{base64_of(deflate(text))}" }}' for part, text in texts.items()}
    write_archive("deflate", source, deflated)


def write_archive(method, source, texts) -> None:
    rows = "\n".join(f"    {part}: {text}," for part, text in texts.items())
    (TARGET / f"calendar-archive-{method}.ts").write_text(
        f"""{source}

/** All tables, in {method} and base64. In a function, so that the texts are read when a table is first asked for. */
export function calendarArchive() {{
  // biome-ignore format: one line each
  return {{
{rows}
  }};
}}
""",
        encoding="utf-8",
    )


def base64_of(data) -> str:
    return base64.b64encode(data).decode()


def deflate(text) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(text) + packer.flush()


def bounded(span, factory):
    low, high = factory.bound_min(), factory.bound_max()
    return (max(span[0], low.date()) if low is not None else span[0], min(span[1], high.date()) if high is not None else span[1])


def sessions_of(name, calendar, first, last):
    """Hours of each session, in minutes after local midnight of its date."""
    sessions = {}
    for row in calendar.schedule.itertuples():
        day = row.Index.date()
        if not first <= day <= last:
            continue
        hours = [minute_of(moment, calendar.tz, day) for moment in (row.open, row.close, row.break_start, row.break_end)]
        sessions[day] = tuple(minute for minute in hours if minute is not None)
    for day, hours in LATER.get(name, {}).items():
        if hours is None:
            del sessions[day]
        else:
            sessions[day] = hours
    starts = min(0, *(hours[0] for hours in sessions.values()))
    for day, hours in sessions.items():
        if list(hours[:1] + hours[2:] + hours[1:2]) != sorted(hours) or hours[1] > 1440 + starts or len(hours) == 3:
            raise SystemExit(f"generate.py: {name} cannot hold the session of {day}: {hours}")
    return sessions


def minute_of(moment, zone, day):
    import pandas as pd

    if pd.isna(moment):
        return None
    local = moment.to_pydatetime().astimezone(zoneinfo.ZoneInfo(str(zone)))
    if local.second:
        raise SystemExit(f"generate.py: the table cannot hold {moment} of {day}")
    return (local.date() - day).days * 1440 + local.hour * 60 + local.minute


def block(name, zone, first, last, sessions) -> str:
    counts = {}
    for hours in sessions.values():
        counts[hours] = counts.get(hours, 0) + 1
    letters = {hours: chr(65 + index) for index, hours in enumerate(sorted(counts, key=lambda hours: (-counts[hours], hours)))}
    if len(letters) > 26:
        raise SystemExit(f"generate.py: {name} has {len(letters)} kinds of hours")
    monday = first - timedelta(days=first.weekday())
    weeks = []
    while monday <= last:
        weeks.append("".join(letters[sessions[day]] if day in sessions else "." for day in (monday + timedelta(days=at) for at in range(7))))
        monday += timedelta(days=7)
    repeated = [(len(list(run)), week) for week, run in groupby(weeks)]
    return "\n".join(
        [
            f"{name} {zone} {first} {last} {sessions_per_year(first, last, sessions)}",
            *(f"{letter} {' '.join(map(str, hours))}" for hours, letter in letters.items()),
            " ".join(f"{count}{week}" if count > 1 else week for count, week in repeated),
        ]
    )


def sessions_per_year(first, last, sessions) -> int:
    """Mean of the whole years that the table knows of 2000 to 2025, a half away from zero."""
    years = [year for year in COUNTED if date(year, 1, 1) >= first and date(year, 12, 31) <= last]
    count = sum(day.year in years for day in sessions)
    return (2 * count + len(years)) // (2 * len(years))


def offsets(zone, first, last):
    rules = zoneinfo.ZoneInfo(zone)

    def offset_at(moment):
        return int(moment.astimezone(rules).utcoffset().total_seconds() // 60)

    hour = datetime(first.year, first.month, first.day, tzinfo=timezone.utc)
    before = offset_at(hour)
    yield f"{hour:%Y-%m-%dT%H:%M}Z {before}"
    while hour.date() <= last:
        hour += timedelta(hours=1)
        if offset_at(hour) == before:
            continue
        change = hour
        while offset_at(change - timedelta(minutes=1)) != before:
            change -= timedelta(minutes=1)
        before = offset_at(hour)
        yield f"{change:%Y-%m-%dT%H:%M}Z {before}"


def exchange_names():
    table = re.findall(r"^\| (\S[^|]*?) +\| (\w{4}) +\|", metadata("exchange_calendars").get_payload(), re.M)
    return {mic: name.replace("ö", "oe") for name, mic in table}


main()
