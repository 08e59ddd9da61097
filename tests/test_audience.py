"""Social, video, places, e-mail, orders and people: what each platform's own oddities become, from its file to the printed page."""

import csv
import json
import os
from collections import defaultdict
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from clients.period import Period
from expectations.gate import judge
from pipeline import Outcome, produce_edition
from platforms.inspection import plain
from platforms.parties import PartyKeys
from platforms.reader import read_file
from platforms.tables import Table
from reports.render import render_html
from store import Store

WEEK = Period.parse("2026-W46")
KEYS = PartyKeys(lambda: b"k" * 32, "US")


def tables(exports: Path, name: str) -> list[Table]:
    return read_file((exports / name).read_bytes(), keys=KEYS).tables


def export(exports: Path, name: str) -> Table:
    (table,) = tables(exports, name)
    return table


def sums(table: Table) -> dict[str, str]:
    return {name: plain(value) for name, value in table.sums.items()}


def test_a_header_that_stands_twice_is_counted_once(exports: Path) -> None:
    table = export(exports, "meta_business_suite/facebook-posts.csv")
    assert (
        list(table.columns.values()).count("Views") == 1 and sums(table)["content_views"] == "1673"
    )  # 412 + 1204 + 57


def test_a_caption_over_many_lines_is_one_row(exports: Path) -> None:
    table = export(exports, "meta_business_suite/facebook-posts.csv")
    assert (table.landed, list(table.row_numbers)) == (5, [2, 7, 10, 12])


def test_a_row_that_the_platform_failed_on_keeps_its_figures_and_has_no_id(exports: Path) -> None:
    table = export(exports, "meta_business_suite/facebook-posts.csv")
    place = table.rows["content_id"].index(None)
    assert table.rows["content_views"][place] == "57" and "An error occurred" in table.rows["content_note"][place]


def test_a_row_with_too_few_cells_is_set_apart_and_named(exports: Path) -> None:
    (problem,) = export(exports, "meta_business_suite/facebook-posts.csv").problems
    assert (problem.row, problem.reason) == (11, "the row has 18 cells where the header has 22")


def test_posts_that_say_lifetime_have_no_days(exports: Path) -> None:
    table = export(exports, "meta_business_suite/instagram-posts.csv")
    assert table.days is None and set(table.rows["period_start"]) == {None}
    assert table.rows["shares"] == ["9", "51", None]


def test_two_series_in_one_utf16_file_are_two_tables_under_their_titles(exports: Path) -> None:
    facebook, instagram = tables(exports, "meta_business_suite/follows-of-two-accounts.csv")
    assert {facebook.encoding, instagram.encoding} == {"utf-16-le"}
    assert [(one.title, one.report, sums(one)["follows"]) for one in (facebook, instagram)] == [
        ("Follows", "follows", "11"),
        ("Instagram follows", "follows", "1015"),
    ]


@pytest.mark.parametrize(
    ("title", "report", "surface"),
    [
        ("Reach", "reach", ""),
        ("Facebook reach", "reach", ""),
        ("Instagram reach", "reach", "Instagram"),
        ("Instagram profile visits", "visits", "Instagram"),
    ],
)
def test_a_title_says_of_which_surface_a_series_is(title: str, report: str, surface: str) -> None:
    content = f'sep=,\n"{title}"\n"Date","Primary"\n"2026-11-09T00:00:00","87"\n'.encode("utf-16")
    (table,) = read_file(content).tables
    assert (table.report, table.surface) == (report, surface)


def shares_of(exports: Path) -> list[tuple[str, str, str, str]]:
    """(title, line's name, name, percentage) of the fixture, by the csv module alone: it names lines where the corner is blank."""
    text = (exports / "meta_business_suite/audience.csv").read_text(encoding="utf-16")
    found = []
    for block in text.removeprefix("sep=,\n").split("\n\n"):
        (title,), names, *lines = csv.reader(block.splitlines())
        for cells in lines:
            label = cells[0] if names[0] == "" else None
            found += [(title, label, *pair) for pair in zip(names, cells, strict=True) if pair[0]]
    return found


