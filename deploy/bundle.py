"""Make bundles for machines without a network: our wheel, all others, install.sh, the unit, the manual.

``python deploy/bundle.py [TARGET...]`` writes dist/mailbot-<version>-<target>-py<version>.tar.gz for
linux-x86_64, linux-aarch64 and win-amd64. Wheels come through pip from wherever pip gets them; only
wheels are taken, nothing is built for another machine here. Windows is untested.
"""

import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLATFORMS = {
    "linux-x86_64": ("manylinux_2_28_x86_64", "manylinux_2_27_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64", "linux_x86_64"),
    "linux-aarch64": (
        "manylinux_2_28_aarch64",
        "manylinux_2_27_aarch64",
        "manylinux_2_17_aarch64",
        "manylinux2014_aarch64",
        "linux_aarch64",
    ),
    "win-amd64": ("win_amd64",),
}
"""Wheel tags a target takes, newest first: glibc 2.28 is UOS 20, Kylin V10 SP1, Debian 10."""


def download(wheels: Path, target: str, python: str) -> list[str]:
    """Give the pip command that gathers the wheels of a target."""
    tags = [word for tag in PLATFORMS[target] for word in ("--platform", tag)]
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--only-binary=:all:"]
    command += ["--implementation", "cp", "--python-version", python, *tags]
    return [*command, "-c", str(ROOT / "constraints.txt"), "-d", str(wheels), *(str(wheel) for wheel in wheels.glob("mailbot-*.whl"))]


def lay_out(folder: Path, target: str, python: str) -> Iterator[tuple[Path, str]]:
    """List what goes beside the wheels: a file and its name in the bundle."""
    note = folder / "note"
    yield ROOT / "docs" / "安装.md", "安装.md"
    yield ROOT / "constraints.txt", "constraints.txt"
    yield ROOT / "LICENSE", "LICENSE"
    if target.startswith("win"):
        yield ROOT / "deploy" / "windows.txt", "请先读我.txt"
        return
    note.write_text(f"{python}\n", encoding="ascii")
    yield note, "python-version"
    yield ROOT / "deploy" / "install.sh", "install.sh"
    yield ROOT / "deploy" / "mailbot.service", "mailbot.service"


def bundle(target: str, python: str, into: Path) -> Path:
    """Make one bundle."""
    with tempfile.TemporaryDirectory(prefix="bundle-") as temporary:
        folder = Path(temporary)
        wheels = folder / "wheels"
        wheels.mkdir()
        build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-build-isolation"]
        subprocess.run([*build, "-w", str(wheels), str(ROOT)], check=True)  # noqa: S603 - our own words
        version = next(wheels.glob("mailbot-*.whl")).name.split("-")[1]
        subprocess.run(download(wheels, target, python), check=True)  # noqa: S603 - our own words
        name = f"mailbot-{version}-{target}-py{python}"
        into.mkdir(parents=True, exist_ok=True)
        made = into / f"{name}.tar.gz"
        with tarfile.open(made, "w:gz") as archive:
            archive.add(wheels, f"{name}/wheels")
            for path, inner in lay_out(folder, target, python):
                archive.add(path, f"{name}/{inner}")
        return made


def main() -> None:
    """Make the bundles named, or all."""
    targets = sys.argv[1:] or list(PLATFORMS)
    unknown = [target for target in targets if target not in PLATFORMS]
    if unknown:
        sys.exit(f"{', '.join(unknown)}: not one of {', '.join(PLATFORMS)}")
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    for target in targets:
        made = bundle(target, python, ROOT / "dist")
        sys.stdout.write(f"{made.relative_to(ROOT)} {made.stat().st_size >> 20} MB\n")
    shutil.rmtree(ROOT / "build", ignore_errors=True)


if __name__ == "__main__":
    main()
