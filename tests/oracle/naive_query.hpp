#pragma once
/// Plans answered by the definition: walk by walk, each tie of the network looked at for each step. For tests.
#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <utility>
#include <vector>

#include <capnet/query/plan.hpp>

#include "oracle/naive_validity.hpp"

namespace capnet::naive {

class query {
 public:
  query(const snapshot& net, const query_plan& plan) : net_{net}, plan_{plan} {
    for (const plan_step& step : plan.steps) {
      if (const auto* one = std::get_if<step_along>(&step)) look_for_weights({*one});
      if (const auto* walk = std::get_if<step_walk>(&step)) look_for_weights(walk->ways);
    }
  }

  /// By kind and id. Pre: no `step_where`, no `step_top`, no window.
  [[nodiscard]] std::vector<query_row> rows() const {
    front now;
    for (std::size_t k = 0; k < net_.schema().kind_count(); ++k) {
      const auto kind = static_cast<kind_index>(k);
      for (const vertex_ref v : net_.vertices(kind)) {
        if (plan_.start_kind ? is_one(kind, *plan_.start_kind) : std::ranges::find(plan_.start, v) != plan_.start.end())
          now[{v, false}] = {v};
      }
    }
    for (const plan_step& step : plan_.steps) {
      if (const auto* one = std::get_if<step_along>(&step))
        now = along({*one}, now);
      else if (const auto* walk = std::get_if<step_walk>(&step))
        now = repeated(*walk, now);
      else
        std::erase_if(now, [&](const auto& entry) { return !passes(step, entry.second.vertex); });
    }
    front ends;  // whether they have ties is no matter any more
    for (const auto& [at, row] : now) {
      if (at.second || exists(at.first)) add(ends, {at.first, false}, row);
    }
    std::vector<query_row> all;
    for (const auto& [at, row] : ends) all.push_back(row);
    return all;
  }

 private:
  [[nodiscard]] bool is_one(kind_index kind, kind_index wanted) const {
    const auto parent = net_.schema().parent(kind);
    return kind == wanted || (parent && is_one(*parent, wanted));
  }
  /// Walks that end at a vertex: those without and those with a tie.
  using front = std::map<std::pair<vertex_ref, bool>, query_row>;

  static void add(front& into, std::pair<vertex_ref, bool> at, const query_row& more) {
    const auto [entry, first] = into.try_emplace(at, more);
    if (first) return;
    entry->second.walks = sum(entry->second.walks, more.walks);
    entry->second.weight += more.weight;
    entry->second.unknown = sum(entry->second.unknown, more.unknown);
  }
  static std::uint64_t sum(std::uint64_t a, std::uint64_t b) {
    const std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
    return a > most - b ? most : a + b;
  }
  void look_for_weights(const std::vector<step_along>& ways) {
    for (const step_along& way : ways) {
      bool known = false;
      for (const tie_record& uv : net_.ties(way.relation)) known = known || uv.properties.weight;
      weighs_ = weighs_ || known;
      for (const char* const levels : {"has_skill", "requires_skill", "teaches"})
        some_levels_ = some_levels_ || (known && net_.schema().relation(way.relation).name == levels);
    }
  }
  [[nodiscard]] bool weighs() const { return weighs_ && !some_levels_; }
  [[nodiscard]] bool exists(vertex_ref v) const { return on_.exists(net_.properties(v)); }
  [[nodiscard]] front along(const std::vector<step_along>& ways, const front& now) const {
    front next;
    for (const step_along& way : ways) {
      const relation_info& r = net_.schema().relation(way.relation);
      for (const tie_record& uv : net_.ties(way.relation)) {
        if (!on_.counts(r, uv, net_.properties(uv.source), net_.properties(uv.target))) continue;
        const auto take = [&](vertex_ref from, vertex_ref to) {
          for (const bool tied : {false, true}) {
            const auto found = now.find({from, tied});
            if (found == now.end()) continue;
            query_row row = found->second;
            row.vertex = to;
            if (weighs()) row.weight *= uv.properties.weight.value_or(1);
            if (weighs() && !uv.properties.weight) row.unknown = sum(row.unknown, row.walks);
            add(next, {to, true}, row);
          }
        };
        if (way.forward || !r.directed) take(uv.source, uv.target);
        if ((!way.forward || !r.directed) && (r.directed || uv.source != uv.target)) take(uv.target, uv.source);
      }
    }
    return next;
  }
  [[nodiscard]] front repeated(const step_walk& walk, front now) const {
    front all;
    for (std::uint32_t ties = 0; ties <= walk.most; ++ties) {
      if (ties > 0) now = along(walk.ways, now);
      if (ties < walk.fewest) continue;
      for (const auto& [at, row] : now) {
        if (at.second || exists(at.first)) add(all, at, row);
      }
    }
    return all;
  }
  [[nodiscard]] bool passes(const plan_step& step, vertex_ref v) const {
    const auto one_of = [](const auto& all, const auto& value, bool known, bool negated) {
      const bool found = std::ranges::find(all, value) != all.end();
      return negated ? known && !found : found;
    };
    if (const auto* kind = std::get_if<step_kind>(&step)) return is_one(v.kind, kind->kind);
    if (const auto* among = std::get_if<step_among>(&step)) return one_of(among->vertices, v, true, among->negated);
    if (const auto* sectors = std::get_if<step_sector>(&step)) {
      const schema& known = net_.schema();
      const sector now =
          *known.find_sector(on_.value_of(v, "sector", known.name(net_.properties(v).sector), net_.changes()));
      return one_of(sectors->sectors, now, now != sector::unknown, sectors->negated);
    }
    const auto& regions = std::get<step_region>(step);
    const std::string region = on_.value_of(v, "region", net_.properties(v).region, net_.changes());
    return one_of(regions.regions, region, !region.empty(), regions.negated);
  }

  const snapshot& net_;
  const query_plan& plan_;
  validity on_{plan_.day, plan_.sure};
  bool weighs_ = false, some_levels_ = false;
};

}  // namespace capnet::naive
