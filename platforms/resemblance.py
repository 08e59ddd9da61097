"""Whose names a file carries: campaign ids, web hosts and campaign names, as digests, compared with each client's other exports.

Digests, so that clients can be told apart without one client's names being read for another's report.
"""

import hashlib
from collections import defaultdict
from urllib.parse import urlsplit

from platforms.tables import Table

Names = dict[str, list[str]]
Alike = tuple[str, str]  # another client, and the kind of name that is shared
LEAST_SHARE = 0.25

# Kinds of name and the columns that hold them, the most telling first: the first kind that anyone shares decides.
TELLING = {
    "campaign ids": ("campaign_id",),
    "web addresses": ("page", "landing_page"),
    "campaign names": ("campaign_name",),
}
UNIQUE_KIND = "campaign ids"  # no two accounts of a platform share one


def names_of(tables: list[Table]) -> Names:
    """The digests of each kind of name in a file; a web address counts by its host."""
    found: dict[str, set[str]] = defaultdict(set)
    for table in tables:
        for kind, columns in TELLING.items():
            texts = {text for column in columns for text in table.rows.get(column, ()) if text}
            found[kind] |= {_digest(_host(text) if kind == "web addresses" else text) for text in texts}
    return {kind: sorted(digests) for kind, digests in found.items() if digests}


def _host(address: str) -> str:
    return (urlsplit(address).hostname or address.partition("/")[0]).removeprefix("www.")


def _digest(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).casefold().encode()).hexdigest()[:12]


def together(parts: list[Names]) -> Names:
    """The names of several files that form one export."""
    return {kind: sorted({digest for part in parts for digest in part.get(kind, ())}) for kind in TELLING}


def resembles(own: str, names: Names, histories: dict[str, list[Names]]) -> Alike | None:
    """(other client, kind of name) where another client's exports hold these names oftener than our own others do."""
    for kind in TELLING:
        shares = {
            client: _share(names.get(kind, []), [set(past[kind]) for past in history if kind in past])
            for client, history in histories.items()
        }
        if any(shares.values()):
            best = max(sorted(shares), key=lambda client: shares[client])
            is_better = shares[best] >= LEAST_SHARE and shares[best] > shares.get(own, 0)
            return (best, kind) if is_better else None
    return None


def _share(names: list[str], history: list[set[str]]) -> float:
    """How often one of these names stands in one of these exports, 0 to 1."""
    if not names or not history:
        return 0.0
    return sum(name in past for name in names for past in history) / (len(names) * len(history))
