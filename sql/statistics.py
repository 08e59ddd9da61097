"""Formulas that keep small counts honest: numbers in, numbers out; nothing is read or written here.

Every interval is a 95 % one. Counts may be fractions (platforms export conversions in parts). phi is the over-dispersion of the client's
own weeks, see `dispersion`. Whatever is drawn is drawn from a fixed seed: the same numbers give the same answer. A number that cannot be
(negative, not finite, a part larger than its whole) is a ValueError that names it. What was chosen and why: docs/decisions/0009-statistics.md.

statsmodels is imported where it is used: it takes 0.3 to 0.6 s on top of SciPy, which a command that only asks should not wait for.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from scipy.optimize import minimize
from scipy.special import betainc, betaincinv, betaln, expit, logit, ndtr, xlog1py, xlogy
from scipy.stats import CensoredData, beta, chi2, ecdf, false_discovery_control

Interval = tuple[float, float]

LEVEL = 0.95
TAILS = (0.025, 0.975)
LEAST_HISTORY = 8
Z_95 = 1.959963984540054


def wilson(kept: float, of: float, phi: float = 1.0) -> Interval:
    """Limits of a share [0..1]: Wilson's score interval of kept/of, with n_eff = of/phi at the same share.

    Domain: 0 <= kept <= of, phi >= 1; of = 0 says nothing: (0, 1). Source: Wilson 1927, JASA 22; statsmodels.
    """
    _check_share(kept, of)
    _check_phi(phi)
    return _proportion(kept / phi, of / phi, "wilson")


def jeffreys(kept: float, of: float) -> Interval:
    """Limits of a share [0..1]: quantiles of Beta(kept + 1/2, of - kept + 1/2), 0 below where kept = 0, 1 above where kept = of.

    Domain: 0 <= kept <= of; of = 0 says nothing: (0, 1). Source: Brown, Cai and DasGupta 2001, Statistical Science 16; statsmodels.
    """
    _check_share(kept, of)
    return _proportion(kept, of, "jeffreys")


def garwood(count: float) -> Interval:
    """Exact limits of a Poisson mean, in counts: chi2(.025; 2k)/2 to chi2(.975; 2k + 2)/2.

    Domain: count >= 0; 0 gives (0, 3.69). Source: Garwood 1936, Biometrika 28; statsmodels.
    """
    from statsmodels.stats.rates import confint_poisson

    _check_amounts(count=count)
    low, high = confint_poisson(count, 1, method="exact-c", alpha=1 - LEVEL)
    return float(low), float(high)


def quasi_poisson(count: float, phi: float) -> Interval:
    """Limits of the mean of a count that comes in bunches, in counts: k exp(-+ z sqrt(phi/k)).

    phi = 1 is a plain count and k = 0 has no logarithm: both give phi x garwood(k/phi), the exact limits of k/phi bunches of phi each.
    Domain: count >= 0, phi >= 1. Source: McCullagh and Nelder 1989, ch. 6.
    """
    _check_amounts(count=count)
    _check_phi(phi)
    if count == 0 or phi == 1:
        low, high = garwood(count / phi)
        return phi * low, phi * high
    spread = math.exp(Z_95 * math.sqrt(phi / count))
    return count / spread, count * spread


def dispersion(counts: Sequence[float]) -> float:
    """Over-dispersion phi >= 1 of counts per period: the mean squared Pearson residual about their mean.

    Domain: finite; a negative amount (net of refunds) is taken as it is, and a mean of 0 or less gives 1, as do fewer than 8 periods,
    which say nothing. Source: quasi-Poisson, McCullagh and Nelder 1989, ch. 6.
    """
    _check_finite(counts=counts)
    if len(counts) < LEAST_HISTORY or not sum(counts):
        return 1.0
    mean = sum(counts) / len(counts)
    return max(1.0, sum((count - mean) ** 2 / mean for count in counts) / (len(counts) - 1))


def share_dispersion(kept: Sequence[float], of: Sequence[float]) -> float:
    """Over-dispersion phi >= 1 of shares per period: the mean squared Pearson residual about the pooled share.

    Domain: 0 <= kept <= of; fewer than 8 periods with something in them say nothing, and give 1. Source: as `dispersion`, binomial variance.
    """
    told = [(k, n) for k, n in zip(kept, of, strict=True) if n > 0]
    whole = sum(n for _, n in told)
    pooled = sum(k for k, _ in told) / whole if whole else 0.0
    if len(told) < LEAST_HISTORY or not 0 < pooled < 1:
        return 1.0
    return max(1.0, sum((k - n * pooled) ** 2 / (n * pooled * (1 - pooled)) for k, n in told) / (len(told) - 1))


def rate_ratio(now: float, before: float, phi: float = 1.0) -> Interval:
    """Limits of now/before for two counts of equal exposure.

    phi = 1: exact conditional limits (binomial, Clopper-Pearson); phi > 1: exp(ln ratio +- z sqrt(phi (1/now + 1/before))).
    Domain: counts >= 0, phi >= 1; with nothing on either side, (0, inf). Source: Przyborowski and Wilenski 1940, Biometrika 31.
    """
    _check_amounts(now=now, before=before)
    _check_phi(phi)
    if phi > 1.0 and now > 0 and before > 0:
        spread = Z_95 * math.sqrt(phi * (1 / now + 1 / before))
        return now / before * math.exp(-spread), now / before * math.exp(spread)
    low = beta.ppf(0.025, now, before + 1) if now > 0 else 0.0
    high = beta.ppf(0.975, now + 1, before) if before > 0 else 1.0
    return low / (1 - low), high / (1 - high) if high < 1 else math.inf


def newcombe(kept_now: float, of_now: float, kept_before: float, of_before: float, phi: float = 1.0) -> Interval:
    """Limits of the change of a share, now less before [-1..1], from both Wilson intervals (l, u) with n_eff = n/phi:

    d - sqrt((p1 - l1)^2 + (u0 - p0)^2) to d + sqrt((u1 - p1)^2 + (p0 - l0)^2).
    Domain: as `wilson`; with nothing on one side, (-1, 1). Source: Newcombe 1998, Statistics in Medicine 17, method 10; statsmodels.
    """
    from statsmodels.stats.proportion import confint_proportions_2indep

    _check_share(kept_now, of_now)
    _check_share(kept_before, of_before)
    _check_phi(phi)
    if of_now == 0 or of_before == 0:
        return -1.0, 1.0
    sides = [side / phi for side in (kept_now, of_now, kept_before, of_before)]
    low, high = confint_proportions_2indep(*sides, method="newcomb", compare="diff", alpha=1 - LEVEL)
    return float(low), float(high)


@dataclass(frozen=True)
class Shrunk:
    """Shares of sibling segments, each drawn towards what they have in common; tuples follow the order the segments were given in."""

    alpha: float
    beta: float
    mean: tuple[float, ...]  # posterior mean (k + alpha)/(n + alpha + beta)
    low: tuple[float, ...]  # 5 % posterior quantile
    order: tuple[int, ...]  # indices by `low`, best first
    posterior: tuple[Interval, ...]  # the two parameters of each segment's beta

    def chance_above(self, first: int, second: int) -> float:
        """P(share of first > share of second): the mean of the second's distribution over the quantiles of the first, by Gauss-Legendre."""
        nodes, weights = np.polynomial.legendre.leggauss(64)
        quantiles = betaincinv(*self.posterior[first], (nodes + 1) / 2)
        return float(betainc(*self.posterior[second], quantiles) @ weights / 2)

    def is_above(self, first: int, second: int) -> bool:
        """Whether an order of two segments may be claimed at all: P(first > second) >= 0.95."""
        return self.chance_above(first, second) >= LEVEL


