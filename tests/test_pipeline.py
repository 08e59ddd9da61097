"""From a dropped export to an edition: whose it is, what counts once, what may go on, and what is said of the rest."""

import json
import os
import re
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest

import judging
import pipeline
from clients.period import Period
from pipeline import Outcome, produce_edition
from platforms import landing
from platforms.transports import from_folder
from records import ACCEPT, write_record
from store import Store

WEEK = Period.parse("2026-W45")
GOOGLE = 'accounts = { google_ads = ["412-555-0101"] }\nkpis = ["spend", "clicks"]\n'


def drop(tmp_path: Path, exports: Path, *names: str) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / Path(name).name).write_bytes((exports / name).read_bytes())
    return folder


def made(outcome: Outcome, store: Store) -> dict:
    """The view-model of an edition that was made."""
    assert outcome.status == "made", outcome.why
    return json.loads(store.read(f"editions/{outcome.client}/{outcome.period}/{outcome.edition}/report.json"))


def headline(report: dict) -> dict[str, dict]:
    return {row["metric"]: row for row in report["sections"][0]["rows"]["headline"]}


def notes(report: dict) -> dict:
    return next(section["rows"] for section in report["sections"] if section["name"] == "notes")


def test_every_export_of_one_account_together_counts_spend_once(make_client, tmp_path, exports, store, now) -> None:
    names = ("google_ads/campaign-by-day.csv", "google_ads/keyword-utf16.csv", "google_ads/time-series.csv")
    outcome = produce_edition(make_client(GOOGLE), WEEK, store=store, inbox=drop(tmp_path, exports, *names), now=now)
    spend = headline(made(outcome, store))["spend"]
    # The keyword report states the whole week (216.60); campaign and time series hold three of its days, 354.64 each.
    assert Decimal(spend["value"]) in (Decimal("216.6"), Decimal("354.64"))


def test_a_campaign_report_and_the_overview_card_of_the_same_days_count_once(
    make_client, tmp_path, exports, store, now
) -> None:
    folder = drop(tmp_path, exports, "google_ads/campaign-by-day.csv", "google_ads/time-series.csv")
    spend = headline(made(produce_edition(make_client(GOOGLE), WEEK, store=store, inbox=folder, now=now), store))[
        "spend"
    ]
    assert (spend["value"], spend["days_covered"], spend["days"]) == ("354.64", 3, 7)


def test_an_absent_source_is_not_measured_and_never_zero(make_client, tmp_path, exports, store, now) -> None:
    client = make_client('accounts = { google_ads = ["1"], ga4 = ["x.example"] }\nkpis = ["spend", "sessions"]\n')
    folder = drop(tmp_path, exports, "google_ads/campaign-by-day.csv")
    sessions = headline(made(produce_edition(client, WEEK, store=store, inbox=folder, now=now), store))["sessions"]
    assert (sessions["value"], sessions["reason"]) == (None, "no_source")


def test_another_clients_file_is_stopped_and_nothing_of_it_is_reported(
    make_client, tmp_path, exports, store, now
) -> None:
    client = make_client(
        'accounts = { google_ads = ["1"], ga4 = ["somebody-else.example"] }\nkpis = ["spend", "sessions"]\n'
    )
    folder = drop(tmp_path, exports, "google_ads/campaign-by-day.csv", "ga4/source-by-day.csv")
    report = made(produce_edition(client, WEEK, store=store, inbox=folder, now=now), store)
    (stopped,) = notes(report)["held"]
    assert headline(report)["sessions"]["value"] is None and stopped["hold"] == "wrong_account"


def test_a_file_without_account_needs_the_client_to_list_just_one(make_client, tmp_path, exports, store, now) -> None:
    client = make_client('accounts = { google_ads = ["1", "2"] }\nkpis = ["spend"]\n')
    folder = drop(tmp_path, exports, "google_ads/campaign-by-day.csv")
    (stopped,) = notes(made(produce_edition(client, WEEK, store=store, inbox=folder, now=now), store))["held"]
    assert stopped["hold"] == "account_unknown"


