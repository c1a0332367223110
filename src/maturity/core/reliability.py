"""Internal consistency of an axis: Cronbach's alpha with its interval."""

from __future__ import annotations

import numpy as np

from maturity.core.assessment import Reliability
from maturity.core.said import Said, said
from maturity.core.statistics import CONFIDENCE, f_quantile
from maturity.core.table import AT_ONCE, Floats

FEWEST = 30
"""Below thirty people the interval is too wide to be of use."""


def pairwise_covariance(values: Floats) -> tuple[Floats, int]:
    """Covariances of (people, items) over the people who answered both items of each pair.

    Returns:
        (items, items) covariances, NaN for a pair with fewer than two people, and the smallest number of
        people behind any pair.
    """
    n, sums, products = (np.zeros((values.shape[1],) * 2) for _ in range(3))
    for first in range(0, len(values), AT_ONCE):
        some = values[first : first + AT_ONCE].astype(np.float64)
        present = np.isfinite(some).astype(float)
        filled = np.where(np.isfinite(some), some, 0.0)
        n += present.T @ present
        sums += filled.T @ present
        products += filled.T @ filled
    with np.errstate(invalid="ignore", divide="ignore"):
        # Sum of products about the pair's own means; x counts only where y is present as well.
        cross = products - sums * sums.T / n
        return cross / (n - 1), int(n.min())


def cronbach(covariance: Floats) -> float:
    """alpha = k / (k - 1) (1 - trace / total) of a (k, k) covariance matrix (Cronbach 1951)."""
    k = covariance.shape[0]
    return float(k / (k - 1) * (1 - np.trace(covariance) / covariance.sum()))


def alpha_interval(alpha: float, k: int, n: int) -> tuple[float, float]:
    """95 % interval of alpha for k items and n people: F with n - 1 and n (k - 1) degrees of freedom.

    As `ci.cronbach` of R's statpsych prints it (Bonett and Wright 2015).
    """
    tail = (1 - CONFIDENCE) / 2
    degrees = (n - 1, n * (k - 1))
    low = 1 - (1 - alpha) * f_quantile(1 - tail, *degrees)
    high = 1 - (1 - alpha) * f_quantile(tail, *degrees)
    return low, high


def reliability(values: Floats) -> tuple[Reliability | None, Said | None]:
    """Reliability of (people, items) values as they count (reversed items turned), or the reason why not."""
    k = values.shape[1]
    if k < 2:
        return None, said("alpha-two-items")
    covariance, n = pairwise_covariance(values)
    if n < FEWEST:
        return None, said("alpha-few-people", needed=FEWEST, people=n)
    if not covariance.sum() > 0:
        return None, said("alpha-no-variance")
    alpha = cronbach(covariance)
    low, high = alpha_interval(alpha, k, n)
    return Reliability(alpha, low, high, n, k), None


AGAINST = -0.2
"""Loading below which an item runs against the rest: weaker ones come and go with the sample."""


def against_the_rest(values: Floats) -> list[int]:
    """Columns of (people, items) that fall while most of the others rise; empty below thirty people.

    They load negatively on the first principal component of the correlations, turned so that most items load
    positively. Correlations of an item with the sum of the others would blame innocent items as well.
    """
    if values.shape[1] < 3:
        return []
    covariance, n = pairwise_covariance(values)
    deviation = np.sqrt(np.diag(covariance))
    if n < FEWEST or not (deviation > 0).all():
        return []
    sizes, vectors = np.linalg.eigh(covariance / np.outer(deviation, deviation))
    loadings = vectors[:, -1] * np.sqrt(sizes[-1])
    if ((loadings > 0).sum(), loadings.sum()) < ((loadings < 0).sum(), -loadings.sum()):
        loadings = -loadings
    return [int(column) for column in np.flatnonzero(loadings < AGAINST)]
