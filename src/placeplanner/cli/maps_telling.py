"""What is said of a pack and of how it was made: in words, in tables and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from placeplanner.cli.printing import local_time, say, write_pairs, write_table

if TYPE_CHECKING:
    from placeplanner.mappacks.build import BuildReport
    from placeplanner.mappacks.content import PackManifest
    from placeplanner.mappacks.library import Installed


def write_report(report: BuildReport) -> None:
    """Everything that a build met, and what became of it."""
    from placeplanner.mappacks.report import HEAD, by_layer, closing, of_no_use, overview, positions, reasons

    if len(report.sources) > 1:
        write_table(("Source", *HEAD[1:]), overview(report), give=0)
        click.echo()
    for source in report.sources:
        rows, whys = by_layer(source), reasons(source)
        notes = [note for tally in source.tallies for note in tally.notes]
        if not (rows or whys or notes) and len(report.sources) > 1:
            continue
        say(f"{source.file.path.name}: {source.file.format}")
        if rows or len(report.sources) == 1:
            write_table(HEAD, rows or overview(report), give=0)
        for what, counts in whys:
            say(f"{what}:")
            for count, why in counts:
                say(f"  {count:>11,}  {why}")
        for sentence in notes:
            say(sentence)
        click.echo()
    for sentence in (*of_no_use(report), *positions(report), *closing(report)):
        say(sentence)
    click.echo(report.path)


def write_manifest(manifest: PackManifest, size: str) -> None:
    """A pack's manifest, in words."""
    from placeplanner.mappacks.report import holdings, source_in_words

    west, south, east, north = manifest.box
    write_pairs(
        (
            ("Title", manifest.title),
            ("Area", manifest.area),
            ("Reaches", f"{(east - west) / 1000:.1f} km by {(north - south) / 1000:.1f} km"),
            ("Holds", holdings(manifest)),
            ("Reference layers", ", ".join(manifest.references)),
            ("Made", f"{local_time(manifest.made_at)} by Place Planner {manifest.builder}"),
            ("Size", size),
            ("On the map", manifest.short_attribution),
        )
    )
    for source in manifest.sources:
        click.echo()
        write_pairs(
            (
                ("Source", source_in_words(source)),
                ("Statement", source.attribution),
                ("File", f"{source.file} ({source.format}, {source.size:,} bytes)"),
                ("SHA-256", source.sha256),
                ("Positions", source.accuracy),
                ("Things", f"{source.kept:,} kept of {source.read:,}"),
                ("Clipped away", f"{source.clipped_away:,}" if source.clipped_away else ""),
                ("Left out", f"{source.left_out:,}" if source.left_out else ""),
                ("Refused", f"{source.refused:,}" if source.refused else ""),
                ("Repaired", f"{source.repaired:,}" if source.repaired else ""),
            )
        )


def installed_as_json(pack: Installed) -> dict[str, Any]:
    """An installed pack. The keys are always there."""
    manifest = pack.manifest
    return {
        "name": pack.name,
        "title": pack.title,
        "file": str(pack.path),
        "size": pack.size,
        "is_on": pack.is_on,
        "made_at": manifest.made_at if manifest else None,
        "attribution": manifest.attribution if manifest else None,
        "short_attribution": manifest.short_attribution if manifest else None,
        "counts": dict(manifest.counts) if manifest else None,
        "problem": str(pack.problem) if pack.problem else None,
    }


def report_as_json(report: BuildReport) -> dict[str, Any]:
    """What a build met and made."""
    return {
        "file": str(report.path),
        "title": report.manifest.title,
        "area": report.manifest.area,
        "size": report.size,
        "seconds": round(report.seconds, 1),
        "attribution": report.manifest.attribution,
        "short_attribution": report.manifest.short_attribution,
        "counts": dict(report.manifest.counts),
        "refused": [{"name": one.name, "read": one.read, "why": one.words} for one in report.refused],
        "left_aside": [
            {"name": one.name, "is_damaged": one.is_damaged, "why": one.words} for one in report.left_aside
        ],
        "sources": [
            {
                "title": source.file.credits.title,
                "file": source.file.path.name,
                "format": source.file.format,
                "layers": [
                    {
                        "layer": tally.layer,
                        "read": tally.read,
                        "kept": tally.kept,
                        "clipped_away": tally.clipped_away,
                        "left_out": dict(tally.left_out),
                        "refused": dict(tally.refused),
                        "repaired": dict(tally.repaired),
                        "notes": list(tally.notes),
                    }
                    for tally in source.tallies
                ],
            }
            for source in report.sources
        ],
    }
