"""folium, imported without its test for IPv6: urllib3, which folium brings, binds a socket as soon as it is loaded.

The app opens no socket unless a person asks for it, not even one that goes nowhere.
"""

from __future__ import annotations

import socket

_has_ipv6, socket.has_ipv6 = socket.has_ipv6, False
try:
    import folium
    from branca.element import Element, Figure, MacroElement
    from folium.template import Template
    from folium.utilities import JsCode
finally:
    socket.has_ipv6 = _has_ipv6

__all__ = ["Element", "Figure", "JsCode", "MacroElement", "Template", "folium"]
