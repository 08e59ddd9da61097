"""The house rules a reader relies on: what may import what, what a platform needs, where division happens."""

import ast
import re
from pathlib import Path

import duckdb
import pytest

import clients
import expectations
import flows
import handshake
import pipeline
import platforms
import reports
import samples
import sql
import store
from expectations.gate import load_suite
from platforms.catalogue import load_platforms
from platforms.columns import COLUMNS
from reports.view_model import section_files
from sql.warehouse import load_models

ROOT = Path(__file__).parent.parent
STAGES = ("platforms", "expectations", "sql", "reports")
BELOW = {
    "clients": set(),
    "store": set(),
    "samples": set(),
    "records": {"store"},
    "people": {"clients", "platforms", "records", "store"},
    "judging": {"clients", "platforms", "expectations", "store"},
} | {stage: {"clients", "store"} for stage in STAGES}
OURS = {
    *STAGES,
    "clients",
    "store",
    "samples",
    "flows",
    "commands",
    "pipeline",
    "people",
    "records",
    "judging",
    "handshake",
}


def imports(path: Path) -> set[str]:
    """Top-level packages a module imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def modules(name: str) -> list[Path]:
    return sorted((ROOT / name).rglob("*.py")) if (ROOT / name).is_dir() else [ROOT / f"{name}.py"]


@pytest.mark.parametrize("name", BELOW)
def test_imports_go_one_way(name: str) -> None:
    for path in modules(name):
        assert imports(path) & OURS <= BELOW[name] | {name}, path


def test_prefect_is_imported_only_by_the_flows() -> None:
    elsewhere = [path for name in OURS - {"flows"} for path in modules(name) if "prefect" in imports(path)]
    assert elsewhere == []


def test_great_expectations_is_imported_only_by_the_gate() -> None:
    importing = [path.name for name in OURS for path in modules(name) if "great_expectations" in imports(path)]
    assert importing == ["gate.py"]


def test_formulas_know_no_database_and_no_file() -> None:
    allowed = {"collections", "dataclasses", "functools", "math", "typing", "numpy", "scipy", "statsmodels"}
    path = ROOT / "sql/statistics.py"
    assert imports(path) <= allowed and "open(" not in path.read_text(encoding="utf-8")


def test_every_package_resolves_inside_the_checkout() -> None:
    for module in (clients, expectations, flows, platforms, reports, samples, sql, handshake, pipeline, store):
        assert Path(module.__file__).is_relative_to(ROOT)


def test_every_report_that_feeds_a_measure_has_a_suite_and_a_staging_model() -> None:
    for platform in load_platforms().values():
        staged = "".join(model.query for model in load_models() if model.name.startswith(f"stg_{platform.slug}__"))
        for report in {report for feed in platform.feeds.values() for report in feed} - {"event"}:
            assert (ROOT / f"expectations/landed/{platform.slug}__{report}.yml").exists(), (platform.slug, report)
            assert f"landed.{platform.slug}__{report}" in staged, (platform.slug, report)


def test_every_suite_loads_and_speaks_to_a_reader() -> None:
    for path in (ROOT / "expectations").rglob("*.yml"):
        assert load_suite(path)


def test_every_model_states_its_grain() -> None:
    assert [model.name for model in load_models() if not model.grain] == []


def test_division_happens_where_it_is_said_to() -> None:
    allowed = {"metric_period", "query_period", "goal_period", "hollow_spend", "int_rate", "connection_period"}
    dividing = {
        model.name
        for model in load_models()
        if model.schema != "staging" and re.search(r"[\w)] //? [\w(]", re.sub(r"--.*|'[^']*'", "", model.query))
    }
    assert dividing <= allowed


def test_no_model_depends_on_order_or_chance() -> None:
    for model in load_models():
        text = re.sub(r"--.*", "", model.query)
        assert not re.search(r"\b(now|random|uuid|current_date)\(", text), model.name
        assert not re.search(r"\b(list|string_agg|first|arg_max)\((?!.*order by)[^)]*\)(?! over)", text), model.name


def test_no_platform_is_named_after_staging() -> None:
    slugs = "|".join(load_platforms())
    for model in load_models():
        if model.schema != "staging":
            assert not re.search(rf"\b({slugs})\b", re.sub(r"--.*", "", model.query)), model.name


def test_every_section_has_its_template() -> None:
    for section in section_files():
        assert (ROOT / f"reports/sections/{section.name}.html").exists()


def test_no_raw_colour_outside_the_tokens() -> None:
    for path in [
        *(ROOT / "reports/components").glob("*.css"),
        ROOT / "reports/styles/base.css",
        ROOT / "reports/styles/page.css",
    ]:
        assert not re.search(r"#[0-9a-fA-F]{3,6}\b", path.read_text()), path.name


def test_nothing_names_a_machine_or_a_registry() -> None:
    marks = [
        "/wo" + "rk/",
        "/fa" + "rm/",
        "py" + "pi.org",
        "python" + "hosted",
        "registry." + "npmjs",
        ".lib" + "rary/",
    ]
    texts = [
        path
        for path in ROOT.rglob("*")
        if path.is_file() and path.suffix in {".py", ".md", ".toml", ".lock", ".sql", ".yml", ".html"}
    ]
    ours = [path for path in texts if not {".venv", ".git", "data", "out"} & set(path.relative_to(ROOT).parts)]
    assert [path.name for path in ours if any(mark in path.read_text(encoding="utf-8") for mark in marks)] == []


def test_the_metrics_page_is_the_catalogue() -> None:
    from sql.dictionary import metrics_page

    assert (ROOT / "docs/metrics.md").read_text(encoding="utf-8") == metrics_page()


def test_the_platforms_page_is_the_platforms_tables() -> None:
    from platforms.directory import platforms_page

    assert (ROOT / "docs/platforms.md").read_text(encoding="utf-8") == platforms_page()


def paragraph(page: str, mark: str) -> str:
    """What a page says under a mark, such as `**Log-in:**`; nothing where it has none."""
    found = re.search(rf"^\*\*{mark}:\*\*\s+(.+?)(?:\n\n|\Z)", page, re.MULTILINE | re.DOTALL)
    return " ".join(found[1].split()) if found else ""


@pytest.mark.parametrize("slug", load_platforms())
def test_every_export_has_a_page_with_its_path_its_columns_its_schedule_and_its_log_in(slug: str) -> None:
    page = (ROOT / f"docs/exports/{slug}.md").read_text(encoding="utf-8")
    assert re.search(r"^1\. .+^2\. ", page, re.MULTILINE | re.DOTALL) or "| Column | What stands in it |" in page
    headers = {header for header in load_platforms()[slug].headers if header in " ".join(page.casefold().split())}
    assert len(headers) >= 3 or load_platforms()[slug].unpivot, headers
    assert paragraph(page, "Log-in")
    assert re.search(r"(?i)weekly|each week|repeats every|repeats on", paragraph(page, "By itself"))


def test_every_reason_of_the_ledger_names_the_column_that_shows_it_and_the_threshold_it_hangs_on() -> None:
    models = {model.name: model.query for model in load_models()}
    rules = duckdb.sql(f"select measure, fact, shown_by, threshold from ({models['reasons']})").fetchall()
    limits = set(re.findall(r"as (\w+_(?:seconds|days|hours|weeks))", models["thresholds"]))
    assert [rule for rule in rules if rule[2] not in COLUMNS or (rule[3] and rule[3] not in limits)] == []
