"""`fugi publish`: the pages and open data of all years, laid into one folder from which the web site takes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from pipeline.durable import durable_remove, durable_write
from pipeline.publish.heading import list_heading
from pipeline.publish.open_data import Publisher
from pipeline.publish.public_cases import Concern, concerns, public_cases
from pipeline.publish.web_pages import INDEX, OWN_FILES, PublicYear, web_pages
from pipeline.secretariat import Secretariat

FOLDER = "公開"
"""In outputs/."""


@dataclass(slots=True)
class Publication:
    """What lies in the folder afterwards, and what was done to it."""

    made: list[Path] = field(default_factory=list)
    changed: list[Path] = field(default_factory=list)
    removed: list[Path] = field(default_factory=list)
    """Pages of years in which nothing is public any more."""


def public_years(
    lists: Mapping[str, pd.DataFrame], secretariat: Secretariat
) -> tuple[list[PublicYear], list[tuple[str, Concern]]]:
    """What is published of each year, and what a person should look at before, with its 年度."""
    years: list[PublicYear] = []
    doubts: list[tuple[str, Concern]] = []
    for label, rows in lists.items():
        cases = public_cases(rows)
        held = pd.DataFrame({"付議日": [case.held_on for case in cases]})
        heading = list_heading(label, held, secretariat.list_texts.get(label, {}))
        years.append(PublicYear(label, heading, tuple(cases)))
        doubts += [(label, concern) for concern in concerns(cases)]
    return years, doubts


def publish_pages(folder: Path, years: list[PublicYear], publisher: Publisher) -> Publication:
    """Write the pages; one that is there already as it should be is left alone.

    Pages and data of ours for which there is no case any more are removed: a case that was withdrawn must not stay on the web.
    Other files in the folder are not touched. The page that leads to the others is written last, before anything is removed.
    """
    done = Publication()
    files = web_pages(years, publisher)
    for name in sorted(files, key=lambda name: (name == INDEX, name)):
        path = folder / name
        done.made.append(path)
        if not path.is_file() or path.read_bytes() != files[name]:
            durable_write(path, files[name])
            done.changed.append(path)
    for path in sorted(folder.iterdir()):
        if OWN_FILES.fullmatch(path.name) and path.name not in files:
            durable_remove(path)
            done.removed.append(path)
    return done
