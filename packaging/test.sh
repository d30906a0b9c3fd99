#!/bin/sh
# Sets up what Place Planner and its tests need, then checks everything: style, types, layers, tests.
# With arguments, runs only pytest, with those.
#
#   sh packaging/test.sh [PYTEST'S ARGUMENTS]
exec sh "$(dirname -- "$0")/with_python.sh" prove.py "$@"