def shrunk(kept: Sequence[float], of: Sequence[float]) -> Shrunk | None:
    """Beta-binomial empirical Bayes over sibling segments: share (k + alpha)/(n + alpha + beta), alpha and beta by marginal likelihood.

    None is "no evidence that these differ": one share for all explains them, the fit running to alpha + beta -> infinity or not beating
    it by the likelihood ratio at 5 % (2 ln LR < 2.71: half a chi2 of one degree, since no spread is the edge of what is possible).
    alpha and beta are then taken as known. Segments without anything get the prior. Domain: 0 <= kept <= of.
    Source: Griffiths 1973, Biometrics 29, for the fit; Self and Liang 1987, JASA 82, for the edge.
    """
    if len(kept) != len(of):
        raise ValueError(f"There are {len(kept)} kept and {len(of)} of: give one of each for a segment.")
    for part, whole in zip(kept, of, strict=True):
        _check_share(part, whole)
    k, n = np.asarray(kept, dtype=float), np.asarray(of, dtype=float)
    if not 0 < k.sum() < n.sum():
        return None
    common = k.sum() / n.sum()
    alone = float(np.sum(xlogy(k, common) + xlog1py(n - k, -common)))

    def unlikely(at: np.ndarray) -> float:
        a, b = _beta_of(at)
        return -float(np.sum(betaln(k + a, n - k + b) - betaln(a, b)))

    starts = [(logit(common), math.log(size)) for size in (10, 300)]
    bounds = [(-15, 15), (math.log(0.1), math.log(1e6))]  # a prior worth 0.1 to a million events
    precise = {"xatol": 1e-6, "fatol": 1e-9}
    fits = [minimize(unlikely, start, method="Nelder-Mead", bounds=bounds, options=precise) for start in starts]
    best = min(fits, key=lambda fit: fit.fun)
    if 2 * (-best.fun - alone) < chi2.isf(2 * (1 - LEVEL), 1):
        return None
    a, b = _beta_of(best.x)
    kept_by, left_by = k + a, n - k + b
    low = betaincinv(kept_by, left_by, 1 - LEVEL)
    return Shrunk(
        alpha=float(a),
        beta=float(b),
        mean=tuple((kept_by / (n + a + b)).tolist()),
        low=tuple(low.tolist()),
        order=tuple(np.argsort(-low, kind="stable").tolist()),
        posterior=tuple(zip(kept_by.tolist(), left_by.tolist(), strict=True)),
    )


