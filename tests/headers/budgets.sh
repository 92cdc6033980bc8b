#!/bin/sh
# What including a header costs, in lines after preprocessing, against tests/headers/budgets.txt; and that asking pulls in no
# building: no header includes the freezer, oneTBB or Boost.
#   sh budgets.sh COMPILER INCLUDE BUDGETS           checks
#   sh budgets.sh COMPILER INCLUDE BUDGETS --write   writes the table anew, with a twentieth of room
set -eu
compiler=$1 include=$2 budgets=$3 write=${4:-}

# "LINES FOREIGN" of a header: FOREIGN names what it should not include, or is "-".
measure() {
  echo "#include <$1>" | "$compiler" -std=c++20 -I"$include" -E -x c++ - | awk '
    /^# [0-9]+ "/ { if ($3 ~ /\/tbb\/|\/boost\/|network\/detail\/|network\/recorded|network\/layer_builder|-inl\.hpp/) foreign = $3; next }
    NF { lines++ }
    END { print lines + 0, foreign == "" ? "-" : foreign }'
}

headers=$(cd "$include" && find capnet -name '*.hpp' | grep -v -e '-inl\.hpp$' -e /detail/ -e /linalg/ -e /interop/boost_ \
  -e /interop/serialization -e /interop/checkpoint -e /interop/range_v3 -e /network/recorded -e /network/layer_builder -e /network/tie_input | LC_ALL=C sort)
if [ "$write" = --write ]; then
  for header in $headers; do
    set -- $(measure "$header")
    echo "$header $(($1 * 21 / 20 / 100 * 100 + 100))"
  done >"$budgets"
  exit
fi
failed=0
for header in $headers; do
  budget=$(awk -v header="$header" '$1 == header { print $2 }' "$budgets")
  if [ -z "$budget" ]; then
    echo "$header has no budget; expected a line in $budgets"
    failed=1
    continue
  fi
  set -- $(measure "$header")
  if [ "$1" -gt "$budget" ]; then
    echo "$header is $1 lines after preprocessing; expected at most its budget of $budget: what does it include that it could declare?"
    failed=1
  fi
  if [ "$2" != - ]; then
    echo "$header includes $2; expected asking to compile no freezer, oneTBB or Boost"
    failed=1
  fi
done
for header in $(awk '{ print $1 }' "$budgets"); do
  [ -e "$include/$header" ] || { echo "$header has a budget, but is gone; expected its line to go too"; failed=1; }
done
exit $failed
