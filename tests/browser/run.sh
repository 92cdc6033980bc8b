#!/bin/sh
# Runs the browser test on the reports given; without one, on reports of the made-up payloads of mock.py.
# Installs Chromium, its driver, selenium and a Japanese font from Debian where they are missing (needs root or sudo, and a network).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
python=/usr/bin/python3

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

if [ $# -eq 0 ]; then
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  $python "$here/mock.py" "$folder"
  for payload in "$folder"/*.json; do $python "$here/assemble.py" "$payload" "${payload%.json}.html"; done
  set -- "$folder"/*.html
fi
$python "$here/report_test.py" "$@"
