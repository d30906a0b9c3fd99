#!/bin/sh
# Finds a Python that is new enough and hands over to it:  with_python.sh SCRIPT [ARGUMENTS]
# PLACEPLANNER_PYTHON names one to try first.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
script=$1
shift
found=
for python in ${PLACEPLANNER_PYTHON:+"$PLACEPLANNER_PYTHON"} python3 python3.13 python3.12 python3.11 python3.14 python; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' > /dev/null 2>&1; then
        exec "$python" "$here/$script" "$@"
    fi
    if [ -z "$found" ]; then
        found=$("$python" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2> /dev/null) || found=
    fi
done
if [ -n "$found" ]; then
    echo "Place Planner needs Python 3.11 or later, and the newest here is $found; please install a newer one." >&2
else
    echo "Place Planner needs Python 3.11 or later, and there is none here; please install it (on Debian or Ubuntu: apt-get install python3)." >&2
fi
exit 1
