"""What people talk about when they plan a place, as frozen values: no SQL, no Qt, no files but shipped data.

The rule that matters: everything here is in EPSG:27700 metres (`easting_northing`); longitude and latitude
exist only at the edges, and only `coordinates` converts. Start reading at `record`, then `kinds`, then `place`.
"""
