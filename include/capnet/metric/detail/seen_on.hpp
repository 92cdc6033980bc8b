#pragma once
#include <cstdint>
#include <utility>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet::detail {

/// On which of two days something held, surely or possibly: bits of `seen`.
inline constexpr std::uint8_t sure_first = 1, maybe_first = 2, sure_second = 4, maybe_second = 8;

/// A pair, or a member twice, with a row that says so.
struct seen_row {
  vertex_ref u{}, v{};
  tie_ref tie{};
  std::uint8_t seen = 0;
};

/// Appends each tie of a relation that held, or may have, on one of the days. What has no dates may have held on any.
template <class Keep, class Key>
void add_seen(const network_view& view, relation_index r, std::pair<date, date> days, const Keep& keep, const Key& key,
              std::vector<seen_row>& into) {
  std::vector<std::uint8_t> seen(view.net().layer(r).rows());
  const auto mark = [&](date day, certainty sure, std::uint8_t bit) {
    const network_view then{view.net(), {.day = day, .sure = sure, .statuses = view.options().statuses}};
    then.for_each_tie(r, [&](tie_ref t, const dated_tie& uv) {
      if (sure == certainty::possible || !uv.when.undated()) seen[t.row] |= bit;
    });
  };
  mark(days.first, certainty::certain, sure_first);
  mark(days.first, certainty::possible, maybe_first);
  mark(days.second, certainty::certain, sure_second);
  mark(days.second, certainty::possible, maybe_second);
  view.net().layer(r).for_each([&](std::uint32_t row, const dated_tie& uv) {
    if (seen[row] == 0 || !keep(uv)) return;
    const auto [u, v] = key(uv);
    into.push_back({u, v, {r, row}, seen[row]});
  });
}

}  // namespace capnet::detail