NORTH = (("Whitening, spring", "Cold brew"), ("Brand | Harbor", "Brand | North"), ("Old display", "Beans display"))


def written(folder: Path, name: str, text: str, *renamed: tuple[str, str]) -> Path:
    for old, new in renamed:
        text = text.replace(old, new)
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)
    return folder


@pytest.fixture
def two_clients(make_client, tmp_path, exports, store, now):
    """Two clients with a Google Ads account each, whose files name no account; one week of each has landed."""
    text = (exports / "google_ads/campaign-by-day.csv").read_text()
    ours, theirs = make_client(GOOGLE), make_client(GOOGLE.replace("412", "512"), "northlight-coffee")
    for client, renamed in ((ours, ()), (theirs, NORTH)):
        folder = written(tmp_path / client.slug, "campaign.csv", text, *renamed)
        made(produce_edition(client, WEEK, store=store, inbox=folder, now=now), store)
    return ours, theirs


@pytest.mark.parametrize(
    ("name", "hold"), [("stray.csv", "looks_like"), ("412-555-0101/stray.csv", None)], ids=["loose", "in a folder"]
)
def test_a_file_whose_campaigns_are_another_clients_is_held_unless_a_person_says_whose_it_is(
    two_clients, tmp_path, exports, store, now, name, hold
) -> None:
    text = (exports / "google_ads/campaign-by-day.csv").read_text()
    later = written(tmp_path / "harbor-dental", name, text.replace("182.40", "182.41"), *NORTH)
    outcome = produce_edition(two_clients[0], WEEK, store=store, inbox=later, now=now + timedelta(days=1))
    held = (
        []
        if hold is None
        else [f"{name}: looks_like: the file names no account, and its campaign names are those of northlight-coffee's"]
    )
    assert [one.partition(" exports:")[0] for one in outcome.warnings if "looks_like" in one] == held


def test_a_file_that_a_person_accepts_is_used(two_clients, tmp_path, exports, store, now) -> None:
    text = (exports / "google_ads/campaign-by-day.csv").read_text()
    later = written(tmp_path / "harbor-dental", "stray.csv", text.replace("182.40", "182.41"), *NORTH)
    held = produce_edition(two_clients[0], WEEK, store=store, inbox=later, now=now + timedelta(days=1))
    (export,) = re.findall(r"handshake accept --client harbor-dental (\w+)", " ".join(held.warnings))
    write_record(store, "harbor-dental", ACCEPT, now + timedelta(days=1), {"export": export, "by": "Ana"})
    again = produce_edition(two_clients[0], WEEK, store=store, inbox=later, now=now + timedelta(days=2))
    assert (again.status, again.warnings) == ("made", [])


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("182.40", "102.40", "it shows 146.56 spend on 2026-11-02, where an earlier export showed 226.56"),
        ("Old display", "", None),
        ("182.40", "180.40", None),
    ],
    ids=["a third less", "a campaign without impressions", "a small credit"],
)
def test_an_export_that_shows_less_of_a_past_day_is_held_as_filtered(
    make_client, tmp_path, exports, store, now, old, new, says
) -> None:
    client, folder = make_client(GOOGLE), drop(tmp_path, exports, "google_ads/campaign-by-day.csv")
    made(produce_edition(client, WEEK, store=store, inbox=folder, now=now), store)
    text = (exports / "google_ads/campaign-by-day.csv").read_text()
    lines = [line for line in text.splitlines(True) if new or old not in line]
    os.utime(
        written(
            folder,
            "later.csv",
            "".join(lines).replace(old, new or old).replace("354.64", "274.64").replace("360.00", "274.64"),
        )
        / "later.csv",
        (now.timestamp() + 3600,) * 2,
    )
    later = produce_edition(client, WEEK, store=store, inbox=folder, now=now + timedelta(days=1))
    held = [
        one.partition(": looks_filtered: ")[2].partition(";")[0] for one in later.warnings if "looks_filtered" in one
    ]
    assert held == ([says] if says else [])


