#include <algorithm>
#include <charconv>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/core/text.hpp>
#include <capnet/io/data_folder.hpp>
#include <capnet/sim/data_hash.hpp>

#include "io/folder_tables.hpp"
#include "io/new_folder.hpp"
#include "io/own_columns.hpp"
#include "io/table_text.hpp"

namespace capnet {
namespace {

using detail::folder_table;
using detail::row_text;
namespace tables = detail::tables;

std::string text_of(double number) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, number).ptr};
}
std::string text_of(std::int64_t number) { return std::to_string(number); }
std::string text_of(const decimal& number) { return to_string(number); }
std::string text_of(const partial_date& day) { return shortest_text(day); }
template <class T>
std::string text_of(const std::optional<T>& value) {
  return value ? text_of(*value) : std::string{};
}
std::string text_of(status s) { return s == status::held ? std::string{} : std::string{to_string(s)}; }

/// Whether it is more than a text.
bool is_typed(const attribute& said) { return said.second.type() != value_type::text; }

/// The tables of a network, as far as they are asked for, and what can't be said in them.
class folder_text {
 public:
  explicit folder_text(const snapshot& net) : net_{net} {
    const kind_index skills = kind_of_skills();
    for (const vertex_ref v : net_.vertices(skills)) {
      const vertex_properties p = net_.properties(v);
      skills_are_vertices_ |= p.sector != sector::unknown || !p.region.empty() || p.size || p.existence != spell{} ||
                              p.status != status::held || !p.aliases.empty() ||
                              std::ranges::any_of(p.attributes, is_typed);
    }
  }

  [[nodiscard]] std::vector<std::pair<std::string, std::string>> folder() {
    std::vector<std::pair<std::string, std::string>> files;
    const auto add = [&](const folder_table& shape, const auto& each_row) {
      if (std::string text = detail::table_text(shape, each_row); !text.empty())
        files.emplace_back(shape.file, std::move(text));
    };
    add(tables::kinds, [&](const auto& visit) { each_kind(visit); });
    add(tables::schema, [&](const auto& visit) { each_relation(visit); });
    misread_of_kinds_ = misread<kind_index>(net_.schema().kind_count(), [&](const auto& visit) {
      for_each_vertex([&](kind_index kind, const vertex_record& v) {
        std::vector<attribute> here = v.properties.attributes;
        if (kind == kind_of_skills()) std::erase_if(here, [](const attribute& said) { return !is_typed(said); });
        visit(kind, here);
      });
    });
    misread_of_relations_ = misread<relation_index>(net_.schema().relation_count(), [&](const auto& visit) {
      for_each_tie([&](relation_index relation, const tie_record& uv) { visit(relation, uv.properties.attributes); });
    });
    add(tables::attributes, [&](const auto& visit) { each_attribute(visit); });
    add(tables::sources, [&](const auto& visit) { each_source(visit); });
    add(tables::skills, [&](const auto& visit) { each_skill(visit); });
    add(tables::vertices, [&](const auto& visit) { each_vertex(visit); });
    add(tables::ties, [&](const auto& visit) { each_tie(visit); });
    add(tables::figures, [&](const auto& visit) { each_figure(visit); });
    add(tables::changes, [&](const auto& visit) { each_change(visit); });
    refuse_if_problems();
    return files;
  }
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> edge_tables() {
    std::vector<std::pair<std::string, std::string>> files;
    files.emplace_back("nodes.csv", detail::table_text(tables::vertices, [&](const auto& visit) {
                         for_each_vertex([&](kind_index kind, const vertex_record& v) { visit(row_of(kind, v)); });
                       }));
    files.emplace_back("edges.csv", detail::table_text(tables::ties, [&](const auto& visit) { each_tie(visit); }));
    refuse_if_problems();
    return files;
  }

 private:
  [[nodiscard]] kind_index kind_of_skills() const { return net_.schema().index_of<kind::skill>(); }
  void refuse_if_problems() {
    if (!problems_.empty()) throw input_error{std::move(problems_)};
  }
  /// Each once: rows are said twice, and many may have the same fault.
  void complain(const folder_table& table, std::string message) {
    if (complaints_.add(message).second) problems_.add({table.file, 0, 0, std::move(message)});
  }

