"""The report of an evaluation: one HTML file that needs nothing else, not even a network.

    report_html(result, references, hypotheses) -> str

| module | holds |
|---|---|
| `payload` | results and texts as the page's script reads them |
| `marks` | flags and names of segments |
| `links` | words aligned cheaply, for pointing at them |
| `page` | template, style and scripts made one file |
| `notebook` | the summary as a static table |
| `web/` | what the browser runs: `template.html`, `style.css`, `dark.css`, `*.js` |
"""

from mtkit.evaluation.report.page import report_html, write_report
from mtkit.evaluation.report.payload import Extras

__all__ = ["Extras", "report_html", "write_report"]