def test_a_transposed_table_gives_a_row_of_each_share_under_its_names(exports: Path) -> None:
    read = tables(exports, "meta_business_suite/audience.csv")
    columns = ("audience_kind", "audience_group", "audience", "audience_share")
    rows = [row for table in read for row in zip(*(table.rows[name] for name in columns), strict=True)]
    assert [(*names, Decimal(share) * 100) for *names, share in rows] == [
        (*names, Decimal(share.removesuffix("%"))) for *names, share in shares_of(exports)
    ]


def test_shares_of_people_are_dated_by_nothing_and_summed_by_nobody(exports: Path) -> None:
    read = tables(exports, "meta_business_suite/audience.csv")
    assert {(table.report, table.days, len(table.sums), table.landed - table.loaded) for table in read} == {
        ("audience", None, 0, 0)
    }


def audience_of(lines: str) -> Table:
    (table,) = read_file(f'sep=,\n"Top cities"\n{lines}'.encode("utf-16")).tables
    return table


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ('"38.4%","11.7%","0.3%"', (1, "'3 cells under 2 names: 38.4% | 11.7% | 0.3%' is not a number")),
        ('"38.4%"', (1, "'1 cells under 2 names: 38.4%' is not a number")),
        ('"38.4%","0.3"', (2, "'0.3' is not a percentage")),
        (
            '"38.4%","11.',
            (1, "a quoted cell opens here and never closes: the file is cut or damaged; download it again"),
        ),
    ],
)
def test_a_share_of_which_nobody_can_say_whose_or_how_much_is_set_apart(values: str, told: tuple[int, str]) -> None:
    table = audience_of(f'"Portland, ME","Westbrook, ME"\n{values}')
    (problem,) = table.problems
    assert (table.landed, problem.reason) == told and table.quarantined == 1
    assert table.landed == table.loaded + table.quarantined


def test_more_than_all_people_is_stopped_at_the_gate(exports: Path) -> None:
    suite = Path("expectations/landed/meta_business_suite__audience.yml")
    spoilt = audience_of('"Portland, ME","Westbrook, ME"\n"38.4%","120%"\n')
    assert list(judge(spoilt.rows, suite).rows) == [1]
    assert [judge(table.rows, suite).rows for table in tables(exports, "meta_business_suite/audience.csv")] == [
        {},
        {},
        {},
    ]


def test_a_transposed_table_that_a_spreadsheet_saved_again_is_read_as_before(exports: Path) -> None:
    name = "meta_business_suite/audience.csv"
    lines = csv.reader((exports / name).read_text(encoding="utf-16").splitlines()[1:])
    padded = "".join("\t".join([*cells, *[""] * (4 - len(cells))]) + "\n" for cells in lines)
    again = read_file(f"sep=\t\n{padded}".encode("utf-16")).tables
    assert [table.rows for table in again] == [table.rows for table in tables(exports, name)]


def test_the_only_name_of_a_transposed_table_is_no_title() -> None:
    table = audience_of('"Portland, ME"\n"100%"\n')
    assert (table.rows["audience"], table.rows["audience_share"]) == (["Portland, ME"], ["1"])


def test_a_table_under_an_unknown_title_beside_known_ones_is_counted_aside() -> None:
    known = '"Top cities"\n"Portland, ME"\n"100%"\n'
    content = f'sep=,\n{known}\n"Top hobbies"\n"Rowing","Chess"\n"60%","40%"\n'.encode("utf-16")
    assert [(one.report, one.title, one.landed, one.aside) for one in read_file(content).tables] == [
        ("audience", "Top cities", 1, 0),
        (None, "Top hobbies", 1, 1),
    ]


def test_a_series_that_stops_early_covers_no_more_days_than_it_has(exports: Path) -> None:
    _, instagram = tables(exports, "meta_business_suite/follows-of-two-accounts.csv")
    assert [str(day) for day in instagram.days] == ["2026-11-09", "2026-11-10"]


def test_the_channels_total_in_the_first_row_is_no_video(exports: Path) -> None:
    table = export(exports, "youtube/by-video.csv")
    assert (table.loaded, table.aside, table.is_verified) == (4, 1, True)
    assert (sums(table)["content_views"], sums(table)["watch_time_hours"]) == ("5160", "243.5451")


