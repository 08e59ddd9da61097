"""The Connection ledger, from exports to what an edition says: LEDGER's worked example to the printed digit, and each promise by its id."""

import csv
import io
import os
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
import worked_example
from made_edition import NOW, Edition, Files

import sql.warehouse
from clients.client import load_client
from clients.people import NOBODY
from pipeline import platform_facts
from platforms.catalogue import load_platforms
from sql.certainty import write_certainty
from sql.goals import write_goals
from sql.inputs import load_inputs
from sql.people import load_people
from sql.sent import load_sent
from sql.warehouse import ModelError, build_models, open_warehouse


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return Edition(tmp_path_factory.mktemp("example"))


def without(name: str) -> Files:
    return {path: content for path, content in worked_example.FILES.items() if not path.startswith(name)}


def changed(name: str, change: Callable[[str], str]) -> Files:
    """The example's files, one of them changed."""
    return {
        path: (lambda content=content: change(content())) if path.startswith(name) else content
        for path, content in worked_example.FILES.items()
    }


def edited(text: str, column: str, change: Callable[[dict], str]) -> str:
    """A CSV whose column is written anew, row by row."""
    rows = list(csv.DictReader(io.StringIO(text)))
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(row | {column: change(row)} for row in rows)
    return out.getvalue()


LINES = {
    "impressions": (412_300, 231_400, 166_600, 0, 14_300),
    "visits": (3_340, 1_905, 1_435, 0, 0),
    "clicks": (4_186, 3_020, 1_166, 0, 0),
    "conversations": (99, 65, 13, 21, 0),
    "people": (24, 24, 0, 0, 0),
    "meetings": (9, 7, 2, 0, 0),
}


@pytest.mark.parametrize("unit", LINES)
def test_the_worked_examples_rungs(example, unit) -> None:
    line = example.line(unit)
    assert tuple(int(line[name]) for name in ("gross", "kept", "hollow", "hanging", "unknown")) == LINES[unit]


@pytest.mark.parametrize(
    ("unit", "column", "printed"),
    [
        ("impressions", "hollow_share", "41.9"), ("impressions", "hollow_low", "41.7"), ("impressions", "hollow_high", "42.0"),
        ("impressions", "coverage", "96.5"),
        ("visits", "hollow_share", "43.0"), ("visits", "hollow_low", "41.3"), ("visits", "hollow_high", "44.7"),
        ("visits", "coverage", "100.0"), ("clicks", "coverage", "100.0"), ("conversations", "coverage", "100.0"),
        ("clicks", "hollow_share", "27.9"), ("clicks", "hollow_low", "26.5"), ("clicks", "hollow_high", "29.2"),
        ("conversations", "hollow_share", "13.1"), ("conversations", "hollow_low", "7.8"), ("conversations", "hollow_high", "21.2"),
        ("conversations", "hanging_share", "24.4"),
    ],
)  # fmt: skip
def test_the_worked_examples_shares_to_the_printed_digit(example, unit, column, printed) -> None:
    assert f"{float(example.line(unit)[column]) * 100:.1f}" == printed


def test_the_worked_examples_people_and_what_each_cost(example) -> None:
    row = example.people
    told = (
        row["genuine"],
        row["genuine_least"],
        row["first_conversation"],
        row["first_commitment"],
        row["first_presence"],
    )
    rounded = [
        f"{float(row[name]):.{places}f}"
        for name, places in (("low", 1), ("high", 1), ("cost", 2), ("cost_low", 2), ("cost_high", 2))
    ]
    assert (told, rounded) == ((68, 55, 58, 9, 1), ["52.8", "86.2", "36.47", "28.77", "46.97"])


