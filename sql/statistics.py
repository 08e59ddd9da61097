"""Formulas that keep small counts honest: numbers in, numbers out; nothing is read or written here."""

import math

from scipy.stats import beta

LEAST_HISTORY = 8
Z_95 = 1.959963984540054


def dispersion(counts: list[float]) -> float:
    """Over-dispersion phi >= 1 of counts per period: the mean squared Pearson residual about their mean.

    Domain: counts >= 0; fewer than 8 of them say nothing, and give 1. Source: quasi-Poisson, McCullagh and Nelder 1989, ch. 6.
    """
    if len(counts) < LEAST_HISTORY or not sum(counts):
        return 1.0
    mean = sum(counts) / len(counts)
    return max(1.0, sum((count - mean) ** 2 / mean for count in counts) / (len(counts) - 1))


def rate_ratio(now: float, before: float, phi: float = 1.0) -> tuple[float, float]:
    """95 % limits of now/before for two counts of equal exposure.

    phi = 1: exact conditional limits (binomial, Clopper-Pearson); phi > 1: exp(ln ratio +- z sqrt(phi (1/now + 1/before))).
    Domain: counts >= 0; with nothing on either side, (0, inf). Source: Przyborowski and Wilenski 1940.
    """
    if phi > 1.0 and now > 0 and before > 0:
        spread = Z_95 * math.sqrt(phi * (1 / now + 1 / before))
        return now / before * math.exp(-spread), now / before * math.exp(spread)
    low = beta.ppf(0.025, now, before + 1) if now > 0 else 0.0
    high = beta.ppf(0.975, now + 1, before) if before > 0 else 1.0
    return low / (1 - low), high / (1 - high) if high < 1 else math.inf
