"""What the reader makes of files: the platforms' own formats, and what people and networks do to them."""

import io
import json
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from platforms.catalogue import PlatformTableError, load_platform, load_platforms
from platforms.inspection import agreement, inspect_file, plain
from platforms.reader import read_file
from platforms.recognise import match_header
from platforms.tables import FileRead, Table

KNOWN = {
    "google_ads/campaign-by-day.csv": "campaign",
    "google_ads/keyword-utf16.csv": "keyword",
    "google_ads/campaign-pt.csv": "campaign",
    "google_ads/time-series.csv": "time_series",
    "meta_ads/ads-by-day.csv": "ad",
    "ga4/source-by-day.csv": "session_source_medium",
    "search_console/Chart.csv": "chart",
    "search_console/Queries.csv": "query",
    "search_console/Devices.csv": "device",
    "search_console/Filters.csv": "filters",
    "search_console/Search appearance.csv": "search_appearance",
    "microsoft_ads/campaign-by-day.csv": "campaign",
    "microsoft_ads/keyword-by-day.csv": "keyword",
    "microsoft_ads/account-with-total.csv": "account",
    "linkedin_ads/campaign-by-day.csv": "campaign",
    "tiktok_ads/campaign-by-day.csv": "campaign",
    "tiktok_ads/ad-group-by-day.csv": "ad_group",
    "bing_webmaster/chart.csv": "chart",
    "bing_webmaster/keywords.csv": "query",
    "bing_webmaster/pages.csv": "page",
    "meta_business_suite/facebook-posts.csv": "facebook_posts",
    "meta_business_suite/instagram-posts.csv": "instagram_posts",
    "meta_business_suite/reach.csv": "reach",
    "youtube/by-video.csv": "by_content",
    "youtube/by-date.csv": "by_date",
    "tiktok_studio/overview.csv": "overview",
    "tiktok_studio/videos.csv": "videos",
    "tiktok_studio/followers.csv": "followers",
    "linkedin_page/content-by-day.xlsx": "content",
    "linkedin_page/posts.csv": "posts",
    "linkedin_page/followers.csv": "followers",
    "google_business_profile/locations.csv": "locations",
    "mailchimp/campaigns.csv": "campaign",
    "klaviyo/campaigns.csv": "campaign",
    "shopify/orders.csv": "orders",
    "hubspot/contacts.csv": "contacts",
    "hubspot/deals.csv": "deals",
    "hubspot/meetings.csv": "meetings",
    "hubspot/calls.csv": "calls",
    "callrail/calls.csv": "calls",
    "calendly/events.csv": "events",
    "calendar/front-desk.ics": "events",
    "email_events/email_events.csv": "events",
    "bookings/bookings.csv": "bookings",
    "touchpoints/touchpoints.csv": "touchpoints",
    "threads/threads.csv": "threads",
}


def only(read: FileRead) -> Table:
    (table,) = read.tables
    return table


def sums(table: Table) -> dict[str, str]:
    return {name: plain(value) for name, value in table.sums.items()}


@pytest.mark.parametrize(("name", "report"), KNOWN.items())
def test_each_known_file_is_exactly_one_report(exports: Path, name: str, report: str) -> None:
    table = only(read_file((exports / name).read_bytes()))
    assert (table.platform, table.report) == (name.partition("/")[0], report)


def test_no_header_fits_a_report_of_two_platforms(exports: Path) -> None:
    for name in KNOWN:
        for line in (exports / name).read_bytes().decode("utf-8", "ignore").splitlines()[:10]:
            fitting = [
                platform.slug for platform in load_platforms().values() if match_header(platform, line.split(","))
            ]
            assert len(fitting) <= 1 or {"ga4"} < set(fitting), f"{name}: {line}"


@pytest.mark.parametrize("path", sorted((Path(__file__).parent / "exports").rglob("*.csv")), ids=lambda path: path.name)
def test_every_record_is_loaded_aside_or_quarantined(path: Path) -> None:
    for table in read_file(path.read_bytes()).tables:
        assert table.landed == table.loaded + table.aside + table.quarantined


def test_a_campaign_report_by_day_sums_to_its_own_totals(exports: Path) -> None:
    table = only(read_file((exports / "google_ads/campaign-by-day.csv").read_bytes()))
    assert sums(table) == {
        "impressions": "2524",
        "clicks": "205",
        "interactions": "205",
        "spend": "354.64",
        "conversions": "13.5",
    }
    assert table.is_verified and (table.loaded, table.aside) == (5, 3)


def test_a_total_of_the_account_is_not_held_against_the_rows(exports: Path) -> None:
    table = only(read_file((exports / "google_ads/campaign-by-day.csv").read_bytes()))
    account = [control for control in table.controls if control.label == "Total: Account"]
    assert account and all(control.summed is None and control.difference is None for control in account)


def test_totals_by_type_are_held_against_the_rows_only_where_these_are_the_whole_account(exports: Path) -> None:
    text = (exports / "google_ads/campaign-by-day.csv").read_text()
    whole = text.replace('"2,600",210,210,8.08%,360.00', '"2,524",205,205,8.12%,354.64')
    part, all_of_it = (
        [control.summed for control in only(read_file(one.encode())).controls if control.label == "Total: Search"]
        for one in (text, whole)
    )
    assert set(part) == {None} and None not in all_of_it


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [("4th quarter 2023", "2023-10-01", "2023-12-31"), ("Q1 2024", "2024-01-01", "2024-03-31")],
)
def test_a_long_overview_series_comes_by_quarter(cell: str, first: str, last: str) -> None:
    table = only(read_file(f'Quarter,Clicks,Impressions,Cost\n{cell},"1,202",9,"$28,215.26"\n'.encode()))
    assert (table.rows["period_start"], table.rows["period_end"], sums(table)["spend"]) == ([first], [last], "28215.26")


def test_a_portuguese_series_prints_its_currency_with_a_no_break_space() -> None:
    text = 'Data,Cliques,Impressões,CPC méd.,Custo\n"qui., 5 de fev. de 2026",26,75,"R$\u00a01,92","R$\u00a01.050,20"\n'
    table = only(read_file(text.encode()))
    assert (table.currency_code, table.rows["period_start"], sums(table)["spend"]) == ("BRL", ["2026-02-05"], "1050.2")


