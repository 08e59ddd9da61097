"""Formulas against published figures, tables worked by hand, exact sums and seeded simulations of a known truth."""

import math
import random

import numpy as np
import pytest
from scipy.stats import beta, betabinom, binom, gamma, nbinom, poisson

from sql.statistics import (
    anomaly_p,
    discoveries,
    dispersion,
    expected,
    garwood,
    jeffreys,
    kaplan_meier,
    matured,
    month_end,
    newcombe,
    quasi_poisson,
    rate_ratio,
    share_dispersion,
    shrunk,
    wilson,
)

SHARES = np.linspace(0.01, 0.99, 99)


def percent(interval: tuple[float, float]) -> tuple[float, float]:
    return 100 * interval[0], 100 * interval[1]


@pytest.mark.parametrize(
    ("kept", "of", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (
            81,
            263,
            0.2553,
            0.3662,
        ),  # this and the next: Newcombe 1998, Statistics in Medicine 17, 857-872, table I, method 3
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_L08_wilson_is_the_published_interval(kept: int, of: int, low: float, high: float) -> None:
    assert wilson(kept, of) == pytest.approx((low, high), abs=1e-3)


@pytest.mark.parametrize(("kept", "of", "low", "high"), [(0, 10, 0.0, 0.217), (10, 10, 0.783, 1.0)])
def test_L08_jeffreys_is_the_published_interval(kept: int, of: int, low: float, high: float) -> None:
    assert jeffreys(kept, of) == pytest.approx((low, high), abs=1e-3)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0.0, 3.689), (1, 0.0253, 5.572), (4, 1.090, 10.242), (10, 4.795, 18.390)],  # Garwood 1936, table
)
def test_L08_garwood_is_the_published_interval(count: int, low: float, high: float) -> None:
    assert garwood(count) == pytest.approx((low, high), abs=1e-3)


@pytest.mark.parametrize(
    ("sides", "low", "high"),
    [  # Newcombe 1998, Statistics in Medicine 17, 873-890, table II, method 10
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 10), -0.2775, 0.2775),
        ((10, 10, 0, 10), 0.6075, 1.0),
    ],
)
def test_L08_newcombe_is_the_published_interval(sides: tuple[int, int, int, int], low: float, high: float) -> None:
    assert newcombe(*sides) == pytest.approx((low, high), abs=1e-3)


@pytest.mark.parametrize(
    ("hollow", "of", "phi", "low", "high"),
    [
        (166_600, 412_300 - 14_300, 1.0, 41.7, 42.0),
        (1_435, 3_340, 1.0, 41.3, 44.7),
        (1_435, 3_340, 4.0, 39.6, 46.3),
        (274 + 892, 4_186, 1.0, 26.5, 29.2),
        (13, 99, 1.0, 7.8, 21.2),
        (7, 9, 1.0, 45, 94),  # shown up of booked
        (17, 20, 1.0, 64, 95),  # kept and real, in the audit
    ],
)
def test_L08_shares_of_the_worked_ledger(hollow: int, of: int, phi: float, low: float, high: float) -> None:
    precision = 0.5 if isinstance(low, int) else 0.05
    assert percent(wilson(hollow, of, phi)) == pytest.approx((low, high), abs=precision)


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [
        (166_600, 398_000, 41.9),
        (398_000, 412_300, 96.5),  # coverage
        (1_435, 3_340, 43.0),
        (1_166, 4_186, 27.9),
        (13, 99, 13.1),
        (21, 86, 24.4),  # left hanging
        (7, 9, 77.8),
    ],
)
def test_L08_each_share_of_the_worked_ledger_lies_in_its_interval(part: int, whole: int, share: float) -> None:
    low, high = percent(wilson(part, whole))
    assert low < share < high and 100 * part / whole == pytest.approx(share, abs=0.05)


def test_L08_people_of_the_worked_ledger() -> None:
    assert garwood(68) == pytest.approx((52.8, 86.2), abs=0.05)


def test_L08_people_who_come_in_bunches_of_the_worked_ledger() -> None:
    assert quasi_poisson(68, 1.8) == pytest.approx((49.4, 93.5), abs=0.05)


