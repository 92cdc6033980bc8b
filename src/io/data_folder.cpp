#include <capnet/io/data_folder.hpp>

#include <algorithm>
#include <array>
#include <cmath>

#include <capnet/core/text.hpp>
#include <capnet/io/csv.hpp>
#include <capnet/network/bulk.hpp>

#include "io/encoding.hpp"
#include "io/folder_context.hpp"
#include "io/own_kinds.hpp"

namespace capnet {
namespace {

using detail::folder_table;
using detail::memory_of;
using detail::row_reader;
namespace tables = detail::tables;

/// Reads one folder: file by file, in the order in which they need each other.
class folder_reader : detail::folder_context {
 public:
  using folder_context::folder_context;

  folder_contents read() {
    std::error_code failure;
    if (!std::filesystem::is_directory(folder_, failure)) {
      const bool there = std::filesystem::exists(folder_, failure);
      throw input_error{{{folder_.string(), 0, 0,
                          std::string{there ? "is not a folder" : "there is no such folder"} +
                              "; expected a folder with vertices.csv and ties.csv"}}};
    }
    detail::expect_encoding(options_.encoding);
    detail::own_kinds kinds;
    each_row(tables::kinds, [&](row_reader& row) {
      kinds.see(row, id_bytes());
      take(row, memory_of{160}.texts({row.text("kind"), row.text("is")}));
    });
    kinds.declare(net_, problems_);
    each_row(tables::schema, [&](row_reader& row) { read_relation(row); });
    each_row(tables::attributes, [&](row_reader& row) { read_attribute(row); });
    each_row(tables::sources, [&](row_reader& row) { read_source(row); });
    skills_ = open(tables::skills);
    skills_file_ = file_;
    read_skills();
    vertices_known_ = each_row(
        tables::vertices, [&](row_reader& row) { read_vertex(row); },
        [&](const csv_reader& table) {
          infer<kind_index>(table, tables::vertices, "kind",
                            [&](std::string_view kind) { return net_.schema().find_kind(kind); });
        });
    changing_ = own_.names();
    for (const char* const fixed : {"sector", "region", "size"}) changing_.emplace_back(fixed);
    near_misses_.tell_sectors((folder_ / tables::vertices.file).string(), net_.schema());
    add_remaining_skills();
    csv_reader ties = open(tables::ties);
    infer<relation_index>(ties, tables::ties, "relation",
                          [&](std::string_view relation) { return net_.schema().find_relation(relation); });
    read_ties(std::move(ties));
    each_row(tables::changes, [&](row_reader& row) { read_change(row); });
    each_row(tables::figures, [&](row_reader& row) { read_figure(row); });
    if (options_.strict) problems_.add(std::exchange(warnings_, {}));
    if (!problems_.empty()) throw input_error{std::move(problems_)};
    return {net_.freeze({.run = on_threads({.threads = options_.threads})}), std::move(warnings_).told()};
  }

 private:
  csv_reader open(const folder_table& shape) {
    const std::filesystem::path file = folder_ / shape.file;
    std::error_code failure;
    if ((!shape.needed || adds_) && !std::filesystem::exists(file, failure)) return {};
    csv_reader table = csv_reader::read(file, options_.limits, problems_, options_.encoding);
    memory_.read(table.bytes());
    file_ = net_.add_file(file.string());
    near_misses_.see_columns(table, shape, declared_);
    const bool readable = !table.header().empty();
    bool complete = readable;
    for (const std::string_view column : shape.columns.first(shape.required)) {
      if (!readable || table.find_column(column)) continue;
      complete = false;
      std::vector<std::string_view> names;
      for (const csv_cell& cell : table.header()) names.push_back(cell.text);
      problems_.add({table.file(), 1, 1,
                     "there is no column " + quote(column) + "; expected it beside " + join_names(names) +
                         did_you_mean(column, names)});
    }
    return complete ? std::move(table) : csv_reader{};
  }

  /// Whether the table itself is sound, whatever its cells say.
  template <class Read>
  bool each_row(const folder_table& shape, const Read& read) {
    return each_row(shape, read, [](const csv_reader&) {});
  }
  /// With a look at the whole table `first`.
  template <class Read, class First>
  bool each_row(const folder_table& shape, const Read& read, const First& first) {
    const std::size_t before = problems_.size();
    csv_reader table = open(shape);
    const bool usable = problems_.size() == before;
    first(table);
    while (table.next()) {
      row_reader row{table, problems_, dates_};
      read(row);
    }
    return usable && table.sound();
  }

