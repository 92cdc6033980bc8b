#pragma once
/// Who requires skills, and whose levels answer for them.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/core/parallel.hpp>
#include <capnet/core/text.hpp>
#include <capnet/model/relations.hpp>
#include <capnet/skill/skill_levels.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

/// Whose gaps are asked.
///
/// - An *organization* requires what its `requires_skill` ties say; those it `employs` answer, and it itself of what it
///   says that it has.
/// - A *person* requires what the organizations that employ them do: of each skill the highest level that any of them
///   requires, at the highest importance. They answer for themselves alone.
/// - A *project* requires what its ties say; the organizations that ask for it answer (`asks_for`), and those they
///   employ: its gap is what has to come from elsewhere.
/// - A *program* requires what its ties say; those who run it or participate in it answer, and those they employ.
///
/// People are never added to organizations: each gap is of one kind of party.
enum class gap_party : std::uint8_t { organization, person, project, program };

/// A party, what is required of it, and who answers for it.
struct gap_group {
  vertex_ref party{};
  std::vector<std::size_t> required{};  ///< rows of skill_levels::required; several: the highest level of any
  std::vector<std::uint32_t> people{};  ///< rows of skill_levels::held: of whom a level is expected
  std::vector<std::uint32_t> own{};     ///< of organizations that answer for what they say that they have
};

namespace detail {

[[nodiscard]] inline kind_index kind_of(const schema& known, gap_party by) {
  return by == gap_party::organization ? known.index_of<kind::organization>()
         : by == gap_party::person     ? known.index_of<kind::person>()
         : by == gap_party::project    ? known.index_of<kind::project>()
                                       : known.index_of<kind::program>();
}

/// Finds the groups of parties.
class group_finder {
 public:
  /// Pre: both outlive it.
  group_finder(const network_view& view, const skill_levels& levels, gap_party by)
      : view_{&view}, levels_{&levels}, by_{by} {}

  /// The parties of which a skill is required, by id.
  [[nodiscard]] std::vector<vertex_ref> parties(unsigned threads) const {
    std::vector<vertex_ref> all;
    for (const kind_index one : view_->schema().subkinds(kind_of(view_->schema(), by_))) {
      const auto vertices = view_->net().vertices(one);
      const auto found = parallel_reduce(
          vertices.size(), rows_at_once, threads, std::vector<vertex_ref>{},
          [&](std::size_t first, std::size_t last) {
            std::vector<vertex_ref> some;
            for (std::size_t k = first; k < last; ++k) {
              if (requires_any(vertices[k]) && view_->contains(vertices[k])) some.push_back(vertices[k]);
            }
            return some;
          },
          [](std::vector<vertex_ref> so_far, const std::vector<vertex_ref>& some) {
            so_far.insert(so_far.end(), some.begin(), some.end());
            return so_far;
          });
      all.insert(all.end(), found.begin(), found.end());
    }
    return all;
  }
  void find(vertex_ref party, gap_group& to) const {
    to.party = party;
    to.required.clear(), to.people.clear(), to.own.clear();
    if (by_ == gap_party::person) {
      to.people.push_back(static_cast<std::uint32_t>(*levels_->held.row_of(party)));
      each_in<rel::employs>(party, [&](vertex_ref employer) {
        if (requires_skill(employer)) to.required.push_back(*levels_->required.row_of(employer));
      });
      unique(to.required);
      return;
    }
    to.required.push_back(*levels_->required.row_of(party));
    if (by_ == gap_party::organization) return add(party, to);
    if (by_ == gap_party::project) {
      each_in<rel::asks_for>(party, [&](vertex_ref v) { add(v, to); });
    } else {
      each_in<rel::runs>(party, [&](vertex_ref v) { add(v, to); });
      each_in<rel::participates_in>(party, [&](vertex_ref v) { add(v, to); });
    }
    unique(to.people), unique(to.own);
  }

 private:
  /// It or, of a person, an employer.
  [[nodiscard]] bool requires_any(vertex_ref v) const {
    if (by_ != gap_party::person) return requires_skill(v);
    bool any = false;
    each_in<rel::employs>(v, [&](vertex_ref employer) { any = any || requires_skill(employer); });
    return any;
  }
  [[nodiscard]] bool requires_skill(vertex_ref v) const {
    const auto row = levels_->required.row_of(v);
    return row && levels_->required.first(*row) != levels_->required.last(*row);
  }
  template <class Relation, class Visit>
  void each_in(vertex_ref v, const Visit& visit) const {
    view_->for_each_in(view_->schema().index_of<Relation>(), v, [&](const tie_end& end) {
      if (view_->contains(end.vertex)) visit(end.vertex);
    });
  }
  /// An organization with its staff, or a person; others hold nothing.
  void add(vertex_ref v, gap_group& to) const {
    const auto row = levels_->held.row_of(v);
    if (!row) return;
    const auto staff = levels_->staff.of(v);
    to.people.insert(to.people.end(), staff.begin(), staff.end());
    const bool organization = levels_->staff.organizations.admits(v.kind);
    (organization ? to.own : to.people).push_back(static_cast<std::uint32_t>(*row));
  }
  template <class T>
  static void unique(std::vector<T>& all) {
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
  }

  const network_view* view_;
  const skill_levels* levels_;
  gap_party by_;
};

}  // namespace detail
}  // namespace capnet