def test_the_channels_subscribers_need_not_be_the_sum_of_its_videos(exports: Path) -> None:
    table = export(exports, "youtube/by-video.csv")
    assert sums(table)["subscribers"] == "12" and table.problems == []  # 9 + 4 - 1, where the total prints 40


def test_a_video_id_after_a_blank_is_trimmed_and_keeps_its_hyphen(exports: Path) -> None:
    table = export(exports, "youtube/by-video.csv")
    assert table.rows["content_id"] == ["Zx81kQpLm_0", "-k3Vt0aaB2c", "q--9plainID", "justNow0000"]


def test_a_title_that_looks_like_a_date_or_a_formula_stays_a_title(exports: Path) -> None:
    table = export(exports, "youtube/by-video.csv")
    assert table.rows["content_title"][1:3] == ["March 27, 2026", "=SUM(our year)"]


def test_a_video_too_new_to_have_figures_has_none_rather_than_zero(exports: Path) -> None:
    table = export(exports, "youtube/by-video.csv")
    assert (table.rows["content_views"][3], table.rows["subscribers"][2:]) == (None, ["-1", None])


def test_youtube_revenue_names_its_currency_in_the_header(exports: Path) -> None:
    table = export(exports, "youtube/by-date.csv")
    assert (table.currency_code, sums(table)["estimated_revenue"], table.is_verified) == ("USD", "4.512", True)
    assert table.rows["average_view_seconds"][0] == "173"  # 2:53


def test_a_header_with_a_blank_after_it_is_known(exports: Path) -> None:
    assert export(exports, "tiktok_studio/overview.csv").rows["phone_clicks"] == ["2", "0", "0"]


def test_nan_is_nothing_and_nought_is_nought(exports: Path) -> None:
    assert export(exports, "tiktok_studio/overview.csv").rows["reach"] == [None, "75134", "0"]
    assert export(exports, "tiktok_studio/followers.csv").rows["total_followers"] == ["1204", "1201", None]


def test_a_tiktok_post_time_is_kept_to_the_second(exports: Path) -> None:
    assert export(exports, "tiktok_studio/videos.csv").rows["published_at"] == [
        "2026-11-09T18:19:10",
        "2026-11-11T23:59:59",
    ]


def test_linkedin_days_may_be_negative_and_only_their_organic_part_is_read(exports: Path) -> None:
    table = export(exports, "linkedin_page/content-by-day.xlsx")
    assert table.rows["content_impressions"] == ["804", "310", "0"]  # the total of the first day is 2004
    assert (table.rows["reactions"], table.rows["comments"]) == (["12", "-2", "0"], ["2", "-1", "0"])


def test_a_line_of_notes_above_a_linkedin_header_is_passed_over(exports: Path) -> None:
    table = export(exports, "linkedin_page/followers.csv")
    assert (table.loaded, table.rows["new_followers"]) == (3, ["7", "-1", "5"])


def test_the_line_that_explains_the_columns_of_a_place_is_no_place(exports: Path) -> None:
    table = export(exports, "google_business_profile/locations.csv")
    assert (table.loaded, table.aside, table.rows["store_code"]) == (2, 1, ["0000123", None])


def test_mailchimps_na_is_nothing_and_its_rates_are_fractions(exports: Path) -> None:
    table = export(exports, "mailchimp/campaigns.csv")
    assert table.rows["revenue"] == [None, None, "580"] and table.rows["email_orders"] == [None, None, "4"]
    assert table.rows["open_rate"] == ["0.3266", "1", "0.4667"]


def test_a_campaign_is_booked_on_the_day_it_was_sent(exports: Path) -> None:
    table = export(exports, "mailchimp/campaigns.csv")
    assert table.rows["sent_at"][0] == "2026-11-09T09:46:00" and table.rows["period_end"][0] == "2026-11-09"


def test_variations_are_a_subject_and_a_text_message_is_told_by_its_channel(exports: Path) -> None:
    table = export(exports, "klaviyo/campaigns.csv")
    assert table.rows["email_subject"] == ["[MULTIPLE VARIATIONS]", None] and table.rows["email_channel"] == [
        "Email",
        "SMS",
    ]
    assert (table.rows["recipients"][0], table.rows["open_rate"]) == ("64517", ["0.314", None])


