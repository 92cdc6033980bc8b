#pragma once
/// Rules of what ends: members leave, ties lapse, contacts rotate.
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include <capnet/core/date.hpp>
#include <capnet/core/text.hpp>
#include <capnet/sim/rule/arrival.hpp>
#include <capnet/sim/simulation_step.hpp>

namespace capnet {
namespace detail {

[[nodiscard]] inline std::string in_words(const std::optional<std::chrono::month_day>& day) {
  if (!day) return {};
  return ", on=" + std::to_string(static_cast<unsigned>(day->month())) + "/" +
         std::to_string(static_cast<unsigned>(day->day()));
}

}  // namespace detail

/// Each of a group leaves the network with probability `hazard`: in each step, or only in those into which a day of the
/// year falls, such as 1 April. Its states end with it; deeds stay counted.
struct leaving {
  group_id from{};
  double hazard = .01;
  std::optional<std::chrono::month_day> on{};
  [[nodiscard]] std::string name() const {
    return "leaving(hazard=" + short_number(hazard, 12) + detail::in_words(on) + ")";
  }
  void operator()(simulation_step& now) const {
    detail::expect_share(hazard, "hazard");
    if (on && !now.passes(*on)) return;
    now.each(now.group(from), [&](actor& v) {
      if (v.chance(hazard)) v.leave();
    });
  }
};

/// Each tie of a relation ends with probability `hazard`: in each step, or only in those into which a day of the year
/// falls.
struct lapse {
  relation_index relation{};
  double hazard = .01;
  std::optional<std::chrono::month_day> on{};
  [[nodiscard]] std::string name() const {
    return "lapse(hazard=" + short_number(hazard, 12) + detail::in_words(on) + ")";
  }
  void operator()(simulation_step& now) const {
    detail::expect_share(hazard, "hazard");
    if (on && !now.passes(*on)) return;
    now.each_tie(now.rows(relation), [&](tie_actor& uv) {
      if (uv.chance(hazard)) uv.end();
    });
  }
};

/// Rotation: on a day of the year, 1 April unless said otherwise, each person that an organization employs moves on
/// with probability `share`: the old one is gone from the network with what it knew, and a new one takes the post,
/// knowing nothing. Persons are conserved: one comes for each that leaves.
struct rotation {
  double share = .25;
  std::chrono::month_day on = std::chrono::April / 1;
  [[nodiscard]] std::string name() const {
    return "rotation(share=" + short_number(share, 12) + detail::in_words(on) + ")";
  }
  void operator()(simulation_step& now) const {
    detail::expect_share(share, "share");
    if (!now.passes(on)) return;
    const tie_store& posts = now.rows<rel::employs>();
    const random_streams coins = now.streams();
    std::vector<std::uint32_t> rows;
    for (std::uint32_t row = 0; row < posts.rows(); ++row) {
      random_stream rng = coins.of(now.state().entity(posts.target(row)));
      if (posts.holds(row) && rng.coin(share)) rows.push_back(row);
    }
    const vertex_index first = now.state().order();
    now.arrive(now.kind<kind::person>(), rows.size(), [&](newcomer&) {});
    for (std::size_t k = 0; k < rows.size(); ++k) {
      now.leave(posts.target(rows[k]));
      now.tie(posts, posts.source(rows[k]), first + static_cast<vertex_index>(k));
    }
  }
};

}  // namespace capnet
