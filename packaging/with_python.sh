#!/bin/sh
# Finds a Python that is new enough and hands over to it:  with_python.sh SCRIPT [ARGUMENTS]
# PLACEPLANNER_PYTHON names one to try first.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
script=$1
shift

is() { # a Python, then the condition that its version must meet
    "$1" -c "import sys; sys.exit(not ($2))" > /dev/null 2>&1
}

if [ -n "${PLACEPLANNER_PYTHON:-}" ] && is "$PLACEPLANNER_PYTHON" "sys.version_info >= (3, 11)"; then
    exec "$PLACEPLANNER_PYTHON" "$here/$script" "$@"
fi
# Rather one that the locked packages are made for than a newer one.
for wanted in "(3, 11) <= sys.version_info < (3, 15)" "sys.version_info >= (3, 11)"; do
    for python in python3 python3.13 python3.12 python3.11 python3.14 python; do
        if is "$python" "$wanted"; then exec "$python" "$here/$script" "$@"; fi
    done
done
for python in ${PLACEPLANNER_PYTHON:+"$PLACEPLANNER_PYTHON"} python3 python; do
    if found=$("$python" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2> /dev/null); then
        echo "Place Planner needs Python 3.11 or later, and the newest here is $found; please install a newer one." >&2
        exit 1
    fi
done
echo "Place Planner needs Python 3.11 or later, and there is none here; please install it (on Debian or Ubuntu: apt-get install python3)." >&2
exit 1