def test_a_utf16_tab_download_named_csv_reads_like_any_other(exports: Path) -> None:
    table = only(read_file((exports / "google_ads/keyword-utf16.csv").read_bytes()))
    assert (table.encoding, table.delimiter) == ("utf-16-le", "\t")
    assert table.rows["keyword"] == ["dentist near me", 'tooth "pain" 😬']
    assert sums(table)["spend"] == "216.6"


def test_portuguese_numbers_dates_and_totals(exports: Path) -> None:
    table = only(read_file((exports / "google_ads/campaign-pt.csv").read_bytes()))
    assert table.language == "pt"
    assert [str(day) for day in table.days] == ["2026-11-09", "2026-11-15"]
    assert sums(table) == {"impressions": "12790", "clicks": "820", "spend": "1139.72", "conversions": "16.34"}


def test_a_currency_glued_to_the_amount_is_read_and_named(exports: Path) -> None:
    table = only(read_file((exports / "google_ads/time-series.csv").read_bytes()))
    assert (table.currency_code, sums(table)["spend"]) == ("USD", "354.64")


def test_results_are_never_summed_across_result_types(exports: Path) -> None:
    table = only(read_file((exports / "meta_ads/ads-by-day.csv").read_bytes()))
    assert "results" not in table.sums and sums(table)["spend"] == "181.30184879"


def test_a_snapshot_gives_every_table_and_an_unknown_one_wholly_aside(exports: Path) -> None:
    read = read_file((exports / "ga4/snapshot.csv").read_bytes())
    assert [table.report for table in read.tables] == ["overview", "page_title", "item", "users_trend", None]
    assert (read.tables[-1].landed, read.tables[-1].aside) == (3, 3)


def test_the_nth_day_counts_from_the_start_its_own_table_states(exports: Path) -> None:
    trend = read_file((exports / "ga4/snapshot.csv").read_bytes()).tables[3]
    assert trend.rows["period_start"] == ["2026-11-02", "2026-11-03", "2026-11-08"]


def test_people_are_never_summed(exports: Path) -> None:
    assert all("users" not in table.sums for table in read_file((exports / "ga4/snapshot.csv").read_bytes()).tables)


def test_a_day_without_impressions_has_no_position_rather_than_zero(exports: Path) -> None:
    table = only(read_file((exports / "search_console/Chart.csv").read_bytes()))
    assert table.rows["position"] == ["14.2", None, "9", "11.1"]
    assert table.rows["search_ctr"][0] == "0.025"


def test_the_total_stands_in_the_first_row_of_a_workbook(tmp_path: Path) -> None:
    header = [
        "Reporting starts",
        "Reporting ends",
        "Ad name",
        "Ad set name",
        "Results",
        "Result indicator",
        "Reach",
        "Impressions",
        "Amount spent (UAH)",
    ]
    rows = [
        ["2024-03-01", "2024-03-11", "", "", "", "", 900, 1500, 30.75],
        ["2024-03-01", "2024-03-11", "One", "A", 4, "actions:link_click", 600, 1000, 20.5],
        ["2024-03-01", "2024-03-11", "Two", "A", 9, "actions:post_engagement", 500, 500, 10.25],
    ]
    table = only(read_file(workbook([header, *rows])))
    assert (table.loaded, table.aside, table.currency_code, table.is_verified) == (2, 1, "UAH", True)
    assert sums(table) == {"impressions": "1500", "spend": "30.75"}


def workbook(rows: list[list]) -> bytes:
    """The smallest workbook a spreadsheet opens: inline strings and numbers."""

    def cell(value: object) -> str:
        return (
            f"<c><v>{value}</v></c>"
            if isinstance(value, int | float)
            else f'<c t="inlineStr"><is><t>{value}</t></is></c>'
        )

    sheet = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{rel}"><sheets><sheet name="Raw Data Report" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>',
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


CHART = b"Date,Clicks,Impressions,CTR,Position\n2026-11-02,3,120,2.5%,14.2\n"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"2026-11-03,3.5,120,2.5%,14.2\n", "'3.5' is not a whole number"),
        (b"2026-11-03,1_000,120,2.5%,14.2\n", "'1_000' is not a number"),
        (b"2026-11-03,NaN,120,2.5%,14.2\n", "'NaN' is not a number"),
        (b"2026-11-31,3,120,2.5%,14.2\n", "'2026-11-31' is not a date"),
        (
            b"03/11/2026,3,120,2.5%,14.2\n",
            "'03/11/2026' may be day-month or month-day: nothing in its column says which",
        ),
        (b"2026-11-03,3,120\n", "the row has 3 cells where the header has 5"),
        (b"2026-11-03,99999999999999999999,120,2.5%,14.2\n", "'99999999999999999999' has more than 18 digits"),
    ],
)
def test_a_bad_row_is_quarantined_with_its_reason_and_the_good_ones_stay(line: bytes, reason: str) -> None:
    table = only(read_file(CHART + line + b"2026-11-04,1,40,2.5%,9\n"))
    assert (table.loaded, table.quarantined, sums(table)["search_clicks"]) == (2, 1, "4")
    assert (table.problems[0].row, table.problems[0].reason) == (3, reason)


def test_spend_is_exact_beyond_floating_point() -> None:
    text = "Date,Clicks,Impressions,Avg. CPC,Cost\n" + '"Mon, 2 Nov 2026",1,1,0.10,0.10\n' * 3
    assert only(read_file(text.encode())).sums["spend"] == Decimal("0.30")


def test_a_cut_google_ads_file_names_the_row_it_ends_in(exports: Path) -> None:
    whole = (exports / "google_ads/campaign-by-day.csv").read_bytes()
    table = only(read_file(whole[: whole.index(b"Old display") + 30]))
    assert (table.loaded, table.quarantined, table.is_verified) == (4, 1, False)
    assert "the file ends inside this row" in table.problems[0].reason


def test_a_quote_that_never_closes_is_said_and_the_rows_before_it_stay(exports: Path) -> None:
    whole = (exports / "google_ads/campaign-by-day.csv").read_bytes()
    second = whole.index(b'"Whitening', whole.index(b'"Whitening') + 1)
    table = only(read_file(whole[: second + 6]))
    assert table.loaded == 1 and "never closes" in table.problems[0].reason


