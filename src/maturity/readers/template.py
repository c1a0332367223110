"""Somebody's own Word or PowerPoint file is looked through before anything is written into it."""

from __future__ import annotations

import io
import posixpath
import zipfile
from pathlib import Path, PurePosixPath
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError, fromstring

from maturity.errors import InputError
from maturity.readers.cells import BROKEN_ARCHIVE
from maturity.source.content import bytes_of, refusal

LARGEST = 50_000_000
"""Bytes of a file."""
LARGEST_UNPACKED = 80_000_000
LARGEST_XML = 16_000_000
"""Bytes of all its texts together, unpacked."""
MOST_PARTS = 5_000
MOST_ELEMENTS = 60_000
"""Elements of all its texts together: what takes a library its time, however few bytes they are packed into."""
KINDS = {
    "docx": ("Word", "wordprocessingml.document.main+xml"),
    "pptx": ("PowerPoint", "presentationml.presentation.main+xml"),
}
TEMPLATES = {"dotx": "docx", "potx": "pptx"}
"""Ending of a program's own templates to that of its documents, from which they differ by a word."""
MAIN = "/officeDocument"
RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
TYPES = "[Content_Types].xml"


def load_template(path: Path) -> bytes:
    """The content of a template, of the kind that its ending says, with all its parts and nothing that is too much.

    Of a program's own template (.dotx, .potx), the document that it would begin.

    Raises:
        InputError: it cannot be used.
    """
    return _Package(path, bytes_of(path, LARGEST)).checked()


class _Package:
    """A packed file, its parts by name and what they refer to."""

    def __init__(self, path: Path, content: bytes) -> None:
        self.path, self.content = path, content
        ending = path.suffix.lower().removeprefix(".")
        self.kind = TEMPLATES.get(ending, ending)
        self.parts: dict[str, bytes] = {}
        self.parsed: dict[str, Element] = {}

    def checked(self) -> bytes:
        """The file, once everything is there.

        Raises:
            InputError: something is missing, damaged, too large or of another kind.
        """
        try:
            self._unpack()
            self._parse()
        except BROKEN_ARCHIVE:
            raise self._bad(f"it is not a {KINDS[self.kind][0]} file that can be read") from None
        main = self._main()
        for name in self.parts:
            if name.endswith(".rels"):
                self._complete(name)
        body = self.parsed[main]
        if self.kind == "docx":
            if not any(_local(child) == "body" for child in body):
                raise self._bad("it has no text")
        else:
            self._slides(main, body)
        return self.content

    def _unpack(self) -> None:
        with zipfile.ZipFile(io.BytesIO(self.content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            texts = [entry for entry in entries if _is_xml(entry.filename)]
            sizes = sum(entry.file_size for entry in entries), sum(entry.file_size for entry in texts)
            if len(entries) > MOST_PARTS or sizes[0] > LARGEST_UNPACKED or sizes[1] > LARGEST_XML:
                raise self._bad("it is too large once it is unpacked", "take out films, large pictures and long texts")
            self.parts = {entry.filename: archive.read(entry) for entry in entries}

    def _parse(self) -> None:
        for name, content in self.parts.items():
            if _is_xml(name):
                # No such file has a document type; one with it could say that a word stands for a million.
                if any(
                    "<!doctype".encode(code) in content[:4000].lower() for code in ("ascii", "utf-16-le", "utf-16-be")
                ):
                    raise self._bad(f"its part {name} makes words of its own (a document type)")
                try:
                    self.parsed[name] = fromstring(content)
                except ParseError:
                    raise self._bad(f"its part {name} is damaged") from None
        if sum(1 for part in self.parsed.values() for _ in part.iter()) > MOST_ELEMENTS:
            raise self._bad("it holds too much", "take out its text and the styles that nobody uses")

    def _main(self) -> str:
        """The part that all else hangs on, of the right kind."""
        types = self.parsed.get(TYPES)
        if types is None or "_rels/.rels" not in self.parsed:
            raise self._bad(f"it is not a {KINDS[self.kind][0]} file")
        main = next((to for kind, to in self._related("_rels/.rels") if kind.endswith(MAIN)), "")
        said = next((one.get("ContentType", "") for one in types if one.get("PartName") == f"/{main}"), "")
        if said.endswith(_template_type(self.kind)):
            self.content = self._begun(said)
        elif not said.endswith(KINDS[self.kind][1]):
            other = next(
                (KINDS[kind][0] for kind in KINDS if said.endswith((KINDS[kind][1], _template_type(kind)))), ""
            )
            kind = f"it is a {other} file" if other else f"it is not a {KINDS[self.kind][0]} file"
            raise self._bad(f"{kind}, whatever its name says")
        if main not in self.parsed:
            raise self._bad(f"its part {main} is missing")
        return main

    def _begun(self, said: str) -> bytes:
        """The document that a program's own template begins: its main part is called a document's."""
        meant = said.removesuffix(_template_type(self.kind)) + KINDS[self.kind][1]
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.parts.items():
                whole = content.replace(said.encode(), meant.encode()) if name == TYPES else content
                archive.writestr(zipfile.ZipInfo(name), whole, zipfile.ZIP_DEFLATED)
        return out.getvalue()

    def _complete(self, relations: str) -> None:
        """See that everything is there that a part refers to."""
        for _, target in self._related(relations):
            if target not in self.parts:
                raise self._bad(f"its part {target} is missing")

    def _related(self, relations: str) -> list[tuple[str, str]]:
        """Kind and name of every part that a part refers to."""
        folder = PurePosixPath(relations).parent.parent
        found = []
        for one in self.parsed[relations]:
            if one.get("TargetMode") != "External":
                target = unquote(one.get("Target", "").partition("#")[0])
                name = posixpath.normpath(posixpath.join("/", str(folder), target)).lstrip("/")
                if target and name.upper() != "NULL" and not name.upper().endswith("/NULL"):
                    found.append((one.get("Type", ""), name))
        return found

    def _slides(self, main: str, body: Element) -> None:
        """See that slides have a size, and a master with a layout."""
        size = next((child for child in body if _local(child) == "sldSz"), None)
        if size is None or not all(size.get(side, "").isdigit() and int(size.get(side, "")) for side in ("cx", "cy")):
            raise self._bad("its slides have no size")
        masters = [to for kind, to in self._related(_relations(main)) if kind.endswith("/slideMaster")]
        listed = [one for child in body if _local(child) == "sldMasterIdLst" for one in child]
        layouts = [
            one
            for master in masters
            for child in self.parsed[master]
            if _local(child) == "sldLayoutIdLst" and _relations(master) in self.parsed
            for one in child
            if one.get(RELATED)
        ]
        if not listed or not layouts:
            raise self._bad("it has no slide layouts", "choose a template with a slide master and its layouts")

    def _bad(self, why: str, hint: str = "") -> InputError:
        usual = f"open it in {KINDS[self.kind][0]} or LibreOffice and save it as .{self.kind}"
        return refusal(self.path, None, "bad-template", f"the template cannot be used: {why}", hint or usual)


def _template_type(kind: str) -> str:
    """The same end of a content type for a program's own template."""
    return KINDS[kind][1].replace("document.main", "template.main").replace("presentation.main", "template.main")


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _relations(part: str) -> str:
    """The part that says what a part refers to."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels".lstrip("/")
