#pragma once
/// Rules of who ties itself to whom.
#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include <capnet/core/elementary.hpp>
#include <capnet/core/simd.hpp>
#include <capnet/core/text.hpp>
#include <capnet/model/relations.hpp>
#include <capnet/sim/rule/arrival.hpp>
#include <capnet/sim/simulation_step.hpp>

namespace capnet {

/// Each organization that arrived in the step ties itself to `ties` different members of a group that were there
/// before, or to all where there are not so many: with probability `homophily` to one of its own sector, if that is
/// known and one is left, else to anyone; all are equally likely there.
struct homophilous_attachment {
  group_id among{};
  relation_index relation{};
  std::uint32_t ties = 2;
  double homophily = 0;
  [[nodiscard]] std::string name() const {
    return "homophilous_attachment(ties=" + std::to_string(ties) + ", homophily=" + short_number(homophily, 12) + ")";
  }
  void operator()(simulation_step& now) const {
    detail::expect_share(homophily, "homophily");
    const vertex_group& there = now.group(among);
    const tie_store& all = now.rows(relation);
    const kind_index organizations = now.kind<kind::organization>();
    const auto own_sector = [&](const actor& v) {
      return v.sector() == sector::unknown ? std::span<const vertex_index>{} : there.of(v.sector());
    };
    const std::uint32_t most = std::min(ties, there.size());
    const auto attach = [&](actor& v) {
      if (!now.state().is_a(v, organizations)) return;
      const auto own = own_sector(v);
      std::array<vertex_index, 8> few{};
      std::vector<vertex_index> many;
      if (most > few.size()) many.resize(most);
      const std::span<vertex_index> chosen{most > few.size() ? many.data() : few.data(), most};
      // Where there are plenty of its own sector nobody needs to count those chosen, whose sectors are far apart.
      const bool few_own = own.size() < std::size_t{2} * ties;
      std::size_t chosen_within = 0;
      for (std::size_t k = 0; k < chosen.size(); ++k) {
        const bool within = v.chance(homophily) && chosen_within < own.size();
        const std::span<const vertex_index> from = within ? own : there.members();
        chosen[k] = draw_other(v, from, chosen.first(k), within ? chosen_within : k);
        if (few_own && now.state().sector(chosen[k]) == v.sector()) ++chosen_within;
        v.tie(all, chosen[k]);
      }
    };
    // Members are drawn from all over memory: those of some newcomers are fetched at once.
    now.each_newcomer(attach, [&](actor v) {
      const auto own = own_sector(v);
      const std::span<const vertex_index> from[] = {there.members(), own.empty() ? there.members() : own};
      for (std::uint32_t k = 0; k < most; ++k) {
        const auto& drawn = from[v.chance(homophily) ? 1 : 0];
        detail::prefetch(drawn.data() + v.below(drawn.size()));
      }
    });
  }

 private:
  /// One of `from` that is not taken, all alike; `gone` of the taken ones are of `from`. Tries until one is left, and
  /// counts where few are.
  static vertex_index draw_other(actor& v, std::span<const vertex_index> from, std::span<const vertex_index> taken,
                                 std::size_t gone) {
    const auto is_taken = [&](vertex_index w) { return std::ranges::find(taken, w) != taken.end(); };
    if (2 * gone <= from.size()) {
      for (;;) {
        const vertex_index w = from[v.below(from.size())];
        if (!is_taken(w)) return w;
      }
    }
    std::size_t at = v.below(from.size() - gone);
    for (const vertex_index w : from) {
      if (!is_taken(w) && at-- == 0) return w;
    }
    return from.front();  // not reached
  }
};

/// Preferential attachment (Barabási & Albert 1999), with homophily (Karimi et al. 2018): each organization that
/// arrived in the step ties itself to `ties` different members of a group that were there before, or to as many as it
/// can, chosen with probability proportional to their ties and one more, times h within its own sector and 1 - h
/// beyond. h = 1/2: no homophily. Who is of an unknown sector is alike to nobody.
///
/// Exact, by drawing ends of ties and rejecting: some 1 / min(h, 1 - h) draws for each tie, more where many ties ended.
struct preferential_attachment {
  group_id among{};
  relation_index relation{};
  std::uint32_t ties = 2;
  double homophily = .5;  ///< h
  [[nodiscard]] std::string name() const {
    return "preferential_attachment(ties=" + std::to_string(ties) + ", homophily=" + short_number(homophily, 12) + ")";
  }
  void operator()(simulation_step& now) const {
    detail::expect_share(homophily, "homophily");
    const vertex_group& there = now.indexed_group(among);
    const tie_store& all = now.rows(relation);
    const simulation_state& state = now.state();
    const kind_index organizations = now.kind<kind::organization>();
    now.each_newcomer([&](actor& v) {
      if (!now.state().is_a(v, organizations)) return;
      const std::size_t own = v.sector() == sector::unknown ? 0 : there.of(v.sector()).size();
      std::size_t alike_left = homophily > 0 ? own : 0, others_left = homophily < 1 ? there.size() - own : 0;
      std::vector<vertex_index> chosen;
      while (chosen.size() < ties && alike_left + others_left > 0) {
        const std::uint64_t slot = draw_slot(v, std::uint64_t{2} * all.rows() + there.size());
        vertex_index w = 0;
        if (slot < there.size()) {
          w = there[slot];
        } else {
          const auto row = static_cast<std::uint32_t>((slot - there.size()) / 2);
          w = (slot - there.size()) % 2 == 0 ? all.source(row) : all.target(row);
          if (!all.holds(row) || !there.contains(w)) continue;
        }
        const bool alike = v.sector() != sector::unknown && state.sector(w) == v.sector();
        if (std::ranges::find(chosen, w) != chosen.end() || !v.chance(alike ? homophily : 1 - homophily)) continue;
        --(alike ? alike_left : others_left);
        chosen.push_back(w);
        v.tie(all, w);
      }
    });
  }

