"""Templates of the plain files that agencies without a system may keep: the header and a row or two to write over."""

from pathlib import Path

TEMPLATES = {
    "bookings.csv": (
        "date,source,new_or_returning,party,phone",
        "2026-11-09,Telephone,new,,+1 212 555 0144",
        "2026-11-11,Website,returning,somebody@example.org,",
    ),
    "touchpoints.csv": (
        "start,end,form,place,party,status",
        '2026-11-10 10:00,2026-11-10 11:00,in person,"1 Main Street, Floor 2",somebody@example.org,held',
        "2026-11-12 15:00,,call,,somebody@example.org,planned",
    ),
    "threads.csv": (
        "thread,channel,at,direction,author,kind",
        "t-1,e-mail,2026-11-09T09:00:00-05:00,in,somebody@example.org,",
        "t-1,e-mail,2026-11-09T11:30:00-05:00,out,us@example.com,",
        "t-2,e-mail,2026-11-10T08:12:00-05:00,in,,spam",
    ),
    "email_events.csv": (
        "event_at,event,message,email,link",
        "2026-11-09T09:46:03-05:00,sent,m-1,somebody@example.org,",
        "2026-11-09T10:02:40-05:00,clicked,m-1,somebody@example.org,https://example.com/offer",
    ),
}


def write_templates(folder: Path) -> list[Path]:
    """Write each template into the folder; return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / name for name in TEMPLATES]
    for path in paths:
        path.write_text("\n".join(TEMPLATES[path.name]) + "\n", encoding="utf-8")
    return paths