QUERIES = "Top queries,Clicks,Impressions,CTR,Position\n"


def test_an_open_quote_says_which_lines_it_swallows_however_the_rest_is_quoted() -> None:
    reasons = []
    for line in ("teeth,1,2,50%,3", '"best" dentist,1,2,50%,3'):
        table = only(read_file(f'{QUERIES}{line}\n"open,1,2,50%,3\nlost,1,2,50%,3\nlost,1,2,50%,3\n'.encode()))
        reasons.append((table.loaded, table.problems[0].row, table.problems[0].reason.partition(":")[0]))
    assert reasons == [(1, 3, "a quoted cell opens here and never closes; lines 4 to 5 are lost in it")] * 2


def test_semicolons_in_one_query_do_not_make_the_file_semicolon_separated() -> None:
    table = only(read_file(f"{QUERIES}a;b;c;d;e;f;g,1,2,50%,3\nteeth,1,2,50%,3\n".encode()))
    assert (table.delimiter, table.loaded) == (",", 2)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be"])
def test_a_file_cut_inside_a_character_keeps_its_whole_rows_and_says_so(codec: str) -> None:
    mark = "\ufeff" if codec.startswith("utf-16") else ""
    content = f"{mark}{QUERIES}teeth,1,2,50%,3\né".encode(codec)
    table = only(read_file(content[:-1]))
    assert table.loaded == 1 and "middle of a character" in table.problems[0].reason


@pytest.mark.parametrize(
    ("stated", "says"),
    [("July 31, 2025 - July 8, 2025", "ends before it starts"), ("Julember 31, 2025", "is not a period")],
)
def test_a_stated_period_that_cannot_be_is_one_problem_of_the_table(stated: str, says: str) -> None:
    text = f"Campaign report\n{stated}\nCampaign,Cost,Impr.,Clicks\nA,1,2,3\nB,1,2,3\nTotal: Campaigns,2,4,6\n"
    table = only(read_file(text.encode()))
    assert table.days is None and [(one.row, says in one.reason) for one in table.problems] == [(None, True)]


def test_days_counted_from_a_start_that_nothing_states_are_one_problem_of_the_table(exports: Path) -> None:
    text = (exports / "ga4/snapshot.csv").read_text().replace("# Start date: ", "# Started: ")
    table = next(one for one in read_file(text.encode()).tables if one.columns.get("period_start") == "Nth day")
    assert table.quarantined == 0 and [(one.row, one.column) for one in table.problems] == [(None, "period_start")]


def test_a_campaign_report_that_lost_its_totals_says_it_may_be_cut(exports: Path) -> None:
    text = (exports / "google_ads/campaign-by-day.csv").read_text()
    table = only(read_file("".join(line for line in text.splitlines(True) if "Total" not in line).encode()))
    assert table.loaded == 5 and "no total row" in table.problems[0].reason


def refused(content: bytes, tmp_path: Path) -> tuple[str, int]:
    path = tmp_path / "export.csv"
    path.write_bytes(content)
    told, code = inspect_file(path)
    return told[0]["reason"], code


@pytest.mark.parametrize(
    ("content", "says", "code"),
    [
        (b"", "empty (0 bytes)", 4),
        (b" \n\n", "only blanks", 4),
        (b"%PDF-1.7 ...", "a PDF", 4),
        (b"PK\x03\x04 not a zip at all", "The zip is cut or damaged", 4),
        (b"PK\x03\x04.......[Content_Types].xml", "The workbook is cut or damaged", 4),
        (b"<!DOCTYPE html><title>Sign in</title>", "a web page", 4),
        (b"PK\x05\x06" + bytes(18), "holds no files", 4),
        (bytes(range(256)) * 4, "binary", 4),
        (b"a,b\n1,\x01\n", "control character", 4),
        (
            b"Top queries,Clicks,Impressions\nx,1,2\n",
            "nearest to Search Console (Queries), but it lacks the column CTR and Position",
            3,
        ),
        (b"hello\nworld\n", "Not recognised: no line names", 3),
    ],
)
def test_each_hopeless_file_gets_one_clear_sentence(content: bytes, says: str, code: int, tmp_path: Path) -> None:
    sentence, exit_code = refused(content, tmp_path)
    assert says in sentence and exit_code == code


def zipped(**entries: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    sentence, code = refused(zipped(bomb=bytes(30_000_000)), tmp_path)
    assert "unsafe" in sentence and code == 4


def test_a_zip_in_a_zip_is_refused(tmp_path: Path) -> None:
    sentence, _ = refused(zipped(**{"inner.zip": b"x"}), tmp_path)
    assert "another archive" in sentence


def test_each_entry_of_a_zip_is_a_file_of_its_own(exports: Path, tmp_path: Path) -> None:
    path = tmp_path / "any name.bin"
    path.write_bytes(
        zipped(**{one.name: one.read_bytes() for one in sorted((exports / "search_console").glob("*.csv"))})
    )
    told, code = inspect_file(path)
    assert code == 0 and {one["entry"] for one in told} == {
        one.name for one in (exports / "search_console").glob("*.csv")
    }


def test_a_header_that_a_spreadsheet_saved_in_windows_1252_is_read_with_a_note(exports: Path) -> None:
    text = (exports / "google_ads/campaign-pt.csv").read_text(encoding="utf-8")
    table = only(read_file(text.encode("cp1252")))
    assert table.encoding == "windows-1252" and "Windows-1252" in table.problems[0].reason
    assert sums(table)["spend"] == "1139.72"


def test_a_campaign_may_be_called_total(exports: Path) -> None:
    text = (exports / "google_ads/campaign-by-day.csv").read_text()
    table = only(read_file(text.replace("Old display", "Total: Search").encode()))
    assert (table.loaded, table.aside) == (5, 3)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('colour = "red"', "unknown key 'colour'"),
        ('stacked = "yes"', "stacked must be bool"),
        ('[reports.x]\nentity = "a"', "reports.x: label is missing"),
        (
            '[reports.x]\nentity = "a"\nlabel = "X"\ngrain = []\nevidence = {}\ntransposed = ["audience"]',
            "reports.x: transposed lists four columns",
        ),
        ('[columns.spent]\nen = ["Cost"]', "'spent' is not a standard column"),
    ],
)
def test_a_wrong_platform_table_is_refused_by_file_table_and_key(line: str, says: str, tmp_path: Path) -> None:
    required = 'name="X"\nchecked="2026"\ntime_zone="UTC"\nrestates_days=1\nsettles_hours=1\nabsent_day="zero"\n'
    tables = "".join(f"[{name}]\n" for name in ("languages", "columns", "reports", "feeds") if f"[{name}." not in line)
    top, nested = ("", line) if line.startswith("[") else (line + "\n", "")
    path = tmp_path / "x_ads.toml"
    path.write_text(required + top + tables.replace("[languages]", "[languages.en]") + nested)
    with pytest.raises(PlatformTableError, match=r"platforms/x_ads\.toml") as error:
        load_platform(path)
    assert says in str(error.value)


