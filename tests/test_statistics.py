"""Intervals against published figures, and what they let the report say."""

import math
import random

import pytest

from sql.statistics import dispersion, rate_ratio


@pytest.mark.parametrize(
    ("now", "before", "low", "high"),
    [
        (68, 51, 0.91, 1.96),  # LEDGER's worked example: "+33 %, exact 0.91-1.96"
        (10, 10, 0.373, 2.681),  # binomial 10 of 20: Clopper-Pearson 0.2720-0.7280
        (0, 5, 0.0, 1.0913),  # binomial 0 of 5: upper 0.5218
    ],
)
def test_the_exact_ratio_of_two_counts(now: int, before: int, low: float, high: float) -> None:
    found = rate_ratio(now, before)
    assert found == pytest.approx((low, high), abs=6e-3)


def test_nothing_on_either_side_says_nothing() -> None:
    assert rate_ratio(0, 0) == (0.0, math.inf)


def test_bunched_counts_widen_the_interval() -> None:
    plain, bunched = rate_ratio(680, 510), rate_ratio(680, 510, phi=9.0)
    assert plain[0] > 1 > bunched[0]


def test_even_counts_are_no_wider_than_poisson() -> None:
    assert dispersion([100.0] * 20) == 1.0


def test_dispersion_finds_the_bunching_it_was_given() -> None:
    noise = random.Random(7)
    counts = [float(4 * sum(noise.random() < 0.01 for _ in range(5000))) for _ in range(400)]
    assert dispersion(counts) == pytest.approx(4.0, rel=0.2)


def test_a_short_history_claims_no_dispersion() -> None:
    assert dispersion([1.0, 90.0, 3.0]) == 1.0
