#pragma once
/// Sorting that keeps equals in their order, by std::sort: libstdc++'s own stable sort warns under clang.
#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>
#include <vector>

namespace capnet::detail {

/// Sorts a vector by `less(a, b)`; equals stay in their order. Time O(n log n), space O(n).
template <class T, class Less>
void sort_stably(std::vector<T>& all, const Less& less) {
  std::vector<std::size_t> order(all.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    if (less(all[a], all[b])) return true;
    return !less(all[b], all[a]) && a < b;
  });
  std::vector<T> sorted;
  sorted.reserve(all.size());
  for (const std::size_t at : order) sorted.push_back(std::move(all[at]));
  all = std::move(sorted);
}

}  // namespace capnet::detail
