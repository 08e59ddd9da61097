"""A client is a folder: `client.toml`, a brand, notes. This module reads and checks it, and knows no client by name.

The agency keeps real clients outside this repository and points HANDSHAKE_CLIENTS (or `--clients`) at them.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale, UnknownLocaleError
from babel.numbers import list_currencies

DEFAULT_FOLDER = "clients"
DEFAULT_INBOX = "data/inbox"
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


class ClientConfigError(ValueError):
    """A client folder or agency.toml is wrong; the message names file, table and key."""


@dataclass(frozen=True)
class Channel:
    """A client's own word for a group of campaigns; null fields match everything. `billing`: what is paid for, impression or click."""

    name: str
    platform: str | None = None
    campaign_like: str | None = None
    billing: str | None = None


@dataclass(frozen=True)
class Exclusion:
    """Rows that are counted on a labelled line of their own and left out of every other figure.

    `column` is a standard column (`source_medium`, `page_title`, `campaign_name` ...); `like` is an SQL pattern.
    """

    label: str
    platform: str
    column: str
    like: str


@dataclass(frozen=True)
class Thresholds:
    """A client's own reading of what is genuine (sql/marts/thresholds.sql), and after how many days to meet in person (sql/marts/in_person_rules.sql)."""

    call_seconds: int | None = None
    answer_days: int | None = None
    in_person_days: int | None = None


@dataclass(frozen=True)
class Client:
    """One client. Money in reports is in `currency` (ISO 4217); days are cut in `time_zone` (IANA).

    `zones` says of an account by whose clock (IANA) its platform cuts its days, where that is not the client's own.
    `sections` are those of its reports, all where it lists none; `printed` those that even a week's paper holds.
    `owners` names who answers a channel (calls, or as a conversation's channel is called).
    `paper` is what the report is printed on: a4 or letter.
    Of a `regulated` one (health), people stay out of every report until the day its agreement was signed is recorded.
    """

    slug: str
    name: str
    locale: str
    currency: str
    time_zone: str
    accounts: dict[str, tuple[str, ...]]
    kpis: tuple[str, ...]
    sections: tuple[str, ...]
    channels: tuple[Channel, ...]
    exclude: tuple[Exclusion, ...]
    folder: Path
    regulated: str | None = None
    agreement_signed: date | None = None
    zones: Mapping[str, str] = field(default_factory=dict)
    thresholds: Thresholds = Thresholds()
    owners: Mapping[str, str] = field(default_factory=dict)
    printed: tuple[str, ...] = ()
    paper: str = "a4"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


@dataclass(frozen=True)
class Agency:
    """The agency that sends the reports."""

    name: str
    time_zone: str


DEFAULT_KPIS = ("spend", "conversions", "sessions", "search_clicks")


def clients_folder(folder: str | Path | None = None) -> Path:
    """Where client folders live: the argument, else HANDSHAKE_CLIENTS, else `clients/`."""
    return Path(folder or os.environ.get("HANDSHAKE_CLIENTS") or DEFAULT_FOLDER)


def inbox_folder(folder: str | Path | None = None) -> Path:
    """Where exports are dropped, one folder per client: the argument, else HANDSHAKE_INBOX, else `data/inbox`."""
    return Path(folder or os.environ.get("HANDSHAKE_INBOX") or DEFAULT_INBOX)


def client_names(folder: Path) -> list[str]:
    """Every client folder below `folder`, by name; a client folder is one that holds client.toml."""
    if not folder.is_dir():
        raise ClientConfigError(
            f"{folder}: no such folder of clients. Make it, or name another with --clients or HANDSHAKE_CLIENTS."
        )
    return sorted(path.parent.name for path in folder.glob("*/client.toml"))


def client_titles(folder: Path) -> dict[str, str]:
    """Folder name -> what the client is called; the folder's own name where its client.toml is wrong."""
    titles = {}
    for name in client_names(folder):
        try:
            titles[name] = load_client(folder / name).name
        except ClientConfigError:
            titles[name] = name
    return titles


