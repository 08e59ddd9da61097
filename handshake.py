"""The command line. Each command is a few lines around plain functions; what only asks imports neither Prefect nor Great Expectations."""

import json
import os
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="The weekly client report: exports in, a branded PDF out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
USAGE = 2

Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Exports as downloaded: CSV, XLSX or zip.")]
Logo = Annotated[Path | None, typer.Option(help="A logo (SVG, PNG or JPEG); two brand colours are taken from it.")]
Clients = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Folder of client folders; default HANDSHAKE_CLIENTS, else clients/.")
]

StoreAt = Annotated[
    str | None,
    typer.Option("--store", metavar="URL", help="Folder or fsspec address; default HANDSHAKE_STORE, else data."),
]


def _fail(sentence: str, code: int = USAGE) -> typer.Exit:
    typer.echo(sentence, err=True)
    return typer.Exit(code)


def _existing(paths: list[Path]) -> list[Path]:
    """The files that were named, those inside a named folder too; what cannot be read ends the command with a sentence."""
    files = []
    for path in paths:
        inside = sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
        if not path.exists():
            raise _fail(f"{path}: no such file. Check the name, or drop the file into the terminal to fill it in.")
        if not inside:
            raise _fail(f"{path}: the folder holds no files. Name the export itself, or the folder it was saved in.")
        for one in inside:
            if not one.is_file() or not os.access(one, os.R_OK):
                raise _fail(f"{one}: not a file that can be read. Check what it is and who may read it.")
        files += inside
    return files


def _instant(text: str | None, option: str) -> datetime | None:
    if text is None:
        return None
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise _fail(f"{option} {text!r} is not an instant: write 2026-11-16T06:00-05:00.") from error
    if instant.tzinfo is None:
        raise _fail(f"{option} {text!r} has no offset from UTC: write 2026-11-16T06:00-05:00, or end it with Z.")
    return instant


@app.command("try", epilog="Example: handshake try ~/Downloads/*.csv --logo logo.png")
def try_files(
    files: Files,
    logo: Logo = None,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the PDF goes.")] = Path("out"),
) -> None:
    """Make a report of files, with no configuration at all: names, currency and language come from the files."""
    from clients.client import ClientConfigError
    from commands.onboarding import try_report

    try:
        raise typer.Exit(try_report(_existing(files), logo, out, typer.echo))
    except ClientConfigError as error:
        raise _fail(str(error)) from error


@app.command("new-client", epilog="Example: handshake new-client harbor-dental exports/*.csv --logo logo.svg")
def new_client(
    name: Annotated[str, typer.Argument(help="The client's name.")],
    files: Files,
    logo: Logo = None,
    clients: Clients = None,
) -> None:
    """Keep files as a client: a client folder with what the files say, after at most five questions."""
    from clients.client import ClientConfigError, clients_folder, inbox_folder
    from commands.onboarding import keep_client

    try:
        raise typer.Exit(keep_client(name, _existing(files), logo, clients_folder(clients), inbox_folder(), typer.echo))
    except ClientConfigError as error:
        raise _fail(str(error)) from error


@app.command(
    "inspect",
    epilog="Example: handshake inspect 'Campaign report.csv' --json\n\nAn unknown file: handshake inspect bookings.csv --draft --out draft",
)
def inspect_files(
    files: Files,
    as_json: Annotated[
        bool, typer.Option("--json", help="Machine-readable, one object per file or zip entry.")
    ] = False,
    draft: Annotated[
        bool,
        typer.Option(
            "--draft", help="Write a first platform of each file that is not recognised: table, model, suite, fixture."
        ),
    ] = False,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where drafts go.")] = Path("draft"),
    now: Annotated[str | None, typer.Option(metavar="INSTANT", help="The clock a draft is dated by.")] = None,
) -> None:
    """Say what files are and what is read in them. Exit 0 read, 3 not recognised, 4 refused."""
    from platforms.inspection import NOT_RECOGNISED, inspect_file, sentences

    today = (_instant(now, "--now") or datetime.now(UTC)).date()
    answers, codes = [], []
    for path in _existing(files):
        told, code = inspect_file(path)
        answers += told
        codes.append(code)
        if draft and code == NOT_RECOGNISED:
            from commands.drafting import write_draft

            write_draft(path, out, today, partial(typer.echo, err=True))
    if as_json:
        typer.echo(json.dumps(answers, indent=1, ensure_ascii=False))
    else:
        for told in answers:
            typer.echo("\n".join(sentences(told)))
    raise typer.Exit(max(codes, default=0))


