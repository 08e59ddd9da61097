"""Runs an expectation suite over one table and says which rows, or the whole table, may not go on, and why.

A suite is `landed/<platform>__<report>.yml` or `marts/<relation>.yml`. Great Expectations is imported only when something has to be
judged, never for what only asks. An expectation that could not be evaluated is an engine error, never bad data.
"""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent


class GateError(RuntimeError):
    """An expectation could not be evaluated: a mistake in a suite or in the engine, not in the data."""


@dataclass(frozen=True)
class Finding:
    """One expectation that failed. `positions` are row positions from 0; empty where it speaks of the whole table."""

    severity: str
    why: str
    positions: tuple[int, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What a suite decided: rows to quarantine (position -> why), why the whole table stops, and warnings to print."""

    rows: dict[int, str] = field(default_factory=dict)
    table: str | None = None
    warnings: tuple[str, ...] = ()


def suite_path(stage: str, relation: str) -> Path:
    return FOLDER / stage / f"{relation}.yml"


@cache
def load_suite(path: Path) -> tuple[Mapping[str, Any], ...]:
    """The expectations of a suite, each checked for its severity and its sentence; none if there is no such file."""
    if not path.exists():
        return ()
    expectations = yaml.safe_load(path.read_text(encoding="utf-8"))["expectations"]
    for expectation in expectations:
        if expectation.get("severity") not in ("critical", "warning", "info") or not expectation.get("meta", {}).get(
            "why"
        ):
            raise GateError(
                f"{path.name}: {expectation.get('type')} needs a severity and meta.why, the sentence a reader sees."
            )
    return tuple(expectations)


@cache
def suite_digest(path: Path) -> str:
    """What a kept verdict depends on besides the rows."""
    return hashlib.sha256(path.read_bytes() if path.exists() else b"").hexdigest()[:12]


@cache
def _context():
    """One ephemeral Great Expectations context per process, with its telemetry and progress bars off."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    asset = context.data_sources.add_pandas("rows").add_dataframe_asset("table")
    return context, asset.add_batch_definition_whole_dataframe("whole")


def find(columns: Mapping[str, list], suite: tuple[Mapping[str, Any], ...]) -> list[Finding]:
    """Run a suite over columns of equal length; raise GateError where an expectation could not be evaluated."""
    if not suite:
        return []
    import pandas as pd
    from great_expectations import ExpectationSuite

    columns_wanted = [one for one in suite if one["type"] == "expect_column_to_exist"]
    if any(one["kwargs"]["column"] not in columns for one in columns_wanted):
        suite = tuple(columns_wanted)  # the others cannot be evaluated without their columns
    _, batch_definition = _context()
    batch = batch_definition.get_batch(batch_parameters={"dataframe": pd.DataFrame(dict(columns))})
    expected = ExpectationSuite(name="suite", expectations=[dict(one) for one in suite])
    result = batch.validate(expected, result_format={"result_format": "COMPLETE"})
    return [finding for one in result.results if (finding := _finding(one))]


def _finding(result) -> Finding | None:
    if result.exception_info and _raised(result.exception_info):
        raise GateError(f"{result.expectation_config.type} could not be evaluated: {result.exception_info}")
    if result.success:
        return None
    config = result.expectation_config
    positions = tuple(result.result.get("unexpected_index_list") or ())
    return Finding(
        str(config.severity).rpartition(".")[2].lower(),
        config.meta["why"],
        _after_first(config.type, positions, result.result),
    )


def _raised(info: Mapping) -> bool:
    return (
        info["raised_exception"]
        if "raised_exception" in info
        else any(one["raised_exception"] for one in info.values())
    )


def _after_first(kind: str, positions: tuple[int, ...], result: Mapping) -> tuple[int, ...]:
    """Of rows that repeat, Great Expectations names every copy: the first of each stays."""
    if "unique" not in kind:
        return positions
    seen, later = set(), []
    for position, value in zip(positions, result["unexpected_list"], strict=True):
        key = tuple(sorted(value.items())) if isinstance(value, dict) else value
        if key in seen:
            later.append(position)
        seen.add(key)
    return tuple(later)


def judge(columns: Mapping[str, list], path: Path) -> Verdict:
    """Run a suite and decide: critical rows are quarantined, a critical table is stopped, the rest is printed."""
    findings = find(columns, load_suite(path))
    rows: dict[int, str] = {}
    for finding in findings:
        if finding.severity == "critical":
            rows |= {position: finding.why for position in finding.positions if position not in rows}
    stopped = [finding.why for finding in findings if finding.severity == "critical" and not finding.positions]
    warnings = tuple(finding.why for finding in findings if finding.severity == "warning")
    return Verdict(rows, stopped[0] if stopped else None, warnings)
