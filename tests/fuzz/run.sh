#!/bin/sh
# Runs each target that was built for SECONDS / targets, or a minute. Corpora grow in build/fuzz/corpus; an input that fails is named.
set -eu
cd "$(dirname "$0")/../.."
here=tests/fuzz
built=build/fuzz
targets=$(ls $here/*_fuzz.cpp | sed 's|.*/||; s|_fuzz.cpp||')
each=60
[ -z "${1:-}" ] || each=$(($1 / $(echo "$targets" | wc -w)))
[ "$each" -gt 0 ] || each=1  # 0 is for ever
[ -n "${TMPDIR:-}" ] || [ ! -w /dev/shm ] || export TMPDIR=/dev/shm
export UBSAN_OPTIONS=print_stacktrace=1
symbolizer=$(command -v llvm-symbolizer-19 || command -v llvm-symbolizer || true)
[ -z "$symbolizer" ] || export ASAN_SYMBOLIZER_PATH="$symbolizer"
mkdir -p $built/found
failed=""
for name in $targets; do
  echo "== $name, $each s"
  mkdir -p "$built/corpus/$name"
  log="$built/$name.log"
  if "$built/tests/fuzz/fuzz_$name" -max_total_time="$each" -max_len=16384 -timeout=10 -rss_limit_mb=2048 -dict=$here/dictionary.txt \
      -artifact_prefix="$built/found/$name-" -print_final_stats=1 "$built/corpus/$name" "$here/corpus/$name" >"$log" 2>&1; then
    grep -E 'cov: ' "$log" | tail -n 1
  else
    tail -n 60 "$log"
    failed="$failed $name"
  fi
done
[ -n "$failed" ] || exit 0
echo "failed:$failed; the inputs:" >&2
ls $built/found/* >&2
echo "mend, and keep the input in $here/corpus/TARGET" >&2
exit 1
