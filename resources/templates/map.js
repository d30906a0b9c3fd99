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
    layer.bindPopup(function () { return popup(about); }, { maxWidth: 280 });
    if (layer instanceof L.Marker) {
      layer.on("add", function () {
        layer.getElement().setAttribute("aria-label", about.name + ", " + about.what);
      });
    }
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

  // A name that would run into another one, or under a control, waits for a closer look.
  function declutter(map) {
    var box = map.getContainer();
    var taken = Array.from(box.querySelectorAll(".leaflet-control")).map(rect);
    box.querySelectorAll(".place-name").forEach(function (name) {
      var here = rect(name);
      var isFree = taken.every(function (other) {
        return here.right < other.left || here.left > other.right || here.bottom < other.top || here.top > other.bottom;
      });
      name.style.visibility = isFree ? "" : "hidden";
      if (isFree) { taken.push(here); }
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

  function finish(map, credit, words) {
    var box = map.getContainer();
    foldLayers(map);
    map.on("zoomend moveend resize", function () { declutter(map); });
    declutter(map);
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", words);
    map.attributionControl.setPrefix("Leaflet");
    map.attributionControl.addAttribution(credit);
  }

  return {
    symbol: symbol, record: record, style: style, boundary: boundary, boundaryStyle: boundaryStyle, finish: finish
  };
})();