@pytest.mark.parametrize(("phi", "low", "high"), [(1.0, 28.77, 46.97), (1.8, 26.51, 50.17)])
def test_L08_cost_of_each_of_the_worked_ledger(phi: float, low: float, high: float) -> None:
    fewest, most = quasi_poisson(68, phi)
    assert (2_480 / most, 2_480 / fewest) == pytest.approx((low, high), abs=0.005)


def test_L08_with_nobody_each_costs_more_than_the_spend_over_the_upper_limit() -> None:
    assert 2_480 / garwood(0)[1] == pytest.approx(672, abs=0.5)


def test_L08_yield_of_the_worked_ledger_per_thousand_visits() -> None:
    low, high = (1_000 * limit / 1_905 for limit in garwood(65))
    assert (low, high) == pytest.approx((26, 43), abs=0.5)


@pytest.mark.parametrize(
    ("now", "before", "low", "high"),
    [
        (68, 51, 0.91, 1.96),  # the worked ledger: "+33 %, exact 0.91-1.96"
        (10, 10, 0.373, 2.681),  # binomial 10 of 20: Clopper-Pearson 0.2720-0.7280
        (0, 5, 0.0, 1.0913),  # binomial 0 of 5: upper 0.5218
    ],
)
def test_L08_the_exact_ratio_of_two_counts(now: int, before: int, low: float, high: float) -> None:
    found = rate_ratio(now, before)
    assert found == pytest.approx((low, high), abs=6e-3)


def test_nothing_on_either_side_says_nothing() -> None:
    assert (rate_ratio(0, 0), wilson(0, 0), jeffreys(0, 0), newcombe(0, 0, 3, 9)) == (
        (0.0, math.inf),
        (0.0, 1.0),
        (0.0, 1.0),
        (-1.0, 1.0),
    )


def test_bunched_counts_widen_the_interval() -> None:
    plain, bunched = rate_ratio(680, 510), rate_ratio(680, 510, phi=9.0)
    assert plain[0] > 1 > bunched[0]


def test_no_bunches_at_all_are_limited_by_how_large_one_is() -> None:
    assert quasi_poisson(0, 4.0) == pytest.approx((0.0, 4 * 3.6889), abs=1e-3)


def test_even_counts_are_no_wider_than_poisson() -> None:
    assert dispersion([100.0] * 20) == 1.0


def test_dispersion_finds_the_bunching_it_was_given() -> None:
    noise = random.Random(7)
    counts = [float(4 * sum(noise.random() < 0.01 for _ in range(5000))) for _ in range(400)]
    assert dispersion(counts) == pytest.approx(4.0, rel=0.2)


def test_shares_that_swing_about_the_pooled_one_are_dispersed_by_hand() -> None:
    # 5 and 15 of 20 by turns: pooled 1/2, each 5 away, 5 squared over 20 x 1/2 x 1/2 is 5; 8 of them over 7.
    assert share_dispersion([5, 15] * 4, [20] * 8) == pytest.approx(40 / 7)
    assert share_dispersion([10] * 8, [20] * 8) == 1.0


def test_a_short_history_claims_no_dispersion() -> None:
    assert dispersion([1.0, 90.0, 3.0]) == 1.0


def covered(limits: list[tuple[float, float]], chances: np.ndarray, truth: float) -> float:
    """How often an interval holds the truth: the exact sum over every outcome of its chance."""
    return float(sum(chance for (low, high), chance in zip(limits, chances, strict=True) if low <= truth <= high))


def lowest(name: str, coverage: dict[object, float]) -> float:
    """The mean coverage; prints it with the three lowest points."""
    points = sorted(coverage, key=coverage.get)[:3]
    mean = float(np.mean(list(coverage.values())))
    print(f"{name}: mean {mean:.4f}; lowest", *(f"{coverage[point]:.4f} at {point}" for point in points))
    return mean


@pytest.mark.parametrize("interval", [wilson, jeffreys])
@pytest.mark.parametrize("of", [10, 30, 100])
def test_L08_intervals_of_a_share_cover_it(interval, of: int) -> None:
    limits = [interval(kept, of) for kept in range(of + 1)]
    coverage = {round(p, 2): covered(limits, binom.pmf(range(of + 1), of, p), p) for p in SHARES}
    assert lowest(f"{interval.__name__} of {of}", coverage) >= 0.94