@pytest.mark.parametrize(("slug", "renamed"), [("harbor-dental", ()), ("northlight-coffee", NORTH)])
def test_a_loose_file_in_the_shared_inbox_goes_to_the_client_whose_campaigns_it_carries(
    two_clients, tmp_path, exports, store, now, slug, renamed
) -> None:
    text = (exports / "google_ads/campaign-by-day.csv").read_text().replace("182.40", "182.41")
    written(tmp_path, "loose.csv", text, *renamed)
    taken = []
    for client in two_clients:
        outcome = produce_edition(
            client, WEEK, store=store, inbox=tmp_path / client.slug, now=now + timedelta(days=1), shared=tmp_path
        )
        assert outcome.status in ("made", "unchanged")
        taken += [client.slug for one in landing.landed_exports(store, client.slug) if one.original_name == "loose.csv"]
    assert taken == [slug]


def test_a_clients_report_names_neither_another_client_nor_its_file(two_clients, tmp_path, exports, store, now) -> None:
    text = (exports / "google_ads/campaign-by-day.csv").read_text()
    later = written(tmp_path / "harbor-dental", "northlight week.csv", text.replace("182.40", "182.41"), *NORTH)
    outcome = produce_edition(two_clients[0], WEEK, store=store, inbox=later, now=now + timedelta(days=1))
    report = store.read(f"editions/harbor-dental/{WEEK}/{outcome.edition}/report.json").decode()
    assert "looks_like" in report and "northlight" not in report


def test_a_clients_own_new_campaigns_are_not_taken_for_anothers(two_clients, tmp_path, exports, store, now) -> None:
    text = (exports / "google_ads/campaign-by-day.csv").read_text()
    later = written(tmp_path / "harbor-dental", "new.csv", text, ("Old display", "Brand | North"), ("182.40", "182.41"))
    outcome = produce_edition(two_clients[0], WEEK, store=store, inbox=later, now=now + timedelta(days=1))
    assert outcome.warnings == []


def test_a_search_console_folder_is_told_by_the_host_of_its_pages(make_client, tmp_path, exports, store, now) -> None:
    listed = 'accounts = {{ search_console = ["{}"] }}\nkpis = ["search_clicks"]\n'
    pages = "Top pages,Clicks,Impressions,CTR,Position\nhttps://www.{}/a,1,20,5%,9\n"
    chart = (exports / "search_console/Chart.csv").read_text()
    ours, theirs = (make_client(listed.format(slug), slug) for slug in ("harbor-dental", "northlight-coffee"))
    for client in (ours, theirs):
        folder = written(tmp_path / client.slug / "w45", "Pages.csv", pages.format(f"{client.slug}.example"))
        written(folder, "Chart.csv", chart.replace("14.2", "14.3" if client is ours else "14.4"))
        made(produce_edition(client, WEEK, store=store, inbox=folder.parent, now=now), store)
    stray = written(tmp_path / "harbor-dental/stray", "Chart.csv", chart.replace("14.2", "14.5"))
    written(stray, "Pages.csv", pages.format("northlight-coffee.example").replace(",20,", ",21,"))
    outcome = produce_edition(ours, WEEK, store=store, inbox=stray.parent, now=now + timedelta(days=1))
    assert sorted(one.partition(": the")[0] for one in outcome.warnings) == [
        f"stray/{name}: looks_like" for name in ("Chart.csv", "Pages.csv")
    ]


def test_a_file_in_its_accounts_own_folder_is_that_accounts(make_client, tmp_path, exports, store, now) -> None:
    client = make_client('accounts = { google_ads = ["1", "2"] }\nkpis = ["spend"]\n')
    folder = tmp_path / "inbox"
    (folder / "2").mkdir(parents=True)
    (folder / "2" / "x.csv").write_bytes((exports / "google_ads/campaign-by-day.csv").read_bytes())
    (source,) = notes(made(produce_edition(client, WEEK, store=store, inbox=folder, now=now), store))["sources"]
    assert source["account_id"] == "2"


