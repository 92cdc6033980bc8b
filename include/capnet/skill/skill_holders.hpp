#pragma once
/// Who holds a skill: an inverted index, from each skill to its holders.
#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <span>
#include <vector>

#include <capnet/core/expect.hpp>
#include <capnet/model/relations.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

/// A vertex that holds a skill, and its level if that is known.
struct skill_holder {
  vertex_ref vertex{};
  std::optional<double> level{};
  friend bool operator==(const skill_holder&, const skill_holder&) = default;
};

/// A skill at some level or above.
struct wanted_skill {
  vertex_ref skill{};
  double level = 0;  ///< 0: any
};

/// Who has all of several skills.
struct skill_matches {
  std::vector<vertex_ref> surely{};  ///< ascending
  /// Ascending: also those of whom nothing known speaks against it; holds `surely`.
  std::vector<vertex_ref> possibly{};
};

/// For each skill of a view, who has it: `has_skill` ties between ends that count.
///
/// Of several ties between the same two the highest known level stands. A level of 0 says that the skill is not had, a
/// tie without level that it is had at a level nobody knows; without a tie nothing is known, and nobody is a holder by
/// that. What is planned does not count.
class skill_index {
 public:
  /// Time O(ties log ties), space O(ties).   Throws: input_error if the network's schema has no `has_skill`.
  explicit skill_index(const network_view& view) : by_skill_(view.schema().kind_count()) {
    const kind_index skills = view.schema().index_of<kind::skill>();
    for (const kind_index k : view.schema().subkinds(skills))
      by_skill_[static_cast<std::size_t>(k)].resize(view.net().order(k)), order_ += view.net().order(k);
    const relation_index has = view.schema().index_of<rel::has_skill>();
    view.for_each_vertex_of(skills, [&](vertex_ref s) {
      std::vector<skill_holder>& row = by_skill_[static_cast<std::size_t>(s.kind)][s.value];
      view.for_each_in(has, s, [&](const tie_end& end) {
        row.push_back({end.vertex, view.net().layer(has).tie(end.tie.row).weight});
      });
      std::ranges::sort(row, [](const skill_holder& a, const skill_holder& b) {
        return a.vertex != b.vertex ? a.vertex < b.vertex : a.level > b.level;
      });
      row.erase(std::unique(row.begin(), row.end(),
                            [](const skill_holder& a, const skill_holder& b) { return a.vertex == b.vertex; }),
                row.end());
      std::erase_if(row, [](const skill_holder& h) { return h.level && !(*h.level > 0); });
      std::ranges::sort(row, [](const skill_holder& a, const skill_holder& b) {
        return a.level != b.level ? a.level > b.level : a.vertex < b.vertex;
      });
    });
  }

  /// All holders of a skill: by falling level, equals by kind and id, those of unknown level last. Throws input_error
  /// for what is no skill of the network, here and below. O(1).
  [[nodiscard]] std::span<const skill_holder> holders(vertex_ref skill) const {
    const auto k = static_cast<std::size_t>(skill.kind);
    detail::expect(k < by_skill_.size() && skill.value < by_skill_[k].size(), "vertex ", skill.value,
                   " of kind number ", k, " is none of the ", order_, " skills of this network; expected one of them");
    return by_skill_[k][skill.value];
  }
  /// Those known to hold it at `level` or above. O(log holders).
  [[nodiscard]] std::span<const skill_holder> holders(vertex_ref skill, double level) const {
    const std::span<const skill_holder> all = holders(skill);
    const auto end =
        std::ranges::partition_point(all, [&](const skill_holder& h) { return h.level && *h.level >= level; });
    return all.first(static_cast<std::size_t>(end - all.begin()));
  }
  /// Those who hold it at a level nobody knows. O(log holders).
  [[nodiscard]] std::span<const skill_holder> of_unknown_level(vertex_ref skill) const {
    const std::span<const skill_holder> all = holders(skill);
    const auto begin = std::ranges::partition_point(all, [](const skill_holder& h) { return h.level.has_value(); });
    return all.subspan(static_cast<std::size_t>(begin - all.begin()));
  }
  /// Who has all of the skills, each at its level. With a level of 0 any known or unknown level will do. Nothing
  /// wanted: nobody. Time O(holders of the skills, x log).
  [[nodiscard]] skill_matches holders_of_all(std::span<const wanted_skill> wanted) const {
    skill_matches found;
    for (std::size_t k = 0; k < wanted.size(); ++k) {
      std::vector<vertex_ref> surely, possibly;
      for (const skill_holder& h : holders(wanted[k].skill)) {
        const bool any = !(wanted[k].level > 0);
        if (any || (h.level && *h.level >= wanted[k].level)) surely.push_back(h.vertex);
        if (any || !h.level || *h.level >= wanted[k].level) possibly.push_back(h.vertex);
      }
      narrow(found.surely, std::move(surely), k == 0);
      narrow(found.possibly, std::move(possibly), k == 0);
    }
    return found;
  }

 private:
  static void narrow(std::vector<vertex_ref>& all, std::vector<vertex_ref> some, bool first) {
    std::ranges::sort(some);
    if (first) {
      all = std::move(some);
      return;
    }
    std::vector<vertex_ref> both;
    std::ranges::set_intersection(all, some, std::back_inserter(both));
    all = std::move(both);
  }

  std::size_t order_ = 0;                                         // of all skills
  std::vector<std::vector<std::vector<skill_holder>>> by_skill_;  // [kind][id]
};

}  // namespace capnet
