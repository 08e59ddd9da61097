"""What is promised of sources, by the number of the promise: each test drops exports and looks at the edition that comes of them."""

import json
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from clients.client import Client, ClientConfigError
from clients.keys import make_secret
from clients.period import Period
from pipeline import Outcome, produce_edition
from platforms import landing
from platforms.catalogue import load_platforms
from store import Store

WEEK = Period.parse("2026-W45")


def drop(tmp_path: Path, **files: bytes) -> Path:
    """An inbox with these files; a name's first underscore stands for the dot."""
    folder = tmp_path / "inbox"
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name.replace("_", ".", 1)).write_bytes(content)
    return folder


def part(outcome: Outcome, store: Store, name: str) -> bytes:
    """A file of an edition that was made."""
    assert outcome.status == "made", outcome.why
    return store.read(f"editions/{outcome.client}/{outcome.period}/{outcome.edition}/{name}")


def sections(outcome: Outcome, store: Store) -> dict[str, dict]:
    report = json.loads(part(outcome, store, "report.json"))
    return {section["name"]: section["rows"] for section in report["sections"]}


def totals(outcome: Outcome, store: Store) -> dict[str, str | None]:
    return {row["metric"]: row["value"] for row in sections(outcome, store)["summary"]["headline"]}


def text(outcome: Outcome, store: Store) -> str:
    """The page's words, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", part(outcome, store, "report.html").decode()))


# Counted by hand in the files.
GOLDEN = {
    "google_ads/campaign-by-day.csv": ("campaign", "1", 5, {"spend": "354.64", "impressions": "2524"}),
    "meta_ads/ads-by-day.csv": ("ad", "1", 4, {"spend": "181.30184879", "impressions": "11220"}),
    "linkedin_ads/campaign-by-day.csv": ("campaign", "Harbor Dental", 3, {"spend": "1202.7", "impressions": "13393"}),
    "tiktok_ads/campaign-by-day.csv": ("campaign", "1", 3, {"spend": "80.02", "impressions": "19506"}),
    "microsoft_ads/campaign-by-day.csv": ("campaign", "F120HARB", 4, {"spend": "72.5", "impressions": "1312"}),
    "ga4/source-by-day.csv": ("session_source_medium", "harbordental.example", 4, {"sessions": "719"}),
    "search_console/Chart.csv": ("chart", "1", 4, {"search_clicks": "9", "search_impressions": "360"}),
    "bing_webmaster/chart.csv": ("chart", "1", 3, {"search_clicks": "3", "search_impressions": "1210"}),
    "youtube/by-date.csv": ("by_date", "1", 4, {"content_views": "640", "watch_time_hours": "31.2504"}),
    "tiktok_studio/overview.csv": ("overview", "1", 3, {"content_views": "75870", "profile_views": "564"}),
    "meta_business_suite/instagram-posts.csv": (
        "instagram_posts",
        "17841400000000077",
        3,
        {"content_views": "5169", "likes": "333"},
    ),
    "mailchimp/campaigns.csv": ("campaign", "1", 3, {"recipients": "1455", "email_clicks": "123"}),
    "shopify/orders.csv": ("orders", "1", 4, {"order_total": "1355.12", "refunded": "19.99"}),
    "callrail/calls.csv": ("calls", "1", 4, {"duration_seconds": "252"}),
    "klaviyo/campaigns.csv": ("campaign", "1", 2, {"recipients": "64919", "deliveries": "64447", "revenue": "2490.4"}),
    "linkedin_page/followers.csv": ("followers", "1", 3, {"new_followers": "11"}),
    "google_business_profile/locations.csv": ("locations", "1", 2, {"call_clicks": "44", "website_clicks": "109"}),
    "hubspot/deals.csv": ("deals", "1", 2, {"deal_amount": "4200.5"}),
    "hubspot/contacts.csv": ("contacts", "1", 3, {}),
    "calendly/events.csv": ("events", "1", 4, {}),
    "bookings/bookings.csv": ("bookings", "1", 4, {}),
    "touchpoints/touchpoints.csv": ("touchpoints", "1", 4, {}),
    "threads/threads.csv": ("threads", "1", 3, {}),
    "email_events/email_events.csv": ("events", "1", 4, {}),
    # four Mondays less one, one of them moved and without guests, and a day off; the last Monday is not past when the file is made
    "calendar/front-desk.ics": ("events", "1", 3, {"attendees": "2"}),
}


@pytest.mark.parametrize("name", GOLDEN)
def test_D01_an_export_of_each_source_loads_with_the_rows_and_sums_of_its_file(
    name: str, make_client, tmp_path, exports, store, now, monkeypatch
) -> None:
    monkeypatch.setenv("HANDSHAKE_KEYS", str(tmp_path / "keys"))
    make_secret("harbor-dental")
    platform = name.partition("/")[0]
    report, account, rows, sums = GOLDEN[name]
    client = make_client(
        f'accounts = {{ {platform} = ["{account}"] }}\nkpis = ["spend", "sessions", "search_clicks"]\n'
    )
    client = replace(client, currency="GBP") if platform == "meta_ads" else client
    folder = drop(tmp_path, export_csv=(exports / name).read_bytes())
    outcome = produce_edition(client, WEEK, store=store, inbox=folder, now=now)
    (tmp_path / "w.duckdb").write_bytes(part(outcome, store, "warehouse.duckdb"))
    counted = ", ".join(["count(*)", *(f"sum({measure}::decimal(38, 18))" for measure in sums)])
    with duckdb.connect(str(tmp_path / "w.duckdb"), read_only=True) as warehouse:
        found = warehouse.execute(f"select {counted} from landed.{platform}__{report}").fetchone()
    assert found == (rows, *map(Decimal, sums.values()))


def test_D01_every_source_has_such_an_export() -> None:
    told = {name.partition("/")[0] for name in GOLDEN}
    assert load_platforms().keys() - told == {"ecb_rates"}  # rates feed nothing: D10 holds them


GOOGLE = 'accounts = { google_ads = ["412-555-0101"] }\nkpis = ["spend", "clicks", "conversions"]\n'


@pytest.mark.slow
def test_D02_the_same_file_twice_leaves_every_total_unchanged(make_client, tmp_path, exports, store, now) -> None:
    client, content = make_client(GOOGLE), (exports / "google_ads/campaign-by-day.csv").read_bytes()
    once = produce_edition(client, WEEK, store=store, inbox=drop(tmp_path, a_csv=content), now=now)
    resaved = content.decode().replace("\n", "\r\n").encode("utf-16")
    folder = drop(tmp_path, a_csv=content, b_csv=content, c_csv=resaved)
    again = produce_edition(client, WEEK, store=Store(tmp_path / "other"), inbox=folder, now=now)
    more = produce_edition(client, WEEK, store=store, inbox=folder, now=now)
    expected = {"spend": "354.64", "clicks": "205", "conversions": "13.5"}
    assert [totals(once, store), totals(again, Store(tmp_path / "other"))] == [expected, expected]
    assert totals(replace(more, status="made"), store) == expected
    assert len(landing.landed_exports(store, client.slug)) == 2


LINES = {
    "Day": ("2026-11-31", "04/11/2026", "yesterday"),
    "Impr.": ("1.5", "many"),
    "Cost": ("18x.40", "NaN"),
}


def test_D13_of_a_file_with_seven_bad_rows_the_rest_loads_and_the_seven_are_kept_and_shown(
    make_client, tmp_path, exports, store, now
) -> None:
    lines = (exports / "google_ads/campaign-by-day.csv").read_text().splitlines()
    good = dict(zip(lines[2].split(","), lines[5].split(","), strict=True))
    bad = [",".join((good | {column: cell}).values()) for column, cells in LINES.items() for cell in cells]
    content = "\n".join([*lines[:8], *bad, *lines[8:], ""]).encode()
    outcome = produce_edition(make_client(GOOGLE), WEEK, store=store, inbox=drop(tmp_path, x_csv=content), now=now)
    (record,) = store.names("quarantine/harbor-dental", "*.json")
    kept = {row["row"] for row in json.loads(store.read(record))["rows"]}
    shown = re.findall(r"<td>x\.csv</td><td>(\d+)</td>", part(outcome, store, "report.html").decode())
    assert (totals(outcome, store)["spend"], outcome.rows["loaded"], outcome.rows["quarantined"]) == ("354.64", 5, 7)
    assert kept == {9, 10, 11, 12, 13, 14, 15} == set(map(int, shown))


def test_D14_a_linkedin_campaign_group_lands_where_others_have_their_campaign(
    make_client, tmp_path, exports, store, now
) -> None:
    client = make_client('accounts = { linkedin_ads = ["Harbor Dental"] }\nkpis = ["spend"]\n')
    folder = drop(tmp_path, x_csv=(exports / "linkedin_ads/campaign-by-day.csv").read_bytes())
    outcome = produce_edition(client, WEEK, store=store, inbox=folder, now=now)
    campaigns = sections(outcome, store)["channels"]["campaigns"]
    assert {row["campaign_name"]: row["value"] for row in campaigns if row["metric"] == "spend"} == {
        "Referrals": "1202.7"
    }


def test_D17_a_renamed_column_stops_that_source_by_name_and_the_others_go_on(
    make_client, tmp_path, exports, store, now
) -> None:
    client = make_client(
        'accounts = { search_console = ["s"], ga4 = ["harbordental.example"] }\nkpis = ["sessions", "search_clicks"]\n'
    )
    chart = (exports / "search_console/Chart.csv").read_bytes().replace(b"Position", b"Average rank")
    folder = drop(tmp_path, chart_csv=chart, ga4_csv=(exports / "ga4/source-by-day.csv").read_bytes())
    outcome = produce_edition(client, WEEK, store=store, inbox=folder, now=now)
    (stopped,) = sections(outcome, store)["notes"]["held"]
    assert stopped["file"] == "chart.csv" and stopped["hold"] == "not_recognised"
    assert "nearest to Search Console (Chart), but it lacks the column Position" in stopped["reason"]
    assert totals(outcome, store) == {"sessions": "719", "search_clicks": None}


def two_clocks(make_client, zone: str) -> Client:
    """A client whose Google Ads account is in a zone of its own; Search Console's days are always Pacific."""
    return make_client(
        'accounts = { google_ads = ["412-555-0101"], search_console = ["s"] }\nkpis = ["spend"]\n'
        f'zones = {{ "412-555-0101" = "{zone}" }}\n'
    )


