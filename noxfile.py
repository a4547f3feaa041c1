"""Everything that is run on this project: `nox` runs the checks, `nox -s NAME` one of them, `nox -l` lists them."""

from __future__ import annotations

import shutil
from pathlib import Path

import nox

nox.options.sessions = ["lint", "types", "tests", "wheel"]
nox.options.reuse_existing_virtualenvs = True
nox.options.error_on_missing_interpreters = True

PROJECT = nox.project.load_toml("pyproject.toml")


def install(session: nox.Session, *groups: str) -> None:
    """Install the project as it lies here, with dependency groups of pyproject.toml."""
    session.install("-e", ".", *nox.project.dependency_groups(PROJECT, *groups))


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests on all cores; arguments go to pytest."""
    install(session, "tests")
    session.run("pytest", "-n", "auto", "--dist", "worksteal", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and format."""
    session.install(*nox.project.dependency_groups(PROJECT, "lint"))
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """Check the types of the packages."""
    install(session, "types")
    session.run("mypy")


@nox.session
def wheel(session: nox.Session) -> None:
    """Build the wheel and use it in an empty folder, away from the clone."""
    session.install(*nox.project.dependency_groups(PROJECT, "build"))
    place = Path(session.create_tmp()).resolve()
    shutil.rmtree(place, ignore_errors=True)
    session.run("python", "-m", "build", "--wheel", "--outdir", str(place / "dist"), silent=True)
    (built,) = (place / "dist").glob("*.whl")
    session.run("python", "-m", "venv", "--clear", str(place / "venv"))
    bin_folder = place / "venv" / ("Scripts" if (place / "venv" / "Scripts").exists() else "bin")
    session.run(str(bin_folder / "python"), "-m", "pip", "install", "-q", str(built), external=True)
    empty = place / "empty"
    empty.mkdir()
    fugi = str(bin_folder / "fugi")
    with session.chdir(empty):
        session.run(fugi, "init", "workspace", external=True)
        session.run(fugi, "demo", "demo", external=True)
        (form,) = (empty / "demo").glob("workbooks/accepted/*/*-0001/v01.xlsx")
        session.run(fugi, "check", str(form), external=True)


@nox.session
def demo(session: nox.Session) -> None:
    """Run the job on the sample cases in the folder demo/."""
    install(session)
    session.run("fugi", "demo", *(session.posargs or ["demo"]))


@nox.session
def bench(session: nox.Session) -> None:
    """Measure reading, validating and the whole night side by side: `nox -s bench -- 500`."""
    install(session, "bench")
    session.run("python", "-m", "tests.bench", *session.posargs)


@nox.session
def faults(session: nox.Session) -> None:
    """Fail and kill a night at every step (`-- 5`: every fifth), and see that the next run brings it to the same end."""
    install(session, "tests")
    session.run("python", "-m", "tests.faults", *session.posargs)


@nox.session
def accessibility(session: nox.Session) -> None:
    """Look through the web pages with axe-core in Chromium (needs npm, and a Chromium on the PATH or in CHROMIUM)."""
    if shutil.which("npm") is None:
        session.skip("npm is not installed")
    install(session, "tests")
    place = Path(session.create_tmp()).resolve()
    session.run(
        "npm",
        "install",
        "--prefix",
        str(place),
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        "axe-core@4",
        external=True,
    )
    session.run("python", "-m", "tests.accessibility", str(place / "node_modules" / "axe-core" / "axe.min.js"))


@nox.session
def fuzz(session: nox.Session) -> None:
    """Spoil real workbooks for some seconds (`-- 600`, `-- 600 SEED`), and see that nothing but verdicts comes out."""
    install(session, "tests")
    session.run("python", "-m", "tests.fuzz", *session.posargs)


@nox.session
def samples(session: nox.Session) -> None:
    """Make the sample workbooks and blank forms again from the masters and the data files."""
    install(session)
    session.run("python", "-m", "pipeline.samples")


@nox.session
def docs(session: nox.Session) -> None:
    """Make what is generated in docs/ again: the page of rules, and the pictures (with LibreOffice)."""
    install(session, "docs")
    session.run("python", "-m", "pipeline.explain", "docs/rules.md")
    session.run("python", "docs/pictures.py", "docs/images")


@nox.session
def font(session: nox.Session) -> None:
    """Make the font that pictures are drawn with, from the whole one: `nox -s font -- BIZUDPGothic-Regular.ttf`."""
    session.install(*nox.project.dependency_groups(PROJECT, "font"))
    session.run("python", "docs/font.py", *session.posargs, "pipeline/fonts/BIZUDPGothic-Regular.ttf")