def test_a_snapshot_padded_by_a_spreadsheet_keeps_its_account_and_days(exports: Path) -> None:
    text = (exports / "ga4/snapshot.csv").read_text()
    padded = "\n".join(line + ",,," if line.startswith("#") else line for line in text.splitlines())
    tables = read_file(padded.encode()).tables
    assert tables[0].account == "harbordental.example" and [str(day) for day in tables[3].days] == [
        "2026-11-02",
        "2026-11-08",
    ]


def test_an_impossible_stated_day_is_no_traceback(exports: Path) -> None:
    text = (exports / "ga4/source-by-day.csv").read_text().replace("Start date: 20261102", "Start date: 20261399")
    assert only(read_file(text.encode())).loaded == 4


def test_what_a_file_manager_leaves_in_a_zip_is_passed_over(exports: Path, tmp_path: Path) -> None:
    chart = (exports / "search_console/Chart.csv").read_bytes()
    path = tmp_path / "x.zip"
    path.write_bytes(
        zipped(**{"Chart.csv": chart, "__MACOSX/._Chart.csv": b"\0", "a/.DS_Store": b"\0", "Thumbs.db": b"\0"})
    )
    told, code = inspect_file(path)
    assert (code, [one["entry"] for one in told]) == (0, ["Chart.csv"])


def export(exports: Path, name: str) -> Table:
    return only(read_file((exports / name).read_bytes()))


def test_a_click_without_an_impression_is_a_row_like_any_other(exports: Path) -> None:
    table = export(exports, "microsoft_ads/campaign-by-day.csv")
    assert (table.rows["impressions"][2], table.rows["clicks"][2], table.rows["conversions"][2]) == ("0", "1", "1")
    assert sums(table) == {
        "impressions": "1312",
        "clicks": "48",
        "spend": "72.5",
        "conversions": "3.5",
        "conversions_value": "1550",
    }


def test_the_copyright_line_is_no_row_and_the_printed_count_holds(exports: Path) -> None:
    table = export(exports, "microsoft_ads/campaign-by-day.csv")
    assert (table.loaded, table.aside, table.is_verified) == (4, 1, True)


def test_data_that_the_platform_calls_incomplete_say_so(exports: Path) -> None:
    reasons = [problem.reason for problem in export(exports, "microsoft_ads/campaign-by-day.csv").problems]
    assert reasons == ["the platform says of this export: Potential Incomplete Data: true"]


def test_a_row_lost_from_a_microsoft_file_shows_in_its_printed_count(exports: Path) -> None:
    lines = (exports / "microsoft_ads/campaign-by-day.csv").read_bytes().splitlines(True)
    table = only(read_file(b"".join(line for line in lines if b"brand" not in line)))
    assert not table.is_verified and "'Rows' prints 4, the rows sum to 3" in table.problems[-1].reason


def test_weekly_rows_of_microsoft_speak_for_the_week_that_begins_on_their_sunday(exports: Path) -> None:
    content = (exports / "microsoft_ads/campaign-by-day.csv").read_bytes()
    table = only(
        read_file(content.replace(b"Aggregation: Daily", b"Aggregation: Weekly").replace(b"2026-11-02", b"2026-11-01"))
    )
    assert (table.rows["period_start"][0], table.rows["period_end"][0]) == ("2026-11-01", "2026-11-07")


def test_the_total_row_of_a_microsoft_download_is_held_against_the_rows(exports: Path) -> None:
    table = export(exports, "microsoft_ads/account-with-total.csv")
    assert (table.loaded, table.aside, table.is_verified, sums(table)["spend"]) == (2, 2, True, "69.5")


def test_a_linkedin_download_named_csv_is_tabs_in_utf16_with_its_days_above(exports: Path) -> None:
    table = export(exports, "linkedin_ads/campaign-by-day.csv")
    assert (table.encoding, table.delimiter, [str(day) for day in table.days]) == (
        "utf-16-le",
        "\t",
        ["2026-11-02", "2026-11-04"],
    )
    assert (sums(table)["spend"], sums(table)["link_clicks"], table.is_verified) == ("1202.7", "47", True)


def test_reactions_taken_back_are_negative(exports: Path) -> None:
    assert export(exports, "linkedin_ads/campaign-by-day.csv").rows["reactions"] == ["7", "-1", None]


def test_a_total_of_n_results_never_doubles_the_spend(exports: Path) -> None:
    table = export(exports, "tiktok_ads/campaign-by-day.csv")
    assert (table.loaded, table.aside, sums(table)["spend"], table.is_verified) == (3, 1, "80.02", True)


def test_a_campaign_without_spend_is_listed_and_its_id_keeps_every_digit(exports: Path) -> None:
    table = export(exports, "tiktok_ads/campaign-by-day.csv")
    assert (table.rows["spend"][2], table.rows["campaign_id"][2]) == ("0", "1784400000000000002")


def test_a_tiktok_workbook_reads_like_its_csv(exports: Path) -> None:
    lines = (
        (exports / "tiktok_ads/ad-group-by-day.csv")
        .read_text()
        .replace('"Smile, before &', '"Smile; before +')
        .splitlines()
    )
    rows = [line.replace('"Smile, ', '"Smile; ').replace('"', "").split(",") for line in lines]
    table = only(read_file(workbook(rows)))
    assert (table.report, table.loaded, table.aside, sums(table)["spend"]) == ("ad_group", 2, 1, "48.12")


