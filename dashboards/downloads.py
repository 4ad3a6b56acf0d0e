"""What static/downloads.js is told: where a page comes from, in the reader's words, and the fonts of its pictures.

Belongs here: the words and the fonts. Does not: workbooks (workbooks), what is made in the browser (static/*.js).
"""

from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

from markupsafe import Markup

from dashboards.blocks import Page
from dashboards.figure_json import script_json
from dashboards.release_facts import ReleaseFacts
from dashboards.words import Words

# Family, weights, whether it is needed only for Urdu, and its file beside the pages.
PICTURE_FONTS = (
    ("Inter", "100 900", False, "inter-latin-variable.woff2"),
    ("Takedown Naskh", "400", True, "noto-naskh-arabic-arabic-400-normal.woff2"),
)


def downloads_json(facts: ReleaseFacts, words: Words) -> Callable[[Page], Markup]:
    """What a template calls with the page."""
    say = words.say
    release = words.ltr(facts.release_id)

    def write(page: Page) -> Markup:
        return script_json({
            "page": page.slug,
            "release": facts.release_id,
            "source": say("Release {release}, as of {day}.", release=release, day=words.day(facts.as_of_date)),
            "copied": say("The link is copied."),
            "not_copied": say("The link is in the address bar."),
            "failed": say("This browser could not make the file."),
        })  # fmt: skip

    return write


def font_script(folder: Path) -> str:
    """A script with the fonts of `folder` that pictures carry: a page on a disk cannot read files beside it."""
    fonts = [
        {"family": family, "weight": weight, "isArabic": is_arabic, "data": b64encode(path.read_bytes()).decode()}
        for family, weight, is_arabic, name in PICTURE_FONTS
        if (path := folder / name).is_file()
    ]
    return f"window.takedownFonts = {script_json(fonts)};\n"