def client_inbox(inbox: Path, slug: str, is_only: bool) -> Path:
    """A client's own folder in the inbox; with one client asked for and no such folder, the inbox itself."""
    own = inbox / slug
    return inbox if is_only and not own.is_dir() else own


@app.command(
    epilog="Example: handshake report --client harbor-dental --period 2026-W46\n\nA backfill: handshake report --period 2026-W40..2026-W46"
)
def report(
    clients: Clients = None,
    client: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Only this client; may be repeated.")] = None,
    period: Annotated[
        str | None,
        typer.Option(metavar="P|A..B", help="2026-W06, 2026-02, 2026-Q1, or a range; default the last complete week."),
    ] = None,
    inbox: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="One folder of exports per client; default HANDSHAKE_INBOX, else data/inbox."),
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="INSTANT", help="Only what had landed by then; nothing is pulled.")
    ] = None,
    now: Annotated[str | None, typer.Option(metavar="INSTANT", help="The clock to use, for samples and tests.")] = None,
    store: Annotated[
        str | None, typer.Option(metavar="URL", help="Folder or fsspec address; default HANDSHAKE_STORE, else data.")
    ] = None,
) -> None:
    """Pull, check, build and render. Exit 0 made, 1 engine error, 2 usage or configuration, 5 withheld."""
    from clients.client import ClientConfigError, clients_folder, inbox_folder
    from clients.period import PeriodError
    from commands.reporting import make_reports

    folder = inbox_folder(inbox)
    if inbox and not inbox.is_dir():
        raise _fail(f"{inbox}: no such inbox folder. Make it, with one folder of exports per client.")
    try:
        code = make_reports(
            clients_folder(clients), client or [], period, lambda slug: client_inbox(folder, slug, len(client or []) == 1),
            None if client else folder, _instant(as_of, "--as-of"), _instant(now, "--now"), store, typer.echo,
        )  # fmt: skip
    except (ClientConfigError, PeriodError) as error:
        raise _fail(str(error)) from error
    raise typer.Exit(code)


@app.command(epilog="Example: handshake check --clients /srv/agency/clients")
def check(
    clients: Clients = None,
    init: Annotated[
        bool, typer.Option("--init", help="Make the key of each client that has none (HANDSHAKE_KEYS, else data/keys).")
    ] = False,
    differences: Annotated[
        bool, typer.Option("--differences", help="List the settings in which a client differs from what is usual.")
    ] = False,
) -> None:
    """Check every client folder, agency.toml and platform table; exit 2 if one is wrong."""
    from clients.client import clients_folder
    from commands.checking import check_everything

    wrong = check_everything(clients_folder(clients), typer.echo, init, differences)
    raise typer.Exit(USAGE if wrong else 0)


@app.command(epilog="Example: handshake accept --client harbor-dental 3f2a9c0d1b7e")
def accept(
    export: Annotated[str, typer.Argument(metavar="EXPORT", help="The export's id, as the warning names it.")],
    client: Annotated[str, typer.Option(metavar="NAME", help="Whose export it is.")],
    clients: Clients = None,
    by: Annotated[str | None, typer.Option(metavar="WHO", help="Who accepts it; default who is logged in.")] = None,
    store: Annotated[
        str | None, typer.Option(metavar="URL", help="Folder or fsspec address; default HANDSHAKE_STORE, else data.")
    ] = None,
) -> None:
    """Accept a file that was held (looks_like, looks_filtered) as it is; a record of it is kept."""
    from clients.client import ClientConfigError, clients_folder, load_client
    from commands.accepting import accept_export
    from store import Store

    try:
        accept_export(load_client(clients_folder(clients) / client), export, by, Store(store), typer.echo)
    except ClientConfigError as error:
        raise _fail(str(error)) from error


@app.command(epilog="Example: handshake notes harbor-dental 2026-W46")
def notes(
    client: Annotated[str, typer.Argument(metavar="CLIENT", help="Whose report it is.")],
    period: Annotated[str, typer.Argument(metavar="PERIOD", help="2026-W06, 2026-02 or 2026-Q1.")],
    clients: Clients = None,
    by: Annotated[str | None, typer.Option(metavar="WHO", help="Who writes them; default who is logged in.")] = None,
    now: Annotated[str | None, typer.Option(metavar="INSTANT", help="The clock the draft is dated by.")] = None,
    store: Annotated[
        str | None, typer.Option(metavar="URL", help="Folder or fsspec address; default HANDSHAKE_STORE, else data.")
    ] = None,
) -> None:
    """Write a draft of a period's notes, with the findings to accept, edit or drop; what is there already stays."""
    from clients.client import ClientConfigError, clients_folder, load_client
    from clients.period import Period, PeriodError
    from commands.notes import draft_notes
    from store import Store

    instant = _instant(now, "--now") or datetime.now(UTC)
    try:
        folder = clients_folder(clients) / client
        draft_notes(load_client(folder), Period.parse(period), by, instant, Store(store), typer.echo)
    except (ClientConfigError, PeriodError) as error:
        raise _fail(str(error)) from error