def test_a_bing_day_carries_a_midnight_and_its_ctr_is_in_hundredths(exports: Path) -> None:
    table = export(exports, "bing_webmaster/chart.csv")
    assert table.rows["period_start"] == ["2026-11-02", "2026-11-03", "2026-11-14"]
    assert table.rows["impressions_ctr"] == ["0", "0.3333", "0.0008"]


GOOGLE = {
    "de": (
        "Kampagnenbericht\n2. November 2026 - 8. November 2026\n"
        "Kampagnenstatus,Kampagne,Tag,Kampagnentyp,Währungscode,Impr.,Klicks,Kosten,Conversions\n"
        'Aktiviert,"Zahnkronen, Frühjahr",2026-11-02,Suchnetzwerk,EUR,"1.204",61,"1182,40","3,50"\n'
        'Aktiviert,Marke,2026-11-03,Suchnetzwerk,EUR,310,88,"44,16",9\n'
        'Gesamt: Kampagnen, --, --, --,EUR,"1.514",149,"1226,56","12,50"\n'
        'Gesamt: Konto, --, --, --,EUR,"1.600",150,"1300,00","12,50"\n'
    ),
    "fr": (
        "Rapport sur les campagnes\n2 novembre 2026 - 8 novembre 2026\n"
        "État de la campagne,Campagne,Jour,Type de campagne,Code de devise,Impr.,Clics,Coût,Conversions\n"
        'Activée,"Couronnes, été",2026-11-02,Réseau de Recherche,EUR,1\u00a0204,61,"1182,40","3,50"\n'
        'Activée,Marque,2026-11-03,Réseau de Recherche,EUR,310,88,"44,16",9\n'
        'Total\u00a0: campagnes, --, --, --,EUR,1\u202f514,149,"1226,56","12,50"\n'
        'Total\u00a0: compte, --, --, --,EUR,1\u00a0600,150,"1300,00","12,50"\n'
    ),
    "es": (
        "Informe de campaña\n2 de noviembre de 2026 - 8 de noviembre de 2026\n"
        "Estado de la campaña,Campaña,Día,Tipo de campaña,Código de moneda,Impr.,Clics,Coste,Conversiones\n"
        'Habilitada,"Coronas, otoño",2026-11-02,Búsqueda,EUR,"1.204",61,"1182,40","3,50"\n'
        'Habilitada,Marca,2026-11-03,Búsqueda,EUR,310,88,"44,16",9\n'
        'Total: Todas las campañas, --, --, --,EUR,"1.514",149,"1226,56","12,50"\n'
        'Total: Cuenta, --, --, --,EUR,"1.600",150,"1300,00","12,50"\n'
    ),
}


@pytest.mark.parametrize(("language", "text"), GOOGLE.items())
def test_a_google_ads_campaign_report_reads_in_its_own_language(language: str, text: str) -> None:
    table = only(read_file(text.encode()))
    assert (table.report, table.language, table.evidence) == ("campaign", language, "assumed")
    assert (table.loaded, table.aside, table.is_verified) == (2, 2, True)
    assert [str(day) for day in table.days] == ["2026-11-02", "2026-11-08"]
    assert sums(table) == {"impressions": "1514", "clicks": "149", "spend": "1226.56", "conversions": "12.5"}


@pytest.mark.parametrize(("language", "text"), GOOGLE.items())
def test_english_numbers_under_a_header_of_another_language_are_no_numbers(language: str, text: str) -> None:
    table = only(read_file(text.replace("1182,40", "1182.40").encode()))
    assert (table.loaded, table.quarantined, table.problems[0].value) == (1, 1, "1182.40"), language


@pytest.mark.parametrize(
    ("header", "report", "language"),
    [
        ("Suchbegriff,Keyword-Option,Kampagne,Anzeigengruppe,Klicks,Impr.,Währungscode,Kosten", "search_term", "de"),
        ("Terme de recherche,Type de correspondance,Campagne,Groupe d’annonces,Clics,Impr.,Coût", "search_term", "fr"),
        ("Término de búsqueda,Tipo de concordancia,Campaña,Grupo de anuncios,Clics,Impr.,Coste", "search_term", "es"),
        ("Keyword,Keyword-Option,Kampagne,Anzeigengruppe,Impr.,Klicks,Kosten", "keyword", "de"),
        ("Mot clé,Type de correspondance,Campagne,Groupe d'annonces,Impr.,Clics,Coût", "keyword", "fr"),
        ("Palabra clave,Tipo de concordancia,Campaña,Grupo de anuncios,Impr.,Clics,Coste", "keyword", "es"),
        ("Anzeigengruppe,Kampagne,Impr.,Klicks,Kosten", "ad_group", "de"),
        ("Groupe d'annonces,Campagne,Impr.,Clics,Coût", "ad_group", "fr"),
        ("Grupo de anuncios,Campaña,Impr.,Clics,Coste", "ad_group", "es"),
        ("Datum,Klicks,Impressionen,Durchschn. CPC,Kosten", "time_series", "de"),
        ("Date,Clics,Impressions,CPC moy.,Coût", "time_series", "fr"),
        ("Fecha,Clics,Impresiones,CPC medio,Coste", "time_series", "es"),
    ],
)
def test_the_other_google_ads_reports_are_told_in_each_language(header: str, report: str, language: str) -> None:
    table = only(read_file(f"{header}\n".encode()))
    assert (table.platform, table.report, table.language) == ("google_ads", report, language)


