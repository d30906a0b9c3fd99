"""The same map painted by QGIS: run by the system's own Python, which has QGIS's modules and none of ours.

Started by `map_canvas.py --data`; prints one JSON line. `first`: seconds from `began` (a Unix time) until the
picture is there, and peak memory then. `repaint`: CPU milliseconds of each round, all threads together.
Antialiasing and the simplification that QGIS does by default are on. Every layer is a layer of the GeoPackage with
its spatial index; each class has its symbol, casings lie beneath all roads (symbol levels), names have a halo.

Where QGIS offers several ways the cheapest is taken: names parallel to lines rather than bent along them, over a
point in areas, nothing an obstacle to names. `names`: `merged` labels connected pieces of one street once, as
our packs do, so that both maps have the same names; `apart` each piece, which leaves a town's streets without names
since their pieces are shorter than these; `none` nothing.
"""

import json
import os
import sys
import time
from types import SimpleNamespace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCategorizedSymbolRenderer,
    QgsCoordinateReferenceSystem,
    QgsFillSymbol,
    QgsLabelLineSettings,
    QgsLabelObstacleSettings,
    QgsLineSymbol,
    QgsMapRendererParallelJob,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsRectangle,
    QgsRendererCategory,
    QgsSimpleLineSymbolLayer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
    QgsVectorSimplifyMethod,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

PIXELS = QgsUnitTypes.RenderPixels
JOBS = {"sequential": QgsMapRendererSequentialJob, "parallel": QgsMapRendererParallelJob}


def symbol_of(shape, look):
    if shape == "area":
        edge = {"outline_color": look["edge"], "outline_width": "0.9", "outline_width_unit": "Pixel"}
        plain = {"color": look["fill"], "outline_style": "no"}
        return QgsFillSymbol.createSimple(
            {**plain, **({**edge, "outline_style": "solid"} if look["edge"] else {})}
        )
    if shape == "point":
        return QgsMarkerSymbol.createSimple(
            {
                "name": "circle",
                "color": look["fill"],
                "size": str(look["size"]),
                "size_unit": "Pixel",
                "outline_color": look["ring"],
                "outline_width": "1.2",
                "outline_width_unit": "Pixel",
            }
        )
    symbol = QgsLineSymbol()
    for at, stroke in enumerate(look):
        line = QgsSimpleLineSymbolLayer(QColor(stroke["colour"]), stroke["width"])
        line.setWidthUnit(PIXELS)
        if stroke["dash"]:
            line.setUseCustomDashPattern(True)
            line.setCustomDashVector([float(length) for length in stroke["dash"]])
            line.setCustomDashPatternUnit(PIXELS)
        line.setRenderingPass(at)
        if at == 0:
            symbol.changeSymbolLayer(0, line)
        else:
            symbol.appendSymbolLayer(line)
    return symbol


def opened(data, layer):
    made = QgsVectorLayer(f"{data}|layername={layer}", layer, "ogr")
    if not made.isValid():
        raise SystemExit(f"QGIS cannot open the layer {layer} of {data}.")
    method = QgsVectorSimplifyMethod()
    method.setSimplifyHints(QgsVectorSimplifyMethod.GeometrySimplification)
    method.setThreshold(1.0)
    made.setSimplifyMethod(method)
    return made


def styled(data, rule, names, is_merged):
    layer = opened(data, rule["layer"])
    categories = [
        QgsRendererCategory(word, symbol_of(rule["shape"], look), word)
        for word, look in rule["classes"].items()
    ]
    renderer = QgsCategorizedSymbolRenderer("class", categories)
    if rule["shape"] == "line":
        for order, category in enumerate(renderer.categories()):
            symbol = category.symbol().clone()
            for at in range(symbol.symbolLayerCount()):
                symbol.symbolLayer(at).setRenderingPass(
                    at * 20 + order
                )  # all casings, then roads, widest last
            renderer.updateCategorySymbol(order, symbol)
        renderer.setUsingSymbolLevels(True)
    layer.setRenderer(renderer)
    if names:
        name(layer, names, rule["shape"], is_merged)
    return layer