 private:
  static std::uint64_t draw_slot(actor& v, std::uint64_t n) {
    return n <= 0xFFFFFFFFu ? v.below(n) : static_cast<std::uint64_t>(v.uniform() * static_cast<double>(n));
  }
};

/// Triadic closure: each of a kind forms a tie with probability `chance` in a step to a friend of a friend, drawn by
/// two steps along its ties: of itself, or of whom it is tied to already, nothing comes. (Holme & Kim 2002, without new
/// vertices.)
struct triadic_closure {
  kind_index who{};
  relation_index relation{};
  double chance = .1;
  [[nodiscard]] std::string name() const { return "triadic_closure(chance=" + short_number(chance, 12) + ")"; }
  void operator()(simulation_step& now) const {
    detail::expect_share(chance, "chance");
    const tie_store& all = now.relation(relation);
    now.each(who, [&](actor& v) {
      const auto friends = all.of(v);
      if (friends.empty() || !v.chance(chance)) return;
      const auto theirs = all.of(friends[v.below(friends.size())].vertex);
      if (theirs.empty()) return;
      const vertex_index w = theirs[v.below(theirs.size())].vertex;
      if (w != v && !all.joins(v, w)) v.tie(all, w);
    });
  }
};

/// Actor-oriented choice (Snijders 2001): each of a kind gets a chance with probability `rate` in a step, and then
/// changes one of its ties to members of a group, or nothing, with probability proportional to exp(sum of beta s), s
/// being what its statistics would be: its ties, those that are returned (directed) and those that are closed by a
/// third, and those to its own sector. All are offered to it at once, so time is O(members * degree) for each chance.
struct actor_choice {
  kind_index who{};
  group_id among{};
  relation_index relation{};
  double rate = .1;
  double outdegree = -2;    ///< beta of the number of ties
  double reciprocity = 0;   ///< of ties that are returned
  double transitivity = 0;  ///< of pairs of its ties that are tied
  double same_sector = 0;   ///< of ties to its own sector
  [[nodiscard]] std::string name() const {
    return "actor_choice(rate=" + short_number(rate, 12) + ", outdegree=" + short_number(outdegree, 12) +
           ", reciprocity=" + short_number(reciprocity, 12) + ", transitivity=" + short_number(transitivity, 12) +
           ", same_sector=" + short_number(same_sector, 12) + ")";
  }
  void operator()(simulation_step& now) const {
    detail::expect_share(rate, "rate");
    const tie_store& all = now.relation(relation);
    const vertex_group& there = now.group(among);
    const simulation_state& state = now.state();
    now.each(who, [&](actor& v) {
      if (!v.chance(rate)) return;
      std::vector<double> weights{1};  // of changing nothing
      double sum = 1;
      for (const vertex_index w : there.members()) {
        double gain = 0;
        if (w != v) {
          gain = outdegree;
          if (state.sector(w) == v.sector() && v.sector() != sector::unknown) gain += same_sector;
          if (all.directed() && all.joins(w, v)) gain += reciprocity;
          for (const neighbor& vx : all.of(v)) {
            if (vx.vertex != w && vx.vertex != v &&
                (all.joins(vx.vertex, w) || (all.directed() && all.joins(w, vx.vertex))))
              gain += transitivity;
          }
          if (all.joins(v, w)) gain = -gain;
        }
        weights.push_back(w == v ? 0 : portable_exp(gain));
        sum += weights.back();
      }
      double at = v.uniform() * sum;
      for (std::size_t k = 0; k < weights.size(); ++k) {
        if (at >= weights[k]) {
          at -= weights[k];
          continue;
        }
        if (k == 0) return;
        const vertex_index w = there[k - 1];
        for (const neighbor& vw : all.of(v)) {
          if (vw.vertex == w) return v.untie(all, vw.row);
        }
        return v.tie(all, w);
      }
    });
  }
};

}  // namespace capnet
