"""GDAL, as everything here uses it: with the formats that are read here, and no others, and no way to the network.

Of some eighty formats it knows, many are services on the web, or lists of other files: those are not even loaded.
"""

from __future__ import annotations

import os
from functools import cache
from importlib import import_module
from types import ModuleType

_LEFT_OUT = (
    "ADBC AIVector AVCBin AVCE00 AmigoCloud CSV CSW Carto DGN DXF EDIGEO EEDA ESRIJSON Elasticsearch GDALG GPSBabel GTFS"
    " GeoRSS HTTP Idrisi JML JSONFG LVBAG MapInfo_File MapML MiraMonVector NGW OAPIF"
    " ODS OGCAPI OGR_GMT OGR_PDS OGR_VRT OSM OpenFileGDB PCIDSK PDF PDS4 PGDUMP PLSCENES S57 SXF Selafin"
    " TopoJSON VDV VFK VICAR WAsP WFS XLSX"
)
_OPTIONS = {
    "GDAL_HTTP_PROXY": "closed://closed",  # no way out: it is refused before anything is asked for or looked up
    "GDAL_HTTP_TIMEOUT": "1",
    "GDAL_HTTP_MAX_RETRY": "0",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{noext}",
    "GDAL_DISABLE_READDIR_ON_OPEN": "FALSE",
    "GML_SKIP_RESOLVE_ELEMS": "ALL",
    "GML_DOWNLOAD_SCHEMA": "NO",
    "OGR_GEOJSON_MAX_OBJ_SIZE": "100",  # MB
    "OGR_ORGANIZE_POLYGONS": "DEFAULT",
    "SHAPE_RESTORE_SHX": "YES",  # a missing .shx is rebuilt from the .shp
}


@cache
def gdal() -> ModuleType:
    """It, by pyogrio: 60 MB, loaded when first used."""
    os.environ.setdefault("PROJ_NETWORK", "OFF")
    before = os.environ.get("GDAL_SKIP")
    os.environ["GDAL_SKIP"] = ",".join(_LEFT_OUT.split()).replace(
        "_File", " File"
    )  # read once, while it is loaded
    try:
        pyogrio = import_module("pyogrio")
    finally:
        if before is None:
            del os.environ["GDAL_SKIP"]
        else:
            os.environ["GDAL_SKIP"] = before
    pyogrio.set_gdal_config_options(_OPTIONS)
    return pyogrio
