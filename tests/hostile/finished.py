"""Reads what a build has written with the readers of Python, which had no part in writing it: nothing in a page, a drawing, a Markdown file
or a workbook runs, loads something, or is a formula."""

import base64
import csv
import io
import re
import zipfile
from html.parser import HTMLParser

# Elements of a page and of its drawings.
ELEMENTS = set(
    "html head meta title style body a header p img h1 h2 h3 h4 h5 h6 dl div dt dd strong em nav ol ul li main section footer code figure"
    " figcaption details summary span table caption thead tbody tr th td br blockquote abbr"
    " svg g rect path line polyline polygon circle text tspan desc defs pattern".split()
)
LINK = re.compile(r"(#|https?://|mailto:|tel:|data:text/csv;)|(?![/\\])[^:\\]*$", re.IGNORECASE)
# What Markdown shows as it is.
ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]|&(?:\w+|#\w+);")
CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.wrong, self.styles, self.downloads, self.is_style = [], [], [], False

    def handle_starttag(self, tag, attributes):
        self.is_style = tag == "style"
        # The style sheet and the logo stand beside the page in a folder.
        if tag == "link" and dict(attributes) in [{"rel": "stylesheet", "href": f"{up}assets/style.css"} for up in ["", "../"]]:
            return
        if tag not in ELEMENTS:
            self.wrong.append(f"<{tag}>")
        for name, value in attributes:
            value = value or ""
            if name.startswith("on") or name in ["srcset", "srcdoc", "formaction", "xlink:href", "action", "background", "ping"]:
                self.wrong.append(f"{name}={value}")
            elif name == "src" and not value.startswith(("data:image/", "assets/logo.")):
                self.wrong.append(f"src={value}")
            elif name == "href" and not LINK.match(value):
                self.wrong.append(f"href={value}")
            elif name == "style":
                self.styles.append(value)
            if value.startswith("data:text/csv;"):
                self.downloads.append(base64.b64decode(value.partition(",")[2]).decode())
        if tag == "meta" and dict(attributes).get("http-equiv", "Content-Security-Policy") != "Content-Security-Policy":
            self.wrong.append("<meta http-equiv>")

    def handle_data(self, data):
        if self.is_style:
            self.styles.append(data)

    def handle_endtag(self, tag):
        self.is_style = False


def page(text):
    read = Page()
    read.feed(text)
    read.close()
    for text in read.styles:
        read.wrong += style(text, "data:font/woff2")
    for table in read.downloads:
        read.wrong += download(table)
    return read.wrong


def style(text, fonts):
    """Fonts are a pattern of what the sheet may load."""
    bare = re.sub(r'"(?:\\.|[^"\\])*"|/\*.*?\*/', "", text, flags=re.DOTALL)
    return re.findall(rf"@import|expression\s*\(|url\((?!{fonts})[^)]*\)", bare, re.IGNORECASE)


def download(table):
    cells = [cell for row in csv.reader(io.StringIO(table.lstrip("\ufeff")), delimiter=";") for cell in row]
    return [cell for cell in cells if is_formula(cell)]


def is_formula(cell):
    """Whether a spreadsheet would calculate with a text; a number with its sign is none."""
    return cell[:1] in ["=", "+", "-", "@", "\t", "\r"] and not re.fullmatch(r"[+-][\d., \u202f]+( %)?", cell)


def markdown(text):
    bare = CODE.sub("", ESCAPED.sub("", text))
    bare = re.sub(r"<(https?://|mailto:)[^<>\s]*>", "", bare)
    wrong = re.findall(r"<[a-zA-Z/!?][^\n]{0,40}", bare)
    wrong += re.findall(r"!\[[^\]]*\]\((?!charts/\w+\.svg\))[^)]*", bare)
    wrong += [goal for goal in re.findall(r"\]\(\s*<?([^)\s>]*)", bare) if not LINK.match(goal)]
    return wrong + re.findall(r"^\s*\[[^\]\n]+\]:.*$", bare, re.MULTILINE)


def workbook(bytes_):
    wrong = []
    with zipfile.ZipFile(io.BytesIO(bytes_)) as parts:
        for name in parts.namelist():
            text = parts.read(name).decode("utf-8")
            wrong += [name] if re.search(r"vba|external|connection|activex|embedding|drawing", name, re.IGNORECASE) else []
            wrong += re.findall(r"<(?:f|oleObject|ddeLink|externalReference)\b[^>]*>|<hyperlink [^>]*r:id=", text)
            wrong += re.findall(r'TargetMode="External"', text)
    return wrong


def wrong_in(folder):
    """What stands in the files of a report that must not, by file."""
    readers = {".html": page, ".svg": page, ".md": markdown}
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix in readers:
            found[path.name] = readers[path.suffix](path.read_text(encoding="utf-8"))
        elif path.suffix == ".css":
            found[path.name] = style(path.read_text(encoding="utf-8"), r"Inter-\w+\.woff2\)")
        elif path.parent.name == "downloads":
            found[path.name] = download(path.read_text(encoding="utf-8"))
        elif path.suffix == ".xlsx":
            found[path.name] = workbook(path.read_bytes())
    return {name: wrong for name, wrong in found.items() if wrong}
