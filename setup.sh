#!/bin/sh
# Makes .venv from requirements.lock and installs Handshake into it, editable. `make` calls this; a second call is instant.
# As root on Debian or Ubuntu it installs the system packages that are missing; otherwise it names them and changes nothing.
set -eu
cd "$(dirname "$0")"

uv_version=0.13.9
stamp=.venv/.handshake

find_python() {
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    echo "No Python 3.11 to 3.14 found (python3, python3.11 ... python3.14): install one and run make again." >&2
    return 1
}

# Debian packages that hold what this Python cannot load.
missing_packages() {
    "$1" - <<'PYTHON'
import ctypes, importlib.util, sys
needs = {"libpango-1.0.so.0": "libpango-1.0-0", "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
         "libharfbuzz-subset.so.0": "libharfbuzz-subset0"}
missing = [] if importlib.util.find_spec("ensurepip") else ["python3-venv"]
if sys.platform == "linux":
    for library, package in needs.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
print(*missing)
PYTHON
}

check_system() {
    if [ "$(uname)" = Darwin ]; then
        [ -e "$(brew --prefix 2>/dev/null)/lib/libpango-1.0.dylib" ] && return
        echo "WeasyPrint needs Pango. Run this, then make again:  brew install pango" >&2
        exit 1
    fi
    missing=$(missing_packages "$1")
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
        echo "Some system packages are missing. Run this, then make again:" >&2
        echo "  sudo apt-get update && sudo apt-get install -y --no-install-recommends $missing" >&2
        exit 1
    fi
    apt-get -q update
    # shellcheck disable=SC2086  # one word a package
    DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends $missing
}

digest() { cat requirements.lock pyproject.toml setup.sh | cksum; }

if [ "$(cat "$stamp" 2>/dev/null)" = "$(digest)" ] && .venv/bin/python3 -c '' 2>/dev/null; then
    exit 0
fi
python=$(find_python)
check_system "$python"
.venv/bin/python3 -c '' 2>/dev/null || "$python" -m venv --clear .venv
.venv/bin/python3 -m pip install -q --disable-pip-version-check "uv==$uv_version"
.venv/bin/uv pip sync -q --python .venv/bin/python3 --compile-bytecode --require-hashes requirements.lock
.venv/bin/uv pip install -q --python .venv/bin/python3 --no-deps --no-build-isolation -e .
.venv/bin/python3 -m reports.web
.venv/bin/python3 -m reports.fonts # cuts the variable fonts to the weights in use, which takes some seconds, once
digest >"$stamp"