def test_a_restated_day_belongs_to_the_newest_export(make_client, tmp_path, exports, store, now) -> None:
    client, folder = make_client(GOOGLE), drop(tmp_path, exports, "google_ads/campaign-by-day.csv")
    first = produce_edition(client, WEEK, store=store, inbox=folder, now=now)
    text = (folder / "campaign-by-day.csv").read_text().replace("182.40", "190.40").replace("354.64", "362.64")
    (folder / "again.csv").write_text(text)
    second = produce_edition(client, WEEK, store=store, inbox=folder, now=now + timedelta(days=1))
    assert headline(made(second, store))["spend"]["value"] == "362.64"
    assert (first.edition, second.edition) == (1, 2)


def test_as_of_brings_the_earlier_answer_back(make_client, tmp_path, exports, store, now) -> None:
    client, folder = make_client(GOOGLE), drop(tmp_path, exports, "google_ads/campaign-by-day.csv")
    produce_edition(client, WEEK, store=store, inbox=folder, now=now)
    (folder / "again.csv").write_text((folder / "campaign-by-day.csv").read_text().replace("182.40", "190.40"))
    produce_edition(client, WEEK, store=store, inbox=folder, now=now + timedelta(days=1))
    then = produce_edition(client, WEEK, store=store, as_of=now + timedelta(hours=1), now=now + timedelta(days=2))
    assert headline(made(then, store))["spend"]["value"] == "354.64"


def test_what_another_run_landed_a_moment_later_is_still_part_of_this_pull(
    make_client, tmp_path, exports, store, now
) -> None:
    client, folder = make_client(GOOGLE), drop(tmp_path, exports, "google_ads/campaign-by-day.csv")
    produce_edition(client, WEEK, store=store, inbox=folder, now=now + timedelta(seconds=2))
    outcome = produce_edition(client, WEEK, store=store, inbox=folder, now=now)
    assert (
        outcome.status == "unchanged"
        and "354.64" in store.read("editions/harbor-dental/2026-W45/1/report.json").decode()
    )


def test_bad_rows_are_quarantined_named_and_counted_while_good_ones_are_reported(
    make_client, tmp_path, exports, store, now
) -> None:
    folder = drop(tmp_path, exports, "google_ads/campaign-by-day.csv")
    path = folder / "campaign-by-day.csv"
    path.write_text(path.read_text().replace("182.40", "18x.40"))
    outcome = produce_edition(make_client(GOOGLE), WEEK, store=store, inbox=folder, now=now)
    report = made(outcome, store)
    assert headline(report)["spend"]["value"] == "172.24" and outcome.rows["quarantined"] == 1
    assert "'18x.40' is not an amount of money" in notes(report)["problems"][0]["reason"]


def test_what_was_quarantined_is_written_down_with_row_and_reason(make_client, tmp_path, exports, store, now) -> None:
    folder = drop(tmp_path, exports, "google_ads/campaign-by-day.csv")
    path = folder / "campaign-by-day.csv"
    path.write_text(path.read_text().replace("182.40", "18x.40"))
    produce_edition(make_client(GOOGLE), WEEK, store=store, inbox=folder, now=now)
    (record,) = store.names("quarantine/harbor-dental", "*.json")
    (row,) = json.loads(store.read(record))["rows"]
    assert (row["row"], row["column"]) == (4, "spend")


@pytest.mark.parametrize("content", [None, b"hello\nworld\n"])
def test_a_report_without_any_usable_source_is_made_and_says_so(make_client, tmp_path, store, now, content) -> None:
    (tmp_path / "inbox").mkdir()
    if content:
        (tmp_path / "inbox/notes.txt").write_bytes(content)
    outcome = produce_edition(make_client(GOOGLE), WEEK, store=store, inbox=tmp_path / "inbox", now=now)
    report = made(outcome, store)
    assert outcome.exit_code == 0 and outcome.sentence.startswith("Nothing could be measured yet")
    assert headline(report)["spend"]["reason"] == "no_source"


