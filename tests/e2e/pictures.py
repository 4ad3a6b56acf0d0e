"""Pictures of pages compared as an eye does: at half size, slightly blurred, in the colour space CIELAB.

Belongs here: taking, keeping and comparing pictures. Does not: of which pages (test_looks).
A pixel differs when its colour is further away than DELTA, which is about what one sees side by side; smoothing of
letters and the palette of the kept files stay below that.
"""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, cast

import numpy as np
from PIL import Image, ImageCms, ImageFilter

if TYPE_CHECKING:
    from playwright.sync_api import Page

HEIGHT = 1700  # of the page, from its top: the head, the numbers and the first drawings
SHRUNK, COLORS, BLUR = 2, 96, 3
DELTA = 7.0
LARGEST_SHARE = 0.004  # of all pixels
Colors: TypeAlias = "np.ndarray[tuple[int, ...], np.dtype[np.float32]]"
LAB = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB")


@dataclass(frozen=True)
class Difference:
    """The share of pixels that differ; `pixels` is white where they do."""

    share: float
    pixels: Image.Image

    @property
    def is_seen(self) -> bool:
        return self.share > LARGEST_SHARE


def take(page: "Page") -> Image.Image:
    """The upper part of the open page, as small as pictures are kept."""
    size = page.viewport_size or {"width": 0, "height": 0}
    height = min(HEIGHT, int(page.evaluate("() => document.documentElement.scrollHeight")))
    page.set_viewport_size({"width": size["width"], "height": height})
    page.wait_for_timeout(150)  # a drawing follows the height of its window only in the next frame
    shot = Image.open(BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    page.set_viewport_size(size)
    small = shot.resize((shot.width // SHRUNK, shot.height // SHRUNK), Image.Resampling.LANCZOS)
    return small.quantize(COLORS, dither=Image.Dither.NONE)


def keep(picture: Image.Image, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    picture.save(path, optimize=True)


def compare(one: Image.Image, other: Image.Image) -> Difference:
    """What is seen to differ. Pictures of two sizes differ where only one of them has pixels."""
    width, height = max(one.width, other.width), max(one.height, other.height)
    far = np.linalg.norm(_colors(one, width, height) - _colors(other, width, height), axis=2) > DELTA
    far |= ~_covered(one, far.shape) | ~_covered(other, far.shape)
    return Difference(float(far.mean()), Image.fromarray(far.astype(np.uint8) * 255))


def _colors(picture: Image.Image, width: int, height: int) -> Colors:
    """L from 0 to 100, a and b around 0."""
    sheet = Image.new("RGB", (width, height), "white")
    sheet.paste(picture.convert("RGB"))
    lab = cast(Image.Image, ImageCms.applyTransform(sheet.filter(ImageFilter.GaussianBlur(BLUR)), LAB))
    lightness, a, b = (np.asarray(band, dtype=np.float32) for band in lab.split())
    return np.stack([lightness / np.float32(2.55), a - np.float32(128), b - np.float32(128)], axis=2)


def _covered(picture: Image.Image, shape: tuple[int, ...]) -> "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]":
    covered = np.zeros(shape, dtype=np.bool_)
    covered[: picture.height, : picture.width] = True
    return covered
