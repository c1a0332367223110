"""Quantiles of Student's t and of F, from the regularised incomplete beta function.

Importing scipy.stats takes longer than everything else that a score needs; these few lines are checked against
it in the tests.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from statistics import NormalDist

CONFIDENCE = 0.95
STEPS = 500
"""Most steps towards a quantile; of few degrees of freedom the far ends take the most."""


def incomplete_beta(a: float, b: float, x: float) -> float:
    """Regularised incomplete beta function I_x(a, b) for a, b > 0 and 0 <= x <= 1.

    Continued fraction after Lentz (Press et al. 2007, Numerical Recipes, section 6.4).
    """
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(b, a, 1 - x)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    tiny = 1e-300
    c, d = 1.0, 1 / ((1 - (a + b) * x / (a + 1)) or tiny)
    fraction = d
    for m in range(1, 1000):
        for step in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / ((1 + step * d) or tiny)
            c = (1 + step / c) or tiny
            fraction *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return front * fraction / a


@cache
def t_quantile(p: float, df: float) -> float:
    """Quantile of Student's t with `df` > 0 degrees of freedom, for 0 < p < 1."""
    if p < 0.5:
        return -t_quantile(1 - p, df)
    # The tail is convex above 0, so that Newton's steps from below, where the normal quantile lies, never go too far.
    front = math.exp(math.lgamma((df + 1) / 2) - math.lgamma(df / 2)) / math.sqrt(math.pi * df)
    t = NormalDist().inv_cdf(p)
    for _ in range(STEPS):
        tail = incomplete_beta(df / 2, 0.5, df / (df + t * t)) / 2
        step = (tail - (1 - p)) / (front * (1 + t * t / df) ** (-(df + 1) / 2))
        t += step
        # What is left is about the square of a step.
        if abs(step) <= 1e-8 * t:
            break
    return t


@cache
def f_quantile(p: float, df1: float, df2: float) -> float:
    """Quantile of F with `df1` and `df2` > 0 degrees of freedom, for 0 < p < 1."""
    x = _solve(lambda x: incomplete_beta(df1 / 2, df2 / 2, x), p, rising=True)
    return df2 * x / (df1 * (1 - x))


def _solve(function: Callable[[float], float], value: float, *, rising: bool) -> float:
    """Where a monotonic function on 0 to 1 takes a value, by bisection to the last bit."""
    low, high = 0.0, 1.0
    while low < (middle := (low + high) / 2) < high:
        if (function(middle) < value) == rising:
            low = middle
        else:
            high = middle
    return middle
