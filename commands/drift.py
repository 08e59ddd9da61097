"""What a client has of its own where the others go by what is usual: so that nobody is set up differently without anybody knowing."""

from collections.abc import Iterator

from clients.client import DEFAULT_KPIS, Client, Thresholds

_USUAL = {
    "kpis": DEFAULT_KPIS,
    "sections": (),
    "printed": (),
    "channels": (),
    "exclude": (),
    "thresholds": Thresholds(),
}
_ALL = {"kpis": "the usual ones", "sections": "all", "printed": "those of every week", "channels": "one a platform",
        "exclude": "nothing", "thresholds": "the usual ones"}  # fmt: skip


def drift(client: Client) -> Iterator[str]:
    """A line for each setting in which the client differs from what is usual: what it has, and what it would have."""
    for name, usual in _USUAL.items():
        own = getattr(client, name)
        if own != usual:
            yield f"{client.slug}: {name}: {_said(own)}; usually {_said(usual) or _ALL[name]}"


def _said(value: object) -> str:
    """A setting in a line: names, or the fields that are set."""
    if isinstance(value, tuple):
        return ", ".join(_said(one) for one in value)
    if hasattr(value, "__dataclass_fields__"):
        fields = {key: getattr(value, key) for key in value.__dataclass_fields__}
        named = fields.pop("name", None) or fields.pop("label", None)
        told = ", ".join(f"{key} {one}" for key, one in fields.items() if one is not None)
        return str(named) if named else told
    return str(value)
