"""LEDGER's worked example as exports in the platforms' own formats: one week of one client, every number countable by hand.

Spend 2,480; 412,300 impressions; 3,340 visits; 4,186 clicks; 61 conversations and 38 calls; 24 bookings; 9 meetings; 68 people.
"""

from datetime import date, timedelta
from pathlib import Path

MONDAY = date(2026, 11, 9)
WEEK = "2026-W46"
TOML = (
    'accounts = { google_ads = ["1"], meta_ads = ["2"], ga4 = ["harbordental.example"], callrail = ["3"], threads = ["4"], '
    'bookings = ["5"], touchpoints = ["6"] }\nkpis = ["spend", "sessions"]\n'
)


def _split(total: int, place: int) -> int:
    """One day's share of a week's whole number; the seven shares are the whole."""
    return total * (place + 1) // 7 - total * place // 7


def _days() -> list[tuple[int, date]]:
    return [(place, MONDAY + timedelta(days=place)) for place in range(7)]


def google_ads() -> str:
    """398,000 impressions, of which 231,400 could be seen and 166,600 could not; 274 clicks, all invalid, which Google has taken out already."""
    lines = [
        "Campaign report",
        '"November 9, 2026 - November 15, 2026"',
        "Campaign,Day,Currency code,Impr.,Viewable impr.,Non-viewable impr.,Clicks,Invalid clicks,Cost",
    ]
    for place, day in _days():
        counts = [_split(total, place) for total in (398_000, 231_400, 166_600, 0, 274, 1480)]
        lines.append(f"Display,{day},USD," + ",".join(map(str, counts)) + ".00")
    lines.append('Total: Campaigns,,USD,"398,000","231,400","166,600",0,274,1480.00')
    return "\n".join(lines) + "\n"


def meta_ads() -> str:
    """14,300 impressions of which nobody says whether they could be seen; 3,912 link clicks, after 3,020 of which the page loaded."""
    lines = [
        "Day,Campaign name,Amount spent (USD),Impressions,Link clicks,Landing page views,Reporting starts,Reporting ends"
    ]
    for place, day in _days():
        counts = [_split(total, place) for total in (1000, 14_300, 3_912, 3_020)]
        lines.append(f"{day},Book a check-up," + ",".join(map(str, counts)) + f",{day},{day}")
    return "\ufeff" + "\n".join(lines) + "\n"


def ga4() -> str:
    """3,340 visits, 1,905 of them engaged."""
    lines = [
        "# ----------------------------------------", "# Traffic acquisition: Session source / medium", "# Account: Harbor Dental",
        "# Property: harbordental.example", "# ----------------------------------------", "# ", "# All Users", "# Start date: 20261109",
        "# End date: 20261115", "Session source / medium,Date,Sessions,Engaged sessions",
    ]  # fmt: skip
    return (
        "\n".join(
            lines
            + [f"google / organic,{day:%Y%m%d},{_split(3340, place)},{_split(1905, place)}" for place, day in _days()]
        )
        + "\n"
    )


def phone(person: int) -> str:
    return f"+1212555{person:04d}"


def email(person: int) -> str:
    return f"person{person}@party.example"


# Persons 0-19 call, 20-44 write, 45-53 only book, 54 only comes in. 13 conversations name nobody, 7 are second ones of a person.
CALLERS, WRITERS, BOOKERS, VISITOR = range(20), range(20, 45), range(45, 54), 54


def callrail() -> str:
    """38 calls: 20 answered and long enough, 13 spam, 5 missed and not called back."""
    calls = [(place, 184, "Yes", phone(person), "") for place, person in enumerate(CALLERS)]
    calls += [(20 + place, 7, "Yes", phone(9000 + place), "spam") for place in range(13)]
    calls += [(33 + place, 0, "No", phone(8000 + place), "") for place in range(5)]
    lines = [
        "Call ID,Start Time,Duration (seconds),Answered,First-Time Caller,Phone Number,Source,Medium,Campaign,Direction,Tags"
    ]
    for number, seconds, answered, caller, tag in calls:
        day = MONDAY + timedelta(days=number % 5)
        lines.append(
            f"CAL{number:03d},{day} 09:{number:02d},{seconds},{answered},Yes,{caller},Google Ads,cpc,,Inbound,{tag}"
        )
    return (
        "\n".join([*lines, f"CAL900,{MONDAY + timedelta(days=6)} 21:00,3,Yes,No,{phone(7000)},Direct,,,Outbound,"])
        + "\n"
    )


def threads() -> str:
    """61 conversations: 45 in which both spoke (25 persons, 7 of them twice, 13 without a name), 16 that wait for an answer."""
    authors = [email(person) for person in (*WRITERS, *WRITERS[:7])] + [""] * 13
    lines = ["thread,channel,at,direction,author"]
    for number, author in enumerate(authors):
        day = MONDAY + timedelta(days=number % 5)
        lines.append(f"t-{number},instagram,{day}T10:{number:02d}:00-05:00,in,{author}")
        lines.append(f"t-{number},instagram,{day}T12:{number:02d}:00-05:00,out,")
    for number in range(16):
        day = MONDAY + timedelta(days=number % 7)
        lines.append(f"w-{number},facebook,{day}T15:{number:02d}:00-05:00,in,{email(500 + number)}")
    return "\n".join(lines) + "\n"


def bookings() -> str:
    """24 bookings by 23 people: 9 who only book, 14 callers after their call, one of whom books twice."""
    lines = ["date,source,new_or_returning,party,phone"]
    days = [MONDAY + timedelta(days=place % 7) for place in range(len(BOOKERS))] + [MONDAY + timedelta(days=5)] * 15
    people = (*BOOKERS, *CALLERS[:14], CALLERS[0])
    lines += [f"{day},website,new,{email(person)},{phone(person)}" for day, person in zip(days, people, strict=True)]
    return "\n".join(lines) + "\n"


def touchpoints() -> str:
    """9 meetings that were due: 4 in person and 3 by video, of callers but one; 2 to which nobody came."""
    lines = ["start,end,form,place,party,status"]
    day = MONDAY + timedelta(days=6)
    forms = ["in person"] * 4 + ["video"] * 3
    people = [*CALLERS[:6], VISITOR]
    for place, (form, person) in enumerate(zip(forms, people, strict=True)):
        lines.append(f"{day} {10 + place}:00,{day} {10 + place}:30,{form},,{email(person)},held")
    lines += [f"{MONDAY} {18 + place}:00,,in person,,{email(600 + place)},no-show" for place in range(2)]
    return "\n".join(lines) + "\n"


FILES = {
    "google-ads/Campaign report.csv": google_ads,
    "meta-ads/Campaigns.csv": meta_ads,
    "ga4/Traffic_acquisition.csv": ga4,
    "callrail/calls.csv": callrail,
    "threads/threads.csv": threads,
    "bookings/bookings.csv": bookings,
    "touchpoints/touchpoints.csv": touchpoints,
}


def write(folder: Path, files: dict | None = None) -> Path:
    """The example's files below the folder, in folders that say which account they are of."""
    for name, content in (FILES if files is None else files).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content(), encoding="utf-8")
    return folder
