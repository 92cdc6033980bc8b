#include "command/answer_json.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "io/json_text.hpp"
#include "io/json_values.hpp"

namespace capnet::command {
namespace {

namespace json = boost::json;

json::array columns_json(const answer_table& table) {
  constexpr std::array<std::string_view, 7> types{"text", "yes_no", "integer", "number", "texts", "integers", "table"};
  json::array all;
  for (const answer_column& one : table.columns) {
    if (one.name.empty()) continue;
    all.push_back({{"name", one.name},
                   {"label", one.heading()},
                   {"unit", one.unit},
                   {"type", types[static_cast<std::size_t>(one.type)]}});
  }
  return all;
}

/// Puts a table where its name says: "hub_to_mesh.ties" is the field `ties` of the object `hub_to_mesh`.
void put(json::object& all, std::string_view name, json::value table) {
  const std::size_t dot = name.find('.');
  if (dot == std::string_view::npos) {
    json::value& field = all[name];
    if (field.is_object() && table.is_object()) {
      for (auto& one : table.get_object()) field.get_object()[one.key()] = std::move(one.value());
    } else {
      field = std::move(table);
    }
    return;
  }
  json::value& outer = all[name.substr(0, dot)];
  if (!outer.is_object()) outer = json::object{};
  put(outer.get_object(), name.substr(dot + 1), std::move(table));
}

}  // namespace

json::value cell_json(const answer_cell& cell) {
  struct writer {
    json::value operator()(std::nullptr_t) const { return nullptr; }
    json::value operator()(absent) const { return nullptr; }
    json::value operator()(bool truth) const { return truth; }
    json::value operator()(std::int64_t number) const { return number; }
    json::value operator()(std::uint64_t number) const { return number; }
    json::value operator()(double number) const { return detail::to_json(number); }
    json::value operator()(const std::string& text) const { return detail::to_json(text); }
    json::value operator()(const std::vector<std::string>& texts) const { return detail::to_json(texts); }
    json::value operator()(const std::vector<std::int64_t>& numbers) const {
      return json::array(numbers.begin(), numbers.end());
    }
    json::value operator()(const std::shared_ptr<const answer_table>& inner) const { return table_json(*inner); }
  };
  return std::visit(writer{}, cell.value);
}

json::object row_json(const answer_table& table, std::size_t row) {
  json::object one;
  for (const answer_column& column : table.columns) {
    if (column.name.empty()) continue;
    const answer_cell cell = column.cell(row);
    if (cell.get_if<absent>() == nullptr) one[column.name] = cell_json(cell);
  }
  return one;
}

json::value table_json(const answer_table& table) {
  if (table.shape == answer_shape::fields) return row_json(table, 0);
  json::array rows;
  json::object fields;
  const auto named = std::ranges::count_if(table.columns, [](const answer_column& c) { return !c.name.empty(); });
  for (std::size_t row = 0; row < table.size; ++row) {
    json::object one = row_json(table, row);
    if (table.shape == answer_shape::rows) {
      rows.push_back(std::move(one));
      continue;
    }
    const json::string key = one.begin()->value().as_string();
    if (named == 2) {
      fields[key] = std::next(one.begin())->value();
    } else {
      one.stable_erase(one.begin());
      fields[key] = std::move(one);
    }
  }
  return table.shape == answer_shape::rows ? json::value(std::move(rows)) : json::value(std::move(fields));
}

void print_json(std::ostream& out, const answer& all, const json::object& manifest) {
  json::object fields;
  const answer_table* const main = all.main_table();
  for (const std::string& name : all.order) fields[name] = nullptr;
  std::vector<std::string> given;
  for (const answer_table& table : all.tables) {
    const bool has_names = std::ranges::any_of(table.columns, [](const answer_column& c) { return !c.name.empty(); });
    if (!has_names) continue;
    if (table.name.empty()) {
      for (auto& one : row_json(table, 0)) given.emplace_back(one.key()), fields[one.key()] = std::move(one.value());
    } else {
      given.push_back(table.name.substr(0, table.name.find('.')));
      put(fields, table.name, &table == main && table.shape == answer_shape::rows ? json::value{} : table_json(table));
    }
  }
  if (main != nullptr) fields["columns"] = columns_json(*main), given.emplace_back("columns");
  if (!manifest.empty()) fields["manifest"] = manifest, given.emplace_back("manifest");
  const char* between = "{";
  for (const auto& [name, value] : fields) {
    if (std::ranges::find(given, name, [](const std::string& g) { return json::string_view{g}; }) == given.end())
      continue;
    out << std::exchange(between, ",") << detail::json_text(json::value(name)) << ':';
    if (main == nullptr || name != json::string_view{main->name} || main->shape != answer_shape::rows) {
      out << detail::json_text(value);
      continue;
    }
    out << '[';
    for (std::size_t row = 0; row < main->size; ++row)
      out << (row == 0 ? "" : ",") << detail::json_text(row_json(*main, row));
    out << ']';
  }
  out << (fields.empty() ? "{}\n" : "}\n");
}

}  // namespace capnet::command