def test_L08_the_exact_interval_of_a_count_never_covers_less_than_it_says() -> None:
    limits = [garwood(count) for count in range(400)]
    means = np.geomspace(0.05, 200, 150)
    coverage = {round(mean, 3): covered(limits, poisson.pmf(range(400), mean), mean) for mean in means}
    lowest("garwood", coverage)
    assert min(coverage.values()) >= 0.95


@pytest.mark.parametrize("phi", [1.5, 4.0])
def test_L08_the_interval_of_a_bunched_count_covers_its_mean(phi: float) -> None:
    counts = np.arange(1500)
    limits = [quasi_poisson(count, phi) for count in counts.tolist()]
    means = np.geomspace(5 * phi, 600, 40)
    coverage = {round(mean, 1): covered(limits, nbinom.pmf(counts, mean / (phi - 1), 1 / phi), mean) for mean in means}
    assert lowest(f"quasi_poisson {phi}", coverage) >= 0.94


def test_L08_the_interval_of_a_change_covers_it() -> None:
    now, before = 20, 35
    limits = [newcombe(k, now, j, before) for k in range(now + 1) for j in range(before + 1)]
    coverage = {}
    for p in SHARES[4::10]:
        for q in SHARES[4::10]:
            chances = np.outer(binom.pmf(range(now + 1), now, p), binom.pmf(range(before + 1), before, q)).ravel()
            coverage[round(p, 2), round(q, 2)] = covered(limits, chances, p - q)
    assert lowest("newcombe", coverage) >= 0.94


