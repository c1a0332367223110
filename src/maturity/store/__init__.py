"""The folders in which a cluster's rounds are kept: crash-safe, readable, the same on every system."""

from maturity.store.answers import append, append_all, codes, note, read, withdraw
from maturity.store.forgetting import bring_back, forget, forgotten_in, known_in, still_holding
from maturity.store.mappings import save_mapping
from maturity.store.naming import named_in
from maturity.store.plans import change_priorities, save_priorities
from maturity.store.reviews import save_reviews
from maturity.store.rounds import (
    change_kind,
    open_round,
    save_agreed,
    throw_away_rehearsals,
    write_cluster,
)

__all__ = [
    "append",
    "append_all",
    "bring_back",
    "change_kind",
    "change_priorities",
    "codes",
    "forget",
    "forgotten_in",
    "known_in",
    "named_in",
    "note",
    "open_round",
    "read",
    "save_agreed",
    "save_mapping",
    "save_priorities",
    "save_reviews",
    "still_holding",
    "throw_away_rehearsals",
    "withdraw",
    "write_cluster",
]