@app.command(
    epilog="Example: handshake trace harbor-dental 2026-W46 spend --channel 'Paid social'\n\nA table of the PDF: handshake trace harbor-dental 2026-W46 p4-S3"
)
def trace(
    client: Annotated[str, typer.Argument(help="The client's name.")],
    period: Annotated[str, typer.Argument(help="2026-W46, 2026-11, 2026-Q4.")],
    metric: Annotated[
        str, typer.Argument(help="A metric (docs/metrics.md), a table's reference (p4-S3), or a number of it (S3.2).")
    ],
    channel: Annotated[str | None, typer.Option(metavar="C", help="Only this channel, as the report names it.")] = None,
    campaign: Annotated[str | None, typer.Option(metavar="K", help="Only this campaign.")] = None,
    platform: Annotated[str | None, typer.Option(metavar="P", help="Only this platform, such as google_ads.")] = None,
    edition: Annotated[int | None, typer.Option(metavar="N", help="An earlier edition; default the latest.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable, with every row.")] = False,
    clients: Clients = None,
    store: StoreAt = None,
) -> None:
    """From a printed number to its model, the landed files and their rows. Exit 0 where the rows come to it, else 1."""
    from clients.client import ClientConfigError, clients_folder
    from clients.period import Period, PeriodError
    from commands.tracing import Asked, TraceError, rebuild
    from commands.tracing import trace as trace_number
    from sql.lineage import LineageError
    from store import Store

    place = Store(store)
    try:
        code = trace_number(
            place, client, Period.parse(period), Asked(metric, channel, campaign, platform), edition,
            rebuild(clients_folder(clients), client, place), typer.echo, as_json=as_json,
        )  # fmt: skip
    except (ClientConfigError, PeriodError, TraceError, LineageError) as error:
        raise _fail(str(error)) from error
    raise typer.Exit(code)


@app.command(epilog="Example: handshake verify --client harbor-dental")
def verify(
    client: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Only this client; may be repeated.")] = None,
    store: StoreAt = None,
) -> None:
    """Hash every edition and landed file again. Exit 0 where all are as they were written, else 1."""
    from commands.verifying import verify_store
    from store import Store

    raise typer.Exit(verify_store(Store(store), client or [], typer.echo))


@app.command(epilog="Example: handshake render harbor-dental/2026-W46/1 --out again")
def render(
    edition: Annotated[
        str, typer.Argument(metavar="EDITION", help="client/period/number, or where its report.pdf lies.")
    ],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where report.pdf and report.html go.")] = Path("out"),
    store: StoreAt = None,
) -> None:
    """Draw an edition again from its report.json and assets/. Exit 0 where the bytes are the same, else 1."""
    from commands.verifying import RenderedError, render_again
    from store import Store

    try:
        raise typer.Exit(render_again(edition, out, store and Store(store), typer.echo))
    except RenderedError as error:
        raise _fail(str(error)) from error


@app.command(epilog="Example: handshake sample --out data/inbox")
def sample(
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the exports go, one folder per client.")] = Path(
        "data/inbox"
    ),
) -> None:
    """Write the example agency's exports, 60 weeks of three invented clients, and templates of the plain files."""
    from samples import write_samples, write_templates

    paths, templates = write_samples(out), write_templates(out / "templates")
    typer.echo(
        f"{len(paths)} exports of the example agency are in {out}, {len(templates)} templates in {out}/templates."
    )


@app.command(epilog="Example: handshake serve")
def serve(
    clients: Clients = None,
    store: Annotated[
        str | None, typer.Option(metavar="URL", help="Folder or fsspec address; default HANDSHAKE_STORE, else data.")
    ] = None,
) -> None:
    """Start the Prefect server with its UI, the deployments and one worker; Ctrl-C stops them all."""
    from clients.client import clients_folder
    from flows.serve import serve as run

    raise typer.Exit(run(clients_folder(clients), store))


def main() -> None:
    """The `handshake` script; a closed pipe is no error."""
    try:
        app()
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(0) from None


if __name__ == "__main__":
    main()