def _beta_of(at: np.ndarray) -> tuple[float, float]:
    share, size = expit(at[0]), math.exp(at[1])
    return share * size, (1 - share) * size


SEASON = 52
LEAST_SEASONS = 2
JUDGED_BY = 26  # past weeks whose own surprise says how surprising the last one is
LEVEL_WEEKS = 8


@dataclass(frozen=True)
class Expected:
    """What a week should have been, and the surprises of past weeks to judge it by."""

    value: float  # in the unit of the weeks
    method: Literal["stl", "last_year", "median"]  # median: there is no season model
    residuals: tuple[float, ...]  # past weeks, actual less expected, on the scale of `residual`
    is_count: bool
    usual: float  # what the chance of counts is about: the value and its usual residual, or the mean behind a median
    weeks_behind: float  # how many weeks' worth of evidence that rests on

    def residual(self, actual: float) -> float:
        """Actual less expected; of counts, on the scale 2 sqrt(k + 3/8), where chance is about 1 at every height."""
        now, usual = (_scaled(week, self.is_count) for week in (actual, self.value))
        return _snapped(now - usual, max(abs(now), abs(usual)))

    def p(self, actual: float, phi: float = 1.0) -> float:
        """Two-sided p of the week, see `anomaly_p`."""
        last = self.residual(actual)
        if not self.is_count or not self.residuals:
            return anomaly_p(self.residuals, last)
        return _count_p(
            self.residuals, last, _poisson_p(actual, self.usual * self.weeks_behind, self.weeks_behind, phi)
        )


