"""What the pages of the site are drawn and set with, from npm: the small plotly.js, and the fonts for Urdu.

Belongs here: which packages and files. Does not: fetching (npm_packages), their use (dashboards.static_files, theme).
Without them the plotly package lends its larger script, and Urdu is set in whatever font the reader's system has.
"""

from pathlib import Path

from orchestration.npm_packages import Kept, Package, PackageUnavailableError, Parts
from orchestration.settings import Settings

# The version that the plotly package carries. Bars, scatter and heat maps are all that the site draws.
PLOTLY = Package(
    "plotly.js-cartesian-dist-min",
    "4.1.1",
    "sha512-o8GrFeusncwBIxbBynRJpY4pkgVB6caM+JLpwrLYbbsO7dZ8FJ+SVN2Fr+L7kiG/Z6w4P5O0Jus/Qr5EefHVeg==",
    {"plotly.min.js": "package/plotly-cartesian.min.js", "plotly-LICENSE.txt": "package/LICENSE"},
)
NASTALIQ = Package(
    "@fontsource/noto-nastaliq-urdu",
    "5.3.0",
    "sha512-rhozTu22mlnDp5R8A4gGeNJvoLroHEV0TytCwly20w1LMA+VXs/MyhORGJu3i3SWZFdyeCFe5EF5xzraq6zd6A==",
    {
        "noto-nastaliq-urdu-arabic-400-normal.woff2": "package/files/noto-nastaliq-urdu-arabic-400-normal.woff2",
        "noto-nastaliq-urdu-LICENSE.txt": "package/LICENSE",
    },
)
NASKH = Package(
    "@fontsource/noto-naskh-arabic",
    "5.3.0",
    "sha512-S/GDgQ6mh/PKo4mz5+eXNYbEarvpI7yh6eCdOz8tTVbeM7+OUiacIEscaYEibr/+egDtGbO2ZB00sjy1bJC1kQ==",
    {
        "noto-naskh-arabic-arabic-400-normal.woff2": "package/files/noto-naskh-arabic-arabic-400-normal.woff2",
        "noto-naskh-arabic-LICENSE.txt": "package/LICENSE",
    },
)
WITHOUT = "plotly.js comes from the plotly package (4.8 MB, not 1.5) and Urdu is set in the system's fonts"


def kept(settings: Settings) -> Kept:
    """The folder of these files in this home."""
    return Kept(
        settings.home / "site_parts", f"plotly-{PLOTLY.version}", (PLOTLY, NASTALIQ, NASKH), write, Path(__file__)
    )


def write(parts: Parts, folder: Path) -> None:
    """Write each file under its name."""
    for name, content in parts.items():
        (folder / name).write_bytes(content)


def parts_folder(settings: Settings) -> Path | None:
    """The files, if this home has those of the pinned versions."""
    return kept(settings).found()


def ensure_parts(settings: Settings) -> Path:
    """The files, fetched with npm where they are not here yet. Raises PackageUnavailableError."""
    return kept(settings).ensure()


def prepare_parts(settings: Settings) -> str:
    """Bring the files here if that can be done; the line to print about it. Never raises for want of them."""
    try:
        ensure_parts(settings)
    except PackageUnavailableError as error:
        return f"site: {WITHOUT}: {error}"
    return f"site: plotly.js {PLOTLY.version} and fonts for Urdu"
