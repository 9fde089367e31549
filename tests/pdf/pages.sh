#!/usr/bin/env bash
# Draws the pages of an annex and looks at them: ink only within the margins, no page more than a third empty but the last.
# Usage: tests/pdf/pages.sh FILE.pdf …   (needs pdftoppm, from Debian's poppler-utils)
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A page at 36 dpi is 298 × 421 grey bytes: half a millimetre of margin is less than a pixel.
for file in "$@"; do
    rm -f "$work"/*
    pdftoppm -r 36 -gray "$file" "$work/page"
    pages=("$work"/page-*.pgm)
    for page in "${pages[@]}"; do
        last=$([ "$page" = "${pages[-1]}" ] && echo 1 || echo 0)
        od -An -v -tu1 -w1 -j "$(head -n 3 "$page" | wc -c)" "$page" | awk -v name="$file ${page##*/}" -v last="$last" '
            BEGIN { width = 298; left = 33; right = 271; top = 14; bottom = 408 }
            $1 < 200 {
                x = (NR - 1) % width; y = int((NR - 1) / width); ink++
                if (x < left || x > right || y < top || y > bottom) outside++
                if (y > lowest && y < 392) lowest = y
            }
            END {
                if (NR != width * 421) { print name ": " NR " pixels, expected A4"; exit 1 }
                if (outside) { print name ": " outside " dark pixels outside of the margins"; exit 1 }
                if (!last && lowest < 274) { print name ": more than a third empty (ink down to " lowest " of 398)"; exit 1 }
            }'
    done
    echo "$file: ${#pages[@]} pages"
done
