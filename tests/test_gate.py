"""The gates: good rows pass, one spoilt copy fails for the stated reason, and a broken engine is not bad data."""

import pytest

from expectations.gate import GateError, find, judge, load_suite, suite_path

CHART = suite_path("landed", "search_console__chart")
GOOD = {"period_start": ["2026-11-02", "2026-11-03"], "search_clicks": ["3", "0"]}


def test_a_good_table_passes() -> None:
    verdict = judge(GOOD, CHART)
    assert (verdict.rows, verdict.table, verdict.warnings) == ({}, None, ())


def test_a_repeated_day_stops_each_copy_after_the_first() -> None:
    days = ["2026-11-02", "2026-11-03", "2026-11-02", "2026-11-02"]
    verdict = judge({"period_start": days, "search_clicks": ["3", "0", "3", "3"]}, CHART)
    assert verdict.rows == dict.fromkeys((2, 3), "A day that stands twice would be counted twice.")


def test_rows_without_days_stop_the_table() -> None:
    assert judge({"spend": ["1"]}, suite_path("landed", "google_ads__campaign")).table.startswith(
        "The rows carry no days"
    )


def test_a_remainder_in_the_reconciliation_is_critical() -> None:
    verdict = judge({"difference": ["0", "0.01"]}, suite_path("marts", "reconciliation"))
    assert list(verdict.rows) == [1]


def test_an_expectation_that_cannot_be_evaluated_is_an_engine_error() -> None:
    suite = (
        {
            "type": "expect_column_values_to_be_unique",
            "kwargs": {"column": "absent"},
            "severity": "critical",
            "meta": {"why": "x"},
        },
    )
    with pytest.raises(GateError, match="could not be evaluated"):
        find({"present": ["1"]}, suite)


def test_a_suite_without_a_sentence_for_the_reader_is_refused(tmp_path) -> None:
    path = tmp_path / "x.yml"
    path.write_text("expectations:\n  - {type: expect_column_to_exist, kwargs: {column: a}, severity: critical}\n")
    with pytest.raises(GateError, match=r"meta\.why"):
        load_suite(path)


def test_an_order_that_stands_twice_is_stopped_and_its_further_lines_are_not() -> None:
    suite = suite_path("landed", "shopify__orders")
    rows = [("#1", "10"), ("#1", None), ("#1", None), ("#2", "10"), ("#1", "10")]
    columns = {"order_name": [name for name, _ in rows], "order_total": [total for _, total in rows]}
    columns |= {
        "subtotal": columns["order_total"],
        "created_at": ["2026-11-09"] * 5,
        "period_start": ["2026-11-09"] * 5,
    }
    assert judge(columns, suite).rows == {4: "An order that stands twice would be counted twice."}


def test_a_no_show_is_a_status_like_any_other_and_a_word_of_ones_own_is_warned_of() -> None:
    suite = suite_path("landed", "touchpoints__touchpoints")
    known = {"period_start": ["2026-11-09"] * 3, "event_status": ["held", "No-show", None]}
    odd = known | {"event_status": ["held", "maybe", None]}
    assert (judge(known, suite).warnings, len(judge(odd, suite).warnings)) == ((), 1)