@pytest.mark.parametrize(
    ("header", "report"),
    [
        ("Campaign Name,Campaign Group Name,Campaign Status,Cost,Conversions,Cost / conv.", "campaigns_card"),
        ("Campaign Name,Cost,Cost (Comparison)", "biggest_changes_card"),
        ("Campaign Name,Optimization Score", "optimization_score_card"),
        ("Search Keyword,Cost,Clicks,CTR", "keywords_card"),
        ("Search,Cost,Clicks,Impressions,Conversions", "searches_card"),
        ("Word,Cost,Clicks,Impressions,Conversions", "words_card"),
        ("Device,Cost,Impressions,Clicks", "devices_card"),
        ("Network,Clicks,Cost,Avg. CPC", "networks_card"),
        ("Gender,Age Range,Impressions,Percent of known total", "demographics_card"),
        ("Day,Impressions", "weekday_card"),
        ("Start Hour,Impressions", "hour_card"),
        ("Day,Start Hour,Impressions", "hour_card"),
        ("Advertiser Name,Impression share,Overlap rate,Top of page rate", "auction_insights_card"),
        ("Date,Clicks,Impressions,Avg. CPC,Cost", "time_series"),
        ("Date,Device,Clicks,Cost", "time_series"),
    ],
)
def test_each_card_of_the_overview_is_told_by_its_header(header: str, report: str) -> None:
    table = only(read_file(f"{header}\n".encode()))
    assert (table.platform, table.report) == ("google_ads", report)


def test_a_card_of_week_days_dates_nothing() -> None:
    table = only(read_file(b'Day,Start Hour,Impressions\nMonday,0,"1,204"\nMonday,13,7\n'))
    assert (table.days, table.rows["hour"], sums(table)) == (None, ["0", "13"], {"impressions": "1211"})


def test_call_details_are_dated_by_the_call() -> None:
    text = (
        "Call details report\n2 November 2026 - 8 November 2026\n"
        "Start time,Duration (seconds),Caller country code,Caller area code,Call source,Call type,Call status,Campaign,Ad group\n"
        '"Nov 3, 2026, 2:30:05 PM",184,US,415,Ad,Manual mobile click-to-call,Received,Brand | Harbor,Group 1\n'
        '"Nov 4, 2026, 9:02:00 AM",0,US,628,Ad,Google forwarding number,Missed,Brand | Harbor,Group 1\n'
    )
    table = only(read_file(text.encode()))
    assert (table.report, table.rows["started_at"]) == ("call_details", ["2026-11-03T14:30:05", "2026-11-04T09:02:00"])
    assert table.rows["duration_seconds"] == ["184", "0"] and "Caller area code" in table.ignored


@pytest.mark.parametrize(
    ("header", "report", "language"),
    [
        ("Datum,Klicks,Impressionen,CTR,Position", "chart", "de"),
        ("Date,Clics,Impressions,CTR,Position", "chart", "fr"),
        ("Fecha,Clics,Impresiones,CTR,Posición", "chart", "es"),
        ("Data,Cliques,Impressões,CTR,Posição", "chart", "pt"),
        ("Häufigste Suchanfragen,Klicks,Impressionen,CTR,Position", "query", "de"),
        ("Consultas principales,Clics,Impresiones,CTR,Posición", "query", "es"),
        ("Häufigste Seiten,Klicks,Impressionen,CTR,Position", "page", "de"),
        ("Pages les plus populaires,Clics,Impressions,CTR,Position", "page", "fr"),
        ("Páginas principales,Clics,Impresiones,CTR,Posición", "page", "es"),
        ("Land,Klicks,Impressionen,CTR,Position", "country", "de"),
        ("Pays,Clics,Impressions,CTR,Position", "country", "fr"),
        ("País,Clics,Impresiones,CTR,Posición", "country", "es"),
        ("Gerät,Klicks,Impressionen,CTR,Position", "device", "de"),
        ("Appareil,Clics,Impressions,CTR,Position", "device", "fr"),
        ("Dispositivo,Cliques,Impressões,CTR,Posição", "device", "pt"),
        ("Darstellung in der Suche,Klicks,Impressionen,CTR,Position", "search_appearance", "de"),
        ("Filter,Wert", "filters", "de"),
        ("Filtre,Valeur", "filters", "fr"),
        ("Filtro,Valor", "filters", "pt"),
    ],
)
def test_each_search_console_file_is_told_in_each_language(header: str, report: str, language: str) -> None:
    table = only(read_file(f"{header}\n".encode()))
    assert (table.platform, table.report, table.language) == ("search_console", report, language)


def test_a_french_search_console_keeps_the_dot_in_its_numbers() -> None:
    text = 'Requêtes les plus fréquentes,Clics,Impressions,CTR,Position\ndentiste,4,129,3.1%,2.36\nmolaire,1,9,"11,1 %",2\n'
    table = only(read_file(text.encode()))
    assert (table.evidence, table.loaded, table.rows["position"]) == ("bytes", 1, ["2.36"])
    assert table.problems[0].value == "11,1 %"


META = {
    "de": "Berichtsstart,Berichtsende,Kampagnenname,Auslieferung der Kampagne,Ergebnisse,Ergebnisindikator,Reichweite,Ausgegebener Betrag (EUR),Impressionen,Link-Klicks",
    "fr": "Début des rapports,Fin des rapports,Nom de la campagne,Diffusion de la campagne,Résultats,Indicateur de résultats,Couverture,Montant dépensé (EUR),Impressions,Clics sur un lien",
    "es": "Inicio del informe,Fin del informe,Nombre de la campaña,Entrega de la campaña,Resultados,Indicador de resultado,Alcance,Importe gastado (EUR),Impresiones,Clics en el enlace",
    "pt": "Início dos relatórios,Encerramento dos relatórios,Nome da campanha,Veiculação da campanha,Resultados,Indicador de resultados,Alcance,Valor usado (EUR),Impressões,Cliques no link",
}


@pytest.mark.parametrize(("language", "header"), META.items())
def test_a_meta_campaign_export_reads_in_its_own_language(language: str, header: str) -> None:
    row = "2026-11-02,2026-11-08,Blanchiment,active,4,actions:offsite_conversion.fb_pixel_purchase,900,160.65184879,1500,31"
    table = only(read_file(f"\ufeff{header}\n{row}\n".encode()))
    assert (table.report, table.language, table.evidence, table.ignored) == ("campaign", language, "assumed", [])
    assert (table.currency_code, [str(day) for day in table.days]) == ("EUR", ["2026-11-02", "2026-11-08"])
    assert sums(table) == {"impressions": "1500", "link_clicks": "31", "spend": "160.65184879"}


