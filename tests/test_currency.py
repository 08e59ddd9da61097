"""Money of several currencies in one report: brought over by the rates of its days, or left out and said, never added as it stands."""

import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from clients.client import Client, load_client
from clients.period import Period
from commands.onboarding import learn, read_all
from pipeline import Outcome, produce_edition
from platforms.reader import read_file
from store import Store

WEEK = Period.parse("2026-W46")  # Monday 9 to Sunday 15 November: the bank publishes nothing on the 14th and 15th
RATES = "ecb_rates/eurofxref-hist.csv"
# Units for one EUR, as the file prints them:  9th     10th   11th     12th      13th     14th and 15th: as on the 13th
#                                        USD  1.0755   1.08   1.0902   1.0871    1.0834
#                                        GBP  0.8388   0.84   0.8396   0.84115   0.8423
DOLLARS = ("100.10", "80.00", "55.55", "120.00", "99.99", "40.40", "10.01")
POUNDS = ("12.34", "0.00", "200.00", "75.75", "160.65", "33.30", "8.01")
# 100.10/1.0755 + 80/1.08 + 55.55/1.0902 + 120/1.0871 + (99.99 + 40.40 + 10.01)/1.0834
#   = 93.07299 + 74.07407 + 50.95395 + 110.38543 + 138.82223 = 467.30867 (cents of single days add up to 467.30: nothing is rounded before the end)
# 12.34/0.8388 + 200/0.8396 + 75.75/0.84115 + (160.65 + 33.30 + 8.01)/0.8423
#   = 14.71149 + 238.20867 + 90.05528 + 239.77205 = 582.74750
SPENT = Decimal("1050.06")
SOLD = Decimal("140.06")  # 100.00 + 39.95 + 0.11, in euros as they are


def days() -> list[str]:
    return [f"2026-11-{day:02}" for day in range(9, 16)]


def google() -> str:
    rows = [f"Crowns,1,{day},USD,100,10,{cost}" for day, cost in zip(days(), DOLLARS, strict=True)]
    head = 'Campaign report\n"November 9, 2026 - November 15, 2026"\n'
    return head + "\n".join(["Campaign,Campaign ID,Day,Currency code,Impr.,Clicks,Cost", *rows]) + "\n"


def meta() -> str:
    rows = [f"Smiles,{cost},400,{day},{day}" for day, cost in zip(days(), POUNDS, strict=True)]
    return "\n".join(["Campaign name,Amount spent (GBP),Impressions,Reporting starts,Reporting ends", *rows]) + "\n"


def orders() -> str:
    rows = [
        f"#{number},EUR,{total},{total},2026-11-{day:02} 12:00:00 +0100"
        for number, day, total in ((1, 9, "100.00"), (2, 14, "39.95"), (3, 15, "0.11"))
    ]
    return "\n".join(["Name,Currency,Subtotal,Total,Created at", *rows]) + "\n"


@pytest.fixture
def client(make_client, tmp_path: Path) -> Client:
    """A client in EUR with an account in USD, one in GBP and a shop in EUR."""
    made = make_client(
        'accounts = { google_ads = ["1"], meta_ads = ["2"], shopify = ["s"] }\nkpis = ["spend", "order_total", "clicks"]\n'
    )
    path = made.folder / "client.toml"
    path.write_text(path.read_text().replace('currency = "USD"', 'currency = "EUR"'))
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for name, text in (("google.csv", google()), ("meta.csv", meta()), ("orders.csv", orders())):
        (inbox / name).write_text(text)
    return load_client(made.folder)


def report_of(outcome: Outcome, store: Store) -> dict:
    assert outcome.status == "made", outcome.why
    return json.loads(store.read(f"editions/{outcome.client}/{outcome.period}/{outcome.edition}/report.json"))


def rows(report: dict, section: str, name: str) -> list[dict]:
    return next(one["rows"][name] for one in report["sections"] if one["name"] == section)


def figures(report: dict) -> dict[str, dict]:
    return {row["metric"]: row for row in rows(report, "summary", "headline")}


def cents(text: str) -> Decimal:
    return Decimal(text).quantize(Decimal("0.01"))


@pytest.mark.parametrize("shared", [False, True], ids=["in its own inbox", "in the inbox of all clients"])
def test_D10_three_currencies_total_to_the_hand_computed_amount_to_the_cent(
    client: Client, tmp_path: Path, exports: Path, store: Store, now: datetime, shared: bool
) -> None:
    (tmp_path / ("shared" if shared else "inbox")).mkdir(exist_ok=True)
    (tmp_path / ("shared" if shared else "inbox") / "eurofxref-hist.csv").write_bytes((exports / RATES).read_bytes())
    outcome = produce_edition(client, WEEK, store=store, inbox=tmp_path / "inbox", now=now, shared=tmp_path / "shared")
    told = figures(report_of(outcome, store))
    assert (cents(told["spend"]["value"]), cents(told["order_total"]["value"])) == (SPENT, SOLD)
    assert (told["spend"]["days_covered"], outcome.warnings) == (7, [])


