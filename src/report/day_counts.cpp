#include "report/day_counts.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <utility>

#include <capnet/metric/network_history.hpp>
#include <capnet/metric/participation.hpp>

#include "io/json_values.hpp"

namespace capnet::detail {
namespace {

using boost::json::array;
using boost::json::object;

/// At one stop: what surely holds, and what possibly does, the certain included.
using bounds = std::array<std::int64_t, 2>;
using bounds_by_stop = std::vector<bounds>;

constexpr std::array<certainty, 2> both_readings{certainty::certain, certainty::possible};

array changes_of(const bounds_by_stop& counts) {
  return changes(counts.size(), [&](std::size_t stop) { return counts[stop]; });
}

bounds_by_stop sum_of(const std::vector<std::pair<std::string, bounds_by_stop>>& rows, std::size_t stops) {
  bounds_by_stop total(stops);
  for (const auto& [name, counts] : rows) {
    for (std::size_t stop = 0; stop < stops; ++stop) {
      for (std::size_t k = 0; k < 2; ++k) total[stop][k] += counts[stop][k];
    }
  }
  return total;
}

/// Rows with something to count, in the order given; at most 40 of them, and how many more there are.
object table_of(std::vector<std::pair<std::string, bounds_by_stop>> rows, std::size_t stops) {
  constexpr std::size_t most_rows = 40;
  std::erase_if(rows, [](const auto& row) {
    return std::ranges::all_of(row.second, [](const bounds& b) { return b == bounds{}; });
  });
  object table{{"total", changes_of(sum_of(rows, stops))}};
  array shown;
  for (std::size_t k = 0; k < std::min(rows.size(), most_rows); ++k)
    shown.push_back({{"name", clipped(rows[k].first, 120)}, {"counts", changes_of(rows[k].second)}});
  if (rows.size() > most_rows) table["more"] = rows.size() - most_rows;
  table["rows"] = std::move(shown);
  return table;
}

std::int64_t most_of(const bounds_by_stop& counts) {
  std::int64_t most = 0;
  for (const bounds& b : counts) most = std::max(most, b[1]);
  return most;
}

/// Largest first, then by name; what has no name last.
void sort_rows(std::vector<std::pair<std::string, bounds_by_stop>>& rows) {
  std::ranges::sort(rows, {}, [](const auto& row) {
    return std::tuple{row.first.empty(), -most_of(row.second), std::string_view{row.first}};
  });
}

/// Counts what holds on some days, at the stops on which it does.
class stop_counter {
 public:
  explicit stop_counter(const day_stops& stops) : stops_{&stops}, steps_(stops.size() + 1) {}
  /// `reading`: 0 certain, 1 possible.
  void add(std::size_t reading, const span_of_days& when) {
    const auto [first, last] = stops_->on(when);
    ++steps_[first][reading], --steps_[last][reading];
  }
  [[nodiscard]] bounds_by_stop counts() const {
    bounds_by_stop all(stops_->size());
    bounds now{};
    for (std::size_t stop = 0; stop < all.size(); ++stop) {
      for (std::size_t k = 0; k < 2; ++k) now[k] += steps_[stop][k];
      all[stop] = now;
    }
    return all;
  }

