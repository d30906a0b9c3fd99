#!/bin/sh
# Makes the lock files anew from the ranges in pyproject.toml: for Linux, macOS and Windows, Python 3.11 and later.
#
#   sh packaging/lock.sh            the newest of everything that the ranges allow
#   sh packaging/lock.sh --keep     keep what is locked, add and drop only what pyproject.toml asks for
#
# Needs a network, and uses uv (from a throw-away environment) for this one thing only.
set -eu
cd "$(dirname "$0")/.."

aside=$(mktemp -d)
trap 'rm -rf "$aside"' EXIT INT TERM
python3 -m venv "$aside/uv"
"$aside/uv/bin/python" -m pip install --quiet --disable-pip-version-check uv

for name in requirements requirements-test requirements-judges; do
    if [ "${1:-}" = --keep ] && [ -e "packaging/$name.lock" ]; then cp "packaging/$name.lock" "$aside/$name.lock"; fi
done

compile() { # the lock's name, then what it is made of
    name=$1
    shift
    "$aside/uv/bin/uv" pip compile --quiet --no-config --universal --python-version 3.11 --only-binary :all: \
        --generate-hashes --no-emit-index-url --no-header --output-file "$aside/$name.lock" "$@" > /dev/null
}

compile requirements pyproject.toml
# The tests run on the very versions that people get.
compile requirements-test pyproject.toml --group dev --constraint "$aside/requirements.lock"
# Without what they ask for: they run with what the system brings.
compile requirements-judges --no-deps packaging/requirements-judges.in

# What README.md promises; nobody has all of these at hand, so the index is asked whether each has a wheel of everything.
installs() { # a lock's name, then a system and its processor
    for version in 3.11 3.12 3.13 3.14; do
        MACOSX_DEPLOYMENT_TARGET=14.0 "$aside/uv/bin/uv" pip install --quiet --no-config --dry-run --no-deps \
            --target "$aside/nowhere" --only-binary :all: --require-hashes --requirement "$aside/$1.lock" \
            --python-platform "$2" --python-version "$version" || {
            echo "Nothing was locked: $1 cannot be installed on $2 with Python $version." >&2
            exit 1
        }
    done
}
for system in x86_64-manylinux_2_35 x86_64-pc-windows-msvc aarch64-apple-darwin; do
    installs requirements "$system"
    installs requirements-test "$system"
done
installs requirements x86_64-apple-darwin

for name in requirements requirements-test requirements-judges; do
    {
        echo "# Made by packaging/lock.sh: every version and the hash of every file. Do not edit; change the ranges and make it anew."
        grep -v "^    #   -c " "$aside/$name.lock"
    } > "packaging/$name.lock"
    echo "packaging/$name.lock: $(grep -c '^[a-z0-9].*==' "packaging/$name.lock") packages"
done
