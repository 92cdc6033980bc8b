#include "report/picture.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <unordered_map>

#include "io/json_values.hpp"
#include "report/attribute_list.hpp"

namespace capnet::detail {
namespace {

using boost::json::array;
using boost::json::object;

/// How many ties are stated of each vertex, of any day and status, and how many of them are held.
struct tie_tally {
  std::size_t all = 0, held = 0;
};
class tie_tallies {
 public:
  explicit tie_tallies(const snapshot& net) {
    for (std::size_t k = 0; k < net.schema().kind_count(); ++k) of_.emplace_back(net.order(static_cast<kind_index>(k)));
    for (const layer& relation : net.layers()) {
      net.for_each_tie_as_it_lies(relation.relation(), [&](std::uint32_t, const dated_tie& uv) {
        for (const vertex_ref v : {uv.source, uv.target}) {
          tie_tally& mine = of_[static_cast<std::size_t>(v.kind)][v.value];
          ++mine.all;
          mine.held += uv.when.status == status::held;
        }
      });
    }
  }
  [[nodiscard]] const tie_tally& operator[](vertex_ref v) const {
    return of_[static_cast<std::size_t>(v.kind)][v.value];
  }

 private:
  std::vector<std::vector<tie_tally>> of_;  // [kind][id]
};

/// Words of the data by place, in order of first use.
class word_list {
 public:
  std::size_t place(std::size_t code) {
    const auto [at, added] = places_.emplace(code, codes_.size());
    if (added) codes_.push_back(code);
    return at->second;
  }
  [[nodiscard]] const std::vector<std::size_t>& codes() const { return codes_; }