 private:
  const day_stops* stops_;
  std::vector<bounds> steps_;  // what comes and goes at a stop
};

/// What many stops share, for each reading.
using histories = std::array<network_history, 2>;

object organizations_by_sector(const snapshot& net, const histories& of, const day_stops& stops) {
  std::map<sector, bounds_by_stop> by_sector;
  for (std::size_t k = 0; k < 2; ++k) {
    for (const member_days& m : of[k].member_days(net.schema().index_of<kind::organization>())) {
      const auto [first, last] = stops.on(m.days);
      for (std::size_t stop = first; stop < last; ++stop) {
        bounds_by_stop& counts = by_sector[stops.held(stop, both_readings[k]).sector(m.who)];
        counts.resize(stops.size());
        ++counts[stop][k];
      }
    }
  }
  std::vector<std::pair<std::string, bounds_by_stop>> rows;
  for (auto& [which, counts] : by_sector) rows.emplace_back(net.schema().name(which), std::move(counts));
  sort_rows(rows);
  return table_of(std::move(rows), stops.size());
}

bounds_by_stop persons_taking_part(const snapshot& net, const histories& of, const day_stops& stops) {
  stop_counter counter{stops};
  for (std::size_t k = 0; k < 2; ++k) {
    for (const member_days& m : of[k].member_days(net.schema().index_of<kind::person>())) counter.add(k, m.days);
  }
  return counter.counts();
}

/// A cohort and the program that it takes part in, and how surely at each stop.
using participation = std::pair<vertex_ref, vertex_ref>;
using groups_by_stop = std::map<participation, std::vector<presence>>;

groups_by_stop groups_taking_part(const snapshot& net, const day_stops& stops) {
  groups_by_stop groups;
  const kind_index cohorts = net.schema().index_of<kind::cohort>();
  for_each_participation(all_held(net), [&](tie_ref t, const dated_tie& uv) {
    if (!net.schema().is_a(uv.source.kind, cohorts)) return;
    std::vector<presence>& there = groups[{uv.source, uv.target}];
    there.resize(stops.size());
    for (std::size_t stop = 0; stop < stops.size(); ++stop)
      there[stop] = std::max(there[stop], stops.held_at(stop, t.relation, uv));
  });
  std::erase_if(groups, [](const auto& group) {
    return std::ranges::all_of(group.second, [](presence p) { return p == presence::absent; });
  });
  return groups;
}

/// Those of the main program first, then the largest; of unknown size last.
std::vector<participation> in_order(const snapshot& net, const groups_by_stop& groups, std::optional<vertex_ref> main) {
  std::vector<std::tuple<bool, std::int64_t, participation>> order;
  for (const auto& [g, there] : groups)
    order.emplace_back(g.second != main, -net.properties(g.first).size.value_or(0), g);
  std::ranges::sort(order);
  std::vector<participation> sorted;
  for (const auto& [other, size, g] : order) sorted.push_back(g);
  return sorted;
}

object group_json(const snapshot& net, const participation& g, std::optional<vertex_ref> main, source_list& sources) {
  const auto& [who, program] = g;
  const vertex_properties p = net.properties(who);
  object one{{"name", both_names(net, who)}, {"size", to_json(p.size)}};
  if (const auto unit = net.value(who, "unit")) put_text(one, "unit", unit->text(), 80);
  put_text(one, "sector", net.schema().name(net.sector(who)), 120);
  if (program != main) one["program"] = both_names(net, program);
  put_date(one, "reported", p.existence.begin);
  sources.cite_cell(one, p.cite);
  return one;
}

void add_groups(object& counts, const snapshot& net, const day_stops& stops, source_list& sources) {
  constexpr std::size_t most_groups = 40;
  const groups_by_stop groups = groups_taking_part(net, stops);
  bounds_by_stop total(stops.size());
  for (const auto& [g, there] : groups) {
    for (std::size_t stop = 0; stop < stops.size(); ++stop) {
      total[stop][0] += there[stop] == presence::certain;
      total[stop][1] += there[stop] != presence::absent;
    }
  }
  const std::optional<vertex_ref> main = main_program(net);
  array shown;
  for (const participation& g : in_order(net, groups, main)) {
    if (shown.size() == most_groups) break;
    object one = group_json(net, g, main, sources);
    const std::vector<presence>& there = groups.at(g);
    one["there"] = changes(stops.size(), [&](std::size_t stop) { return std::array{there[stop]}; });
    shown.push_back(std::move(one));
  }
  counts["groups"] = std::move(shown);
  counts["groups_total"] = changes_of(total);
}

/// The days on which a tie counts where all statuses do.
span_of_days days_stated(const snapshot& net, relation_index r, const dated_tie& uv, certainty sure) {
  const auto as_held = [](held_when when) {
    when.status = status::held;
    return when;
  };
  const tie_nature nature = net.schema().relation(r).nature;
  return both(days_of(as_held(uv.when), sure), both(days_of_party(as_held(net.held(uv.source)), nature, sure),
                                                    days_of_party(as_held(net.held(uv.target)), nature, sure)));
}

/// How many vertices and ties say no day at all.
array undated(const snapshot& net) {
  std::int64_t vertices = 0, ties = 0;
  for (std::size_t k = 0; k < net.schema().kind_count(); ++k) {
    for (const vertex_ref v : net.vertices(static_cast<kind_index>(k))) vertices += net.held(v).undated();
  }
  for (const layer& relation : net.layers())
    net.for_each_tie_as_it_lies(relation.relation(),
                                [&](std::uint32_t, const dated_tie& uv) { ties += uv.when.undated(); });
  return {vertices, ties};
}

}  // namespace

std::optional<vertex_ref> main_program(const snapshot& net) {
  const auto followers = followers_of_programs(all_held(net));
  const auto most = std::ranges::max_element(followers, {}, [](const auto& p) { return p.second; });
  return most == followers.end() ? std::nullopt : std::optional{most->first};
}

object day_counts(const snapshot& net, const day_stops& stops, source_list& sources) {
  std::vector<std::pair<std::string, bounds_by_stop>> relations, statuses;
  std::vector<stop_counter> stated(status_names.size(), stop_counter{stops});
  for (const layer& ties : net.layers()) {
    const relation_index r = ties.relation();
    stop_counter held{stops};
    net.for_each_tie_as_it_lies(r, [&](std::uint32_t, const dated_tie& uv) {
      for (std::size_t k = 0; k < 2; ++k) {
        if (uv.when.status == status::held)
          held.add(k, days_of_tie(net, r, uv, both_readings[k]));
        else
          stated[static_cast<std::size_t>(uv.when.status)].add(k, days_stated(net, r, uv, both_readings[k]));
      }
    });
    relations.emplace_back(net.schema().relation(r).name, held.counts());
  }
  for (std::size_t k = 0; k < status_names.size(); ++k) statuses.emplace_back(status_names[k], stated[k].counts());
  const histories of{network_history{net, certainty::certain}, network_history{net, certainty::possible}};
  sort_rows(relations);
  object counts{{"organizations", organizations_by_sector(net, of, stops)},
                {"persons", changes_of(persons_taking_part(net, of, stops))},
                {"held", table_of(std::move(relations), stops.size())},
                {"not_held", table_of(std::move(statuses), stops.size())},
                {"undated", undated(net)}};
  add_groups(counts, net, stops, sources);
  return counts;
}

}  // namespace capnet::detail