def test_a_day_listed_twice_is_quarantined_after_its_first_copy(make_client, tmp_path, store, now) -> None:
    client = make_client('accounts = { search_console = ["s"] }\nkpis = ["search_clicks"]\n')
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox/Chart.csv").write_text(
        "Date,Clicks,Impressions,CTR,Position\n2026-11-02,3,120,2.5%,14\n2026-11-02,3,120,2.5%,14\n2026-11-03,1,10,10%,9\n"
    )
    outcome = produce_edition(client, WEEK, store=store, inbox=tmp_path / "inbox", now=now)
    assert headline(made(outcome, store))["search_clicks"]["value"] == "4" and outcome.rows["quarantined"] == 1


def test_an_excluded_source_is_a_labelled_line_and_not_in_the_total(make_client, tmp_path, exports, store, now) -> None:
    client = make_client(
        'accounts = { ga4 = ["harbordental.example"] }\nkpis = ["sessions"]\n'
        '[[exclude]]\nlabel = "Spam"\nplatform = "ga4"\ncolumn = "session_source_medium"\nlike = "seo-boost.example / %"\n'
    )
    report = made(
        produce_edition(client, WEEK, store=store, inbox=drop(tmp_path, exports, "ga4/source-by-day.csv"), now=now),
        store,
    )
    excluded = next(section["rows"]["excluded"] for section in report["sections"] if section["name"] == "website")
    assert headline(report)["sessions"]["value"] == "219"
    assert {row["measure"]: row["amount"] for row in excluded}["sessions"] == "500"


def test_people_of_a_week_come_only_from_an_export_of_exactly_that_week(
    make_client, tmp_path, exports, store, now
) -> None:
    client = make_client('accounts = { ga4 = ["harbordental.example"] }\nkpis = ["users"]\n')
    folder = drop(tmp_path, exports, "ga4/snapshot.csv")
    assert (
        headline(made(produce_edition(client, WEEK, store=store, inbox=folder, now=now), store))["users"]["value"]
        == "812"
    )
    other = headline(made(produce_edition(client, Period.parse("2026-11"), store=store, inbox=folder, now=now), store))[
        "users"
    ]
    assert (other["value"], other["reason"]) == (None, "other_period")


def test_weeks_exported_each_as_a_whole_are_no_month_and_the_report_says_why(
    make_client, tmp_path, exports, store, now
) -> None:
    client, folder = make_client(GOOGLE), tmp_path / "inbox"
    weekly = "Campaign report\n{}\nCampaign,Currency code,Impr.,Clicks,Cost\nBrand,USD,10,1,2.50\nTotal: Campaigns,USD,10,1,2.50\n"
    for days in ('"November 2, 2026 - November 8, 2026"', '"November 9, 2026 - November 15, 2026"'):
        written(folder, f"{days[10:12]}.csv", weekly.format(days))
    report = made(produce_edition(client, Period.parse("2026-11"), store=store, inbox=folder, now=now), store)
    assert (headline(report)["spend"]["value"], headline(report)["spend"]["reason"]) == (None, "parts")


def test_a_week_whose_export_lacks_a_column_is_not_a_week_of_nothing(
    make_client, tmp_path, exports, store, now
) -> None:
    client = make_client(GOOGLE.replace('"clicks"', '"conversions"'))
    text = "Campaign report\n{}\nCampaign,Day,Currency code,Impr.,Clicks,Cost{}\nBrand,{},USD,10,1,2.50{}\nTotal: Campaigns, --,USD,10,1,2.50{}\n"
    folder = written(
        tmp_path / "inbox",
        "w45.csv",
        text.format("November 2, 2026 - November 8, 2026".join('""'), ",Conversions", "2026-11-02", ",14", ",14"),
    )
    written(folder, "w46.csv", text.format("November 9, 2026 - November 15, 2026".join('""'), "", "2026-11-09", "", ""))
    report = made(produce_edition(client, Period.parse("2026-W46"), store=store, inbox=folder, now=now), store)
    assert (headline(report)["conversions"]["value"], headline(report)["conversions"]["reason"]) == (
        None,
        "not_covered",
    )
    assert headline(report)["spend"]["value"] == "2.5"