def test_L08_the_ratio_of_counts_covers_it() -> None:
    limits = [rate_ratio(now, before) for now in range(90) for before in range(90)]
    coverage = {}
    for now in (3.0, 10.0, 40.0):
        for before in (3.0, 10.0, 40.0):
            chances = np.outer(poisson.pmf(range(90), now), poisson.pmf(range(90), before)).ravel()
            coverage[now, before] = covered(limits, chances, now / before)
    assert lowest("rate_ratio", coverage) >= 0.94


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: wilson(-1, 10), "kept holds -1: a count is 0 or more"),
        (lambda: jeffreys(12, 10), r"kept \(12\) is more than of \(10\)"),
        (lambda: garwood(math.nan), "count holds nan: give finite numbers"),
        (lambda: quasi_poisson(4, 0.5), "phi is 0.5: over-dispersion is 1 or more"),
        (lambda: dispersion([math.nan] * 9), "counts holds nan"),
        (lambda: rate_ratio(-3, 4), "now holds -3"),
        (lambda: newcombe(1, 2, 4, 3), r"kept \(4\) is more than of \(3\)"),
        (lambda: shrunk([1, 2], [3]), "2 kept and 1 of"),
        (lambda: expected([3, -1], is_count=True), "weeks holds -1"),
        (lambda: expected([3.0, 4.0], [1.0]), "give one more than weeks"),
        (lambda: anomaly_p([1.0, math.inf], 2.0), "residuals holds inf"),
        (lambda: discoveries([0.2, math.nan]), "A p-value is nan"),
        (lambda: matured([[1, -2]], 3, 0), r"closed\[0\] holds -2"),
        (lambda: kaplan_meier([], [], 26), "0 durations"),
        (lambda: month_end([-5.0], 3, 4), "history holds -5"),
    ],
)
def test_a_number_that_cannot_be_is_named(call, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        call()


# --- segments side by side

KEPT = [45, 2, 20, 96, 8, 31, 12, 70]
OF = [620, 12, 610, 540, 300, 420, 350, 510]


def test_L09_two_of_twelve_does_not_outrank_what_is_known_well() -> None:
    found = shrunk(KEPT, OF)
    assert KEPT[1] / OF[1] > KEPT[7] / OF[7] and found.order.index(1) > found.order.index(7)


def test_L09_no_order_is_claimed_below_95_percent() -> None:
    found = shrunk(KEPT, OF)
    assert (found.is_above(3, 2), found.is_above(1, 0), found.is_above(0, 1)) == (True, False, False)


def test_L09_the_chance_of_being_above_is_what_drawing_both_gives() -> None:
    found = shrunk(KEPT, OF)
    draws = np.random.default_rng(3)
    first, second = (draws.beta(KEPT[at] + found.alpha, OF[at] - KEPT[at] + found.beta, size=400_000) for at in (1, 0))
    assert found.chance_above(1, 0) == pytest.approx(np.mean(first > second), abs=0.003)


def test_L09_the_cautious_share_is_the_posterior_quantile() -> None:
    found = shrunk(KEPT, OF)
    assert found.low[1] == pytest.approx(beta.ppf(0.05, 2 + found.alpha, 10 + found.beta), abs=1e-9)


def test_L09_no_other_prior_makes_the_segments_likelier() -> None:
    found = shrunk(KEPT, OF)

    def likelihood(a: float, b: float) -> float:
        return betabinom.logpmf(KEPT, OF, a, b).sum()

    around = [likelihood(found.alpha * x, found.beta * y) for x in (0.98, 1, 1.02) for y in (0.98, 1, 1.02)]
    assert max(around) - likelihood(found.alpha, found.beta) < 1e-6


@pytest.mark.slow
def test_L09_a_spread_that_is_there_is_found() -> None:
    draws = np.random.default_rng(8)
    of = draws.integers(200, 900, size=3_000)
    found = shrunk(draws.binomial(of, draws.beta(4, 60, size=3_000)).tolist(), of.tolist())
    assert (found.alpha, found.beta) == pytest.approx((4, 60), rel=0.1)


@pytest.mark.parametrize(
    ("kept", "of"),
    [
        ([30, 62, 9, 121], [300, 600, 100, 1200]),
        ([24, 70, 14, 112], [300, 600, 100, 1200]),  # chi2 of the table: p = 0.14
        ([0, 0], [50, 80]),
        ([], []),
        ([4], [9]),
    ],
)
def test_L09_segments_of_one_share_are_no_evidence_that_they_differ(kept: list[int], of: list[int]) -> None:
    assert shrunk(kept, of) is None


@pytest.mark.slow
def test_L09_chance_alone_prints_an_order_in_fewer_than_one_table_of_twenty() -> None:
    draws = np.random.default_rng(5)
    ordered = 0
    for _ in range(200):
        of = draws.poisson(draws.gamma(1, 300, size=8)) + 1
        found = shrunk(draws.binomial(of, 0.1).tolist(), of.tolist())
        ordered += found is not None and any(found.is_above(a, b) for a in range(8) for b in range(8))
    assert ordered <= 10


# --- what a week should have been

WEEKS = 130


def cycle(height: float, weeks: int = WEEKS) -> np.ndarray:
    return height * (1 + 0.4 * np.sin(2 * np.pi * np.arange(weeks + 1) / 52))


def flagged(report: np.ndarray, is_count: bool = True) -> list[bool]:
    """A report's cells, a row of weeks each, the last being judged."""
    cells = [(row[:-1], row[-1]) for row in report.tolist()]
    return discoveries([expected(past, is_count=is_count).p(last) for past, last in cells])


@pytest.mark.parametrize("is_count", [True, False])
def test_L10_a_pure_yearly_cycle_gives_no_flags(is_count: bool) -> None:
    weeks = cycle(500, weeks=170)
    ends = np.array([weeks[end - WEEKS : end + 1] for end in range(WEEKS, WEEKS + 40, 2)])
    assert not any(flagged(ends, is_count))


def test_L10_a_yearly_cycle_with_the_chance_of_counts_gives_no_flags() -> None:
    report = np.random.default_rng(1).poisson(cycle(500), size=(20, WEEKS + 1))
    assert not any(flagged(report))


def test_L10_a_lift_of_30_percent_is_found_and_nothing_else() -> None:
    means = np.tile(cycle(1_500), (20, 1))
    means[4, -1] *= 1.3
    report = np.random.default_rng(2).poisson(means)
    assert [at for at, is_flagged in enumerate(flagged(report)) if is_flagged] == [4]


def test_L10_the_yearly_cycle_is_expected() -> None:
    truth = cycle(500)
    found = expected(truth[:-1].tolist(), is_count=True)
    assert (found.method, found.value) == ("stl", pytest.approx(truth[-1], rel=1e-3))


@pytest.mark.slow
@pytest.mark.parametrize(("weeks", "growth"), [(104, 0.0), (130, 0.2), (160, 0.2)])
def test_L10_by_chance_alone_five_weeks_of_a_hundred_look_unusual(weeks: int, growth: float) -> None:
    means = cycle(400, weeks) + 400 * growth * np.arange(weeks + 1) / 52
    report = (
        np.random.default_rng(weeks).normal(means, 20, size=(200, weeks + 1)).tolist()
    )  # no Poisson floor to hide behind
    p = np.array([expected(row[:-1]).p(row[-1]) for row in report])
    print(f"{weeks} weeks, growth {growth}: p < 5 % in {np.mean(p < 0.05):.1%}, p < 1 % in {np.mean(p < 0.01):.1%}")
    assert np.mean(p < 0.05) <= 0.08 and np.mean(p < 0.01) <= 0.03


def test_L10_with_less_than_two_years_the_value_a_year_before_is_taken() -> None:
    weeks = [float(100 + at) for at in range(60)]
    found = expected(weeks, [None] * 50 + [week - 20 for week in weeks[50:]] + [141.0])
    assert (found.method, found.value, found.residuals) == ("last_year", 141.0, (20.0,) * 10)


def test_L10_a_gap_in_two_years_of_weeks_leaves_no_season_model() -> None:
    weeks: list[float | None] = cycle(500).tolist()
    weeks[60] = None
    assert expected(weeks).method == "median"


def test_L10_without_a_season_model_the_median_of_the_last_eight_weeks_is_expected() -> None:
    found = expected([900.0, 10, 20, None, 30, 40, 50, 60, 70, 80])
    assert (found.method, found.value) == ("median", 45.0)


def test_without_a_week_nothing_is_expected() -> None:
    assert expected([None, None]) is None


# --- unusual weeks, and many of them tested at once


def test_L11_the_reference_for_eight_weeks_is_wider_than_the_normal_one() -> None:
    draws = np.random.default_rng(11).normal(size=(4_000, 9)).tolist()
    p = np.array([anomaly_p(row[:-1], row[-1]) for row in draws])
    assert [np.mean(p < level) for level in (0.05, 0.01)] == pytest.approx([0.05, 0.01], abs=0.01)


def test_L11_a_normal_table_on_eight_weeks_rejects_one_in_six_at_five_percent() -> None:
    rows = np.random.default_rng(12).normal(size=(50_000, 9))
    middle = np.median(rows[:, :8], axis=1)
    spread = 1.4826 * np.median(abs(rows[:, :8] - middle[:, None]), axis=1)
    assert np.mean(abs(rows[:, 8] - middle) > 1.96 * spread) == pytest.approx(0.176, abs=0.01)


@pytest.mark.parametrize(
    ("counts", "last", "p"),
    [
        ([0] * 8, 3, 2 / 9**3),  # all three in the ninth of nine weeks, doubled
        ([5] * 8, 5, 1.0),
        ([2] * 8, 0, 2 * (8 / 9) ** 16 if 2 * (8 / 9) ** 16 < 1 else 1.0),  # none of 16
    ],
)
def test_L11_counts_without_spread_are_judged_by_exact_poisson(counts: list[int], last: int, p: float) -> None:
    assert anomaly_p(counts, last, is_count=True) == pytest.approx(p)


def test_L11_counts_are_not_called_steadier_than_chance() -> None:
    steady = [100, 101, 100, 99, 100, 101, 99, 100]
    assert anomaly_p(steady, 112) < 0.02 < 0.2 < anomaly_p(steady, 112, is_count=True)


def test_L11_shares_without_spread_are_judged_by_their_rank() -> None:
    assert anomaly_p([0.0] * 8, 0.4) == pytest.approx(1 / 9)


def test_L11_the_noise_of_arithmetic_is_no_spread() -> None:
    assert expected([0.3, 0.1 + 0.2] * 4).p(0.3) == 1.0


def test_L11_no_past_surprise_no_verdict() -> None:
    assert anomaly_p([], 4.0) == 1.0


def test_L11_discoveries_are_those_of_the_published_example() -> None:
    p_values = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
    ]  # Benjamini and Hochberg 1995, section 4
    p_values += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    assert discoveries(p_values, q=0.05) == [True] * 4 + [False] * 11


