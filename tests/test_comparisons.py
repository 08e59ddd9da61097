"""What a period is set beside where calendars are uneven: the weeks about a week 53, and a February of 29 days; every value is made by hand."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from made_edition import Edition
from test_history import TOML, visits

from clients.period import Period, PeriodError

# Visits a day in a week, by its Monday; any other day has 10. 2026 has 53 weeks, 2025 and 2027 have 52.
A_DAY = {
    date(2025, 12, 22): 20,  # 2025-W52
    date(2025, 12, 29): 30,  # 2026-W01
    date(2026, 11, 2): 15,  # 2026-W45, and on to W51: 8 weeks whose middle two are 91 visits
    date(2026, 11, 9): 10,
    date(2026, 11, 16): 13,
    date(2026, 11, 23): 11,
    date(2026, 11, 30): 13,
    date(2026, 12, 7): 12,
    date(2026, 12, 14): 14,
    date(2026, 12, 21): 40,  # 2026-W52
    date(2026, 12, 28): 50,  # 2026-W53
    date(2027, 1, 4): 60,  # 2027-W01
    date(2027, 12, 20): 70,  # 2027-W51
    date(2027, 12, 27): 80,  # 2027-W52
}
GOALS = """
[[goals]]
metric = "sessions"
cadence = "week"
target = 400
from = 2025-01-01

[[goals]]
metric = "sessions"
cadence = "month"
target = 3100
from = 2025-01-01
until = 2027-12-31

[[goals]]
metric = "sessions"
cadence = "month"
target = 2900
from = 2028-01-01
"""


def of_day(day: date) -> list[tuple[str, int, int]]:
    count = A_DAY.get(day - timedelta(days=day.weekday()), 10)
    return [("google / organic", count, count)]


class Beside(NamedTuple):
    """A week's visits and what they are set beside."""

    value: str
    previous: str
    change: str
    last_year: str | None
    year_change: str | None


def made(folder: Path, period: str) -> Edition:
    """The edition of a period, from an export of all days up to its end."""
    last_day = Period.parse(period).last_day
    client = folder / "clients/harbor-dental"
    client.mkdir(parents=True)
    (client / "goals.toml").write_text(GOALS)
    now = datetime.combine(last_day, datetime.min.time(), UTC) + timedelta(days=1, hours=14)
    files = {"ga4/visits.csv": visits(date(2025, 9, 29), of_day, last_day)}
    return Edition(folder, files, TOML, now, period)


@pytest.fixture(scope="module")
def week_53(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return made(tmp_path_factory.mktemp("week-53"), "2026-W53")


@pytest.fixture(scope="module")
def week_1(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return made(tmp_path_factory.mktemp("week-1"), "2027-W01")


def beside(edition: Edition) -> Beside:
    figure = edition.figure("sessions")
    return Beside(*(figure[name] for name in Beside._fields))


def expected(edition: Edition) -> tuple[float, str]:
    """What the week's visits were expected to be, and from what."""
    return edition.warehouse.execute(
        "select round(expected, 6), method from marts.flag where metric = 'sessions' and level = 'total'"
    ).fetchone()


def goal(edition: Edition, cadence: str) -> tuple[int, int, int, date]:
    """(so far, days on record, wanted by now, last day) of the goal that the period's last day falls into."""
    return edition.warehouse.execute(
        """
        select goals.actual::integer, goals.days_known, goals.wanted_by_now::integer, goals.goal_last_day
        from marts.goal_period as goals inner join client.periods as periods using (period)
        where goals.cadence = $1 order by periods.last_day desc limit 1
        """,
        [cadence],
    ).fetchone()


def test_R02_week_53_is_set_beside_week_52_and_beside_no_week_of_a_year_without_one(week_53) -> None:
    assert beside(week_53) == ("350", "280", "0.25", None, None)
    assert "280 the week before" in week_53.html and "the same week last year" not in week_53.html


def test_R02_week_53_is_expected_to_be_the_middle_of_the_eight_weeks_before(week_53) -> None:
    assert expected(week_53) == (91.0, "median")


def test_R02_the_goals_of_week_53_are_its_own_and_that_of_the_month_it_ends_in(week_53) -> None:
    assert goal(week_53, "week") == (350, 7, 400, date(2027, 1, 3))
    assert goal(week_53, "month") == (150, 3, 300, date(2027, 1, 31))


def test_R02_the_week_after_week_53_is_set_beside_it_and_beside_the_first_week_of_the_year_before(week_1) -> None:
    assert beside(week_1) == ("420", "350", "0.2", "210", "1")
    assert expected(week_1) == (210.0, "last_year")


@pytest.mark.slow
def test_R02_week_52_after_a_year_of_53_is_set_beside_its_week_52_not_the_364_days_before(tmp_path) -> None:
    assert beside(made(tmp_path, "2027-W52")) == ("560", "490", "0.142857142857", "280", "1")


@pytest.mark.slow
def test_R02_a_february_of_29_days_is_set_beside_whole_months_of_31_and_28(tmp_path) -> None:
    february = made(tmp_path, "2028-02")  # January has two days of 2027-W52: 29 x 10 + 2 x 80
    assert beside(february) == ("290", "450", "-0.355555555556", "280", "0.035714285714")
    assert goal(february, "month") == (290, 29, 2900, date(2028, 2, 29))


@pytest.mark.slow
def test_R02_a_goal_is_prorated_to_the_29_days_of_a_leap_february(tmp_path) -> None:
    assert goal(made(tmp_path, "2028-W08"), "month") == (270, 27, 2700, date(2028, 2, 29))


@pytest.mark.parametrize("label", ["2025-W53", "2027-W53"])
def test_R02_a_year_of_52_weeks_has_no_week_53(label) -> None:
    with pytest.raises(PeriodError):
        Period.parse(label)