@pytest.mark.parametrize(
    ("header", "report"),
    [
        ("Tag,Name der Anzeigengruppe,Ausgegebener Betrag (EUR),Impressionen", "ad_set"),
        ("Jour,Nom de l’ensemble de publicités,Montant dépensé (EUR),Impressions", "ad_set"),
        ("Día,Nombre del conjunto de anuncios,Importe gastado (EUR),Impresiones", "ad_set"),
        ("Dia,Nome do conjunto de anúncios,Valor usado (BRL),Impressões", "ad_set"),
        ("Tag,Anzeigenname,Ausgegebener Betrag (EUR),Impressionen", "ad"),
        ("Jour,Nom de la publicité,Montant dépensé (EUR),Impressions", "ad"),
        ("Día,Nombre del anuncio,Importe gastado (EUR),Impresiones", "ad"),
        ("Dia,Nome do anúncio,Valor usado (BRL),Impressões", "ad"),
    ],
)
def test_ad_sets_and_ads_of_meta_are_told_in_each_language(header: str, report: str) -> None:
    assert only(read_file(f"{header}\n".encode())).report == report


BY_DAY = 'Campaign report\n"November 2, 2026 - November 3, 2026"\nDay,Campaign status,Campaign,Cost,Impr.\n'


def test_a_total_that_is_repeated_for_each_day_is_no_row_and_held_against_its_own_day() -> None:
    rows = "2026-11-02,Enabled,A,10.00,100\n2026-11-03,Enabled,A,20.00,200\n"
    totals = "2026-11-02,Total: Campaigns, --,10.00,100\n2026-11-03,Total: Campaigns, --,20.00,200\n"
    table = only(read_file((BY_DAY + rows + totals).encode()))
    assert (table.loaded, table.aside, sums(table)["spend"], table.is_verified) == (2, 2, "30", True)


def test_a_total_that_repeats_the_accounts_name_is_no_row() -> None:
    text = "Campaign Performance Report (in UTC)\nReport Start: 11/02/2026\nReport End: 11/03/2026\n\n"
    text += "Campaign Name,Account Name,Total Spent,Impressions,Clicks\nA,X,1.00,1,1\nTotal,X,1.00,1,1\n"
    table = only(read_file(text.encode()))
    assert (table.loaded, table.aside, sums(table)["spend"]) == (1, 1, "1")


@pytest.mark.parametrize(
    "text",
    [
        'Datum,Klicks,Impressionen,Kosten\n"Mo., 2. Nov. 2026",149,"1.514","1.226,56\u00a0€"\n',
        'Date,Clics,Impressions,Coût\nlun. 2 nov. 2026,149,"1\u00a0514","1\u00a0226,56\u00a0€"\n',
        'Fecha,Clics,Impresiones,Coste\n"lun, 2 nov 2026",149,"1.514","1.226,56\u00a0€"\n',
    ],
    ids=["German", "French", "Spanish"],
)
def test_an_overview_series_is_read_in_its_own_language(text: str) -> None:
    table = only(read_file(text.encode()))
    assert (sums(table)["spend"], sums(table)["impressions"], str(table.days[0])) == ("1226.56", "1514", "2026-11-02")
    assert table.currency_code == "EUR"


def test_a_numeric_date_is_read_in_the_order_of_its_files_language() -> None:
    text = 'Kampagnenbericht\n02.11.2026 - 08.11.2026\nKampagne,Tag,Impr.,Klicks,Kosten\nA,03.11.2026,1,1,"1,00"\nGesamt: Kampagnen, --,1,1,"1,00"\n'
    table = only(read_file(text.encode()))
    assert (table.rows["period_start"], str(table.days[0])) == (["2026-11-03"], "2026-11-02")


def test_a_header_that_another_platform_names_more_of_is_not_taken_for_this_ones(exports: Path) -> None:
    text = (exports / "linkedin_ads/campaign-by-day.csv").read_text(encoding="utf-16")
    answer = read_file(text.replace("Total Spent", "Ausgaben").encode())
    assert answer.platform is None and "nearest to LinkedIn Ads" in answer.reason


def test_a_column_of_numeric_dates_is_read_only_in_an_order_that_all_of_it_admits() -> None:
    head = "Date,Views,Watch time (hours)\n"
    clear, doubtful = (
        only(read_file((head + rows).encode())) for rows in ("13-06-2025,5,1\n01-07-2025,6,1\n", "01-07-2025,6,1\n")
    )
    assert clear.rows["period_start"] == ["2025-06-13", "2025-07-01"]
    assert (doubtful.loaded, doubtful.quarantined) == (0, 1) and "may be day-month or month-day" in doubtful.problems[
        0
    ].reason


def test_an_id_that_a_spreadsheet_has_rounded_is_no_id() -> None:
    text = "Post ID,Account username,Publish time,Likes\n1.22158E+17,x,03/18/2025 09:48,3\n18355151116178767,x,03/18/2025 09:48,4\n"
    table = only(read_file(text.encode()))
    assert (sums(table)["likes"], table.problems[0].column) == ("4", "content_id")


def test_a_file_whose_every_line_is_wrapped_in_quotes_is_unwrapped_with_a_note(exports: Path) -> None:
    lines = (exports / "google_ads/time-series.csv").read_text().splitlines()
    wrapped = "\n".join('"' + line.replace('"', '""') + '"' for line in lines) + "\n"
    table, plain = (
        only(read_file(wrapped.encode())),
        only(read_file((exports / "google_ads/time-series.csv").read_bytes())),
    )
    assert table.sums == plain.sums and "wrapped in quotes" in table.problems[0].reason


def test_a_data_api_answer_is_read_like_the_report_it_is() -> None:
    answer = {
        "dimensionHeaders": [{"name": "date"}, {"name": "sessionSourceMedium"}],
        "metricHeaders": [{"name": "sessions", "type": "TYPE_INTEGER"}],
        "rows": [
            {"dimensionValues": [{"value": "20261102"}, {"value": "google / cpc"}], "metricValues": [{"value": "12"}]},
            {"dimensionValues": [{"value": "20261103"}, {"value": "google / cpc"}], "metricValues": [{"value": "9"}]},
        ],
    }
    table = only(read_file(json.dumps(answer).encode()))
    assert (table.platform, table.report, sums(table)["sessions"], table.encoding) == (
        "ga4",
        "session_source_medium",
        "21",
        "json",
    )