def test_the_worked_examples_intervals_with_the_dispersion_it_is_given(example) -> None:
    copy = example.copied()
    copy.execute(
        "drop table marts.rung_interval; drop table marts.connection_interval; drop table marts.step_interval; drop table marts.digital_to_real"
    )
    write_certainty(copy, {"genuine": 1.8, "visits": 4.0})
    people = copy.execute(
        "select low, high, cost_low, cost_high from marts.connection_interval where setting = 'default'"
    ).fetchone()
    visits = copy.execute(
        "select 100 * hollow_low, 100 * hollow_high from marts.rung_interval where unit = 'visits'"
    ).fetchone()
    step = copy.execute(
        "select per_thousand, low, high from marts.step_interval where above = 'conversations'"
    ).fetchone()
    assert [f"{value:.1f}" for value in (*people[:2], *visits)] == ["49.4", "93.5", "39.6", "46.3"]
    assert [f"{value:.2f}" for value in people[2:]] == ["26.51", "50.17"]
    assert [f"{value:.0f}" for value in step] == ["34", "26", "43"]


def test_the_worked_examples_show_rate(example) -> None:
    line = example.line("meetings")
    shown = [1 - float(line[name]) for name in ("hollow_share", "hollow_high", "hollow_low")]
    assert [f"{100 * value:.1f}" for value in shown] == ["77.8", "45.3", "93.7"]


def test_L01_an_unmapped_measure_fails_the_build_with_its_name() -> None:
    warehouse = open_warehouse()
    facts = [platform_facts(platform) for platform in load_platforms().values()]
    odd = replace(facts[0], feeds={**facts[0].feeds, "dwell_seconds": ("chart",)})
    client = load_client(Path("clients/harbor-dental"))
    load_inputs(warehouse, client, [], [odd, *facts[1:]], [])
    load_people(warehouse, client, NOBODY, {})
    load_sent(warehouse, None)
    with pytest.raises(ModelError, match=f"dwell_seconds of {facts[0].slug} has no rung"):
        build_models(warehouse)


def test_L02_every_line_balances(example) -> None:
    for line in example.rows["lines"]:
        assert int(line["gross"]) == sum(int(line[name]) for name in ("kept", "hollow", "hanging", "unknown")), line


# What the export shows of an event, and the class it is known to be of.
EVENTS: list[tuple[dict, str]] = [
    ({"measure": "calls", "status": "spam", "duration_seconds": 300}, "hollow"),
    ({"measure": "calls", "status": "answered", "duration_seconds": 61}, "kept"),
    ({"measure": "calls", "status": "answered", "duration_seconds": 59}, "unknown"),
    ({"measure": "calls", "status": "answered"}, "unknown"),
    ({"measure": "calls", "status": "qualified", "duration_seconds": 5}, "kept"),
    ({"measure": "calls", "status": "missed"}, "hanging"),
    ({"measure": "calls", "status": "missed", "returned_seconds": 90}, "kept"),
    ({"measure": "calls", "status": "missed", "returned_seconds": -1}, "unknown"),
    ({"measure": "conversations", "apart_seconds": 3_600, "is_answered": True}, "kept"),
    ({"measure": "conversations", "apart_seconds": 8 * 86_400, "is_answered": True}, "hanging"),
    ({"measure": "conversations"}, "hanging"),
    ({"measure": "conversations", "status": "spam", "apart_seconds": 60, "is_answered": True}, "hollow"),
    ({"measure": "conversations", "status": "empty"}, "hollow"),
    ({"measure": "bookings_made"}, "kept"),
    ({"measure": "bookings_made", "status": "staff"}, "hollow"),
    ({"measure": "orders"}, "kept"),
    ({"measure": "orders", "status": "cancelled"}, "hollow"),
    ({"measure": "contacts_created", "is_duplicate": True}, "hollow"),
    ({"measure": "contacts_created"}, "kept"),
    ({"measure": "meetings", "status": "held", "form": "in_person"}, "kept"),
    ({"measure": "meetings", "status": "held", "form": "video"}, "kept"),
    ({"measure": "meetings", "status": "held"}, "unknown"),
    ({"measure": "meetings", "status": "no_show"}, "hollow"),
    ({"measure": "meetings"}, "unknown"),
    ({"measure": "open_events", "is_at_delivery": True}, "hollow"),
    ({"measure": "open_events"}, "unknown"),
    ({"measure": "click_events", "is_sweep": True}, "hollow"),
    ({"measure": "click_events"}, "kept"),
]
SHOWN = {
    "measure": pa.string(), "status": pa.string(), "form": pa.string(), "duration_seconds": pa.int64(), "returned_seconds": pa.int64(),
    "apart_seconds": pa.int64(), "is_answered": pa.bool_(), "is_duplicate": pa.bool_(), "is_at_delivery": pa.bool_(), "is_sweep": pa.bool_(),
}  # fmt: skip


