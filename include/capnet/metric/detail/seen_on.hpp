#pragma once
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/model/validity.hpp>
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
  const auto on = [&](date day, certainty sure) {
    return validity{{.day = day, .sure = sure, .statuses = view.options().statuses}};
  };
  const std::array<validity, 4> counts{on(days.first, certainty::certain), on(days.first, certainty::possible),
                                       on(days.second, certainty::certain), on(days.second, certainty::possible)};
  std::array<validity, 4> party = counts;
  for (validity& test : party) test = test.parties(view.schema().relation(r).nature);
  const layer& ties = view.net().layer(r);
  const bool always = always_exist(view.net(), ties.sources()) && always_exist(view.net(), ties.targets());
  ties.for_each([&](std::uint32_t row, const dated_tie& uv) {
    unsigned seen = 0;
    for (unsigned k = 0; k < 4; ++k) seen |= unsigned{counts[k].active(uv.when)} << k;
    if (seen != 0 && !always) {
      const held_when u = view.net().parts().held(uv.source), v = view.net().parts().held(uv.target);
      for (unsigned k = 0; k < 4; ++k) seen &= ~(unsigned{!party[k].active(u) || !party[k].active(v)} << k);
    }
    if (uv.when.undated()) seen &= ~unsigned{sure_first | sure_second};
    if (seen == 0 || !keep(uv)) return;
    const auto [u, v] = key(uv);
    into.push_back({u, v, {r, row}, static_cast<std::uint8_t>(seen)});
  });
}

}  // namespace capnet::detail