def test_L11_nothing_tested_nothing_flagged() -> None:
    assert discoveries([]) == []


@pytest.mark.slow
@pytest.mark.parametrize("phi", [1.0, 3.0])  # of the bunched cells: not known, and known
def test_L11_a_thousand_reports_of_chance_alone_flag_at_most_twelve_in_a_hundred(phi: float) -> None:
    draws = np.random.default_rng(2026)
    means = np.geomspace(0.5, 5_000, 20)[:, None]
    false = 0
    for _ in range(1_000):
        plain = draws.poisson(means, size=(20, 9))
        bunched = draws.negative_binomial(means / 2, 1 / 3, size=(20, 9))
        shares = draws.normal(0.03, 0.004, size=(20, 9)).tolist()
        p = [expected(row[:-1], is_count=True).p(row[-1]) for row in plain.tolist()]
        p += [expected(row[:-1], is_count=True).p(row[-1], phi) for row in bunched.tolist()]
        p += [expected(row[:-1]).p(row[-1]) for row in shares]
        false += any(discoveries(p))
    print(f"phi {phi}: false discoveries in {false} of 1,000 reports of 60 cells")
    assert false <= 120


# --- what is still to come


def lagged(draws: np.random.Generator, mean: float, spread: float = 0.0) -> list[float]:
    """Conversions seen by the end of each of 31 days; the lag of a cohort may be its own."""
    seen = gamma.cdf(np.arange(1, 32), 1.2, scale=6.0)
    by_day = np.diff((seen / seen[-1]) ** math.exp(draws.normal(0, spread)), prepend=0.0)
    return np.cumsum(draws.poisson(mean * by_day)).tolist()