def expected(
    weeks: Sequence[float | None], last_year: Sequence[float | None] = (), is_count: bool = False
) -> Expected | None:
    """The value the week after `weeks` should have (oldest first, None is not measured), by the best method its history allows.

    stl: the last 104 or more weeks have no gap. The season of robust STL (period 52, the same every year) plus the median of the last 8
    weeks less their season. Residuals: the last 26 weeks, by a season fitted without them.
    last_year: the same week a year before, aligned by the caller on ISO weeks and movable holidays: `last_year` has one value for each
    week and one more for the week expected. Residuals: the last 26 weeks that have such a value; it takes 8.
    median: of the last 8 measured weeks: no season model. None: not one week is measured.
    is_count: all is reckoned on the scale 2 sqrt(k + 3/8); `value` is a count again. Domain: finite; counts >= 0.
    Source: Cleveland et al. 1990, Journal of Official Statistics 6 (STL); Anscombe 1948, Biometrika 35; statsmodels.
    """
    if last_year and len(last_year) != len(weeks) + 1:
        raise ValueError(f"last_year has {len(last_year)} values for {len(weeks)} weeks: give one more than weeks.")
    check = _check_amounts if is_count else _check_finite
    for name, values in (("weeks", weeks), ("last_year", last_year)):
        check(**{name: [value for value in values if value is not None]})
    series = [None if week is None else _scaled(week, is_count) for week in weeks]
    before = [None if week is None else _scaled(week, is_count) for week in last_year]
    found = _by_season(series) or _by_last_year(series, before) or _by_median(series)
    if found is None:
        return None
    method, value, residuals, weeks_behind = found
    largest = max(abs(week) for week in series if week is not None)
    snapped = tuple(_snapped(float(residual), largest) for residual in residuals)
    if method == "median":
        usual = float(np.mean([week for week in weeks if week is not None][-LEVEL_WEEKS:]))
    else:
        usual = _unscaled(float(value + np.median(snapped)), is_count)
    return Expected(_unscaled(float(value), is_count), method, snapped, is_count, usual, weeks_behind)


_Found = tuple[str, float, Sequence[float], float]  # method, value, residuals, weeks behind


def _by_season(series: list[float | None]) -> _Found | None:
    gap = max((at for at, week in enumerate(series) if week is None), default=-1)
    known = np.asarray(series[gap + 1 :], dtype=float)
    count = len(known)
    if count < LEAST_SEASONS * SEASON:
        return None
    plain = known - _season(known[:-JUDGED_BY], count)
    residuals = [plain[at] - np.median(plain[at - LEVEL_WEEKS : at]) for at in range(count - JUDGED_BY, count)]
    season = _season(known, count + 1)
    value = season[count] + np.median((known - season[:count])[-LEVEL_WEEKS:])
    return "stl", value, residuals, 1 / (SEASON / count + 1 / LEVEL_WEEKS)


def _season(known: np.ndarray, weeks: int) -> np.ndarray:
    """The season of the weeks 0..weeks - 1. One cycle for all years: at two years a season free to change follows every week's noise."""
    from statsmodels.tsa.seasonal import STL

    fit = STL(known, period=SEASON, seasonal=10 * len(known) + 1, seasonal_deg=0, robust=True).fit()
    return np.take(fit.seasonal[-SEASON:], np.arange(weeks) - len(known), mode="wrap")


def _by_last_year(series: list[float | None], before: list[float | None]) -> _Found | None:
    residuals = [
        week - then for week, then in zip(series, before[:-1], strict=False) if week is not None and then is not None
    ]
    if not before or before[-1] is None or len(residuals) < LEAST_HISTORY:
        return None
    return "last_year", before[-1], residuals[-JUDGED_BY:], 1.0


def _by_median(series: list[float | None]) -> _Found | None:
    recent = [week for week in series if week is not None][-LEVEL_WEEKS:]
    if not recent:
        return None
    value = np.median(recent)
    return "median", value, recent - value, float(len(recent))


def _scaled(amount: float, is_count: bool) -> float:
    return 2 * math.sqrt(amount + 3 / 8) if is_count else float(amount)


def _unscaled(scaled: float, is_count: bool) -> float:
    return max(0.0, (max(scaled, 0.0) / 2) ** 2 - 3 / 8) if is_count else scaled


def _snapped(residual: float, largest: float) -> float:
    """What is only the arithmetic's own noise is 0: a steady series has no spread to be measured by."""
    return 0.0 if abs(residual) <= 1e-9 * largest else residual


