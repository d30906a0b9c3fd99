#!/bin/sh
# Sets up what Place Planner needs, then opens it on a sample plan. Where there is no display, it makes the sample
# plan, its map and the profile of every town instead, in the folder given (place-planner-demo, if none is).
#
#   sh packaging/run.sh [FOLDER]
exec sh "$(dirname -- "$0")/with_python.sh" start.py "$@"