def final_is_covered(draws: np.random.Generator, spread: float = 0.0) -> bool:
    closed = [lagged(draws, draws.uniform(100, 300), spread) for _ in range(26)]
    opened, age = lagged(draws, draws.uniform(100, 300), spread), int(draws.integers(1, 15))
    found = matured(closed, opened[age], age)
    return found.low <= opened[-1] <= found.high


@pytest.mark.slow
def test_D06_the_interval_covers_the_final_in_93_to_97_percent_of_a_thousand_runs() -> None:
    draws = np.random.default_rng(6)
    coverage = np.mean([final_is_covered(draws) for _ in range(1_000)])
    print(f"maturity covers {coverage:.1%}")
    assert 0.93 <= coverage <= 0.97


@pytest.mark.slow
def test_D06_cohorts_that_differ_in_lag_are_covered_too() -> None:
    draws = np.random.default_rng(7)
    coverage = np.mean([final_is_covered(draws, spread=0.15) for _ in range(1_000)])
    print(f"maturity covers {coverage:.1%} where lags differ")
    assert coverage >= 0.92


def test_D06_34_so_far_are_about_42_expected() -> None:
    found = matured([[40, 81, 100], [41, 81, 100]], 34, 1)
    assert (found.share, found.expected) == (0.81, pytest.approx(41.98, abs=0.01))


def test_D06_where_all_cohorts_agree_only_chance_is_left() -> None:
    found = matured([[400, 810, 1000]] * 26, 34, 1)
    to_come = nbinom(34.5, 0.81)  # Poisson noise about a mean that is itself Gamma(34 + 1/2)
    assert (found.low, found.high) == pytest.approx((34 + to_come.ppf(0.025), 34 + to_come.ppf(0.975)), abs=1)


def test_D06_at_the_last_age_nothing_is_still_to_come() -> None:
    found = matured([[40, 81, 100]] * 3, 34, 2)
    assert (found.low, found.expected, found.high) == (34, 34, 34)


def test_D06_nothing_so_far_still_has_an_upper_limit() -> None:
    found = matured([[40, 81, 100]] * 3, 0, 0)
    assert found.low == found.expected == 0 < found.high


@pytest.mark.parametrize("closed", [[], [[0, 0, 0]], [[0, 4, 9]]])
def test_D06_without_closed_cohorts_of_that_age_nothing_is_expected(closed: list[list[float]]) -> None:
    assert matured(closed, 3, 0) is None


# Ten parties; days to a booking, or followed so long without one (+):  2  3+  5  5  8+  9  12+  14  20+  26+
#   day   at risk   booked   S                      sum d/(n(n - d))
#     2        10        1   0.9                    0.011111
#     5         8        2   0.9 x 6/8 = 0.675      0.052778
#     9         5        1   0.675 x 4/5 = 0.54     0.102778
#    14         3        1   0.54 x 2/3 = 0.36      0.269444
# log-log at 9: ln(-ln 0.54) = -0.48421, se = sqrt(0.102778)/0.61619 = 0.52028; S from 0.1812 to 0.8007
# log-log at 14: ln(-ln 0.36) = 0.02142, se = sqrt(0.269444)/1.02165 = 0.50808; S from 0.0629 to 0.6855
DAYS = [2, 3, 5, 5, 8, 9, 12, 14, 20, 26]
BOOKED = [True, False, True, True, False, True, False, True, False, False]