def test_the_same_instant_in_another_zone_gives_the_same_bytes(make_client, tmp_path, exports, now) -> None:
    client, folder = make_client(GOOGLE), drop(tmp_path, exports, "google_ads/campaign-by-day.csv")
    elsewhere = now.astimezone(timezone(timedelta(hours=-5)))
    said = []
    for place, instant in (("one", now), ("two", elsewhere)):
        produce_edition(client, WEEK, store=Store(tmp_path / place), inbox=folder, now=instant)
        said.append(Store(tmp_path / place).read(f"editions/harbor-dental/{WEEK}/1/report.json"))
    assert said[0] == said[1]


def first_and_last_covered(make_client, store, folder: Path, platform: str) -> tuple[str, str]:
    """The first and the last day that a platform's landed exports cover."""
    client = make_client(f'accounts = {{ {platform} = ["one"] }}')
    landing.land(store, client.slug, from_folder(folder), datetime(2026, 11, 16, 11, tzinfo=UTC))
    sources = judging.judged(store, client, landing.landed_exports(store, client.slug), {}, set())
    warehouse = pipeline.build_warehouse(client, WEEK, sources)
    days = "select min(day)::varchar, max(day)::varchar from client.covered_day where platform = $1"
    return warehouse.execute(days, [platform]).fetchone()


def made_at(path: Path, moment: datetime) -> None:
    os.utime(path, (moment.timestamp(), moment.timestamp()))


def test_a_list_of_everything_covers_the_quiet_days_before_it_was_made(make_client, tmp_path, exports, store) -> None:
    folder = drop(tmp_path, exports, "hubspot/contacts.csv")  # its last contact is of the 11th
    made_at(folder / "contacts.csv", datetime(2026, 11, 16, 9, tzinfo=UTC))
    assert first_and_last_covered(make_client, store, folder, "hubspot") == ("2026-11-09", "2026-11-15")


def test_the_day_a_list_was_made_is_the_clients_own(make_client, tmp_path, exports, store) -> None:
    folder = drop(tmp_path, exports, "hubspot/contacts.csv")
    made_at(folder / "contacts.csv", datetime(2026, 11, 16, 3, tzinfo=UTC))  # still Sunday in New York
    assert first_and_last_covered(make_client, store, folder, "hubspot") == ("2026-11-09", "2026-11-14")


def test_what_a_calendar_holds_ahead_covers_no_day(make_client, tmp_path, exports, store) -> None:
    folder = drop(tmp_path, exports, "calendar/front-desk.ics")  # from October 26 to November 16
    made_at(folder / "front-desk.ics", datetime(2026, 11, 9, 15, tzinfo=UTC))
    assert first_and_last_covered(make_client, store, folder, "calendar") == ("2026-10-26", "2026-11-08")


def test_a_client_without_key_figures_gets_a_report_all_the_same(make_client, tmp_path, exports, store, now) -> None:
    client = make_client(GOOGLE.replace('"spend", "clicks"', ""))
    folder = drop(tmp_path, exports, "google_ads/campaign-by-day.csv")
    assert headline(made(produce_edition(client, WEEK, store=store, inbox=folder, now=now), store)) == {}