def _classed(copy: duckdb.DuckDBPyConnection, model: str, count: str) -> dict[tuple[int, str], Counter]:
    """(ledger, measure) -> how much of each class the model makes of what stands before it."""
    query = next(one for one in sql.warehouse.load_models() if one.name == model).query
    setting = "where coalesce(setting, 'default') = 'default'" if model == "int_event_class" else ""
    found: dict[tuple[int, str], Counter] = {}
    for at, measure, class_, amount in copy.execute(
        f"select account_id::integer, measure, class, {count} from ({query}) {setting} group by all"
    ).fetchall():
        found.setdefault((at, measure), Counter())[class_] += int(amount)
    return found


def test_L02_ten_thousand_ledgers_of_known_events_come_out_as_they_were_made(example) -> None:
    noise, made, rows = random.Random(2), {}, []
    for ledger in range(10_000):
        for place, (facts, class_) in enumerate(noise.choices(EVENTS, k=noise.randrange(0, 12))):
            made.setdefault((ledger, facts["measure"]), Counter())[class_] += 1
            rows.append({"ledger": str(ledger), "event_id": f"{ledger}-{place}"} | facts)
    columns = {"ledger": pa.string(), "event_id": pa.string()} | SHOWN
    copy = example.copied()
    copy.execute("delete from intermediate.int_event")
    copy.register(
        "made_events",
        pa.table({name: pa.array([row.get(name) for row in rows], kind) for name, kind in columns.items()}),
    )
    copy.execute("""
        insert into intermediate.int_event by name
        select * exclude (ledger), 'made' as platform, 'events' as report, ledger as account_id, event_id as party,
            true as shows_returns, true as is_keyed, date '2026-11-09' as event_date
        from made_events
    """)
    assert _classed(copy, "int_event_class", "count(*)") == made


def test_L02_ten_thousand_counted_groups_come_out_as_they_were_made(example) -> None:
    noise, made, rows = random.Random(3), {}, []
    for ledger in range(10_000):
        seen, unseen, untold, stayed, left, loaded, lost = (noise.randrange(0, 50) for _ in range(7))
        made |= {
            (ledger, "impressions"): Counter(kept=seen, hollow=unseen, unknown=untold),
            (ledger, "sessions"): Counter(kept=stayed, hollow=left),
            (ledger, "link_clicks"): Counter(kept=loaded, hollow=lost),
        }
        rows += [
            ("google_ads", "campaign", ledger, "impressions", seen + unseen + untold),
            ("google_ads", "campaign", ledger, "viewable_impressions", seen),
            ("google_ads", "campaign", ledger, "non_viewable_impressions", unseen),
            ("ga4", "session_source_medium", ledger, "sessions", stayed + left),
            ("ga4", "session_source_medium", ledger, "engaged_sessions", stayed),
            ("meta_ads", "campaign", ledger, "link_clicks", loaded + lost),
            ("meta_ads", "campaign", ledger, "landing_page_views", loaded),
        ]
    copy = example.copied()
    copy.execute("delete from intermediate.int_measure")
    names = ("platform", "report", "account", "measure", "amount")
    copy.register("made_groups", pa.table(dict(zip(names, zip(*rows, strict=True), strict=True))))
    copy.execute("""
        insert into intermediate.int_measure by name
        select * exclude (account), account::varchar as account_id, date '2026-11-09' as period_start, date '2026-11-09' as period_end
        from made_groups
    """)
    found = _classed(copy, "int_group_class", "sum(count)")
    assert found == {key: +classes for key, classes in made.items() if +classes}


