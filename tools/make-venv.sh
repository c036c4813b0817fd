#!/bin/sh
# Makes a virtual environment with a Python that mpwizard supports, or says what to install first.
set -eu
folder=$1

for python in python3.13 python3.12 python3.11 python3.14 python3; do
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
    found=$python
    if "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        echo "Making $folder with $("$python" --version)"
        exec "$python" -m venv --clear "$folder"
    fi
done

if [ -n "${found:-}" ]; then
    echo "$found cannot make virtual environments here. On Debian and Ubuntu: apt install python3-venv" >&2
else
    echo "mpwizard needs Python 3.11 or newer, and none was found on the PATH." >&2
fi
exit 1