def test_two_stores_give_the_same_bytes_and_nothing_new_gives_no_new_edition(
    make_client, tmp_path, exports, now
) -> None:
    client, folder = make_client(GOOGLE), drop(tmp_path, exports, "google_ads/campaign-by-day.csv")
    files = ("report.pdf", "report.html", "report.json")
    stores = [Store(tmp_path / name) for name in ("one", "two")]
    outcomes = [produce_edition(client, WEEK, store=place, inbox=folder, now=now) for place in stores]
    one, two = ({name: place.read(f"editions/harbor-dental/2026-W45/1/{name}") for name in files} for place in stores)
    again = produce_edition(client, WEEK, store=stores[0], inbox=folder, now=now + timedelta(hours=3))
    assert one == two and [outcome.status for outcome in (*outcomes, again)] == ["made", "made", "unchanged"]


def test_figures_that_do_not_reconcile_withhold_the_report(
    make_client, tmp_path, exports, store, now, monkeypatch
) -> None:
    monkeypatch.setattr(pipeline, "write_intervals", lambda warehouse: _lose_a_cent(warehouse))
    folder = drop(tmp_path, exports, "google_ads/campaign-by-day.csv")
    outcome = produce_edition(make_client(GOOGLE), WEEK, store=store, inbox=folder, now=now)
    assert (outcome.status, outcome.exit_code) == ("withheld", 5) and "not what the exports hold" in outcome.why
    assert "platform google_ads, report campaign, measure" in outcome.why and "difference" in outcome.why


def _lose_a_cent(warehouse) -> None:
    warehouse.execute("create table marts.interval (period varchar, metric varchar, chance varchar)")
    warehouse.execute(
        "update marts.reconciliation set difference = -0.01 where measure = 'spend' and report = 'campaign'"
    )


def test_an_engine_error_is_an_outcome_not_an_exception(
    make_client, tmp_path, exports, store, now, monkeypatch
) -> None:
    monkeypatch.setattr(pipeline, "build_warehouse", lambda *_: 1 / 0)
    outcome = produce_edition(
        make_client(GOOGLE), WEEK, store=store, inbox=drop(tmp_path, exports, "google_ads/time-series.csv"), now=now
    )
    assert (outcome.status, outcome.exit_code) == ("failed", 1) and "ZeroDivisionError" in outcome.why


_KILLED_WHILE_RENDERING = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from clients.client import load_client
from clients.period import Period
from pipeline import produce_edition
from store import Store
real = Store.put
def deadly(self, name, content):
    if name.endswith(sys.argv[4]):
        os.kill(os.getpid(), signal.SIGKILL)
    return real(self, name, content)
Store.put = deadly
produce_edition(load_client(Path(sys.argv[1])), Period.parse("2026-W45"), store=Store(sys.argv[2]), inbox=Path(sys.argv[3]),
                now=datetime(2026, 11, 16, 11, tzinfo=UTC))
"""


@pytest.mark.slow
@pytest.mark.parametrize("at", ["report.html", "report.pdf", "warehouse.duckdb", "manifest.json"])
def test_sigkill_during_rendering_leaves_no_edition_and_the_next_run_completes(
    at: str, make_client, tmp_path, exports, store, now
) -> None:
    client, folder = make_client(GOOGLE), drop(tmp_path, exports, "google_ads/campaign-by-day.csv")
    arguments = [str(client.folder), str(store.root), str(folder), at]
    done = subprocess.run([sys.executable, "-c", _KILLED_WHILE_RENDERING, *arguments], cwd=Path.cwd())
    assert done.returncode == -signal.SIGKILL and not list(Path(str(store.root)).glob("editions/*/*/*/manifest.json"))
    outcome = produce_edition(client, WEEK, store=store, inbox=folder, now=now)
    assert (outcome.status, outcome.edition) == ("made", 1)


def test_a_period_that_ends_a_year_has_a_last_year_and_week_53_may_have_none() -> None:
    assert [str(Period.parse(label).last_year) for label in ("2026-W46", "2026-02", "2026-Q1")] == [
        "2025-W46",
        "2025-02",
        "2025-Q1",
    ]
    assert Period.parse("2026-W53").last_year is None
    assert datetime(2027, 1, 3, tzinfo=UTC).date() == Period.parse("2026-W53").last_day