def test_L03_an_invalid_click_is_counted_once_as_invalid(example) -> None:
    reasons = {
        (row["class"], row["reason"]): int(row["count"]) for row in example.rows["reasons"] if row["unit"] == "clicks"
    }
    assert reasons == {("kept", "page loaded"): 3020, ("hollow", "page never loaded"): 892, ("hollow", "invalid"): 274}


def test_L04_a_person_counts_once(example) -> None:
    joined = example.warehouse.execute("""
        select highest_rung, first_rung, join_rule from marts.genuine_connection
        where setting = 'default' and period = '2026-W46' and events > 2 and highest_rung = 7
    """).fetchall()
    assert set(joined) == {(7, 4, "one record holds both")} and len(joined) == 6


def test_L04_doubling_the_events_of_one_rung_leaves_the_people(example, tmp_path) -> None:
    def twice(text: str) -> str:
        head, *rows = text.splitlines()
        return "\n".join([head, *rows, *(row.replace("CAL", "DUP", 1) for row in rows)]) + "\n"

    doubled = Edition(tmp_path, changed("callrail", twice))
    assert (doubled.people["genuine"], doubled.line("conversations")["kept"]) == (example.people["genuine"], "85")


def test_L05_without_keys_the_bracket_widens_and_no_gross_changes(example, tmp_path) -> None:
    def nobody(column: str) -> Callable[[str], str]:
        return lambda text: edited(text, column, lambda row: "")

    files = {
        **changed("callrail", nobody("Phone Number")),
        "threads/threads.csv": lambda: nobody("author")(worked_example.threads()),
        "bookings/bookings.csv": lambda: nobody("phone")(nobody("party")(worked_example.bookings())),
        "touchpoints/touchpoints.csv": lambda: nobody("party")(worked_example.touchpoints()),
    }
    blind = Edition(tmp_path, files)
    gross = {unit: line["gross"] for unit, line in ((line["unit"], line) for line in blind.rows["lines"])}
    assert gross == {line["unit"]: line["gross"] for line in example.rows["lines"]}
    assert (blind.people["genuine_least"], blind.people["genuine"]) == (0, 65 + 24 + 7)


PEOPLE = ("callrail", "threads", "bookings", "touchpoints")


def test_L06_without_a_source_that_shows_people_they_are_not_measured(tmp_path) -> None:
    files = {path: content for path, content in worked_example.FILES.items() if not path.startswith(PEOPLE)}
    edition = Edition(tmp_path, files)
    assert (edition.people["tier"], edition.people["genuine"], edition.people["cost"]) == ("A", None, None)
    assert "not measured" in edition.html and "Of 3,340 visits, 1,905 stayed." in edition.html


def test_L06_nobody_at_all_costs_more_than_the_spend_over_the_most_that_nought_may_be(tmp_path) -> None:
    def missed(text: str) -> str:
        return edited(text, "Answered", lambda row: "No")

    files = {path: content for path, content in changed("callrail", missed).items() if not path.startswith(PEOPLE[1:])}
    edition = Edition(tmp_path, files)
    assert edition.people["genuine"] == 0 and "More than $672 of ad spend for each." in edition.html