def test_further_lines_of_an_order_carry_nothing_of_the_order(exports: Path) -> None:
    table = export(exports, "shopify/orders.csv")
    assert table.rows["order_total"] == ["100.63", None, "19.99", "1234.5"] and sums(table)["order_total"] == "1355.12"
    assert table.rows["period_start"] == ["2026-11-09", "2026-11-09", "2026-11-10", "2026-11-12"]


def test_an_apostrophe_before_a_number_is_a_spreadsheets_and_no_part_of_it(exports: Path) -> None:
    keys = export(exports, "shopify/orders.csv").rows["phone_key"]
    assert keys[0] == KEYS.phone("+61255500142") and keys[1:] == [None, None, None]


def test_a_group_meeting_stands_once_for_each_invitee(exports: Path) -> None:
    table = export(exports, "calendly/events.csv")
    assert table.rows["event_id"] == ["aaaa-1111"] * 3 + ["bbbb-2222"]
    assert (table.rows["is_cancelled"], table.rows["is_no_show"]) == (
        ["false", "true", "false", "true"],
        ["No", "No", "Yes", "No"],
    )
    assert table.rows["started_at"][3] == "2026-11-12T14:30:00"


def test_a_series_is_its_single_times_without_the_one_taken_out_and_with_the_one_moved(exports: Path) -> None:
    table = export(exports, "calendar/front-desk.ics")
    assert table.rows["started_at"] == [
        "2026-11-12",
        "2026-10-26T14:00:00-04:00",
        "2026-11-03T09:00:00-05:00",
        "2026-11-16T14:00:00-05:00",
    ]


def test_a_zone_that_a_calendar_names_in_its_own_way_keeps_its_summer_time(exports: Path) -> None:
    starts = export(exports, "calendar/front-desk.ics").rows["started_at"]
    assert [start[-6:] for start in starts if "T" in start] == ["-04:00", "-05:00", "-05:00"]


def test_an_entry_that_lasts_all_day_has_no_time_and_nobody_is_named(exports: Path) -> None:
    table = export(exports, "calendar/front-desk.ics")
    assert (table.rows["is_all_day"][0], table.rows["ended_at"][0]) == ("yes", "2026-11-13")
    assert "Frankenmuth" not in repr(table) and table.rows["attendees"] == ["0", "2", "0", "2"]


def test_one_caller_is_one_key_however_the_number_is_written(exports: Path) -> None:
    keys = export(exports, "callrail/calls.csv").rows["phone_key"]
    assert keys[0] == keys[1] and len(set(keys)) == 3


def test_people_of_one_row_are_joined_and_never_named(exports: Path) -> None:
    table = export(exports, "touchpoints/touchpoints.csv")
    assert len(table.rows["email_key"][2].split(";")) == 2 and "oakes" not in repr(table)


def test_two_bookings_without_a_name_are_two_rows(exports: Path) -> None:
    assert export(exports, "bookings/bookings.csv").loaded == 4


CLIENT = """accounts = { tiktok_studio = ["tt"], youtube = ["yt"], mailchimp = ["mc"], calendly = ["cl"], google_business_profile = ["gp"] }
kpis = ["content_views", "recipients", "meetings"]
"""
FILES = (
    "tiktok_studio/overview.csv",
    "tiktok_studio/videos.csv",
    "youtube/by-date.csv",
    "youtube/by-video.csv",
    "mailchimp/campaigns.csv",
    "calendly/events.csv",
    "google_business_profile/locations.csv",
)


@pytest.fixture
def report(make_client, tmp_path: Path, exports: Path, store, now) -> dict:
    folder = tmp_path / "inbox"
    for name in FILES:
        written = folder / name
        written.parent.mkdir(parents=True, exist_ok=True)
        written.write_bytes((exports / name).read_bytes())
    outcome = produce_edition(make_client(CLIENT), WEEK, store=store, inbox=folder, now=now, keys=KEYS)
    return made(outcome, store)


def made(outcome: Outcome, store: Store) -> dict:
    """The view-model of an edition that was made."""
    assert outcome.status == "made", outcome.why
    return json.loads(store.read(f"editions/{outcome.client}/{outcome.period}/{outcome.edition}/report.json"))