  void read_relation(row_reader& row) {
    relation_info info{.name = row.name("relation", id_bytes())};
    auto declare_kinds = [&](std::string_view column, std::vector<kind_index>& into) {
      (void)row.required(column);
      attempt(row, column, [&] {
        for (const std::string& kind : row.list(column)) {
          row.expect_short(column, kind, id_bytes());
          const std::size_t before = net_.schema().kind_count();
          into.push_back(net_.declare_kind(kind));
          if (net_.schema().kind_count() > before) near_misses_.see_own_kind(row.file(), row.cell(column), kind);
        }
      });
    };
    declare_kinds("source_kinds", info.source_kinds);
    declare_kinds("target_kinds", info.target_kinds);
    info.directed = row.choice("directed", std::array<std::string_view, 2>{"yes", "no"}).value_or(0) == 0;
    info.nature = static_cast<tie_nature>(row.choice("nature", tie_nature_names).value_or(0));
    if (const auto known = net_.schema().find_relation(info.name); known && row.text("nature").empty())
      info.nature = net_.schema().relation(*known).nature;
    info.traits = row.traits();
    attempt(row, "relation", [&] { net_.declare(std::move(info)); });
  }

  void read_attribute(row_reader& row) {
    const std::string of = row.name("of", id_bytes());
    attribute_info info{.name = row.name("name", id_bytes())};
    (void)row.required("type");
    info.type = static_cast<value_type>(row.choice("type", value_type_names).value_or(0));
    info.unit = row.text("unit");
    info.meaning = static_cast<meaning>(row.choice("meaning", meaning_names).value_or(0));
    info.description = row.text("description");
    const auto kind = net_.schema().find_kind(of);
    const auto relation = net_.schema().find_relation(of);
    if (!of.empty() && !kind && !relation) {
      std::vector<std::string_view> names;
      for (const std::string& name : net_.schema().kind_names()) names.push_back(name);
      for (const relation_info& known : net_.schema().all_relations()) names.push_back(known.name);
      row.complain("of", quote(of) +
                             " is no kind or relation; expected a built-in one or one of kinds.csv or schema.csv" +
                             suggestion(of, names));
    }
    const auto is_fixed = [&](const folder_table& shape) {
      return info.name != "weight" && std::ranges::find(shape.columns, info.name) != shape.columns.end();
    };
    if ((kind && is_fixed(tables::vertices)) || (relation && is_fixed(tables::ties)))
      row.complain("name", quote(info.name) + " is no attribute but a column of every folder; expected another name");
    attempt(row, "type", [&] {
      if (kind) net_.declare_attribute(*kind, info);
      if (relation) net_.declare_attribute(*relation, info);
    });
    declared_.push_back(std::move(info.name));
  }
  /// Declares the types of own columns that nothing is said of.
  template <class Owner, class Find>
  void infer(const csv_reader& table, const folder_table& shape, std::string_view column, const Find& find) {
    own_ = detail::own_columns{table, shape};
    const auto place = table.find_column(column);
    if (!place) return;
    own_.infer<Owner>(
        table, options_.threads, net_.schema(), [&](std::span<const csv_cell> row) { return find(row[*place].text); },
        [&](Owner owner, attribute_info info) { net_.declare_attribute(owner, std::move(info)); });
  }

  void read_change(row_reader& row) {
    const auto v = end_of(row, "vertex");
    change_record change{.attribute = row.name("attribute", id_bytes()), .cite = std::string{cite_of(row)}};
    if (!row.required("from").empty()) {
      if (const auto from = row.day("from"); from && from->exact())
        change.from = from->earliest;
      else if (from)
        row.complain("from", quote(row.text("from")) + " is no whole day; expected one such as 2024-04-01");
    }
    change.value = row.text("value");
    if (v) {
      change.vertex = *v;
      const attribute_info* const known = net_.schema().attribute(v->kind, change.attribute);
      if (known == nullptr && !change.attribute.empty() &&
          std::ranges::find(changing_, change.attribute) == changing_.end()) {
        std::vector<std::string_view> names(changing_.begin(), changing_.end());
        for (const attribute_info& info : net_.schema().attributes(v->kind)) names.push_back(info.name);
        row.complain("attribute", quote(change.attribute) + " is nothing that can change of " +
                                      quote(net_.schema().name(v->kind)) + "; expected one of " +
                                      join_names(names, " or ") + suggestion(change.attribute, names));
      }
      if (known != nullptr) change.value = detail::own_columns::read(row, *known, "value").value_or(attribute_value{});
      take(row, memory_of{200}.texts({change.value.text(), change.attribute, change.cite}));
      attempt(row, "value", [&] { net_.change_attribute(std::move(change)); });
    }
  }