def test_an_explorations_grand_total_is_no_row_though_it_has_one_cell_more() -> None:
    text = (
        "# ----------------------------------------\n# harbordental.example\n# Visits-Free form 1\n"
        "# 20261102-20261108\n# ----------------------------------------\n\n"
        "Session source / medium,Sessions,Active users\n,17,14,Grand total\ngoogle / cpc,12,10\n(direct) / (none),5,4\n"
    )
    table = only(read_file(text.encode()))
    assert (table.report, table.loaded, table.aside, sums(table)["sessions"]) == ("session_source_medium", 2, 1, "17")
    assert (table.account, [str(day) for day in table.days]) == ("harbordental.example", ["2026-11-02", "2026-11-08"])


def test_a_workbooks_number_beyond_its_digits_is_no_id() -> None:
    rows = [["Post ID", "Account username", "Publish time", "Likes"], [9007199254740994.0, "x", "2026-11-02 09:48", 3]]
    table = only(read_file(workbook(rows)))
    assert (table.loaded, table.problems[0].column) == (0, "content_id")


def test_an_almost_known_file_leads_to_the_page_that_says_how_to_export_it() -> None:
    reason = read_file(b"Top queries,Clicks,Impressions\nx,1,2\n").reason
    assert reason.endswith("Step by step: docs/exports/search_console.md.")


def test_a_channels_subscribers_are_never_held_against_its_videos() -> None:
    text = "Content,Video title,Views,Subscribers\nTotal,,10,59\na1,One,6,20\nb2,Two,4,17\n"
    table = only(read_file(text.encode()))
    assert table.is_verified and agreement([table]) == {"kind": "equal"}


ANSWER = {
    "dimensionHeaders": [{"name": "date"}, {"name": "sessionSourceMedium"}],
    "metricHeaders": [{"name": "sessions", "type": "TYPE_INTEGER"}],
    "rowCount": 1,
    "rows": [
        {"dimensionValues": [{"value": "20261102"}, {"value": "google / cpc"}], "metricValues": [{"value": "12"}]},
    ],
    "totals": [
        {
            "dimensionValues": [{"value": "RESERVED_TOTAL"}, {"value": "RESERVED_TOTAL"}],
            "metricValues": [{"value": "12"}],
        },
    ],
    "kind": "analyticsData#runReport",
}


def test_the_totals_of_a_data_api_answer_are_no_row() -> None:
    table = only(read_file(json.dumps(ANSWER).encode()))
    assert (table.loaded, table.aside, sums(table)["sessions"]) == (1, 1, "12")


def test_a_data_api_answer_without_data_is_a_report_without_rows() -> None:
    table = only(
        read_file(json.dumps({key: part for key, part in ANSWER.items() if key not in ("rows", "totals")}).encode())
    )
    assert (table.report, table.landed) == ("session_source_medium", 0)


def test_an_answer_for_two_date_ranges_is_not_added_up() -> None:
    two = json.loads(json.dumps(ANSWER))
    two["dimensionHeaders"].append({"name": "dateRange"})
    two["rows"][0]["dimensionValues"].append({"value": "last_year"})
    assert read_file(json.dumps(two).encode()).platform is None


@pytest.mark.parametrize("content", [b"sep=", "\ufeffsep=".encode("utf-16-le"), b"sep=,"])
def test_a_file_cut_after_its_separator_line_began_is_no_traceback(content: bytes) -> None:
    assert read_file(content).platform is None


def test_a_date_and_a_cost_alone_are_nobodys() -> None:
    read = read_file(b"Date,Supplier,Cost\n2026-11-09,Paper,12.50\n2026-11-10,Ink,4.00\n")
    plain = read_file(b"Date,Cost\n2026-11-09,12.50\n2026-11-10,4.00\n")
    assert [read.tables[0].report, plain.tables[0].report] == [None, None]


@pytest.mark.parametrize("days", [("2026-11-09", "2026-11-10"), ("13-11-2026", "14-11-2026")])
def test_chart_data_of_a_video_keeps_its_days(days: tuple[str, str]) -> None:
    head = "Date,Content,Video title,Video publish time,Duration,Views\n"
    rows = "".join(f'{day},abcdefghijk,Numb,"Sep 30, 2026",61,20\n' for day in days)
    (table,) = read_file((head + rows).encode()).tables
    assert (table.report, len(set(table.rows["period_start"]))) == ("chart", 2)


SPLIT = "Campaign,Day,Impr.,Cost\nCrowns,2026-11-01,50,5.00\nCrowns,2026-11-01,60,6.00\n"


@pytest.mark.parametrize(
    ("title", "column", "values", "report"),
    [
        ("Bericht über Orte", "Ort", ("Berlin", "Hamburg"), None),  # words we do not know, one campaign and day in two rows
        ("Ad schedule report", "Day & time", ("Mondays, all day", "Tuesdays, all day"), None),
        ("Standortbericht", "Ort", ("Berlin", "Berlin"), None),  # the title is another report's
        ("My own report", "Bid strategy type", ("Target CPA", "Target CPA"), "campaign"),  # an attribute of the campaign splits nothing
        ("Campaign report", "Click type", ("Headline", "Sitelink"), "campaign"),  # under its own title it is what it says
    ],
)  # fmt: skip
def test_a_google_report_whose_columns_we_do_not_know_is_never_taken_for_campaigns(
    title, column, values, report
) -> None:
    head, *rows = SPLIT.splitlines()
    lines = [
        title,
        '"November 1, 2026 - November 7, 2026"',
        f"{column},{head}",
        *(f'"{cell}",{row}' for cell, row in zip(values, rows, strict=True)),
    ]
    read = read_file(("\n".join(lines) + "\n").encode())
    assert [table.report for table in read.tables] == [report]
    assert (
        report
        or "nearest to Google Ads (Campaign report), but the title above its header is another report's" in read.reason
    )


def test_a_single_campaigns_report_says_what_to_export_instead() -> None:
    text = 'Email Campaign Report\n"Title:","Open day"\n\n"Overall Stats"\n"Bounces:","8 (0.5%)"\n'
    assert "Not read: Mailchimp's Email Campaign Report." in read_file(text.encode()).reason