  std::string list(const folder_table& table, const std::string& of, const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts) {
      if (part.find('|') != std::string::npos || part.starts_with(' ') || part.ends_with(' ')) {
        complain(table, quote(part) + " of " + quote(of) +
                            " can't stand in a list; expected a text without '|' and without blanks around it");
      }
      (text += text.empty() ? "" : "|") += part;
    }
    return text;
  }
  /// Those that `keep` is true of.
  template <class Keep>
  void add_attributes(row_text& row, const folder_table& table, const std::string& of,
                      const std::vector<attribute>& attributes, const Keep& keep) {
    for (const attribute& said : attributes) {
      if (!keep(said)) continue;
      const auto& [name, value] = said;
      if (std::ranges::find(table.columns, name) != table.columns.end() || name.empty()) {
        complain(table, "an attribute of " + quote(of) + " is named " + quote(name) +
                            "; expected a name that is no column of this table");
      }
      row.add(name, value.text());
    }
  }
  void add_attributes(row_text& row, const folder_table& table, const std::string& of,
                      const std::vector<attribute>& attributes) {
    add_attributes(row, table, of, attributes, [](const attribute&) { return true; });
  }

  template <class Visit>
  void each_kind(const Visit& visit) {
    const capnet::schema built_in;
    const std::vector<std::string>& kinds = net_.schema().kind_names();
    for (std::size_t k = 0; k < kinds.size(); ++k) {
      if (built_in.find_kind(kinds[k])) continue;
      row_text row;
      row.add("kind", kinds[k]);
      if (const auto parent = net_.schema().parent(static_cast<kind_index>(k)))
        row.add("is", net_.schema().name(*parent));
      visit(row);
    }
  }
  template <class Visit>
  void each_relation(const Visit& visit) {
    const capnet::schema built_in;
    for (const relation_info& info : net_.schema().all_relations()) {
      if (built_in.find_relation(info.name)) continue;
      const auto kinds = [&](const std::vector<kind_index>& ends) {
        std::vector<std::string> names;
        for (const kind_index k : ends) names.push_back(net_.schema().name(k));
        return list(tables::schema, info.name, names);
      };
      row_text row;
      row.add("relation", info.name);
      row.add("source_kinds", kinds(info.source_kinds));
      row.add("target_kinds", kinds(info.target_kinds));
      row.add("directed", info.directed ? "yes" : "no");
      row.add("nature", std::string{tie_nature_names[static_cast<std::size_t>(info.nature)]});
      std::vector<std::string> traits;
      for (std::size_t k = 0; k < relation_trait_names.size(); ++k) {
        if (share_one(info.traits, static_cast<relation_traits>(1u << k))) traits.emplace_back(relation_trait_names[k]);
      }
      row.add("traits", list(tables::schema, info.name, traits));
      visit(row);
    }
  }
  /// What was declared beyond what every network has, and what would else be inferred to be of another type.
  template <class Visit>
  void each_attribute(const Visit& visit) {
    const capnet::schema built_in;
    const auto say = [&](const std::string& of, const attribute_info& info) {
      row_text row;
      row.add("of", of);
      row.add("name", info.name);
      row.add("type", std::string{to_string(info.type)});
      row.add("unit", info.unit);
      row.add("meaning", std::string{to_string(info.meaning)});
      row.add("description", info.description);
      visit(row);
    };
    const auto each = [&](auto owner, auto same, const std::string& of, const auto& misread) {
      const auto said_anyway = same ? built_in.attributes(*same) : std::vector<attribute_info>{};
      for (const attribute_info& info : net_.schema().attributes(owner)) {
        if (info.declared && std::ranges::find(said_anyway, info) == said_anyway.end()) say(of, info);
      }
      for (const attribute_info& info : misread) say(of, info);
    };
    for (std::size_t k = 0; k < net_.schema().kind_count(); ++k) {
      const auto kind = static_cast<kind_index>(k);
      const std::string& name = net_.schema().name(kind);
      each(kind, built_in.find_kind(name), name, misread_of_kinds_[k]);
    }
    for (std::size_t r = 0; r < net_.schema().relation_count(); ++r) {
      const auto relation = static_cast<relation_index>(r);
      const std::string& name = net_.schema().relation(relation).name;
      each(relation, built_in.find_relation(name), name, misread_of_relations_[r]);
    }
  }
  /// [kind or relation]: its attributes that nothing declares, in columns from whose cells a reader would infer another
  /// type than one of them has. `each_row(visit)` calls `visit(owner, attributes)`.
  template <class Owner, class EachRow>
  std::vector<std::vector<attribute_info>> misread(std::size_t owners, const EachRow& each_row) const {
    struct column {
      detail::type_guess guess{};
      std::map<Owner, attribute_info> said{};
    };
    std::map<std::string, column> columns;
    each_row([&](Owner owner, const std::vector<attribute>& attributes) {
      for (const auto& [name, value] : attributes) {
        const attribute_info* const known = net_.schema().attribute(owner, name);
        if (known != nullptr && known->declared) continue;
        columns[name].guess.see(value.text());
        columns[name].said.emplace(owner, known != nullptr ? *known : attribute_info{name});
      }
    });
    std::vector<std::vector<attribute_info>> found(owners);
    for (const auto& [name, own] : columns) {
      const auto as_guessed = [&](const auto& said) { return said.second.type == own.guess.type(); };
      if (std::ranges::all_of(own.said, as_guessed)) continue;
      for (const auto& [owner, info] : own.said) found[static_cast<std::size_t>(owner)].push_back(info);
    }
    return found;
  }
  template <class Visit>
  void each_source(const Visit& visit) {
    for (const source& s : net_.sources()) {
      row_text row;
      row.add("id", s.id);
      row.add("title", s.title);
      row.add("publisher", s.publisher);
      row.add("date", text_of(s.day));
      row.add("url", s.url);
      add_attributes(row, tables::sources, s.id, s.attributes);
      visit(row);
    }
  }

  template <class Visit>
  void for_each_vertex(const Visit& visit) const {
    for (std::size_t k = 0; k < net_.schema().kind_count(); ++k) {
      const auto kind = static_cast<kind_index>(k);
      for (const vertex_record& v : net_.records(kind)) visit(kind, v);
    }
  }
  void add_names(row_text& row, const vertex_record& v) const {
    row.add("name", v.properties.name);
    row.add("name_en", v.properties.name_en);
    row.add("cite", v.properties.cite);
  }
  row_text row_of(kind_index kind, const vertex_record& v, bool with_names = true) {
    const auto& [key, p] = v;
    row_text row;
    row.add("id", key);
    row.add("kind", net_.schema().name(kind));
    row.add("sector", net_.schema().name(p.sector));
    row.add("region", p.region);
    row.add("size", text_of(p.size));
    add_spell(row, p.existence);
    row.add("aliases", list(tables::vertices, key, p.aliases));
    row.add("status", text_of(p.status));
    if (with_names) add_names(row, v);
    add_attributes(row, tables::vertices, key, p.attributes,
                   [&](const attribute& said) { return with_names || is_typed(said); });
    return row;
  }
  static void add_spell(row_text& row, const spell& when) {
    if (when.begin != never_began) row.add("begin", text_of(when.begin));
    if (when.end != never_ends) row.add("end", text_of(when.end));
  }
  /// Skills stand in their own table, with their names and texts, and here too if there is more to say of one.
  template <class Visit>
  void each_vertex(const Visit& visit) {
    for_each_vertex([&](kind_index kind, const vertex_record& v) {
      const bool is_skill = kind == kind_of_skills();
      if (!is_skill || skills_are_vertices_) visit(row_of(kind, v, !is_skill));
    });
  }
  template <class Visit>
  void each_skill(const Visit& visit) {
    for (const vertex_record& v : net_.records(kind_of_skills())) {
      row_text row;
      row.add("id", v.key);
      add_names(row, v);
      add_attributes(row, tables::skills, v.key, v.properties.attributes,
                     [](const attribute& said) { return !is_typed(said); });
      visit(row);
    }
  }

  template <class Visit>
  void for_each_tie(const Visit& visit) const {
    for (std::size_t r = 0; r < net_.schema().relation_count(); ++r) {
      const auto relation = static_cast<relation_index>(r);
      for (const tie_record& uv : net_.ties(relation)) {
        if (!uv.retracted) visit(relation, uv);
      }
    }
  }
  template <class Visit>
  void each_tie(const Visit& visit) {
    for_each_tie([&](relation_index relation, const tie_record& uv) {
      const std::string& name = net_.schema().relation(relation).name;
      const tie_properties& p = uv.properties;
      row_text row;
      row.add("relation", name);
      row.add("source", net_.key(uv.source));
      row.add("target", net_.key(uv.target));
      add_spell(row, p.active);
      row.add("status", text_of(p.status));
      row.add("weight", text_of(p.weight));
      row.add("recorded", text_of(p.recorded));
      row.add("role", p.role);
      row.add("cite", p.cite);
      add_attributes(row, tables::ties, name, p.attributes);
      visit(row);
    });
  }
  template <class Visit>
  void each_figure(const Visit& visit) {
    for (const figure& f : net_.figures()) {
      row_text row;
      row.add("id", f.id);
      row.add("kind", std::string{to_string(f.kind)});
      row.add("subject", f.subject);
      row.add("survey", f.survey);
      row.add("label", f.label);
      row.add("value", text_of(f.value));
      row.add("unit", f.unit);
      row.add("numerator", text_of(f.numerator));
      row.add("denominator", text_of(f.denominator));
      row.add("rounding", text_of(f.rounding));
      row.add("approximate", f.approximate ? "yes" : "");
      row.add("date", text_of(f.day));
      row.add("series", f.series);
      row.add("status", text_of(f.status));
      row.add("cite", f.cite);
      add_attributes(row, tables::figures, f.id, f.attributes);
      visit(row);
    }
  }
  template <class Visit>
  void each_change(const Visit& visit) {
    for (const change_record& change : net_.changes()) {
      row_text row;
      row.add("vertex", net_.key(change.vertex));
      row.add("attribute", change.attribute);
      row.add("from", to_string(change.from));
      row.add("value", change.value.text());
      row.add("cite", change.cite);
      visit(row);
    }
  }

  const snapshot& net_;
  bool skills_are_vertices_ = false;  ///< of one there is more to say than skills.csv can
  std::vector<std::vector<attribute_info>> misread_of_kinds_, misread_of_relations_;  ///< see `misread`
  problem_list problems_;
  detail::key_table<std::string> complaints_;
};

/// Throws input_error unless the folder reads to the same network, with problems as if it stood in `place`.
void expect_same(const snapshot& net, const std::filesystem::path& folder, const std::filesystem::path& place) {
  try {
    if (data_hash(read_folder(folder)) == data_hash(net)) return;
  } catch (const input_error& refusal) {
    std::vector<problem> problems = refusal.problems();
    for (problem& one : problems) one.file = (place / std::filesystem::path{one.file}.filename()).string();
    throw input_error{std::move(problems)};
  }
  throw input_error{
      {{place.string(), 0, 0,
        "the folder would not read to the same network; expected a network as a folder can say it: figures "
        "about the ids of vertices, attributes said once, aliases that stand once"}}};
}

}  // namespace

void write_folder(const snapshot& net, const std::filesystem::path& folder) {
  detail::new_folder fresh{folder};
  for (const auto& [name, text] : folder_text{net}.folder()) fresh.write(name, text);
  expect_same(net, fresh.path(), folder);
  fresh.put();
}

void write_edge_tables(const snapshot& net, const std::filesystem::path& folder) {
  detail::new_folder fresh{folder};
  for (const auto& [name, text] : folder_text{net}.edge_tables()) fresh.write(name, text);
  fresh.put();
}

}  // namespace capnet