@pytest.mark.slow
def test_L07_twenty_one_wait_with_age_and_owner_and_an_answer_takes_one_off(tmp_path) -> None:
    edition = Edition(tmp_path, toml=worked_example.TOML + '[owners]\nfacebook = "Mia"\ncalls = "Front desk"\n')
    waiting = edition.rows["waiting"]
    assert len(waiting) == 21
    assert {(row["channel"], row["owner"]) for row in waiting} == {("facebook", "Mia"), ("calls", "Front desk")}
    assert (
        next(row["age_hours"] for row in waiting if row["event_id"] == "w-0") == 162
    )  # Monday 15:00 to the next Monday 9:00 in New York
    answered = worked_example.threads() + "w-0,facebook,2026-11-16T10:00:00-05:00,out,\n"
    (edition.inbox / "threads/threads.csv").write_text(answered)
    edition.make(NOW + timedelta(hours=4))
    assert len(edition.rows["waiting"]) == 20


@pytest.mark.slow
def test_L12_a_stricter_reading_never_finds_more_people(tmp_path) -> None:
    noise, found = random.Random(12), []
    for place in range(3):
        calls = edited(
            worked_example.callrail(), "Duration (seconds)",
            lambda row: str(noise.randrange(0, 180)) if row["Answered"] == "Yes" else "0",
        )  # fmt: skip
        answers = "".join(
            f"w-{number},facebook,2026-11-{15 + noise.randrange(9)}T15:00:00-05:00,out,\n" for number in range(16)
        )
        files = {
            "callrail/calls.csv": lambda calls=calls: calls,
            "threads/threads.csv": lambda answers=answers: worked_example.threads() + answers,
        }
        people = {row["setting"]: row["genuine"] for row in Edition(tmp_path / str(place), files).rows["people"]}
        found.append((people["strict"], people["default"], people["loose"]))
    assert all(strict < default < loose for strict, default, loose in found), found


EMAIL = "event_at,event,message,email,link\n" + "".join(
    f"2026-11-10T{at},{event},m-1,{who}@party.example,{link}\n"
    for at, event, who, link in [
        ("09:00:00-05:00", "delivered", "scanner", ""), ("09:00:00-05:00", "delivered", "reader", ""),
        ("09:00:20-05:00", "clicked", "scanner", "/a"), ("09:00:20-05:00", "clicked", "scanner", "/b"), ("09:00:21-05:00", "clicked", "scanner", "/c"),
        ("11:30:00-05:00", "clicked", "reader", "/a"),
        ("09:00:01-05:00", "opened", "scanner", ""), ("11:29:00-05:00", "opened", "reader", ""),
        *[("12:00:00-05:00", "unsubscribed", f"gone{place}", "") for place in range(31)],
    ]
)  # fmt: skip
WITH_EMAIL = worked_example.TOML.replace('touchpoints = ["6"]', 'touchpoints = ["6"], email_events = ["7"]')