  void read_source(row_reader& row) {
    source where{.id = row.name("id", id_bytes()),
                 .title = std::string{row.text("title")},
                 .publisher = std::string{row.text("publisher")},
                 .day = row.day("date"),
                 .url = std::string{row.text("url")},
                 .attributes = row.others(tables::sources.columns)};
    take(row, memory_of{where});
    if (!where.id.empty() && !sources_.add(where.id).second)
      row.complain("id", "source " + quote(where.id) + " stands twice; expected each once");
    if (row.good()) net_.add_source(std::move(where));
  }

  void read_skills() {
    while (skills_.next()) {
      row_reader row{skills_, problems_};
      const std::string id = row.name("id", id_bytes());
      take(row, memory_of{120}.texts({id}));
      if (id.empty()) continue;
      if (skill_ids_.add(id).second)
        skill_places_.push_back(skills_.place());
      else
        row.complain("id", "skill " + quote(id) + " stands twice; expected each once");
    }
    constexpr auto none = static_cast<std::uint32_t>(-1), unknown = none - 1;
    std::vector<std::uint32_t> parents;
    for (const csv_place& place : skill_places_) {
      skills_.seek(place);
      const std::string_view parent = row_reader{skills_, problems_}.text("parent");
      parents.push_back(parent.empty() ? none : skill_ids_.find(parent).value_or(unknown));
    }
    for (std::uint32_t s = 0; s < parents.size(); ++s) {
      std::uint32_t at = parents[s];
      for (int depth = 0; depth < 64 && at < unknown; ++depth) at = parents[at];
      if (parents[s] != unknown && at >= unknown) continue;
      skills_.seek(skill_places_[s]);
      row_reader row{skills_, problems_};
      row.complain("parent", parents[s] == unknown
                                 ? quote(row.text("parent")) + " is no skill; expected an id of skills.csv"
                                 : "the parents of this skill go round or are over 64 deep; expected a tree");
    }
  }
  void attach_skill(vertex_properties& properties, std::uint32_t number) {
    skills_.seek(skill_places_[number]);
    row_reader row{skills_, problems_};
    if (properties.name.empty()) properties.name = row.text("name");
    if (properties.name_en.empty()) properties.name_en = row.text("name_en");
    if (properties.cite.empty()) properties.cite = std::string{cite_of(row)};
    for (attribute& other : row.others(tables::skills.columns)) properties.attributes.push_back(std::move(other));
    if (properties.where.line == 0) properties.where = {skills_file_, row.line()};
  }
  /// The skills that vertices.csv does not name, in the order of skills.csv.
  void add_remaining_skills() {
    const kind_index kind = net_.declare<kind::skill>();
    for (std::uint32_t s = 0; s < skill_places_.size(); ++s) {
      const std::string& id = skill_ids_.keys()[s];
      if (const auto known = net_.find(id); known && net_.schema().is_a(known->kind, kind)) continue;
      vertex_properties properties;
      attach_skill(properties, s);
      row_reader row{skills_, problems_};
      take(row, memory_of{properties}.texts({id}));
      attempt(row, "id", [&] { net_.add_vertex(kind, id, std::move(properties)); });
    }
    skills_ = {};
  }

  void read_vertex(row_reader& row) {
    const std::string id = row.name("id", id_bytes());
    const std::string kind_name = row.name("kind", id_bytes());
    const auto kind = net_.schema().find_kind(kind_name);
    if (!kind_name.empty() && !kind) {
      row.complain("kind", quote(kind_name) + " is no kind; expected " +
                               join_names(net_.schema().kind_names(), " or ") +
                               suggestion(kind_name, net_.schema().kind_names()));
    }
    vertex_properties properties{.name = std::string{row.text("name")},
                                 .name_en = std::string{row.text("name_en")},
                                 .region = std::string{row.text("region")},
                                 .size = row.integer("size"),
                                 .existence = row.active(),
                                 .status = row.status(),
                                 .aliases = row.list("aliases"),
                                 .cite = std::string{cite_of(row)},
                                 .attributes = own_.values(row, net_.schema(), kind),
                                 .where = {file_, row.line()}};
    for (const std::string& alias : properties.aliases) row.expect_short("aliases", alias, id_bytes());
    std::erase(properties.aliases, id);
    std::ranges::sort(properties.aliases);
    properties.aliases.erase(std::unique(properties.aliases.begin(), properties.aliases.end()),
                             properties.aliases.end());
    if (kind && net_.schema().is_a(*kind, net_.schema().index_of<kind::skill>())) {
      if (const auto more = skill_ids_.find(id)) attach_skill(properties, *more);
    }
    attempt(row, "sector", [&] {
      properties.sector = net_.declare_sector(row.text("sector"));
      near_misses_.see_sector(row.cell("sector"), properties.sector);
    });
    if (faulty_.find(id))
      row.complain("id", "id " + quote(id) + " is taken already; expected an id and aliases that no other vertex has");
    take(row, memory_of{properties}.texts({id}));
    attempt(row, "id", [&] { net_.add_vertex(*kind, id, std::move(properties)); });
    // What is declared, though wrongly, is not also reported as unknown by the ties that name it.
    if (!row.good()) faulty_.add(id);
  }

