"""How long a command takes to start and end, as ratios measured side by side in one run: part of `make bench`.

Each yardstick is what no program with the same libraries can be without. Both sides run alternately, with one thread
for matrix products, and their medians are compared, so that a busy machine disturbs both alike.
"""

from __future__ import annotations

import sys
from pathlib import Path

from maturity.readers.library import examples_folder

PAIRS = 9
ROUND = str(examples_folder() / "fairview.yaml")
MATURITY = [sys.executable, "-m", "maturity"]
HONEST = [sys.executable, str(Path(__file__).with_name("honest_command.py")), ROUND]
DRAWN = "from matplotlib.figure import Figure; import io; Figure().savefig(io.BytesIO(), format={!r})"
SET = """
import matplotlib, typst
fonts = matplotlib.get_data_path() + "/fonts/ttf"
typst.compile(b"= A page", font_paths=[fonts], ignore_system_fonts=True, pdf_standards="ua-1")
"""
SET = (
    '; set = b"#set document(title: [A]); #set text(lang: \\"en\\"); A page"; import matplotlib, typst; typst.compile('
)