 private:
  std::unordered_map<std::size_t, std::size_t> places_;
  std::vector<std::size_t> codes_;
};

/// Whether a vertex has a sector, be it unknown.
bool has_sector(const snapshot& net, vertex_ref v, sector s) {
  const schema& known = net.schema();
  return s != sector::unknown || known.is_a(v.kind, known.index_of<kind::organization>()) ||
         known.is_a(v.kind, known.index_of<kind::cohort>());
}

/// The ties between drawn vertices, by relation and row: all, or those that least can be spared, of vertices with few.
std::vector<tie_ref> drawn_ties(const snapshot& net, const picture& drawn, const tie_tallies& tallies,
                                std::size_t most) {
  std::vector<std::tuple<std::size_t, tie_ref>> inner;
  for (const layer& relation : net.layers()) {
    net.for_each_tie_as_it_lies(relation.relation(), [&](std::uint32_t row, const dated_tie& uv) {
      if (!drawn.place(uv.source) || !drawn.place(uv.target)) return;
      inner.emplace_back(std::min(tallies[uv.source].all, tallies[uv.target].all), tie_ref{relation.relation(), row});
    });
  }
  if (inner.size() > most) {
    std::ranges::sort(inner);
    inner.resize(most);
  }
  std::vector<tie_ref> ties;
  for (const auto& [fewest, t] : inner) ties.push_back(t);
  std::ranges::sort(ties);
  return ties;
}

array named_counts(const std::vector<std::size_t>& codes, const std::vector<std::size_t>& counts,
                   const std::vector<std::string>& names) {
  array all;
  for (const std::size_t code : codes) all.push_back({{"name", clipped(names[code], 120)}, {"count", counts[code]}});
  return all;
}

}  // namespace

picture::picture(const snapshot& net, std::size_t most) {
  for (std::size_t k = 0; k < net.schema().kind_count(); ++k) {
    for (const vertex_ref v : net.vertices(static_cast<kind_index>(k))) vertices_.push_back(v);
  }
  if (vertices_.size() > most) {
    const tie_tallies tallies{net};
    std::ranges::partial_sort(vertices_, vertices_.begin() + static_cast<std::ptrdiff_t>(most),
                              [&](vertex_ref a, vertex_ref b) {
                                return tallies[a].all != tallies[b].all ? tallies[a].all > tallies[b].all : a < b;
                              });
    vertices_.resize(most);
    std::ranges::sort(vertices_);
  }
  for (std::size_t place = 0; place < vertices_.size(); ++place) places_.emplace(vertices_[place], place);
}

boost::json::value drawn_or_named(const snapshot& net, const picture& drawn, vertex_ref v) {
  if (const auto place = drawn.place(v)) return boost::json::value(*place);
  return both_names(net, v);
}
boost::json::array drawn_or_named(const snapshot& net, const picture& drawn, std::span<const vertex_ref> list,
                                  std::size_t most) {
  boost::json::array all;
  for (const vertex_ref v : list.first(std::min(most, list.size()))) all.push_back(drawn_or_named(net, drawn, v));
  return all;
}

void add_picture(object& payload, const network_view& view, const picture& drawn, const day_stops& stops,
                 source_list& sources, const report_options& options) {
  const snapshot& net = view.net();
  const tie_tallies tallies{net};
  word_list kinds, sectors, relations;
  attribute_list attributes{net, stops};
  auto presence_of = [&](object& into, const std::vector<presence>& there) {
    if (std::ranges::all_of(there, [](presence p) { return p == presence::certain; })) return;
    into["there"] = changes(stops.size(), [&](std::size_t stop) { return std::array{there[stop]}; });
  };
  auto presences = [&](const held_when& when) {
    std::vector<presence> there;
    for (std::size_t stop = 0; stop < stops.size(); ++stop) there.push_back(stops.at(stop, when));
    return there;
  };

  array vertices;
  std::vector<std::vector<presence>> there_by_place;
  for (const vertex_ref v : drawn.vertices()) {
    const vertex_properties p = view.properties(v);
    const sector s = view.sector(v);
    const tie_tally ties = tallies[v];
    object one{
        {"id", clipped(net.key(v))}, {"kind", kinds.place(static_cast<std::size_t>(v.kind))}, {"ties", ties.all}};
    if (has_sector(net, v, s)) one["sector"] = sectors.place(static_cast<std::size_t>(s));
    put_text(one, "name", p.name);
    put_text(one, "name_en", p.name_en);
    put_text(one, "region", p.region, 120);
    if (p.size) one["size"] = *p.size;
    if (const auto unit = view.value(v, "unit")) put_text(one, "unit", unit->text(), 80);
    if (p.status != status::held) one["status"] = to_string(p.status);
    // Known only through statements that don't hold.
    if (p.status != status::held || (ties.all > 0 && ties.held == 0)) one["hollow"] = true;
    put_date(one, "begin", p.existence.begin);
    put_date(one, "end", p.existence.end);
    there_by_place.push_back(presences(net.held(v)));
    presence_of(one, there_by_place.back());
    attributes.put(one, v, net.properties(v).attributes);
    sources.cite_cell(one, p.cite);
    vertices.push_back(std::move(one));
  }

  array ties;
  for (const tie_ref t : drawn_ties(net, drawn, tallies, options.most_ties)) {
    const tie_record uv = net.tie(t);
    const tie_properties& p = uv.properties;
    const std::size_t source = *drawn.place(uv.source), target = *drawn.place(uv.target);
    object one{
        {"relation", relations.place(static_cast<std::size_t>(t.relation))}, {"source", source}, {"target", target}};
    if (p.status != status::held) one["status"] = to_string(p.status);
    put_text(one, "role", p.role, 120);
    put_date(one, "begin", p.active.begin);
    put_date(one, "end", p.active.end);
    const dated_tie dated = net.layer(t.relation).tie(t.row);
    std::vector<presence> there;
    for (std::size_t stop = 0; stop < stops.size(); ++stop) {
      // It is drawn while both ends are, which a deed outlasts.
      const bool ends =
          there_by_place[source][stop] != presence::absent && there_by_place[target][stop] != presence::absent;
      there.push_back(ends ? stops.at(stop, t.relation, dated) : presence::absent);
    }
    presence_of(one, there);
    attributes.put(one, t, p);
    sources.cite_cell(one, p.cite);
    ties.push_back(std::move(one));
  }

  // How many the whole network has of each word, drawn or not.
  std::vector<std::size_t> of_kind, of_sector(net.schema().sector_names().size()), of_status(status_names.size());
  for (std::size_t k = 0; k < net.schema().kind_count(); ++k) {
    of_kind.push_back(net.order(static_cast<kind_index>(k)));
    for (const vertex_ref v : net.vertices(static_cast<kind_index>(k))) {
      if (const sector s = view.sector(v); has_sector(net, v, s)) ++of_sector[static_cast<std::size_t>(s)];
    }
  }
  for (const layer& relation : net.layers()) {
    net.for_each_tie_as_it_lies(relation.relation(), [&](std::uint32_t, const dated_tie& uv) {
      ++of_status[static_cast<std::size_t>(uv.when.status)];
    });
  }
  std::vector<std::string> kind_names;
  for (std::size_t k = 0; k < net.schema().kind_count(); ++k)
    kind_names.push_back(net.schema().name(static_cast<kind_index>(k)));
  array kind_list = named_counts(kinds.codes(), of_kind, kind_names);
  for (std::size_t place = 0; place < kind_list.size(); ++place) {
    auto most_general = static_cast<kind_index>(kinds.codes()[place]);
    if (!net.schema().parent(most_general)) continue;
    while (const auto above = net.schema().parent(most_general)) most_general = *above;
    kind_list[place].as_object()["is"] = clipped(net.schema().name(most_general), 120);
  }
  payload["kinds"] = std::move(kind_list);
  payload["sectors"] = named_counts(sectors.codes(), of_sector, net.schema().sector_names());
  array relation_list, status_list;
  for (const std::size_t code : relations.codes()) {
    const relation_info& info = net.schema().relation(static_cast<relation_index>(code));
    relation_list.push_back({{"name", clipped(info.name, 120)}, {"directed", info.directed}});
  }
  for (std::size_t k = 0; k < of_status.size(); ++k) {
    if (of_status[k] > 0) status_list.push_back({{"name", status_names[k]}, {"count", of_status[k]}});
  }
  payload["relations"] = std::move(relation_list);
  payload["statuses"] = std::move(status_list);
  payload["attributes"] = std::move(attributes).json();
  payload["order"] = net.order();
  payload["size"] = net.size();
  payload["vertices"] = std::move(vertices);
  payload["ties"] = std::move(ties);
}

}  // namespace capnet::detail
