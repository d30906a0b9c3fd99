// Symbols, popups and names of the profile's map. Everything people wrote goes in as text, never as markup.
var placePlanner = (function () {
  "use strict";

  var SHAPES = {
    circle: '<circle cx="12" cy="12" r="7.5"/>',
    square: '<rect x="5" y="5" width="14" height="14" rx="1.5"/>',
    diamond: '<path d="M12 3.2 20.8 12 12 20.8 3.2 12z"/>',
    flag: '<path d="M6.5 21V3.5h12l-3.2 4.3 3.2 4.2h-10V21z"/>'
  };

  function element(tag, className, text) {
    var made = document.createElement(tag);
    made.className = className;
    made.textContent = text;
    made.dir = "auto";
    return made;
  }

  function symbol(feature, latlng) {
    var about = feature.properties;
    var icon = L.divIcon({
      className: "symbol kind-" + about.kind,
      html: '<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">' + SHAPES[about.symbol] + "</svg>",
      iconSize: [24, 24],
      popupAnchor: [0, -10]
    });
    return L.marker(latlng, { icon: icon, title: about.name, riseOnHover: true });
  }

  function popup(about) {
    var box = document.createElement("div");
    box.appendChild(element("strong", "popup-name", about.name));
    box.appendChild(element("span", "popup-what", about.what));
    if (about.text) { box.appendChild(element("p", "popup-text", about.text)); }
    var link = element("a", "popup-link", "Find it in the list");
    link.href = "#record-" + about.id;
    box.appendChild(link);
    return box;
  }

  function record(feature, layer) {
    var about = feature.properties;
    layer.bindPopup(function () { return popup(about); });
    if (layer instanceof L.Marker) {
      layer.on("add", function () {
        layer.getElement().setAttribute("aria-label", about.name + ", " + about.what);
      });
    }
  }

  // Symbols that would lie on one another become one, which tells their number, their kinds, and on demand their names.
  var APART = 30;

  function gather(map) {
    var joined = L.layerGroup().addTo(map);
    var waits = false;

    function again() {
      var groups = [];
      waits = false;
      joined.clearLayers();
      map.eachLayer(function (each) {
        if (!isSymbol(each)) { return; }
        var at = map.latLngToLayerPoint(each.getLatLng());
        var near = groups.find(function (group) {
          return Math.abs(group.at.x - at.x) < APART && Math.abs(group.at.y - at.y) < APART;
        });
        if (near) { near.symbols.push(each); } else { groups.push({ at: at, symbols: [each] }); }
      });
      groups.forEach(function (group) {
        var isAlone = group.symbols.length === 1;
        group.symbols.forEach(function (each) { each.getElement().style.display = isAlone ? "" : "none"; });
        if (!isAlone) { joined.addLayer(several(map, group.symbols)); }
      });
      declutter(map);
    }

    map.on("layeradd layerremove", function (event) {
      if (!waits && isSymbol(event.layer)) { waits = true; setTimeout(again, 0); }
    });
    map.on("zoomend", again);
    again();
  }

  function isSymbol(layer) { return layer instanceof L.Marker && Boolean(layer.feature); }

  function several(map, symbols) {
    var words = symbols.length + " records close together";
    var icon = L.divIcon({
      className: "several", html: "<span>" + symbols.length + "</span>", iconSize: [28, 28], popupAnchor: [0, -12]
    });
    var marker = L.marker(symbols[0].getLatLng(), { icon: icon, title: words, riseOnHover: true });
    marker.bindPopup(function () { return names(map, symbols, words); });
    marker.on("add", function () {
      marker.getElement().setAttribute("aria-label", words);
      marker.getElement().style.background = shares(symbols);
    });
    return marker;
  }

  function shares(symbols) {
    var kinds = symbols.map(function (each) { return each.feature.properties.kind; }).sort();
    var turns = kinds.map(function (kind, at) {
      return "var(--" + kind + ") " + at / kinds.length + "turn " + (at + 1) / kinds.length + "turn";
    });
    return "conic-gradient(" + turns.join(",") + ")";
  }

  function names(map, symbols, words) {
    var box = document.createElement("div");
    var list = document.createElement("ul");
    var spots = L.latLngBounds(symbols.map(function (each) { return each.getLatLng(); }));
    list.className = "popup-names";
    symbols.forEach(function (each) {
      var link = element("a", "popup-link", each.feature.properties.name);
      link.href = "#record-" + each.feature.properties.id;
      list.appendChild(document.createElement("li")).appendChild(link);
    });
    box.appendChild(element("strong", "popup-name", words));
    box.appendChild(list);
    if (map.getZoom() < map.getMaxZoom() && !spots.getSouthWest().equals(spots.getNorthEast())) {
      var button = box.appendChild(element("button", "popup-closer", "Look closer"));
      button.type = "button";
      button.addEventListener("click", function () {
        map.getContainer().focus({ preventScroll: true });
        map.fitBounds(spots, { padding: [48, 48] });
      });
    }
    return box;
  }

  // Whoever opens a popup from the keyboard is in it at once, and back at the symbol when it closes.
  function followFocus(map) {
    var from = null;
    map.on("popupopen", function (event) {
      var source = event.popup._source;
      from = source && source.getElement && source.getElement() === document.activeElement ? source.getElement() : null;
      if (from) { event.popup.getElement().querySelector("a, button").focus({ preventScroll: true }); }
    });
    map.getContainer().addEventListener("keydown", function (event) {
      if (event.key !== "Escape") { return; }
      map.closePopup();
      if (from) { from.focus({ preventScroll: true }); }
    });
  }

  function style(feature) {
    return {
      className: "shape kind-" + feature.properties.kind,
      weight: feature.geometry.type.indexOf("Line") >= 0 ? 4 : 2,
      fillOpacity: 0.25
    };
  }

  function boundaryStyle(feature) {
    return { className: "boundary " + feature.properties.rank, interactive: false, weight: 1.5 };
  }

  function boundary(feature, layer) {
    if (feature.properties.label) {
      layer.bindTooltip(element("span", "", feature.properties.label), {
        permanent: true, direction: "center", className: "place-name", interactive: false
      });
    }
  }

  // A name that would run into another one, a control or a symbol moves a little, else it waits for a closer look.
  // Where there are more symbols than names could go around, names lie over them.
  var SHIFTS = [0, -26, 26, -44, 44];
  var CROWDED = 60;

  function declutter(map) {
    var box = map.getContainer();
    var symbols = Array.from(box.querySelectorAll(".symbol, .several")).filter(function (each) { return each.offsetWidth; });
    var taken = Array.from(box.querySelectorAll(".leaflet-control")).concat(symbols.length > CROWDED ? [] : symbols).map(rect);
    box.querySelectorAll(".place-name").forEach(function (name) {
      name.style.marginTop = "0px";
      var here = rect(name);
      var shift = SHIFTS.find(function (down) {
        return taken.every(function (other) {
          return here.right < other.left || here.left > other.right || here.bottom + down < other.top || here.top + down > other.bottom;
        });
      });
      name.style.visibility = shift === undefined ? "hidden" : "";
      if (shift === undefined) { return; }
      name.style.marginTop = shift + "px";
      taken.push(rect(name));
    });
  }

  function rect(node) { return node.getBoundingClientRect(); }

  // On a narrow map the choice of layers folds away until it is asked for.
  function foldLayers(map) {
    var chooser = map.getContainer().querySelector(".leaflet-control-layers");
    function fold() {
      if (map.getSize().x < 560) { chooser.classList.remove("leaflet-control-layers-expanded"); }
    }
    if (chooser) { map.on("click", fold); fold(); }
  }

  // Paper has a size of its own: there the whole place is shown, and afterwards what was on the screen again.
  function fitPaper(map) {
    var box = map.getContainer();
    var whole = map.getBounds();
    var before = null;
    window.addEventListener("beforeprint", function () {
      before = { centre: map.getCenter(), zoom: map.getZoom() };
      box.style.width = "17.6cm";
      box.style.height = "8.8cm";
      map.invalidateSize({ animate: false });
      map.fitBounds(place(map) || whole, { padding: [12, 12], animate: false });
    });
    window.addEventListener("afterprint", function () {
      box.style.width = box.style.height = "";
      map.invalidateSize({ animate: false });
      if (before) { map.setView(before.centre, before.zoom, { animate: false }); }
    });
  }

  function place(map) {
    var found = null;
    map.eachLayer(function (each) {
      if (each.feature && each.getBounds && /^place/.test(each.feature.properties.rank || "")) { found = each.getBounds(); }
    });
    return found;
  }

  // Whose data it is stands right below the map: on it, the words of ten licences would cover what they are about.
  function finish(map, words) {
    var box = map.getContainer();
    L.Popup.mergeOptions({ maxWidth: Math.min(280, map.getSize().x - 80) });
    foldLayers(map);
    map.on("moveend resize", function () { declutter(map); });
    gather(map);
    followFocus(map);
    fitPaper(map);
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", words);
    map.attributionControl.setPrefix("Leaflet");
  }

  return {
    symbol: symbol, record: record, style: style, boundary: boundary, boundaryStyle: boundaryStyle, finish: finish
  };
})();