@pytest.fixture(scope="session")
def mailed(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    files = {**worked_example.FILES, "email/email_events.csv": lambda: EMAIL}
    return Edition(tmp_path_factory.mktemp("mailed"), files, WITH_EMAIL)


def test_L14_a_sweep_over_all_links_is_hollow_and_stays_visible(mailed) -> None:
    reasons = {(row["unit"], row["class"], row["reason"]): int(row["count"]) for row in mailed.rows["reasons"]}
    assert reasons["clicks", "hollow", "clicked by a scanner"] == 3
    assert reasons["clicks", "kept", "clicked"] == 1
    assert reasons["opens", "hollow", "opened by a machine"] == 1
    assert int(mailed.line("clicks")["gross"]) == 4_186 + 4


def test_L16_those_who_left_stand_beside_and_are_never_subtracted(example, mailed) -> None:
    assert mailed.people["genuine"] == example.people["genuine"] == 68
    assert "31 unsubscribed" in mailed.html


ORDERED = {
    "google-ads/Campaign report.csv": 'Campaign report\n"November 9, 2026 - November 15, 2026"\n'
    "Campaign,Day,Currency code,Impr.,Clicks,Conversions,Cost\nCrowns,2026-11-10,USD,900,9,1.00,30.00\n",
    "meta-ads/Campaigns.csv": "Reporting starts,Reporting ends,Campaign name,Attribution setting,Results,Result indicator,Amount spent (USD),Impressions\n"
    "2026-11-10,2026-11-10,Smiles,7-day click,1,actions:offsite_conversion.fb_pixel_purchase,20.00,800\n",
    "tiktok-ads/Campaigns.csv": "Campaign name,Campaign ID,Date,Primary status,Cost,Impressions,Clicks (destination),Conversions,Results,Currency\n"
    "Before & after,1784400000000000001,2026-11-10,Active,10.00,700,7,1,1,USD\nTotal of 1 results,-,-,-,10.00,700,7,1,1,-\n",
    "shopify/orders.csv": "Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,"
    "Lineitem price,Cancelled at,Refunded Amount,Id,Source\n#1042,ida@party.example,paid,2026-11-10 11:00:00 -0500,USD,88.88,0.00,0.00,88.88,"
    "2026-11-10 11:00:00 -0500,1,Whitening kit,88.88,,0.00,5550000000000001042,web\n",
}


def test_D07_three_platforms_claim_one_order_and_the_page_says_three_claimed_and_one_real(tmp_path) -> None:
    toml = (
        'accounts = { google_ads = ["1"], meta_ads = ["2"], tiktok_ads = ["3"], shopify = ["4"] }\n'
        'kpis = ["conversions", "spend"]\nprinted = ["claims"]\n'
    )
    edition = Edition(tmp_path, {name: lambda text=text: text for name, text in ORDERED.items()}, toml)
    assert "Together the platforms claim 3. Shopify (orders): 1." in " ".join(edition.html.split())


def test_the_worked_examples_change_from_51_people_could_be_chance(tmp_path) -> None:
    days = [worked_example.MONDAY - timedelta(days=7 - place % 7) for place in range(51)]
    before = "".join(f"{day},website,new,before{place}@party.example,\n" for place, day in enumerate(days))
    edition = Edition(tmp_path, changed("bookings", lambda text: text + before))
    row = edition.people
    told = [f"{float(row[name]):.2f}" for name in ("previous", "ratio_low", "ratio_high")]
    assert (row["genuine"], told) == (68, ["51.00", "0.91", "1.96"])
    assert "51 the period before: the difference could be chance." in edition.html


@pytest.mark.parametrize(
    "summed",
    ["sum(facts.reach)", "sum(distinct reach)", "AVG( coalesce(facts.reach, 0) )", "sum(if(day > 1, reach, 0))"],
)
def test_D09_summing_people_over_days_names_the_measure_and_the_model(summed) -> None:
    model = next(one for one in sql.warehouse.load_models() if one.name == "measure_day")
    wrong = replace(model, query=f"select day, {summed} as reach from intermediate.int_content as facts group by day")
    with pytest.raises(ModelError, match=r"sql/marts/measure_day.sql: sums reach, which is of kind people"):
        sql.warehouse.check_sums([wrong])


@pytest.mark.slow
def test_D05_a_past_value_that_changed_prints_old_new_why_and_the_edition(tmp_path) -> None:
    edition = Edition(tmp_path)
    meta = edition.inbox / "meta-ads/Campaigns.csv"
    meta.write_text(
        meta.read_text().replace("2026-11-09,Book a check-up,142,", "2026-11-09,Book a check-up,150,"), encoding="utf-8"
    )
    instant = (NOW + timedelta(days=6)).timestamp()
    os.utime(meta, (instant, instant))
    edition.make(NOW + timedelta(days=7), "2026-W47")
    restated = {row["metric"]: row for row in edition.section("changes")["restated"]}
    told = restated["spend"]
    assert (told["period"], told["edition"], told["told"], told["value"], told["why"]) == (
        "2026-W46",
        1,
        "2480",
        "2488",
        "platform",
    )
    assert set(restated) & {"sessions", "impressions"} == set()


@pytest.mark.slow
def test_D05_a_second_edition_says_on_page_1_which_it_replaces_and_what_is_another_figure_now(tmp_path) -> None:
    edition = Edition(tmp_path)
    meta = edition.inbox / "meta-ads/Campaigns.csv"
    meta.write_text(
        meta.read_text().replace("2026-11-09,Book a check-up,142,", "2026-11-09,Book a check-up,150,"), encoding="utf-8"
    )
    edition.make(NOW + timedelta(hours=1))
    assert "This replaces edition 1: Ad spend $2,488 (was $2,480)" in edition.html
    changed = {(row["label"], row["where"]) for row in edition.report["replaces"]["figures"]}
    assert ("Visits", None) not in changed and ("Ad spend", None) in changed


def paced(folder: Path, files: Files, extra: str = "") -> Edition:
    """The example's month with a budget of 10,000 for it."""
    edition = Edition(folder, files, worked_example.TOML)
    goal = '[[goals]]\nmetric = "spend"\ncadence = "month"\ntarget = 10000\nfrom = 2026-01-01\n'
    (edition.client.folder / "goals.toml").write_text(goal + extra)
    edition.make(NOW + timedelta(hours=1))
    return edition


@pytest.mark.slow
def test_R11_a_budget_is_paced_by_the_mean_of_its_days(tmp_path) -> None:
    row = paced(tmp_path, worked_example.FILES).section("goals")["goals"][0]
    # 2,480 in 7 of 30 days: 2,480 / 7 x 30 = 10,628.57 at the month's end, 6.3 % over.
    assert [round(Decimal(row[name]), 4) for name in ("days_known", "actual", "wanted_by_now", "projected", "gap")] == [
        Decimal(text) for text in ("7", "2480", "2333.3333", "10628.5714", "0.0629")
    ]


def weekly(text: str) -> str:
    """Ten weeks that end with the fifteenth of November: 400 on each working day, nothing at the weekend."""
    head = text.splitlines()[:3]
    days = [worked_example.MONDAY + timedelta(days=place - 63) for place in range(70)]
    cost = [400 if day.weekday() < 5 else 0 for day in days]
    rows = [f"Display,{day},USD,10,6,4,0,0,{spent}.00" for day, spent in zip(days, cost, strict=True)]
    head[1] = '"September 7, 2026 - November 15, 2026"'
    return "\n".join([*head, *rows, f'Total: Campaigns,,USD,700,420,280,0,0,"{sum(cost):,}.00"']) + "\n"


@pytest.mark.slow
def test_R11_the_pace_by_weekdays_differs_and_says_so(tmp_path) -> None:
    files = {"google-ads/Campaign report.csv": lambda: weekly(worked_example.google_ads())}
    even, by_weekday = (paced(tmp_path / name, files, f'pace = "{name}"\n') for name in ("even", "weekdays"))
    # November 1 to 15 has ten working days, 4,000; the fifteen days to come have eleven: 4,400.
    found = [Decimal(one.section("goals")["goals"][0]["projected"]) for one in (even, by_weekday)]
    assert found == [Decimal(8000), Decimal(8400)]
    assert "by weekday" in by_weekday.html and "by weekday" not in even.html


CONTACTS = """
contacts = [
  { id = "priya", name = "Priya", side = "client", email = "priya@client.example" },
  { id = "tom", name = "Tom", side = "client", email = "tom@client.example" },
  { id = "mia", name = "Mia", side = "agency", email = "mia@agency.example" },
]
"""
MEETING = """
starts_at = 2026-10-12T10:00:00-04:00
form = "in_person"
attendees = ["priya", "mia"]
outcome = "held"
came = ["priya", "mia"]
"""


@pytest.mark.slow
def test_P01_the_relationship_of_agency_and_client_as_counted_by_hand(tmp_path) -> None:
    talk = (
        "r-1,e-mail,2026-11-10T09:00:00-05:00,in,tom@client.example\nr-1,e-mail,2026-11-10T12:00:00-05:00,out,mia@agency.example\n"
        "r-1,e-mail,2026-11-11T12:00:00-05:00,in,tom@client.example\n"
    )
    files = {**worked_example.FILES, "threads/threads.csv": lambda: worked_example.threads() + talk}
    edition = Edition(tmp_path, files)
    before = edition.people["genuine"]
    (edition.client.folder / "contacts.toml").write_text(CONTACTS)
    (edition.client.folder / "meetings").mkdir()
    (edition.client.folder / "meetings/2026-10-12.toml").write_text(MEETING)
    (edition.client.folder / "asks.toml").write_text(
        'asks = [{ id = "photos", side = "client", text = "Photos", asked_on = 2026-10-16 }]\n'
    )
    edition.make(NOW + timedelta(hours=1))
    row = edition.section("people")["relationship"][0]
    names = ("days_since_in_person", "agency_minutes", "client_minutes", "live_contacts", "client_asks")
    assert [int(float(row[name])) for name in names] == [34, 180, 1440, 2, 1]
    assert edition.people["genuine"] == before - 1  # Tom is our own: what he writes is no connection with the public


@pytest.mark.slow
def test_R12_a_goal_is_called_reached_or_missed_only_where_the_interval_clears_it(examples) -> None:
    warehouse = examples["harbor-dental"].warehouse.cursor()
    warehouse.execute("begin")
    model = next(one for one in sql.warehouse.load_models() if one.name == "goal_period")

    def told(target: float) -> tuple:
        warehouse.execute("delete from client.goals")
        warehouse.execute(
            "insert into client.goals values ('sessions', 'month', $1, date '2025-01-01', null, 'even')", [target]
        )
        warehouse.execute(f"create or replace table marts.goal_period as {model.query}")
        warehouse.execute("drop table marts.goal_interval")
        write_goals(warehouse)
        return warehouse.execute(
            "select status, low, high from marts.goal_interval where period = '2026-W46'"
        ).fetchone()

    _, low, high = told(1000)
    found = [told(target)[0] for target in (low - 1, (low + high) / 2, high + 1)]
    warehouse.execute("rollback")
    assert found == ["reached", "open", "missed"]


def test_L15_hollow_spend_by_what_each_channel_is_billed_for(tmp_path) -> None:
    billed = (
        '[[channels]]\nname = "Display"\nplatform = "google_ads"\nbilling = "impression"\n'
        '[[channels]]\nname = "Paid social"\nplatform = "meta_ads"\nbilling = "click"\n'
    )
    found = {
        row["channel"]: Decimal(row["hollow_spend"])
        for row in Edition(tmp_path, toml=worked_example.TOML + billed).rows["hollow_spend"]
    }
    # 1,480 x 166,600 / 398,000 and 1,000 x 892 / 3,912; Google's invalid clicks were never billed.
    assert {channel: round(value, 2) for channel, value in found.items()} == {
        "Display": Decimal("619.52"),
        "Paid social": Decimal("228.02"),
    }


def test_L19_without_keys_digital_to_real_cannot_be_measured(tmp_path) -> None:
    files = {
        path: content
        for path, content in worked_example.FILES.items()
        if not path.startswith(("bookings", "touchpoints"))
    }
    assert "Cannot be measured: no source here follows a person" in Edition(tmp_path, files).html


def test_L19_digital_to_real_is_kaplan_meiers_table(example) -> None:
    # 45 persons wrote or called on the first five days; 14 callers booked on the sixth; all others are followed to the seventh.
    # days  events  at risk  left out after
    #   1      2       45         0
    #   2      3       43         7
    #   3      3       33         6
    #   4      3       24         6
    #   5      3       15         6
    staying = Decimal(43) / 45 * 40 / 43 * 30 / 33 * 21 / 24 * 12 / 15
    row = example.rows["digital"][0]
    assert (row["parties"], f"{float(row['share']):.4f}") == (45, f"{1 - staying:.4f}")