def anomaly_p(residuals: Sequence[float], last: float, is_count: bool = False, phi: float = 1.0) -> float:
    """Two-sided p of the last residual, by z = (last - median)/(1.4826 MAD) of the past ones (Hampel's identifier).

    The reference is the distribution of z for that many normal residuals, simulated: normal tables reject 17.6 % at 5 % on 8 weeks.
    is_count: residuals and last are counts, judged on the scale 2 sqrt(k + 3/8); p is then never less than the exact Poisson p of last
    against their sum, which stands alone where MAD = 0: people do not come more evenly than chance. Few and in bunches, eight of them show
    no bunch: give phi, known from more weeks or from siblings, and the Poisson p is that of k/phi.
    MAD = 0 otherwise: the share of weeks, this one among them, that lie as far out. No residuals: 1. Domain: finite; counts >= 0, phi >= 1.
    Source: Hampel 1974, JASA 69; Davies and Gather 1993, JASA 88; Przyborowski and Wilenski 1940 for the Poisson p.
    """
    (_check_amounts if is_count else _check_finite)(residuals=residuals, last=last)
    if not len(residuals):
        return 1.0
    if is_count:
        poisson = _poisson_p(last, sum(residuals), len(residuals), phi)
        return _count_p([_scaled(count, True) for count in residuals], _scaled(last, True), poisson)
    middle, spread = _middle_and_spread(np.asarray(residuals, dtype=float))
    if spread == 0:
        as_far = sum(abs(residual - middle) >= abs(last - middle) for residual in residuals)
        return (1 + as_far) / (1 + len(residuals))
    z = abs(last - middle) / spread
    middles, spreads = _reference(len(residuals))
    return float(np.mean(ndtr(middles - z * spreads) + ndtr(-middles - z * spreads)))


def _count_p(residuals: Sequence[float], last: float, poisson: float) -> float:
    spread = _middle_and_spread(np.asarray(residuals, dtype=float))[1]
    return max(poisson, anomaly_p(residuals, last)) if spread > 0 else poisson


def _poisson_p(now: float, before: float, weeks: float, phi: float) -> float:
    """Exact two-sided p of a count against `before` in so many weeks: binomial given both, the smaller tail doubled."""
    _check_phi(phi)
    now, before, share = now / phi, before / phi, 1 / (1 + weeks)
    as_many = betainc(now, before + 1, share) if now > 0 else 1.0
    as_few = betainc(before, now + 1, 1 - share) if before > 0 else 1.0
    return float(min(1.0, 2 * min(as_many, as_few)))


def rate_p(now: float, before: float, exposure_now: float, exposure_before: float, phi: float = 1.0) -> float:
    """Exact two-sided p that two counts came at one rate per exposure: binomial given both counts, the smaller tail doubled.

    For a share it is on the safe side: a part of a whole varies less than a count. Exposures in any one unit (visits, money spent).
    Domain: counts >= 0, exposures > 0, phi >= 1. Source: Przyborowski and Wilenski 1940, Biometrika 31.
    """
    _check_amounts(now=now, before=before)
    if not (exposure_now > 0 and exposure_before > 0):
        raise ValueError(f"Exposures are {exposure_now:g} and {exposure_before:g}: a rate needs both above 0.")
    return _poisson_p(now, before, exposure_before / exposure_now, phi)


