"""A deck's bytes: nobody's name in its properties, and the same bytes for the same report."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

from maturity.renderers.powerpoint.layouts import Native
from maturity.report.blocks import Report
from maturity.text.clean import plain

EPOCH = dt.datetime(2000, 1, 1)
"""Date in the document's properties and of its parts."""


def saved(presentation: Native, report: Report) -> bytes:
    """The deck as the bytes of a file."""
    properties = presentation.core_properties
    for name in ("author", "last_modified_by", "category", "comments", "keywords", "subject", "version"):
        setattr(properties, name, "")
    properties.title = plain(f"{report.title}, {report.subtitle}")[:255]
    properties.language = report.main_language[:255]
    properties.created = properties.modified = EPOCH
    properties.revision = 1
    out = io.BytesIO()
    presentation.save(out)
    return _dated(out.getvalue())


def _dated(content: bytes) -> bytes:
    """The same archive with one date for all its files."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            fresh = zipfile.ZipInfo(entry.filename, EPOCH.timetuple()[:6])
            fresh.compress_type = zipfile.ZIP_DEFLATED
            fresh.external_attr = 0o600 << 16
            new.writestr(fresh, old.read(entry.filename))
    return out.getvalue()