def notes(report: dict) -> dict:
    return next(section["rows"] for section in report["sections"] if section["name"] == "notes")


def figures(report: dict) -> dict[tuple[str, str], str]:
    rows = next(one["rows"]["figures"] for one in report["sections"] if one["name"] == "audience")
    return {(row["platform"], row["metric"]): row["value"] for row in rows}


def test_each_platforms_figures_stand_by_themselves_and_lifetime_figures_in_none(report: dict) -> None:
    found = figures(report)
    assert (
        found["TikTok Studio", "content_views"] == "75870"
    )  # by day: 715 + 75155 + 0; its videos would add 75155 more
    assert found["YouTube", "content_views"] == "640"
    assert found["Mailchimp", "recipients"] == "1455"  # 1240 + 3 + 212
    assert (
        found["Calendly", "meetings"] == "1"
    )  # three invitees of one tour, one of whom came; the other meeting was called off


REST = (
    "meta_business_suite",
    "linkedin_page",
    "klaviyo",
    "shopify",
    "hubspot",
    "callrail",
    "calendar",
    "email_events",
    "bookings",
    "touchpoints",
    "threads",
)


def test_what_is_counted_from_rows_and_what_is_summed_reconciles_for_every_source(
    make_client, tmp_path: Path, exports: Path, store, now
) -> None:
    for path in (path for name in REST for path in (exports / name).iterdir()):
        written = tmp_path / "inbox" / path.parent.name / path.name
        written.parent.mkdir(parents=True, exist_ok=True)
        written.write_bytes(path.read_bytes())
    accounts = ", ".join(f'{name} = ["{name[:3]}"]' for name in REST)
    client = make_client(f'accounts = {{ {accounts} }}\nkpis = ["orders", "calls"]\n')
    found = figures(
        made(produce_edition(client, WEEK, store=store, inbox=tmp_path / "inbox", now=now, keys=KEYS), store)
    )
    assert found["Shopify", "orders"] == "3" and found["Shopify", "order_total"] == "1355.12"
    assert found["Shopify", "refunded"] == "19.99" and found["Klaviyo", "recipients"] == "64919"
    assert found["CallRail", "calls"] == "2"  # one of four is spam, one went out
    assert (found["Bookings", "bookings_made"], found["Touchpoints", "meetings"], found["Touchpoints", "calls"]) == (
        "4",
        "1",
        "1",
    )
    assert [found["HubSpot", metric] for metric in ("contacts_created", "deals_won", "meetings", "calls")] == [
        "3",
        "1",  # of two deals, one is closed
        "1",  # of two meetings, one was missed
        "1",  # of two calls, one went out
    ]
    assert found["Calendar", "meetings_planned"] == "0"  # the week's own was taken out of its series
    assert found["LinkedIn Page", "reactions"] == "10" and found["Meta Business Suite", "follows"] == "1019"


POSTS = (
    '"Post ID","Account ID","Account username","Account name",Description,"Duration (sec)","Publish time",Permalink,"Post type",'
    '"Data comment",Date,Views,Reach,Likes,Shares,Comments,Saves,Follows\n'
)


def list_of_posts(folder: Path, made: datetime, *posts: tuple) -> None:
    """Instagram's list as Business Suite exports it: of each post its id, when it was published (Pacific), views, reach, likes, saves."""
    rows = [
        f'{post},17841400000000077,harbor.dental,"Harbor Dental",,0,"{published}",https://www.instagram.example/p/{post[-3:]}/,'
        f'"IG image",,Lifetime,{views},{reach},{likes},3,N/A,{saves},0\n'
        for post, published, views, reach, likes, saves in posts
    ]
    path = folder / f"posts-{made:%m-%d-%H}.csv"
    path.write_bytes(b"\xef\xbb\xbf" + (POSTS + "".join(rows)).encode())
    os.utime(path, (made.timestamp(), made.timestamp()))


MONDAY, NEXT_MONDAY = datetime(2026, 11, 9, 14, tzinfo=UTC), datetime(2026, 11, 16, 10, tzinfo=UTC)
OLD, QUIET, GONE, NEW, FOUND = (f"1790000000000041{digit}" for digit in range(1, 6))
INSTAGRAM = 'accounts = { meta_business_suite = ["17841400000000077"] }\nkpis = ["likes"]\n'