  void read_figure(row_reader& row) {
    figure f{.id = row.name("id", id_bytes()),
             .subject = std::string{row.text("subject")},
             .survey = std::string{row.text("survey")},
             .label = std::string{row.text("label")}};
    if (!f.id.empty() && !figures_.add(f.id).second)
      row.complain("id", "figure " + quote(f.id) + " stands twice; expected each once");
    if (!f.subject.empty()) {
      if (const auto subject = end_of(row, "subject")) f.subject = net_.key(*subject);
    }
    std::optional<figure_kind> kind;
    if (!row.required("kind").empty()) {
      if (const auto known = row.choice("kind", figure_kind_names)) kind = static_cast<figure_kind>(*known);
    }
    f.kind = kind.value_or(figure_kind::count);
    f.value = row.exact("value");
    f.unit = row.text("unit");
    f.numerator = row.integer("numerator");
    f.denominator = row.integer("denominator");
    f.rounding = row.exact("rounding");
    f.approximate = row.choice("approximate", std::array<std::string_view, 2>{"no", "yes"}) == 1;
    f.day = row.day("date");
    f.series = row.text("series");
    f.status = row.status();
    f.cite = std::string{cite_of(row)};
    f.attributes = row.others(tables::figures.columns);
    take(row, memory_of{f});
    if (f.value && kind == figure_kind::percent && (f.value->value() > 100 || f.value->mantissa < 0)) {
      row.complain("value", "the percentage " + shortened(row.text("value")) +
                                " is outside 0 to 100; expected one inside, or kind change_points or ratio");
    }
    if (f.value && kind == figure_kind::count && std::abs(f.value->value()) > 1e12) {
      row.complain("value",
                   "the count " + shortened(row.text("value")) +
                       " is beyond 1,000,000,000,000; expected one within, negative if something was taken back");
    }
    if (f.numerator && f.denominator && *f.numerator > *f.denominator) {
      row.complain("numerator", "the numerator " + std::to_string(*f.numerator) + " is over the denominator " +
                                    std::to_string(*f.denominator) + "; expected a part of it");
    }
    if (f.denominator && *f.denominator == 0)
      row.complain("denominator", "the denominator is 0; expected 1 or more, or nothing if unknown");
    if (f.rounding && f.rounding->mantissa <= 0)
      row.complain("rounding", "the rounding step is not positive; expected one such as 1, 0.1 or 10, or nothing");
    if (row.good()) net_.add_figure(std::move(f));
  }

  std::vector<std::string> declared_;  // attributes, of whatever kind or relation
  std::vector<std::string> changing_;  // what changes.csv may name beside declared ones
  csv_reader skills_;
  detail::key_table<std::string> figures_, skill_ids_;
  std::vector<csv_place> skill_places_;  // [number of its id]
  std::uint32_t skills_file_ = 0;
};

}  // namespace

folder_contents read_folder_with_warnings(const std::filesystem::path& folder, const data_folder_options& options) {
  return folder_reader{folder, options}.read();
}
snapshot read_folder(const std::filesystem::path& folder, const data_folder_options& options) {
  return read_folder_with_warnings(folder, options).net;
}
folder_contents read_folder_onto(const snapshot& base, const std::filesystem::path& folder,
                                 const data_folder_options& options) {
  return folder_reader{folder, options, base}.read();
}
snapshot read_folder(const std::filesystem::path& folder, const load_limits& limits) {
  return read_folder(folder, data_folder_options{.limits = limits});
}

}  // namespace capnet