def _middle_and_spread(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    middle = np.median(rows, axis=-1, keepdims=True)
    return middle[..., 0], 1.4826 * np.median(np.abs(rows - middle), axis=-1)


@lru_cache(maxsize=64)
def _reference(length: int) -> tuple[np.ndarray, np.ndarray]:
    """Median and 1.4826 MAD of 10,000 normal histories; the last week's own tail is then exact, so small p need no more of them."""
    return _middle_and_spread(np.random.default_rng(length).standard_normal((10_000, length)))


def discoveries(p_values: Sequence[float], q: float = 0.10) -> list[bool]:
    """Which of all cells tested are flagged: those up to the largest i with p(i) <= i q/m, so that at most q of the flags are false.

    Domain: 0 <= p <= 1, not NaN (leave out what was not tested). Source: Benjamini and Hochberg 1995, JRSS B 57; SciPy.
    """
    for p in p_values:
        if not 0 <= p <= 1:
            raise ValueError(f"A p-value is {p}: it lies between 0 and 1; leave out what was not tested.")
    return (false_discovery_control(p_values) <= q).tolist() if len(p_values) else []


@dataclass(frozen=True)
class Maturity:
    """How far an open cohort has come: "34 so far, about 42 expected"."""

    share: float  # of the final count, usually seen by this age
    expected: float
    low: float
    high: float


DRAWS = 2_000


def matured(closed: Sequence[Sequence[float]], seen: float, age: int) -> Maturity | None:
    """Chain ladder: the final count of an open cohort of which `seen` came by the age of `age` days: seen/m, m = seen by then/final.

    closed: a cohort each, its cumulative counts at the end of day 0, 1, 2 ...; the last is final. m is over all cohorts together.
    Interval [counts]: cohorts resampled give m*; a mean drawn from Gamma(seen + 1/2) and Poisson noise give what is still to come, both in
    bunches of phi, by which closed cohorts differ in lag beyond chance (8 of them at least, else 1).
    None: no closed cohort had anything by that age. m above 1 (a platform took some back) counts as 1.
    Domain: counts >= 0, age >= 0; a cohort closed before that age counts with its final. Source: Mack 1993, ASTIN Bulletin 23; England and
    Verrall 1999, Insurance: Mathematics and Economics 25, for the bootstrap.
    """
    _check_amounts(seen=seen, age=age, **{f"closed[{at}]": cohort for at, cohort in enumerate(closed)})
    cohorts = np.asarray(
        [(cohort[min(age, len(cohort) - 1)], cohort[-1]) for cohort in closed if len(cohort)], dtype=float
    )
    by_then, final = cohorts.sum(axis=0) if len(cohorts) else (0.0, 0.0)
    if by_then == 0 or final == 0:
        return None
    share = min(1.0, by_then / final)
    draw = np.random.default_rng(len(cohorts))
    resampled = draw.multinomial(len(cohorts), np.full(len(cohorts), 1 / len(cohorts)), size=DRAWS) @ cohorts
    shares = np.clip(resampled[:, 0] / np.maximum(resampled[:, 1], 1e-12), 1e-3, 1)
    phi = _lag_dispersion(cohorts, share)
    level = phi * draw.gamma((seen + 0.5) / phi, size=DRAWS)
    to_come = phi * draw.poisson(level * (1 - shares) / shares / phi)
    low, high = np.quantile(seen + to_come, TAILS, method="nearest")
    return Maturity(share, seen / share, float(low), float(high))


def _lag_dispersion(cohorts: np.ndarray, share: float) -> float:
    """phi >= 1 of what was seen by then about share x final: what the cohorts differ by beyond the chance of each."""
    by_then, final = cohorts[cohorts[:, 1] > 0].T
    if len(final) < LEAST_HISTORY or share == 1:
        return 1.0
    residuals = (by_then - share * final) ** 2 / (final * share * (1 - share))
    return max(1.0, float(residuals.sum()) / (len(final) - 1))


def kaplan_meier(durations: Sequence[float], happened: Sequence[bool], at: float) -> tuple[float, float, float, int]:
    """(share, low, high, at risk): the share to whom it happened by `at`, and how many were followed that long without it.

    Kaplan-Meier 1 - S(at), so that those not followed long enough are no failures, with the log-log interval exp(-exp(ln(-ln S) +- z se)).
    Where that has no value: nobody yet gives Wilson's limits of 0 of those at risk, all gives those of all who had it.
    durations: time to the event, or to the end of follow-up where not happened; units as `at`. Domain: >= 0, at least one.
    Source: Kaplan and Meier 1958, JASA 53; Kalbfleisch and Prentice 1980 for the interval; SciPy.
    """
    if not len(durations) or len(durations) != len(happened):
        raise ValueError(
            f"There are {len(durations)} durations and {len(happened)} outcomes: give one of each for a party, and a party."
        )
    _check_amounts(durations=durations, at=at)
    times, events = np.asarray(durations, dtype=float), np.asarray(happened, dtype=bool)
    at_risk = int(np.sum(times >= at))
    by_then = int(np.sum(events & (times <= at)))
    curve = ecdf(CensoredData.right_censored(times, ~events)).sf
    staying = float(curve.evaluate(at))
    if by_then == 0:
        return 0.0, *wilson(0, at_risk), at_risk
    if staying == 0:
        return 1.0, *wilson(by_then, by_then), at_risk
    limits = curve.confidence_interval(LEVEL, method="log-log")
    return 1 - staying, 1 - float(limits.high.evaluate(at)), 1 - float(limits.low.evaluate(at)), at_risk


@dataclass(frozen=True)
class MonthEnd:
    """Where a month will end, in the unit of its days."""

    expected: float
    low: float
    high: float


FORECAST_WEEKS = 13


def month_end(history: Sequence[float | None], seen: float, left: int) -> MonthEnd | None:
    """The sum of a month at its end: what was seen, plus the days left, drawn from the client's own weekdays.

    history: amounts a day, oldest first, None not measured, ending on the last day observed; the last 8 whole weeks of 13 count. seen: the sum of the
    month's observed days. left: days to come. The mean of each weekday is carried on; its level is drawn from Gamma(H/phi), H the sum behind
    it, and the sum to come from a gamma of variance phi x mean; phi, from the totals of the w weeks, is itself drawn: phi (w - 1)/chi2. None: fewer than 8 whole weeks, a weekday never measured, or nothing in them to go by.
    Domain: amounts >= 0. Source: quasi-Poisson as above; Gelman et al. 2013, Bayesian Data Analysis, ch. 2, for the predictive draw.
    """
    _check_amounts(history=[day for day in history if day is not None], seen=seen, left=left)
    recent = [math.nan if day is None else float(day) for day in history[-7 * FORECAST_WEEKS :]]
    weeks = np.asarray(recent[len(recent) % 7 :]).reshape(
        -1, 7
    )  # columns are weekdays: the first is that of the day after the last
    whole = weeks[~np.isnan(weeks).any(axis=1)][-LEAST_HISTORY:]
    if len(whole) < LEAST_HISTORY or not whole.sum():
        return None
    weekday = whole.mean(axis=0)
    to_come = float(sum(weekday[day % 7] for day in range(left)))
    totals = whole.sum(axis=1)
    bunched = float(np.var(totals, ddof=1) / totals.mean())
    if to_come == 0 or bunched == 0:
        return MonthEnd(seen + to_come, seen + to_come, seen + to_come)
    draw = np.random.default_rng(len(whole))
    phi = bunched * (len(whole) - 1) / draw.chisquare(len(whole) - 1, size=DRAWS)
    level = draw.gamma(whole.sum() / phi) * phi / whole.sum()
    low, high = np.quantile(seen + phi * draw.gamma(to_come * level / phi), TAILS)
    return MonthEnd(seen + to_come, float(low), float(high))


def _proportion(kept: float, of: float, method: str) -> Interval:
    from statsmodels.stats.proportion import proportion_confint

    if of == 0:
        return 0.0, 1.0
    low, high = proportion_confint(kept, of, alpha=1 - LEVEL, method=method)
    return 0.0 if kept == 0 else float(low), 1.0 if kept == of else float(high)


def _check_finite(**numbers: float | Sequence[float]) -> None:
    for name, given in numbers.items():
        _check(name, given, np.isfinite, "give finite numbers, and None where nothing was measured")


def _check_amounts(**numbers: float | Sequence[float]) -> None:
    _check_finite(**numbers)
    for name, given in numbers.items():
        _check(name, given, lambda amounts: amounts >= 0, "a count is 0 or more")


def _check(name: str, given: float | Sequence[float], is_right: Callable[[np.ndarray], np.ndarray], rule: str) -> None:
    numbers = np.ravel(np.asarray(given, dtype=float))
    wrong = numbers[~is_right(numbers)]
    if len(wrong):
        raise ValueError(f"{name} holds {wrong[0]:g}: {rule}.")


def _check_share(kept: float, of: float) -> None:
    _check_amounts(kept=kept, of=of)
    if kept > of:
        raise ValueError(f"kept ({kept:g}) is more than of ({of:g}): give a part and its whole.")


def _check_phi(phi: float) -> None:
    if not 1 <= phi < math.inf:
        raise ValueError(f"phi is {phi}: over-dispersion is 1 or more.")
