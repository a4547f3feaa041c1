"""Relationships and content types: how the parts of a package find each other. Parts are found by these, never by name."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.patch.markup import XML_HEAD, Node, append, apply, attribute, parse, remove
from pipeline.patch.package import Package

CONTENT_TYPES = "[Content_Types].xml"
RELATIONSHIPS = "application/vnd.openxmlformats-package.relationships+xml"
_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
_SEVERAL_USERS = ("/theme", "/styles", "/sharedStrings", "/worksheet", "/officeDocument")
"""Kinds of parts that are never removed because one that pointed to them was."""


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship of a part. `target` is the name of a part, or an address outside the package."""

    id: str
    type: str
    target: str
    external: bool
    node: Node

    def is_a(self, kind: str) -> bool:
        """Whether its type ends in a kind such as `/comments`; the types of strict and transitional differ before that."""
        return self.type.endswith(kind)


def rels_of(part: str) -> str:
    """The name of the part that holds the relationships of a part; of the package for ''."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relations(package: Package, part: str) -> list[Relation]:
    """The relationships of a part, in their order; '' for those of the package."""
    rels = rels_of(part)
    return list(_relations(package, part)) if rels in package else []


def _relations(package: Package, part: str) -> Iterator[Relation]:
    for node in parse(package.read(rels_of(part)), depth=2).all("Relationship"):
        target = node.attributes.get("Target", "")
        external = node.attributes.get("TargetMode") == "External"
        if not external:
            target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
            target = package.find(target) or target
        yield Relation(node.attributes.get("Id", ""), node.attributes.get("Type", ""), target, external, node)


def related(package: Package, part: str, kind: str) -> list[str]:
    """The parts that a part points to by relationships of a kind such as `/comments`."""
    return [r.target for r in relations(package, part) if r.is_a(kind) and not r.external and r.target in package]


def relate(package: Package, part: str, type_: str, target: str) -> str:
    """Add a relationship from a part to another. Returns its id."""
    taken = {relation.id for relation in relations(package, part)}
    number = 1 + max((int(found[1]) for found in map(re.compile(r"rId(\d{1,9})$").match, taken) if found), default=0)
    id_ = f"rId{number}"
    rels = rels_of(part)
    if rels not in package:
        package.write(rels, XML_HEAD + f'<Relationships xmlns="{_NAMESPACE}"></Relationships>'.encode())
        declare(package, rels, RELATIONSHIPS)
    data = package.read(rels)
    root = parse(data, depth=1)
    path = attribute(posixpath.relpath(target, posixpath.dirname(part) or "."))
    new = f'<{root.prefix}Relationship Id="{id_}" Type="{type_}" Target="{path}"/>'
    package.write(rels, apply(data, append(data, root, new.encode())))
    return id_


def unrelate(package: Package, part: str, target: str) -> None:
    """Take away the relationships from a part to another; a part without any keeps no relationships part."""
    found = relations(package, part)
    gone = [relation for relation in found if relation.target == target and not relation.external]
    if len(gone) == len(found):
        _remove(package, rels_of(part))
    elif gone:
        data = package.read(rels_of(part))
        package.write(rels_of(part), apply(data, [remove(relation.node) for relation in gone]))


def declare(package: Package, part: str, content_type: str) -> None:
    """Say in the content types what a new part is: by its extension when it is .vml, else by its name."""
    data = package.read(CONTENT_TYPES)
    root = parse(data, depth=2)
    extension = part.rpartition(".")[2].lower()
    defaults = {node.attributes.get("Extension", "").lower(): node for node in root.all("Default")}
    if extension in defaults and defaults[extension].attributes.get("ContentType") == content_type:
        return
    if extension == "vml" and extension not in defaults:
        new = f'<{root.prefix}Default Extension="vml" ContentType="{content_type}"/>'
    else:
        new = f'<{root.prefix}Override PartName="/{attribute(part)}" ContentType="{content_type}"/>'
    package.write(CONTENT_TYPES, apply(data, append(data, root, new.encode())))


def discard(package: Package, part: str) -> None:
    """Remove a part to which nothing points any more, and with it what only it pointed to."""
    below = [r for r in relations(package, part) if not r.external and not any(map(r.is_a, _SEVERAL_USERS))]
    _remove(package, part)
    _remove(package, rels_of(part))
    for target in dict.fromkeys(relation.target for relation in below):
        if target in package and target not in _pointed_to(package):
            discard(package, target)


def _pointed_to(package: Package) -> set[str]:
    owners = (_owner(name) for name in package.parts if name.lower().endswith(".rels"))
    return {relation.target for owner in owners for relation in relations(package, owner) if not relation.external}


def _owner(rels: str) -> str:
    folder, name = posixpath.split(rels)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))


def _remove(package: Package, part: str) -> None:
    """Take a part and what the content types say of it away."""
    if part not in package:
        return
    package.remove(part)
    data = package.read(CONTENT_TYPES)
    root = parse(data, depth=2)
    gone = [n for n in root.all("Override") if n.attributes.get("PartName", "").lstrip("/").lower() == part.lower()]
    if part.lower().endswith(".vml") and not any(name.lower().endswith(".vml") for name in package.parts):
        gone += [node for node in root.all("Default") if node.attributes.get("Extension", "").lower() == "vml"]
    package.write(CONTENT_TYPES, apply(data, map(remove, gone)))
