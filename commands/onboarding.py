"""`handshake try` and `handshake new-client`: from files alone to a report, and from files to a client folder."""

import json
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from clients.client import ClientConfigError, clients_folder, inbox_folder, load_client
from clients.period import Period
from commands.naming import ascii_words
from platforms.catalogue import load_platforms
from platforms.decode import unpack
from platforms.inspection import agreement_sentence, names
from platforms.parties import PartyKeys
from platforms.reader import read_file
from platforms.records import SnapshotError
from platforms.tables import Table
from platforms.transports import from_file

Say = Callable[[str], None]
Ask = Callable[[str, str], str]
LOCALES = {"en": "en-US", "pt": "pt-BR"}
DEFAULT_CURRENCY = "USD"


@dataclass(frozen=True)
class Found:
    """What files say of a client. Accounts that a platform's files do not name get a name of ours."""

    name: str
    locale: str
    currency: str
    time_zone: str
    accounts: dict[str, list[str]]
    tables: list[Table]


def read_all(files: list[Path], say: Say) -> list[Table]:
    """Read every file, say of each what it is and how it stands against its own printed totals, return the known tables."""
    known: list[Table] = []
    for path in files:
        try:
            entries = unpack(from_file(path).content)
        except SnapshotError as error:
            say(f"{path.name}: {error}")
            continue
        for entry in entries:
            read = read_file(entry.content)
            called = f"{path.name}: {entry.name}" if entry.name else path.name
            tables = [table for table in read.tables if table.report]
            say(f"{called}: {_recognised(tables) if tables else read.reason}")
            known += [table for table in tables if not load_platforms()[table.platform].is_public]
    return known


def _recognised(tables: list[Table]) -> str:
    what = names(tables[0]) if len(tables) == 1 else f"{names(tables[0]).partition(',')[0]}, {len(tables)} tables"
    stopped = sum(table.quarantined for table in tables)
    rows = sum(table.loaded for table in tables)
    aside = f", {stopped} quarantined" if stopped else ""
    return f"recognised; {agreement_sentence(tables)} ({what}; {rows:,} rows{aside})"


def learn(tables: list[Table], name: str | None) -> Found:
    """Account names, currency, language and zone from what was read; the machine's zone where no file states one."""
    said = [name for table in tables if (name := _name_of(table))]
    currencies = Counter(table.currency_code for table in tables if table.currency_code)
    languages = Counter(table.language for table in tables if table.language and table.language != "en")
    accounts: dict[str, list[str]] = {}
    for table in tables:
        listed = accounts.setdefault(table.platform, [])
        listed += [one for one in (table.account or "").split(", ") if one and one not in listed]
    accounts = {platform: listed or [_called(platform, tables)] for platform, listed in sorted(accounts.items())}
    return Found(
        name or (said[0] if said else "Your client"),
        LOCALES.get(languages.most_common(1)[0][0] if languages else "en", "en-US"),
        currencies.most_common(1)[0][0] if currencies else DEFAULT_CURRENCY,
        _machine_zone(),
        accounts,
        tables,
    )


def _name_of(table: Table) -> str | None:
    """What a file calls its account: by name where it has one, else by its id."""
    names = {text for text in table.rows.get("account_name", ()) if text}
    return table.account_name or (names.pop() if len(names) == 1 else table.account)


def _called(platform: str, tables: list[Table]) -> str:
    """What to call an account that no file names: after the site most of its pages are of, else after its platform."""
    pages = [page for table in tables if table.platform == platform for page in table.rows.get("page", ()) if page]
    hosts = Counter(urlsplit(page).netloc for page in pages).most_common(1)
    return f"https://{hosts[0][0]}/" if hosts else f"{load_platforms()[platform].name} account"


def _machine_zone() -> str:
    """The IANA zone of this machine, else UTC."""
    try:
        return str(Path("/etc/localtime").resolve()).partition("/zoneinfo/")[2] or "UTC"
    except OSError:
        return "UTC"


def newest_period(tables: list[Table]) -> Period:
    """The newest week that daily files cover whole, else the one they hold most days of, else the period a file states."""
    daily = [table.days for table in tables if table.days and table.is_daily]
    stated = [table.days for table in tables if table.days and not table.is_daily]
    if daily:
        week = Period.of(max(days[1] for days in daily), "week")
        return max((week, week.previous), key=lambda one: max(_shared_days(one, days) for days in daily))
    if stated:
        return Period.between(*max(stated, key=lambda days: (days[1], days[0])))
    raise ClientConfigError(
        "None of these files states a day or a period: export again with a date range, or segmented by day."
    )


def _shared_days(period: Period, days: tuple[date, date]) -> int:
    return max(0, (min(period.last_day, days[1]) - max(period.first_day, days[0])).days + 1)


def slug_of(name: str) -> str:
    """A folder name for a client's name: plain letters, digits and hyphens."""
    return ascii_words(name, "-")[:60] or "client"


