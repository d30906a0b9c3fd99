"""The plan file: an SQLite file that is a valid OGC GeoPackage 1.4, and the only place that speaks the plan's SQL.

The rule that matters: what the interface calls saved is committed (`synchronous=EXTRA`), and every changed field
is journalled by triggers inside the file, whoever changed it. Start reading at `planfile`, then `capture`.
"""