def name_choices(kind: str, names: list[str]) -> type[StrEnum]:
    """An enum for a form's drop-down, whose members are spelt as the names are."""
    return StrEnum(kind, {name: name for name in names})


def _table(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ClientConfigError(
            f"{path}: not found. Make it, or name another folder with --clients or HANDSHAKE_CLIENTS."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ClientConfigError(f"{path}: not readable as TOML: {error}.") from error


def _build(kind: type, row: object, where: str):
    """A frozen dataclass from a TOML table: unknown, missing and mistyped keys each fail by name."""
    if not isinstance(row, dict):
        raise ClientConfigError(f"{where}: expected a table, found {row!r}.")
    fields = kind.__dataclass_fields__
    for key, value in row.items():
        if key not in fields:
            raise ClientConfigError(f"{where}: unknown key {key!r}; it knows {', '.join(fields)}.")
        if not isinstance(value, str):
            raise ClientConfigError(f"{where}: {key} must be text, found {value!r}.")
    try:
        return kind(**row)
    except TypeError as error:
        missing = [name for name in fields if name not in row]
        raise ClientConfigError(f"{where}: needs {', '.join(missing)}.") from error


_KNOWN = {
    "name",
    "locale",
    "currency",
    "time_zone",
    "accounts",
    "kpis",
    "sections",
    "printed",
    "channels",
    "exclude",
    "regulated",
    "agreement_signed",
    "zones",
    "thresholds",
    "owners",
    "paper",
}


def _texts(table: dict, key: str, where: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
    values = table.get(key, list(default))
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ClientConfigError(f"{where}: {key} must be a list of texts.")
    return tuple(values)


def _text(table: dict, key: str, where: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ClientConfigError(f'{where}: {key} is missing; add {key} = "...".')
    return value


def _accounts(table: dict, where: str) -> dict[str, tuple[str, ...]]:
    accounts = table.get("accounts", {})
    if not isinstance(accounts, dict):
        raise ClientConfigError(f"{where}: accounts must be a table of platform = [ids].")
    return {platform: _texts(accounts, platform, f"{where}: accounts") for platform in sorted(accounts)}


def _zone(zone: object, key: str, where: str) -> str:
    if zone not in available_timezones():
        raise ClientConfigError(f"{where}: {key} {zone!r} is not an IANA zone such as Europe/Lisbon.")
    return zone


def _zones(table: dict, accounts: dict[str, tuple[str, ...]], where: str) -> dict[str, str]:
    zones = table.get("zones", {})
    if not isinstance(zones, dict):
        raise ClientConfigError(f"{where}: zones must be a table of account = zone.")
    listed = {account for ids in accounts.values() for account in ids}
    for account in sorted(zones.keys() - listed):
        raise ClientConfigError(f"{where}: zones: {account!r} is no account listed under accounts.")
    return {account: _zone(zones[account], f"zones: {account}", where) for account in sorted(zones)}


def _thresholds(table: dict, where: str) -> Thresholds:
    own = table.get("thresholds", {})
    if not isinstance(own, dict) or own.keys() - Thresholds.__dataclass_fields__.keys():
        raise ClientConfigError(
            f"{where}: thresholds knows {', '.join(Thresholds.__dataclass_fields__)}, found {own!r}."
        )
    for key, value in own.items():
        if type(value) is not int or value < 1:
            raise ClientConfigError(
                f"{where}: thresholds: {key} must be a whole number of at least 1, found {value!r}."
            )
    return Thresholds(**own)


def _owners(table: dict, where: str) -> dict[str, str]:
    owners = table.get("owners", {})
    if not isinstance(owners, dict) or not all(isinstance(who, str) for who in owners.values()):
        raise ClientConfigError(f"{where}: owners must be a table of channel = name.")
    return owners


REGULATED = ("health",)
BILLINGS = ("impression", "click")
PAPERS = ("a4", "letter")
# CLDR 46, supplemental/measurementData.xml, paperSize US-Letter (checked 2026-11-23)
_LETTER = {"BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"}


def _one_of(table: dict, key: str, known: tuple[str, ...], where: str) -> str | None:
    if table.get(key) not in (None, *known):
        raise ClientConfigError(f"{where}: {key} must be one of {', '.join(known)}, found {table[key]!r}.")
    return table.get(key)


def _date(table: dict, key: str, where: str) -> date | None:
    value = table.get(key)
    if value is not None and type(value) is not date:
        raise ClientConfigError(f"{where}: {key} must be a day such as 2026-11-02, found {value!r}.")
    return value


def _check_locale(locale: str, where: str) -> str:
    try:
        Locale.parse(locale, sep="-")
    except (ValueError, UnknownLocaleError) as error:
        raise ClientConfigError(
            f"{where}: locale {locale!r} is not known; write en-US, pt-BR or de-DE, say."
        ) from error
    return locale


def _usual_paper(locale: str) -> str:
    return "letter" if Locale.parse(locale, sep="-").territory in _LETTER else "a4"


def load_client(folder: Path) -> Client:
    """Read one client folder; raise ClientConfigError that names the file, table and key."""
    path = folder / "client.toml"
    where = str(path)
    table = _table(path)
    for key in table.keys() - _KNOWN:
        raise ClientConfigError(f"{where}: unknown key {key!r}; it knows {', '.join(sorted(_KNOWN))}.")
    if not _SLUG.fullmatch(folder.name):
        raise ClientConfigError(f"{folder}: a client folder's name is lower-case letters, digits and hyphens.")
    time_zone = _zone(_text(table, "time_zone", where), "time_zone", where)
    accounts = _accounts(table, where)
    for row in table.get("channels", []):
        _one_of(row, "billing", BILLINGS, f"{where}: channels")
    currency, locale = _text(table, "currency", where), _check_locale(table.get("locale", "en-US"), where)
    if currency not in list_currencies():
        raise ClientConfigError(f"{where}: currency {currency!r} is not an ISO 4217 code such as EUR.")
    return Client(
        slug=folder.name,
        name=_text(table, "name", where),
        locale=locale,
        currency=currency,
        time_zone=time_zone,
        accounts=accounts,
        kpis=_texts(table, "kpis", where, DEFAULT_KPIS),
        sections=_texts(table, "sections", where),
        channels=tuple(
            _build(Channel, row, f"{where}: channels[{i}]") for i, row in enumerate(table.get("channels", []))
        ),
        exclude=tuple(
            _build(Exclusion, row, f"{where}: exclude[{i}]") for i, row in enumerate(table.get("exclude", []))
        ),
        folder=folder,
        regulated=_one_of(table, "regulated", REGULATED, where),
        agreement_signed=_date(table, "agreement_signed", where),
        zones=_zones(table, accounts, where),
        thresholds=_thresholds(table, where),
        owners=_owners(table, where),
        printed=_texts(table, "printed", where),
        paper=_one_of(table, "paper", PAPERS, where) or _usual_paper(locale),
    )


def load_agency(folder: Path) -> Agency:
    """Read `agency.toml` of a clients' folder."""
    path = folder / "agency.toml"
    table = _table(path)
    for key in table.keys() - {"name", "time_zone"}:
        raise ClientConfigError(f"{path}: unknown key {key!r}; it knows name, time_zone.")
    return Agency(name=_text(table, "name", str(path)), time_zone=_text(table, "time_zone", str(path)))


def agency_of(folder: Path) -> Agency:
    """The agency of a clients' folder; nameless and in UTC where it has no agency.toml yet."""
    return load_agency(folder) if (folder / "agency.toml").exists() else Agency(name="", time_zone="UTC")
