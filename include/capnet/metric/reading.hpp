#pragma once
/// One reading of a network, what surely or what possibly held, and what measures of it share.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <capnet/algorithm/graph_measure.hpp>
#include <capnet/core/memo.hpp>
#include <capnet/metric/cited_sources.hpp>
#include <capnet/metric/find_backbone.hpp>
#include <capnet/metric/network_history.hpp>
#include <capnet/metric/organization_network.hpp>
#include <capnet/metric/participation.hpp>
#include <capnet/metric/sector_groups.hpp>
#include <capnet/model/estimate.hpp>
#include <capnet/view/flatten.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

/// What estimates keep of the rows that they stand on: nothing, the ids of their sources, or the rows themselves too.
enum class rows_kept : std::uint8_t { none, sources, all };

struct measure_options {
  /// Measures of graphs are of these relations' ties; empty: of the organization network.
  std::vector<relation_index> relations{};
  bool directed = false;                 ///< of these relations
  std::optional<vertex_ref> backbone{};  ///< empty: the one that find_backbone finds
  rows_kept rows = rows_kept::all;
  std::uint64_t seed = 0;  ///< of permutations and of resampling
  bool chance = true;      ///< compare with chance where that is drawn: p by permutation
  unsigned threads = 0;    ///< measures that are asked for together: 0 for each core one. The values are the same
  /// Where many days are asked: what they share. Of the same network.
  std::shared_ptr<const network_history> certain_history{}, possible_history{};
};

/// A view of one certainty with what measures share: the organization network, who takes part, who is
/// the backbone, the graph that measures of graphs are taken of. Each is made when it is first asked for and kept for
/// as long as the reading lives: the organization network takes 8 bytes a link and 20 a vertex. From any
/// thread.
class network_reading {
 public:
  network_reading(network_view view, measure_options options) : view_{std::move(view)}, options_{std::move(options)} {}
  network_reading(const network_reading&) = delete;
  network_reading& operator=(const network_reading&) = delete;

  [[nodiscard]] const network_view& view() const { return view_; }
  [[nodiscard]] const snapshot& net() const { return view_.net(); }
  [[nodiscard]] const capnet::schema& schema() const { return view_.schema(); }
  [[nodiscard]] const measure_options& options() const { return options_; }

  /// The organizations that count, linked: see organization_network.
  [[nodiscard]] const flattened& organizations() const {
    return once<organization_network_options>([&] {
      return history() ? history()->organizations().organizations(*view_.options().day) : organization_network(view_);
    });
  }
  /// The organizations that run a program or take part in one, ascending.
  [[nodiscard]] const std::vector<vertex_ref>& members() const {
    struct members_of;
    return once<members_of>(
        [&] { return history() ? history()->members(*view_.options().day) : member_organizations(view_); });
  }
  /// The organization that the network hangs on, as far as it counts in this view.
  [[nodiscard]] std::optional<vertex_ref> backbone() const {
    struct backbone_of;
    return once<backbone_of>([&] { return options_.backbone ? options_.backbone : find_backbone(view_); });
  }
  /// The graph that measures of graphs are taken of, and whom its numbers stand for.
  [[nodiscard]] const flattened& graph() const {
    if (options_.relations.empty()) return organizations();
    struct graph_of;
    return once<graph_of>(
        [&] { return flatten(view_, options_.relations, {.directed = options_.directed, .only_tied = false}); });
  }
  /// The same for measures of graphs: groups are sectors.
  [[nodiscard]] const graph_context& context() const {
    struct groups_of;
    struct context_of;
    const auto& groups = once<groups_of>([&] { return sector_groups(view_, graph().vertices); });
    return *once<context_of>([&] { return std::make_shared<graph_context>(graph().graph, groups); });
  }
  /// The sources that all organizations cite.
  [[nodiscard]] const std::vector<std::string>& organization_sources() const {
    struct sources_of;
    return once<sources_of>([&] {
      cited_sources cited{net()};
      for (const vertex_ref v : organizations().vertices) cited.add(v);
      return cited.ids();
    });
  }
  /// The sources that the ties of a relation cite.
  [[nodiscard]] const std::vector<std::string>& relation_sources(relation_index r) const {
    struct relation_sources_of;
    return memo_.once<relation_sources_of>(
        [&] {
          cited_sources cited{net()};
          view_.for_each_tie_as_it_lies(r, [&](tie_ref t, const dated_tie&) { cited.add(t); });
          return cited.ids();
        },
        static_cast<std::uint64_t>(r));
  }
  /// How many ties of a relation count.
  [[nodiscard]] std::size_t size(relation_index r) const {
    struct size_of;
    return memo_.once<size_of>([&] { return view_.size(r); }, static_cast<std::uint64_t>(r));
  }

  /// What many days share, of the certainty of this reading; null if there is none, or the view is not simply of a day.
  [[nodiscard]] const network_history* history() const {
    const view_options& asked = view_.options();
    if (!asked.day || asked.window || asked.statuses != 1) return nullptr;
    return (asked.sure == certainty::certain ? options_.certain_history : options_.possible_history).get();
  }

  /// `make()`, the first time that the key, a type, is asked for.
  template <class Key, class Make>
  const std::invoke_result_t<const Make&>& once(const Make& make) const {
    return memo_.once<Key>(make);
  }

 private:
  network_view view_;
  measure_options options_;
  memo memo_;
};

/// Writes all organizations of a reading, which its organization network stands on.
inline void write_organizations(const network_reading& of, estimate& into) {
  if (of.options().rows == rows_kept::none) return;
  into.cite = of.organization_sources();
  if (of.options().rows == rows_kept::all) into.vertices = of.organizations().vertices;
}

}  // namespace capnet
