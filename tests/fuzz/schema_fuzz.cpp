/// schema.csv: what it declares is what relations admit, and is the same when it is written and read again.
#include <algorithm>
#include <set>

#include <capnet/io/data_folder.hpp>
#include <capnet/network/builder.hpp>

#include "fuzz/fuzz.hpp"
#include "scratch_folder.hpp"

namespace capnet {
namespace {

using fuzz::require;

snapshot read(const scratch_folder& folder, const std::string& schema) {
  folder.write("schema.csv", schema);
  return read_folder(folder.path());
}

/// A name as a cell, or nothing if a list of names can't have it.
std::string cell(std::string_view name) {
  std::string text = "\"";
  for (const char c : name) text += c == '"' ? "\"\"" : std::string(1, c);
  return text + '"';
}
bool has(const relation_info& r, std::size_t trait) {
  return share_one(r.traits, static_cast<relation_traits>(1u << trait));
}
std::string written(const schema& known) {
  const auto names = [&](const std::vector<kind_index>& kinds) {
    std::string list;
    for (const kind_index k : kinds) list += (list.empty() ? "" : "|") + known.name(k);
    return cell(list);
  };
  std::string text = "traits,nature,directed,target_kinds,source_kinds,relation\n";
  for (const relation_info& r : known.all_relations()) {
    for (std::size_t k = 0; k < relation_trait_names.size(); ++k) {
      if (has(r, k)) text += std::string{relation_trait_names[k]} + '|';
    }
    text += "," + std::string{tie_nature_names[static_cast<std::size_t>(r.nature)]} + (r.directed ? ",yes," : ",no,") +
            names(r.target_kinds) + ',' + names(r.source_kinds) + ',' + cell(r.name) + '\n';
  }
  return text;
}

/// All ends of a relation, each kind by its name.
std::set<std::string> ends_of(const schema& known, const relation_info& r) {
  std::set<std::string> ends{r.directed ? "directed" : "undirected",
                             std::string{tie_nature_names[static_cast<std::size_t>(r.nature)]}};
  for (std::size_t k = 0; k < relation_trait_names.size(); ++k) {
    if (has(r, k)) ends.insert(std::string{relation_trait_names[k]});
  }
  for (const kind_index k : r.source_kinds) ends.insert("from " + known.name(k));
  for (const kind_index k : r.target_kinds) ends.insert("to " + known.name(k));
  return ends;
}

/// A tie between any two of a few kinds is taken if the relation says so, and refused in words otherwise.
void require_admitted(const snapshot& net) {
  builder next{net};
  std::vector<vertex_ref> vertices;
  const std::size_t kinds = net.schema().kind_count();
  for (std::size_t k = kinds - std::min<std::size_t>(kinds, 4); k < kinds; ++k)
    vertices.push_back(next.add_vertex(static_cast<kind_index>(k), "fuzz" + std::to_string(k)));
  const std::size_t relations = net.schema().relation_count();
  for (std::size_t r = relations - std::min<std::size_t>(relations, 4); r < relations; ++r) {
    const auto relation = static_cast<relation_index>(r);
    const auto ends = ends_of(net.schema(), net.schema().relation(relation));
    for (const vertex_ref u : vertices) {
      for (const vertex_ref v : vertices) {
        const std::string &from = net.schema().name(u.kind), &to = net.schema().name(v.kind);
        const bool fits = (ends.contains("from " + from) && ends.contains("to " + to)) ||
                          (ends.contains("undirected") && ends.contains("from " + to) && ends.contains("to " + from));
        require(fuzz::refused([&] { (void)next.add_tie(relation, u, v); }) != fits, "a relation joins its own ends");
      }
    }
  }
  (void)next.freeze();
}

}  // namespace
}  // namespace capnet

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace capnet;
  static const scratch_folder folder{{"vertices.csv", "id,kind\na,organization\n"},
                                     {"ties.csv", "relation,source,target\ncollaborates_with,a,a\n"}};
  snapshot net;
  if (fuzz::refused([&] { net = read(folder, std::string{fuzz::text_of(data, size)}); })) return 0;
  require_admitted(net);
  const snapshot again = read(folder, written(net.schema()));
  const auto &a = net.schema().all_relations(), &b = again.schema().all_relations();
  fuzz::require(a.size() == b.size(), "as many relations when they are written and read again");
  for (const relation_info& r : a) {
    const auto found = again.schema().find_relation(r.name);
    fuzz::require(found.has_value(), "a relation survives writing and reading");
    fuzz::require(ends_of(net.schema(), r) == ends_of(again.schema(), again.schema().relation(*found)),
                  "the ends of a relation survive writing and reading");
  }
  return 0;
}
