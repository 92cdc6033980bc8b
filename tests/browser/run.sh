#!/bin/sh
# run.sh CAPNET [REPORT.html ...]: makes reports of the folders of folders.py with the command CAPNET and runs the browser test on
# them and on the reports given.
# Installs Chromium, its driver, selenium and a Japanese font from Debian where they are missing (needs root or sudo, and a network).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
python=/usr/bin/python3
[ $# -gt 0 ] || { sed -n '2,3s/^# //p' "$0"; exit 2; }

missing=""
command -v chromium > /dev/null || missing="$missing chromium"
command -v chromedriver > /dev/null || missing="$missing chromium-driver"
$python -c 'import selenium' 2> /dev/null || missing="$missing python3-selenium"
if ! command -v fc-list > /dev/null || ! fc-list :lang=ja family | grep -q .; then missing="$missing fontconfig fonts-noto-cjk"; fi
if [ -n "$missing" ]; then
  if [ "$(id -u)" -eq 0 ]; then as_root=""; else as_root="sudo"; fi
  $as_root apt-get update -qq || { echo "run.sh: can't install$missing" >&2; exit 3; }
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing > /dev/null || { echo "run.sh: can't install$missing" >&2; exit 3; }
fi

capnet=$1
shift
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
$python "$here/folders.py" "$made"
for folder in "$made"/*/; do "$capnet" report "$folder" -o "${folder%/}.html" > /dev/null; done
"$capnet" report "$made/moving" --probability 0.3 --spread-from m0 --what-if --rate 1 --replicas 20 -o "$made/simulated.html" > /dev/null
"$capnet" report "$made/skilled" --as-of 2024-12-31 -o "$made/skilled.html" > /dev/null
"$capnet" report "$made/skilled" --as-of 2024-12-31 --leave 0.2 -o "$made/leaving.html" > /dev/null
$python "$here/report_test.py" "$made"/*.html "$@"