def write_client(folder: Path, found: Found, logo: Path | None) -> None:
    """Write client.toml, brand.css and the logo; raises ClientConfigError if the folder exists."""
    from reports.brand import brand_css, colours_of_logo

    if folder.exists():
        raise ClientConfigError(f"{folder}: there is such a client already; choose another name.")
    folder.mkdir(parents=True)
    listed = "\n".join(
        f"{platform} = {json.dumps(ids, ensure_ascii=False)}" for platform, ids in found.accounts.items()
    )
    texts = {"name": found.name, "locale": found.locale, "currency": found.currency, "time_zone": found.time_zone}
    head = "\n".join(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in texts.items())
    (folder / "client.toml").write_text(
        f"{head}\nkpis = {json.dumps(kpis_for(found))}\n\n[accounts]\n{listed}\n", encoding="utf-8"
    )
    if logo:
        shutil.copyfile(logo, folder / f"logo{logo.suffix.lower()}")
        (folder / "brand.css").write_text(brand_css(*colours_of_logo(logo.read_bytes())), encoding="utf-8")


# Key figures a new client starts with, in this order, each with the measure that a platform must feed for it.
_KPIS = {
    "spend": "spend",
    "conversions": "conversions",
    "sessions": "sessions",
    "users": "users",
    "orders": "orders",
    "order_total": "order_total",
    "search_clicks": "search_clicks",
    "search_impressions": "search_impressions",
    "content_views": "content_views",
    "new_followers": "new_followers",
    "recipients": "recipients",
    "email_clicks": "email_clicks",
    "calls": "calls",
    "impressions": "impressions",
    "cost_per_conversion": "conversions",
}


def kpis_for(found: Found) -> list[str]:
    """Key figures that the platforms at hand can answer, at most four."""
    fed = {measure for platform in found.accounts for measure in load_platforms()[platform].feeds}
    return [metric for metric, measure in _KPIS.items() if measure in fed][:4]


def try_report(files: list[Path], logo: Path | None, out: Path, say: Say) -> int:
    """Read files, render the newest period they cover into `out`, and say how to keep them as a client; an exit code."""
    tables = read_all(files, say)
    if not tables:
        say("None of these files is an export we know, so there is nothing to report.")
        return 3
    from pipeline import produce_edition, utc_now
    from store import Store

    found = learn(tables, None)
    period = newest_period(tables)
    say(
        f"{found.name}: {period.label}, money in {found.currency}, days as the platforms cut them, report in {found.locale}."
    )
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "clients" / slug_of(found.name)
        write_client(folder, found, logo)
        inbox = gather(files, Path(work) / "inbox")
        outcome = produce_edition(
            load_client(folder), period, store=Store(Path(work) / "store"), inbox=inbox, now=utc_now(), keys=PartyKeys()
        )
        if outcome.pdf is None:
            say(outcome.why)
            return outcome.exit_code
        out.mkdir(parents=True, exist_ok=True)
        pdf = out / f"{folder.name}-{period.label}.pdf"
        pdf.write_bytes(Path(outcome.pdf).read_bytes())
    for warning in outcome.warnings:
        say(f"    {warning}")
    say(str(pdf))
    return _offer(found, files, logo, say)


def gather(files: list[Path], inbox: Path) -> Path:
    """Copy files into an inbox, those of one folder into one folder, with their times; names that clash get a number."""
    folders: dict[Path, Path] = {}
    for path in files:
        folder = folders.setdefault(path.parent, inbox / f"{len(folders) + 1}-{slug_of(path.parent.name)}")
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / path.name).exists():
            shutil.copy2(path, folder / path.name)
    return inbox


def _offer(found: Found, files: list[Path], logo: Path | None, say: Say) -> int:
    if not sys.stdin.isatty():
        say(
            f"To keep this as a client: handshake new-client {slug_of(found.name)!r} FILE...{' --logo LOGO' if logo else ''}"
        )
        return 0
    if _ask("Keep it all as a client?", "no").casefold() not in ("y", "yes"):
        return 0
    return keep_client(found.name, files, logo, clients_folder(), inbox_folder(), say)


def _ask(question: str, default: str) -> str:
    import typer

    return typer.prompt(question, default=default)


_QUESTIONS = {
    "name": "The client's name, as printed",
    "currency": "Currency of the report (ISO code)",
    "time_zone": "Time zone (IANA)",
    "locale": "Language of the report",
}


def keep_client(name: str, files: list[Path], logo: Path | None, clients: Path, inbox: Path, say: Say) -> int:
    """Make a client folder from what files say, after at most five questions, and copy the files to its inbox; an exit code."""
    tables = read_all(files, say)
    if not tables:
        say("None of these files is an export we know, so there is no account to list.")
        return 3
    found = learn(tables, name)
    if sys.stdin.isatty():
        found = replace(found, **{key: _ask(question, getattr(found, key)) for key, question in _QUESTIONS.items()})
    else:
        said = ", ".join(f"{key} {getattr(found, key)}" for key in _QUESTIONS)
        say(f"No terminal to ask on, so the defaults stand: {said}.")
    folder = clients / slug_of(name)
    write_client(folder, found, logo)
    load_client(folder)
    gather(files, inbox / folder.name)
    say(f"{folder}/client.toml is written, and the files are in {inbox / folder.name}.")
    say(f"Next: handshake report --clients {clients} --client {folder.name} --period {newest_period(tables).label}")
    return 0