def test_D10_the_data_notes_print_both_amounts_the_rates_their_days_and_their_source(
    client: Client, tmp_path: Path, exports: Path, store: Store, now: datetime
) -> None:
    (tmp_path / "inbox/eurofxref-hist.csv").write_bytes((exports / RATES).read_bytes())
    outcome = produce_edition(client, WEEK, store=store, inbox=tmp_path / "inbox", now=now)
    page = store.read(f"editions/{client.slug}/{WEEK}/{outcome.edition}/report.html").decode()
    assert (
        "Google Ads, Ad spend: $506.05 is €467.31, each day at its own rate "
        "(0.91726 – 0.92980 for 1 USD; European Central Bank, Nov 9 – 13, 2026)."
    ) in page.replace("\u2009", " ")


def test_D10_without_rates_foreign_money_is_not_measured_its_counts_are_and_a_sentence_says_what_to_drop(
    client: Client, tmp_path: Path, store: Store, now: datetime
) -> None:
    outcome = produce_edition(client, WEEK, store=store, inbox=tmp_path / "inbox", now=now)
    told = figures(report_of(outcome, store))
    assert (told["spend"]["value"], told["spend"]["reason"]) == (None, "no_rate")
    assert (cents(told["order_total"]["value"]), told["clicks"]["value"]) == (SOLD, "70")
    assert [one.partition(" (docs")[0] for one in outcome.warnings] == [
        f"{account}: money in {currency} is left out: no rate of its days has landed: "
        "drop the European Central Bank's eurofxref-hist.csv in the inbox"
        for account, currency in (("google_ads 1", "USD"), ("meta_ads 2", "GBP"))
    ]


def test_a_row_for_the_whole_week_has_no_one_rate_and_is_left_out_with_rates_too(
    client: Client, tmp_path: Path, exports: Path, store: Store, now: datetime
) -> None:
    (tmp_path / "inbox/eurofxref-hist.csv").write_bytes((exports / RATES).read_bytes())
    head, first, *_ = meta().splitlines()
    whole = first.replace("12.34", "490.05").replace("2026-11-09,2026-11-09", "2026-11-09,2026-11-15")
    (tmp_path / "inbox/meta.csv").write_text(f"{head}\n{whole}\n")
    outcome = produce_edition(client, WEEK, store=store, inbox=tmp_path / "inbox", now=now)
    told = figures(report_of(outcome, store))
    assert (cents(told["spend"]["value"]), told["spend"]["missing"]) == (Decimal("467.31"), ["Meta Ads"])
    assert outcome.warnings == [
        "meta_ads 2: money in GBP is left out: its rows speak for several days, which have no one rate: export it with a row per day"
    ]


def test_rates_make_no_history_no_clock_and_no_source_that_could_be_missing(
    client: Client, tmp_path: Path, exports: Path, store: Store, now: datetime
) -> None:
    old = (exports / RATES).read_text() + "1999-01-04,1.1789,133.73,N/A,35.107,0.7111,N/A,N/A,1.6168,\n"
    (tmp_path / "inbox/eurofxref-hist.csv").write_text(old)
    outcome = produce_edition(client, WEEK, store=store, inbox=tmp_path / "inbox", now=now)
    report = report_of(outcome, store)
    place = store.locate(f"editions/{client.slug}/{WEEK}/{outcome.edition}/warehouse.duckdb")
    with duckdb.connect(place, read_only=True) as warehouse:
        assert warehouse.execute("select first_day from client.periods").fetchall() == [(WEEK.first_day,)]
    assert [row["platform"] for row in rows(report, "notes", "coverage")] == ["Google Ads", "Meta Ads", "Shopify"]
    assert rows(report, "notes", "clocks") == []


def test_a_file_of_rates_among_a_new_clients_files_is_named_and_makes_no_account(tmp_path: Path, exports: Path) -> None:
    (tmp_path / "google.csv").write_text(google())
    said: list[str] = []
    tables = read_all([exports / RATES, tmp_path / "google.csv"], said.append)
    assert said[0].startswith("eurofxref-hist.csv: recognised") and list(learn(tables, None).accounts) == ["google_ads"]


def test_the_banks_file_is_a_row_for_each_rate_and_a_cut_line_is_one_that_is_stopped(exports: Path) -> None:
    text = (exports / RATES).read_text()
    whole = read_file(text.encode()).tables[0]
    cut = read_file(text[: text.rindex("6.2703")].encode()).tables[0]
    assert (whole.landed, whole.loaded, whole.rows["exchange_rate"].count(None)) == (48, 48, 6)
    assert (cut.landed, cut.loaded, cut.quarantined, [one.reason for one in cut.problems]) == (
        41, 40, 1, ["the row has 8 cells where the header has 10"],
    )  # fmt: skip


def test_the_banks_file_of_one_day_has_its_day_in_words_and_blanks_after_commas() -> None:
    table = read_file(b"Date, USD, JPY, GBP, \n20 November 2026, 1.0834, 167.89, 0.8423, \n").tables[0]
    assert (table.report, table.rows["period_start"], table.rows["exchange_rate"]) == (
        "daily", ["2026-11-20"] * 3, ["1.0834", "167.89", "0.8423"],
    )  # fmt: skip
