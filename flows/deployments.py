"""prefect.yaml: the two flows as deployments, and one Monday schedule for each time zone that has a client.

`python -m flows.deployments` prints it. The committed one is for the example clients; `handshake serve` writes one for
the agency's own beside the store. There is no pull step: `prefect deploy` notes the folder it was run in, the checkout.
"""

from pathlib import Path

import yaml

from clients.client import ClientConfigError, client_names, clients_folder, load_client

WORK_POOL = "handshake"
RUNS_AT_ONCE = 2
MONDAY_AT_SIX = "0 6 * * 1"
HEAD = "# Written by `python -m flows.deployments` (make golden) from the clients' time zones: change it there.\n"


def client_zones(folder: Path) -> dict[str, str | None]:
    """Time zone by client; None for a client whose folder cannot be read, which its next run will say."""
    return {name: _zone(folder / name) for name in client_names(folder)}


def _zone(folder: Path) -> str | None:
    try:
        return load_client(folder).time_zone
    except ClientConfigError:
        return None


def schedule(zone: str) -> dict:
    """Monday 06:00 in the zone, for its clients. Which those are is looked up when the run starts."""
    return {"slug": zone, "cron": MONDAY_AT_SIX, "timezone": zone, "parameters": {"time_zone": zone}}


def deployment(name: str, function: str, schedules: list[dict]) -> dict:
    return {
        "name": name,
        "entrypoint": f"flows.{function}.{function}",
        "work_pool": {"name": WORK_POOL},
        "schedules": schedules,
    }


def prefect_yaml(folder: Path) -> str:
    """The file's text for the clients in this folder."""
    zones = {zone for zone in client_zones(folder).values() if zone}
    deployments = [
        deployment("weekly-reports", "weekly_reports", [schedule(zone) for zone in sorted(zones)]),
        deployment("backfill", "backfill", []),
    ]
    return HEAD + yaml.safe_dump({"name": "handshake", "deployments": deployments}, sort_keys=False)


if __name__ == "__main__":
    print(prefect_yaml(clients_folder()), end="")
