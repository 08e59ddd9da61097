"""Files larger, wider or denser than an export can be: each is refused with a sentence, in little memory and time.

Each is looked at in a process of its own, whose CPU seconds and peak memory are the system's own count.
"""

import io
import json
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from platforms.reader import read_file
from platforms.transports import from_folder

MB = 1024 * 1024
MOST_MEMORY, MOST_SECONDS = 300 * MB, 5
CHART = b"Date,Clicks,Impressions,CTR,Position\n2026-11-02,3,120,2.5%,14.2\n"
ROW = b"2026-11-03,1,40,2.5%,9\n"
_INSPECT = """
import json, resource, sys
from pathlib import Path
from platforms.inspection import inspect_file
told, code = inspect_file(Path(sys.argv[1]))
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([told[0].get("reason"), code, used.ru_maxrss * (1 if sys.platform == "darwin" else 1024), used.ru_utime + used.ru_stime]))
"""


def refusal(path: Path) -> str:
    """The sentence a file is refused with; fails where that takes more than it may."""
    # A process is charged its parent's peak until a fork: the shell between is small, this test session is not.
    shell = ["sh", "-c", '"$@"; exit $?', "sh", sys.executable, "-c", _INSPECT, str(path)]
    done = subprocess.run(shell, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr[-2000:]
    reason, code, memory, seconds = json.loads(done.stdout)
    assert (code, memory < MOST_MEMORY, seconds < MOST_SECONDS) == (4, True, True), (reason, memory // MB, seconds)
    return reason


def saved(tmp_path: Path, content: bytes) -> Path:
    (tmp_path / "export").write_bytes(content)
    return tmp_path / "export"


def zipped(**entries: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize("size", [200 * MB + 1, 8192 * MB], ids=["one byte over", "eight gigabytes"])
def test_a_file_of_more_than_200_megabytes_is_refused(size: int, tmp_path: Path) -> None:
    path = saved(tmp_path, CHART)
    with path.open("r+b") as file:
        file.truncate(size)
    assert refusal(path) == "The file has over 209,715,200 bytes, the most that is read: export a shorter period."


def test_a_file_of_more_than_200_megabytes_is_not_taken_in_whole(tmp_path: Path) -> None:
    with saved(tmp_path, CHART).open("r+b") as file:
        file.truncate(8192 * MB)
    (delivery,) = from_folder(tmp_path)
    assert len(delivery.content) == 200 * MB + 1


def test_a_zip_that_unpacks_to_more_than_500_megabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "export"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("noise.csv", random.Random(1).randbytes(3 * MB))
        with archive.open("zeros.csv", "w") as file:
            for _ in range(498):
                file.write(bytes(MB))
    assert "would unpack to 525,336,576 bytes, which is unsafe" in refusal(path)


def test_a_zip_that_says_less_than_it_unpacks_to_is_refused(tmp_path: Path) -> None:
    content = bytearray(zipped(**{"Chart.csv": bytes(30 * MB)}))
    for mark, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = content.index(mark) + place
        content[start : start + 4] = (1024).to_bytes(4, "little")
    assert "cut or damaged" in refusal(saved(tmp_path, bytes(content)))


def test_a_zip_that_unpacks_to_more_than_200_times_its_size_is_refused(tmp_path: Path) -> None:
    assert "would unpack to" in refusal(saved(tmp_path, zipped(**{"Chart.csv": bytes(30 * MB)})))


def test_a_zip_of_more_than_50_files_is_refused(tmp_path: Path) -> None:
    files = {f"{number}.csv": CHART for number in range(51)}
    assert "The zip holds 51 files, over the limit of 50" in refusal(saved(tmp_path, zipped(**files)))


WIDE = b",".join([b"x"] * 501) + b"\n"
LONG = b"x" * 1000 + b"\n"


@pytest.mark.parametrize(
    "content",
    [WIDE, CHART + ROW * 200 + WIDE, LONG * 18_000 + WIDE],
    ids=["header", "late", "streamed"],
)
def test_a_file_of_more_than_500_columns_is_refused_wherever_they_are(content: bytes, tmp_path: Path) -> None:
    assert "has more than 500 columns: choose fewer in the export" in refusal(saved(tmp_path, content))


@pytest.mark.parametrize(
    "content",
    [
        CHART + b"x" * (2 * MB),
        CHART + b"x" * (150 * MB),
        CHART + b",".join([b"x" * 100_000] * 20) + b"\n",
        CHART + b",".join([b'"' + b"line\n" * 20_000 + b'"'] * 20) + b"\n",
        CHART + b'"open\n' + ROW * 100_000,
    ],
    ids=["one cell", "a very long cell", "many cells", "many lines", "an open quote"],
)
def test_a_record_of_more_than_a_megabyte_is_refused(content: bytes, tmp_path: Path) -> None:
    assert "unsafe to read" in refusal(saved(tmp_path, content))


def workbook(row: int, column: str) -> bytes:
    """A workbook of two cells: the first, and one far away."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    cells = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="{row}"><c r="{column}{row}"><v>1</v></c></row>'
    return zipped(**{
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{rel}"><sheets><sheet name="x" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
    })  # fmt: skip


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [(1_048_576, "XFD", "more than 500 columns"), (2, "SG", "more than 500 columns"), (1_048_576, "SF", "room for more than")],
)  # fmt: skip
def test_a_workbook_with_a_cell_far_away_is_refused_before_it_is_opened(
    row: int, column: str, says: str, tmp_path: Path
) -> None:
    assert says in refusal(saved(tmp_path, workbook(row, column)))


def test_a_file_of_500_columns_and_almost_a_megabyte_a_row_is_read() -> None:
    header = b",".join([b"Date,Clicks,Impressions,CTR,Position", *(b"x%d" % number for number in range(495))])
    row = b",".join([b"2026-11-02,3,120,2.5%,14.2", *[b"y" * 2000] * 495])
    (table,) = read_file(header + b"\n" + row + b"\n").tables
    assert (table.loaded, len(table.ignored)) == (1, 495)