@pytest.mark.parametrize(
    ("zone", "flag"),
    [
        ("Australia/Brisbane", "Los Angeles (Search Console); Brisbane (Google Ads)"),  # UTC-8 and UTC+10
        ("America/Los_Angeles", None),
        ("America/Vancouver", None),  # another name for the same hours
    ],
)
def test_D11_each_source_states_its_zone_and_only_different_clocks_print_the_flag(
    zone: str, flag: str | None, make_client, tmp_path, exports, store, now
) -> None:
    files = {"ads_csv": "google_ads/campaign-by-day.csv", "chart_csv": "search_console/Chart.csv"}
    folder = drop(tmp_path, **{name: (exports / file).read_bytes() for name, file in files.items()})
    outcome = produce_edition(two_clocks(make_client, zone), WEEK, store=store, inbox=folder, now=now)
    page, city = text(outcome, store), zone.rpartition("/")[2].replace("_", " ")
    assert f"days by the clock of {city}" in page and "days by the clock of Los Angeles" in page
    assert re.findall(r"different clocks: (.*?)\. A day or week", page) == ([flag] if flag else [])


def test_D11_an_account_whose_zone_nobody_states_is_said_to_be_assumed(
    make_client, tmp_path, exports, store, now
) -> None:
    folder = drop(tmp_path, x_csv=(exports / "google_ads/campaign-by-day.csv").read_bytes())
    outcome = produce_edition(make_client(GOOGLE), WEEK, store=store, inbox=folder, now=now)
    assert "days by the clock of New York, as is assumed" in text(outcome, store)


@pytest.mark.parametrize(
    ("zones", "says"),
    [
        ('{ "412-555-0101" = "Brisbane" }', "zones: 412-555-0101 'Brisbane' is not an IANA zone"),
        ('{ "1" = "Australia/Brisbane" }', "zones: '1' is no account listed under accounts"),
    ],
)
def test_D11_a_wrong_zone_is_refused_by_its_account(make_client, zones: str, says: str) -> None:
    with pytest.raises(ClientConfigError, match=re.escape(says)):
        make_client(f"{GOOGLE}zones = {zones}\n")
