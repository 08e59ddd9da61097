"""Downloads that people really made, where HANDSHAKE_REAL_EXPORTS names a folder of them. Figures were added up by hand or by awk."""

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest

from clients.client import load_client
from clients.period import Period
from pipeline import produce_edition, utc_now
from platforms.inspection import inspect_file
from store import Store

OURS = {
    "google-ads/Campaign report.csv": (
        "campaign",
        6,
        2,
        {"impressions": "46168", "interactions": "22061", "spend": "2565.93", "conversions": "15"},
    ),
    "google-ads/Search keyword report.csv": (
        "keyword",
        27,
        17,
        {"impressions": "14", "clicks": "1", "interactions": "1", "spend": "0.12", "conversions": "0"},
    ),
    "google-ads/Time_series(2026.02.05-2026.02.10).csv": (
        "time_series",
        6,
        6,
        {"clicks": "91", "impressions": "299", "spend": "139.67"},
    ),
    "meta-ads/Creative-Analysis-FLA.csv": ("ad", 385, 385, {"spend": "96565.47"}),
    "meta-business-suite/Mar-18-2025_Apr-14-2025_1019826952924933.csv": (
        "instagram_posts",
        78,
        78,
        {"content_views": "10931", "likes": "274", "shares": "8", "comments": "1", "saves": "4", "follows": "6"},
    ),
    "meta-business-suite/Mar-18-2025_Apr-14-2025_553302954456165.csv": (
        "facebook_posts",
        48,
        48,
        {
            "reactions": "8",
            "comments": "2",
            "shares": "0",
            "content_clicks": "20",
            "content_link_clicks": "2",
            "other_clicks": "10",
        },
    ),
    "meta-business-suite/Reach.csv": ("reach", 28, 28, {"reach": None}),
    "facebook-page/dataset_Facebook.csv": (
        "page_posts",
        500,
        500,
        {"comments": "3741", "likes": "88795", "shares": "13524", "content_impressions": "14792974"},
    ),
    "tiktok/Overview.csv": (
        "overview",
        62,
        62,
        {
            "content_views": "521491",
            "likes": "7178",
            "shares": "1926",
            "comments": "665",
            "profile_views": "2661",
            "reach": None,
            "new_followers": "409",
            "lost_followers": "7",
            "net_followers": "402",
        },
    ),
    "mailchimp/campaigns.csv": ("campaign", 43, 43, {"recipients": "30526"}),
    "shopify/orders_export.csv": (
        "orders",
        1057,
        1057,
        {"subtotal": "53823.55", "shipping": "14559.4", "taxes": "6073.5", "order_total": "68141.45"},
    ),
    "youtube/Table data.csv": (
        "by_content",
        28,
        27,
        {"content_views": "1222", "watch_time_hours": "19.7627", "content_impressions": "21855", "subscribers": "37"},
    ),
    "youtube/revenue-by-date/Table data.csv": (
        "by_date",
        366,
        365,
        {"content_views": "100323960", "watch_time_hours": "19346284.5188", "estimated_revenue": "608682.644"},
    ),
    # every weekday from Friday 2016-10-28 to 400 days after the file's own stamp, 2016-10-31
    "calendar/x_location.ics": ("events", 288, 288, {}),
    "tool-guru/search-console/Chart.csv": ("chart", 203, 203, {"search_clicks": "50", "search_impressions": "2409"}),
    "tool-guru/search-console/Queries.csv": ("query", 66, 66, {"search_clicks": "26", "search_impressions": "1514"}),
    "tool-guru/search-console/Pages.csv": ("page", 42, 42, {"search_clicks": "50", "search_impressions": "2585"}),
    "tool-guru/search-console/Countries.csv": (
        "country",
        103,
        103,
        {"search_clicks": "50", "search_impressions": "2409"},
    ),
    "tool-guru/search-console/Devices.csv": ("device", 3, 3, {"search_clicks": "50", "search_impressions": "2409"}),
    "tool-guru/search-console/Search appearance.csv": ("search_appearance", 0, 0, {}),
    "tool-guru/search-console/Filters.csv": ("filters", 2, 2, {}),
}


@pytest.mark.parametrize("name", OURS)
def test_inspect_is_exact(real_exports: Path, name: str) -> None:
    report, landed, loaded, sums = OURS[name]
    (told,), code = inspect_file(real_exports / name)
    (table,) = told["tables"]
    assert (code, table["report"], table["rows"]["landed"], table["rows"]["loaded"]) == (0, report, landed, loaded)
    assert {key: table["sums"].get(key) for key in sums} == sums and table["problems"] == []


def test_the_snapshot_gives_its_tables_with_their_days(real_exports: Path) -> None:
    (told,), _ = inspect_file(real_exports / "tool-guru/Reports_snapshot.csv")
    tables = told["tables"]
    assert [table["rows"]["loaded"] for table in tables] == [1, 92, 37, 38, 90, 0, 127, 1]
    assert {(table["account"], table["first_day"], table["last_day"]) for table in tables} == {
        ("thetool.guru", "2025-12-03", "2026-03-02")
    }


def test_a_file_of_no_platform_is_named_as_not_recognised(real_exports: Path) -> None:
    known = {real_exports / name for name in OURS} | {real_exports / "tool-guru/Reports_snapshot.csv"}
    others = [path for path in real_exports.rglob("*") if path.is_file() and path not in known]
    assert [path.name for path in others] == ["README.md"]
    for path in others:
        told, code = inspect_file(path)
        assert code == 3 and told[0]["reason"].startswith("Not recognised"), path.name


def test_tool_gurus_week_is_the_sum_of_its_chart_and_of_nothing_else(real_exports: Path, tmp_path: Path) -> None:
    client, store = load_client(Path("tests/real/tool-guru")), Store(tmp_path)
    outcome = produce_edition(
        client, Period.parse("2025-W50"), store=store, inbox=real_exports / "tool-guru", now=utc_now()
    )
    report = json.loads(store.read("editions/tool-guru/2025-W50/1/report.json"))
    rows = {row["metric"]: row for row in report["sections"][0]["rows"]["headline"]}
    with (real_exports / "tool-guru/search-console/Chart.csv").open() as file:
        chart = list(csv.DictReader(file))
    for metric, column in (("search_clicks", "Clicks"), ("search_impressions", "Impressions")):
        week, before = (sum(int(row[column]) for row in chart if first <= row["Date"] <= last)
                        for first, last in (("2025-12-08", "2025-12-14"), ("2025-12-01", "2025-12-07")))  # fmt: skip
        assert (Decimal(rows[metric]["value"]), Decimal(rows[metric]["previous"])) == (week, before)
    assert outcome.status == "made"
    assert (rows["sessions"]["value"], rows["sessions"]["reason"]) == (None, "other_period")