def name(layer, look, shape, is_merged=False):
    settings = QgsPalLayerSettings()
    listed = ", ".join(f"'{word}'" for word in look["classes"])
    settings.fieldName = f'if("class" in ({listed}), "name", \'\')'
    if "side" in look:
        settings.fieldName = f'if(sqrt($area) >= {look["side"]} * length("name"), "name", \'\')'
    settings.isExpression = True
    text = QgsTextFormat()
    text.setSize(look["size"])
    text.setSizeUnit(PIXELS)
    text.setColor(QColor(look["colour"]))
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(1.6)
    halo.setSizeUnit(PIXELS)
    halo.setColor(QColor(look["halo"]))
    text.setBuffer(halo)
    settings.setFormat(text)
    if shape == "line":
        settings.placement = QgsPalLayerSettings.Line
        lines = QgsLabelLineSettings()
        lines.setMergeLines(is_merged)
        settings.setLineSettings(lines)
    else:
        settings.placement = QgsPalLayerSettings.OverPoint
    obstacles = QgsLabelObstacleSettings()
    obstacles.setIsObstacle(False)
    settings.setObstacleSettings(obstacles)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


def layers_of(data, rules, is_merged):
    made = [styled(data, rule, rules["names"].get(rule["layer"]), is_merged) for rule in rules["layers"]]
    wards = opened(data, "wards")
    symbol = QgsFillSymbol.createSimple({"style": "no"})
    line = QgsSimpleLineSymbolLayer(QColor(rules["wards"]["colour"]), rules["wards"]["width"])
    line.setWidthUnit(PIXELS)
    line.setUseCustomDashPattern(True)
    line.setCustomDashVector([float(length) for length in rules["wards"]["dash"]])
    line.setCustomDashPatternUnit(PIXELS)
    symbol.changeSymbolLayer(0, line)
    wards.renderer().setSymbol(symbol)
    name(wards, {"classes": ["ward"], "size": 11, "colour": "#7A7160", "halo": "#F8F5EE"}, "area")
    made.append(wards)
    if "places" in rules["names"]:
        places = opened(data, "places")
        places.renderer().setSymbol(QgsMarkerSymbol.createSimple({"size": "0", "outline_style": "no"}))
        name(places, rules["names"]["places"], "point")
        made.append(places)
    return made[::-1]  # QGIS lists the topmost first


def settings_of(view, layers, has_names):
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:27700"))
    settings.setOutputSize(QSize(view["width"], view["height"]))
    settings.setExtent(QgsRectangle(*view["bounds"]))
    settings.setBackgroundColor(QColor(view["rules"]["outside"]))
    settings.setOutputDpi(96)
    settings.setFlag(QgsMapSettings.Antialiasing, True)
    settings.setFlag(QgsMapSettings.UseRenderingOptimization, True)
    settings.setFlag(QgsMapSettings.DrawLabeling, has_names)
    return settings


def rendered(settings, job):
    made = JOBS[job](settings)
    made.start()
    made.waitForFinished()
    return made.renderedImage()


def peak_mb():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))


def main():
    asked = SimpleNamespace(**json.loads(sys.argv[1]))
    view = asked.view
    app = QgsApplication([], False)
    app.initQgis()
    layers = layers_of(asked.data, view["rules"], asked.names == "merged")
    settings = settings_of(view, layers, asked.names != "none")
    image = rendered(settings, asked.job)
    told = {"seconds": time.time() - asked.began, "cpu_seconds": time.process_time(), "peak_mb": peak_mb()}
    told["version"] = Qgis.QGIS_VERSION
    if asked.picture:
        image.save(asked.picture)
    if asked.act == "repaint":
        told["cpu_ms"], told["wall_ms"] = [], []
        for _ in range(asked.rounds):
            start, wall = time.process_time(), time.perf_counter()
            rendered(settings, asked.job)
            told["cpu_ms"].append((time.process_time() - start) * 1000)
            told["wall_ms"].append((time.perf_counter() - wall) * 1000)
    print(json.dumps(told), flush=True)
    os._exit(0)  # QGIS's own end is not measured, and may crash without a window


if __name__ == "__main__":
    main()