@pytest.mark.parametrize(
    ("at", "share", "low", "high", "at_risk"), [(9, 0.46, 0.1993, 0.8188, 5), (14, 0.64, 0.3145, 0.9371, 3)]
)
def test_L19_digital_to_real_is_the_table_worked_by_hand(
    at: int, share: float, low: float, high: float, at_risk: int
) -> None:
    assert kaplan_meier(DAYS, BOOKED, at) == pytest.approx((share, low, high, at_risk), abs=1e-3)


@pytest.mark.parametrize(("at", "staying", "low", "high"), [(10, 0.7529, 0.5032, 0.8894), (22, 0.5378, 0.2678, 0.7468)])
def test_L19_kaplan_meier_is_the_published_one(at: int, staying: float, low: float, high: float) -> None:
    weeks = [
        6,
        6,
        6,
        7,
        10,
        13,
        16,
        22,
        23,
        6,
        9,
        10,
        11,
        17,
        19,
        20,
        25,
        32,
        32,
        34,
        35,
    ]  # Freireich et al. 1963, 6-MP
    found = kaplan_meier(weeks, [True] * 9 + [False] * 12, at)[:3]
    assert found == pytest.approx((1 - staying, 1 - high, 1 - low), abs=1e-3)


def test_L19_nobody_yet_is_none_of_those_followed_that_long() -> None:
    assert kaplan_meier([3, 30, 30, 30], [False] * 4, 26) == (0.0, *wilson(0, 3), 3)


def test_L19_nobody_followed_that_long_says_nothing() -> None:
    assert kaplan_meier([3, 5], [False, False], 26) == (0.0, 0.0, 1.0, 0)


def test_L19_all_of_them_is_not_certainty() -> None:
    assert kaplan_meier([3, 5, 9], [True] * 3, 26) == (1.0, *wilson(3, 3), 0)


WEEKDAYS = np.array([1.0, 1.2, 1.2, 1.1, 1.0, 0.4, 0.3])


def days(draws: np.random.Generator, count: int, mean: float, phi: float) -> list[float]:
    means = mean * np.resize(WEEKDAYS, count)
    return draws.negative_binomial(means / (phi - 1), 1 / phi).astype(float).tolist()


@pytest.mark.parametrize(("mean", "phi"), [(1.5, 1.2), (30.0, 1.2), (30.0, 4.0)])
def test_L17_the_end_of_the_month_is_covered_on_weeks_held_out(mean: float, phi: float) -> None:
    draws = np.random.default_rng(17)
    hits = 0
    for _ in range(500):
        left = int(draws.integers(1, 28))
        amounts = days(draws, 91 + left, mean, phi)
        found = month_end(amounts[:91], 50.0, left)
        hits += found.low <= 50 + sum(amounts[91:]) <= found.high
    print(f"month end, {mean} a day, phi {phi}: covers {hits / 500:.1%}")
    assert 0.90 <= hits / 500 <= 0.98


def test_L17_the_days_left_are_their_own_weekdays() -> None:
    week = [10.0, 12, 12, 11, 10, 4, 3]
    found = month_end(
        week * 10 + week[:5], 200.0, 3
    )  # a Friday is the last day seen: Saturday, Sunday, Monday are left
    assert found.expected == 200 + 4 + 3 + 10


def test_L17_what_is_the_same_every_week_ends_where_it_must() -> None:
    found = month_end([50.0] * 91, 500.0, 10)
    assert (found.low, found.expected, found.high) == (1000, 1000, 1000)


def test_L17_a_month_over_is_what_was_seen() -> None:
    found = month_end(days(np.random.default_rng(1), 91, 30.0, 2.0), 812.0, 0)
    assert (found.low, found.expected, found.high) == (812, 812, 812)


@pytest.mark.parametrize("history", [[5.0] * 55, [0.0] * 91, [None, *[5.0] * 6] * 13])
def test_L17_without_eight_whole_weeks_to_go_by_there_is_no_forecast(history: list[float | None]) -> None:
    assert month_end(history, 40.0, 9) is None