def told_of_posts(make_client, inbox: Path, store, now) -> dict:
    return made(produce_edition(make_client(INSTAGRAM), WEEK, store=store, inbox=inbox, now=now, keys=KEYS), store)


@pytest.fixture
def posts_a_week_apart(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    list_of_posts(
        folder,
        MONDAY,
        (OLD, "11/02/2026 07:30", 931, 702, 84, 21),
        (QUIET, "11/04/2026 12:05", 4120, 3655, 240, 77),
        (GONE, "11/05/2026 09:00", 118, 101, 9, 1),
    )
    list_of_posts(
        folder,
        NEXT_MONDAY,
        (OLD, "11/02/2026 07:30", 990, 731, 95, 26),
        (QUIET, "11/04/2026 12:05", 4121, 3656, 238, 77),
        (NEW, "11/12/2026 18:00", 640, 512, 51, 8),
        (FOUND, "10/01/2026 18:00", 9000, 7000, 800, 300),
    )
    return folder


def test_a_week_of_posts_is_what_they_gained_between_its_mondays_exports_and_the_next(
    make_client, posts_a_week_apart: Path, store, now
) -> None:
    found = figures(told_of_posts(make_client, posts_a_week_apart, store, now))
    told = {metric: found["Meta Business Suite", metric] for metric in ("likes", "saves", "shares")}
    assert told == {
        "likes": "60",  # 95 - 84, 238 - 240, 51 of the new one
        "saves": "13",  # 26 - 21, 77 - 77, 8
        "shares": "3",  # 3 - 3, 3 - 3, 3
    }
    assert {metric for _, metric in found} == set(
        told
    )  # neither reach nor views of posts are subtracted; nobody reports comments


def test_a_page_with_figures_of_posts_says_of_which_posts_they_are(
    make_client, posts_a_week_apart: Path, store, now
) -> None:
    report = told_of_posts(make_client, posts_a_week_apart, store, now)
    css, logo = Path("clients/harbor-dental/brand.css").read_text(), Path("clients/harbor-dental/logo.svg").read_bytes()
    html, _ = render_html(report, brand_css=css, logo=logo, logo_type="svg")
    assert "of the posts in both exports" in html and "Posts published in between count whole" in html
    assert [row["original_name"] for row in notes(report)["sources"]] == ["posts-11-09-14.csv", "posts-11-16-10.csv"]


def test_a_week_of_posts_is_compared_with_the_week_before_it(make_client, posts_a_week_apart: Path, store, now) -> None:
    list_of_posts(posts_a_week_apart, datetime(2026, 11, 2, 14, tzinfo=UTC), (OLD, "11/02/2026 04:00", 5, 5, 4, 0))
    report = told_of_posts(make_client, posts_a_week_apart, store, now)
    (likes,) = next(one["rows"]["headline"] for one in report["sections"] if one["name"] == "summary")
    assert (likes["value"], likes["previous"]) == ("60", "329")  # 84 - 4, and 240 and 9 of the week's own


def test_exports_of_posts_made_on_other_days_speak_for_those_days(make_client, tmp_path: Path, store, now) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    for day, likes in ((6, 80), (16, 95)):
        made_on = datetime(2026, 11, day, 10, tzinfo=UTC)
        list_of_posts(folder, made_on, (OLD, "11/02/2026 07:30", 931, 702, likes, 21))
    (source,) = notes(told_of_posts(make_client, folder, store, now))["coverage"]
    told = {key: source[key] for key in ("status", "reason", "reason_first_day", "reason_last_day")}
    assert told == {
        "status": "not_measured",
        "reason": "other_period",
        "reason_first_day": "2026-11-06",
        "reason_last_day": "2026-11-15",
    }


def test_deals_are_not_reported_where_the_file_does_not_say_which_were_won(
    make_client, tmp_path: Path, exports: Path, store, now
) -> None:
    deals = (exports / "hubspot/deals.csv").read_text(encoding="utf-8")
    (tmp_path / "inbox").mkdir()
    bare = deals.replace(",Is Closed Won", "").replace(",true,", ",").replace(",false,", ",")
    (tmp_path / "inbox/deals.csv").write_text(bare, encoding="utf-8")
    client = make_client('accounts = { hubspot = ["hub"] }\nkpis = ["deals_won"]\n')
    report = made(produce_edition(client, WEEK, store=store, inbox=tmp_path / "inbox", now=now, keys=KEYS), store)
    (headline,) = next(one["rows"]["headline"] for one in report["sections"] if one["name"] == "summary")
    assert (headline["value"], headline["reason"]) == (None, "not_reported")


def printed(text: str) -> dict[str, dict[str, int]]:
    """Title -> day -> figure of every series in a Results export, by the csv module alone."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for cells in csv.reader(text.splitlines()):
        if len(cells) == 1:
            title = cells[0]
        elif cells and cells[0][:4].isdecimal():
            found[title][cells[0][:10]] = int(cells[1].replace(",", ""))
    return found


def follows_of(make_client, inbox: Path, store, now) -> tuple[str, int]:
    """The week's follows, and of how many days they are."""
    client = make_client('accounts = { meta_business_suite = ["1044"] }\nkpis = ["follows"]\n')
    report = made(produce_edition(client, WEEK, store=store, inbox=inbox, now=now, keys=KEYS), store)
    (headline,) = next(one["rows"]["headline"] for one in report["sections"] if one["name"] == "summary")
    return headline["value"], headline["days_covered"]


def test_two_surfaces_sent_as_two_files_come_to_what_they_come_to_in_one(
    make_client, tmp_path: Path, exports: Path, now
) -> None:
    whole = (exports / "meta_business_suite/follows-of-two-accounts.csv").read_text(encoding="utf-16")
    page, instagram = whole.split('"Instagram follows"')
    files = {
        "one": [whole],
        "two": [page, f'sep=,\n"Instagram follows"{instagram}'],
    }
    found = {}
    for name, texts in files.items():
        inbox = tmp_path / name
        inbox.mkdir()
        for place, text in enumerate(texts):
            path = inbox / f"Follows ({place}).csv"
            path.write_text(text, encoding="utf-16")
            os.utime(path, (now.timestamp() - 600 * place, now.timestamp() - 600 * place))
        found[name] = follows_of(make_client, inbox, Store(tmp_path / f"store-{name}"), now)
    series = printed(whole)
    both = series["Follows"].keys() & series["Instagram follows"].keys()  # Instagram's stops a day before the page's
    assert found["one"] == (str(sum(days[day] for days in series.values() for day in both)), len(both))
    assert found["two"] == found["one"]


def test_a_file_without_days_is_not_measured_and_says_why(report: dict) -> None:
    (place,) = [row for row in notes(report)["coverage"] if row["platform"] == "Google Business Profile"]
    assert (place["status"], place["reason"]) == ("not_measured", "undated")


def test_a_folder_named_for_the_week_says_which_days_a_place_speaks_for(
    make_client, tmp_path: Path, exports: Path, store, now
) -> None:
    folder = tmp_path / "inbox" / "2026-W46"
    folder.mkdir(parents=True)
    name = "google_business_profile/locations.csv"
    (folder / Path(name).name).write_bytes((exports / name).read_bytes())
    client = make_client('accounts = { google_business_profile = ["gp"] }\nkpis = ["directions"]\n')
    outcome = produce_edition(client, WEEK, store=store, inbox=tmp_path / "inbox", now=now, keys=KEYS)
    found = figures(made(outcome, store))
    assert found["Google Business Profile", "directions"] == "89"  # 77 + 12
    assert found["Google Business Profile", "call_clicks"] == "44"


def test_the_page_of_the_audience_is_printed_only_where_something_is_measured(report: dict) -> None:
    css, logo = Path("clients/harbor-dental/brand.css").read_text(), Path("clients/harbor-dental/logo.svg").read_bytes()
    html, _ = render_html(report, brand_css=css, logo=logo, logo_type="svg")
    assert 'id="audience"' in html and "75,870" in html
    audience = next(one for one in report["sections"] if one["name"] == "audience")
    audience["rows"]["figures"] = []
    bare, _ = render_html(report, brand_css=css, logo=logo, logo_type="svg")
    assert 'id="audience"' not in bare and "Social, video" not in bare
