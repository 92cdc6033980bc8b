#pragma once
/// The columns of kinds and relations for Arrow. Not interface: see arrow.hpp.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/interop/arrow.hpp>
#include <capnet/interop/detail/arrow_column.hpp>

namespace capnet::detail {

/// Gathers the columns of one table. `places` says where in the network's columns the rows lie; empty: one after the
/// other from the first on.
class arrow_table {
 public:
  arrow_table(snapshot net, std::size_t rows, std::vector<std::size_t> places = {})
      : net_{std::make_shared<const snapshot>(std::move(net))}, rows_{rows}, places_{std::move(places)} {}

  [[nodiscard]] const snapshot& net() const { return *net_; }
  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] std::size_t place(std::size_t row) const { return places_.empty() ? row : places_[row]; }

  void add(arrow_column one) { columns_.push_back(std::move(one)); }

  /// A column of the network as it lies, or the rows of it that are asked for; all null where it is empty.
  template <class T, class Known>
  arrow_column fixed(std::string name, const char* format, const column<T>& values, const Known& known) const {
    arrow_column made = make_arrow_column(std::move(name), format, rows_);
    const std::span<const T> all = values.all();
    made.validity([&](std::size_t row) { return !all.empty() && known(all[place(row)]); });
    if (!all.empty() && places_.empty()) {
      made.borrow(all.first(rows_), net_);
      return made;
    }
    std::vector<T> own(rows_);
    for (std::size_t row = 0; row < rows_ && !all.empty(); ++row) own[row] = all[place(row)];
    made.own(std::move(own));
    return made;
  }
  /// Values made for this table; those that are empty are null.
  template <class T, class ValueAt>
  arrow_column made(std::string name, const char* format, const ValueAt& value_at) const {
    arrow_column column = make_arrow_column(std::move(name), format, rows_);
    std::vector<T> own(rows_);
    std::vector<bool> known(rows_);
    for (std::size_t row = 0; row < rows_; ++row) {
      if (const std::optional<T> value = value_at(row)) own[row] = *value, known[row] = true;
    }
    column.validity([&](std::size_t row) { return known[row]; });
    column.own(std::move(own));
    return column;
  }
  /// Texts by their numbers.
  template <class Words>
  static arrow_column dictionary(arrow_column numbers, const Words& words) {
    numbers.dictionary.push_back(
        arrow_texts("", std::size(words), [&](std::size_t k) -> std::string_view { return words[k]; }));
    return numbers;
  }
  /// Texts that rows may have; left out if none has.
  template <class TextAt>
  void add_texts(const std::string& name, const TextAt& text_at) {
    arrow_column texts = arrow_texts(name, rows_, text_at);
    if (texts.null_count < texts.length) add(std::move(texts));
  }

  template <class HeldAt>
  void add_times(const HeldAt& held_at) {
    const auto day = [&](const char* name, std::int32_t held_when::* which) {
      add(made<std::int32_t>(name, "tdD", [&](std::size_t row) -> std::optional<std::int32_t> {
        const std::int32_t number = held_at(row).*which;
        return number <= first_of_days || number >= last_of_days ? std::nullopt : std::optional{number};
      }));
    };
    day("begin", &held_when::begin_earliest);
    day("begin_latest", &held_when::begin_latest);
    day("end", &held_when::end_earliest);
    day("end_latest", &held_when::end_latest);
    add(dictionary(made<std::uint8_t>(
                       "status", "C",
                       [&](std::size_t row) { return std::optional{static_cast<std::uint8_t>(held_at(row).status)}; }),
                   status_names));
  }

  static void describe(arrow_column& one, const attribute_info& info) {
    for (const auto& [key, value] : {std::pair{"unit", info.unit},
                                     {"meaning", std::string{to_string(info.meaning)}},
                                     {"description", info.description}}) {
      if (!value.empty()) one.metadata.emplace_back(key, value);
    }
  }
  void add_values(const attribute_info& info, const attribute_column* known) {
    static const attribute_column nothing;
    const attribute_column& values = known != nullptr ? *known : nothing;
    const auto add_described = [&](arrow_column one) {
      describe(one, info);
      add(std::move(one));
    };
    switch (info.type) {
      case value_type::number:
        add_described(fixed(info.name, "g", values.numbers, [](double x) { return !std::isnan(x); }));
        break;
      case value_type::integer:
        add_described(fixed(info.name, "l", values.integers, [](std::int64_t x) { return x != missing_integer; }));
        break;
      case value_type::category:
        add_described(
            dictionary(fixed(info.name, "I", values.words, [](std::uint32_t x) { return x != 0; }), net_->words()));
        break;
      case value_type::yes_no: {
        arrow_column flags = make_arrow_column(info.name, "b", rows_);
        const auto flag = [&](std::size_t row) { return values.flags.empty() ? 0 : values.flags[place(row)]; };
        flags.validity([&](std::size_t row) { return flag(row) != 0; });
        std::vector<std::uint8_t> bits((rows_ + 7) / 8);
        for (std::size_t row = 0; row < rows_; ++row)
          bits[row / 8] = static_cast<std::uint8_t>(bits[row / 8] | (flag(row) == 2 ? 1u << row % 8 : 0u));
        flags.own(std::move(bits));
        add_described(std::move(flags));
        break;
      }
      case value_type::date:
        add_described(fixed(info.name, "tdD", values.from, [](std::int32_t day) { return day != missing_from; }));
        add_described(
            fixed(info.name + "_latest", "tdD", values.to, [](std::int32_t day) { return day != missing_to; }));
        break;
      case value_type::text:
        break;  // in the records
    }
  }
  /// The attributes that are texts, declared or not, in order of first mention.
  template <class AttributesAt>
  void add_text_attributes(const std::vector<attribute_info>& infos, const AttributesAt& attributes_at) {
    std::vector<std::pair<std::string, std::map<std::size_t, std::string>>> found;
    for (const attribute_info& info : infos) {
      if (info.type == value_type::text) found.push_back({info.name, {}});
    }
    const auto typed = [&](const std::string& name) {
      const auto info = std::ranges::find(infos, name, &attribute_info::name);
      return info != infos.end() && info->type != value_type::text;
    };
    for (std::size_t row = 0; row < rows_; ++row) {
      for (const auto& [name, value] : attributes_at(row)) {
        if (typed(name)) continue;
        auto at = std::ranges::find(found, name, [](const auto& one) { return std::string_view{one.first}; });
        if (at == found.end()) at = found.insert(found.end(), {name, {}});
        at->second[row] = value.text();
      }
    }
    for (const auto& [name, texts] : found) {
      arrow_column one = arrow_texts(name, rows_, [&](std::size_t row) {
        const auto text = texts.find(row);
        return text == texts.end() ? std::string{} : text->second;
      });
      const auto info = std::ranges::find(infos, name, &attribute_info::name);
      if (info != infos.end()) describe(one, *info);
      add(std::move(one));
    }
  }

  void export_to(ArrowSchema& schema, ArrowArray& rows) && { fill_arrow(std::move(columns_), rows_, schema, rows); }

 private:
  std::shared_ptr<const snapshot> net_;
  std::size_t rows_;
  std::vector<std::size_t> places_;
  std::vector<arrow_column> columns_;
};

}  // namespace capnet::detail

namespace capnet {

inline void export_arrow(const snapshot& said, kind_index kind, ArrowSchema& schema, ArrowArray& rows) {
  detail::arrow_table table{said.compacted(), said.order(kind)};
  const snapshot& net = table.net();
  const std::vector<detail::frozen::table>& tables = net.parts().vertices[static_cast<std::size_t>(kind)];
  static const vertex_table nothing;
  const vertex_table& columns = tables.empty() ? nothing : *tables.front();
  std::vector<vertex_properties> said_of(table.rows());
  const auto vertex = [&](std::size_t row) { return vertex_ref{kind, static_cast<std::uint32_t>(row)}; };
  for (std::size_t row = 0; row < table.rows(); ++row) said_of[row] = net.properties(vertex(row));
  table.add(detail::arrow_texts("id", table.rows(), [&](std::size_t row) { return net.key(vertex(row)); }));
  table.add_texts("name", [&](std::size_t row) -> std::string_view { return said_of[row].name; });
  table.add_texts("name_en", [&](std::size_t row) -> std::string_view { return said_of[row].name_en; });
  table.add(
      table.dictionary(table.fixed("sector", "C", columns.sectors, [](std::uint8_t sector) { return sector != 0; }),
                       net.schema().sector_names()));
  table.add(table.dictionary(
      table.fixed("region", "I", columns.regions, [](std::uint32_t region) { return region != 0; }), net.regions()));
  table.add(table.made<std::int64_t>("size", "l", [&](std::size_t row) { return said_of[row].size; }));
  table.add_times([&](std::size_t row) { return net.held(vertex(row)); });
  table.add_texts("cite", [&](std::size_t row) -> std::string_view { return said_of[row].cite; });
  const std::vector<attribute_info>& infos = net.schema().attributes(kind);
  for (std::size_t k = 0; k < infos.size(); ++k)
    table.add_values(infos[k], columns.attribute(static_cast<attribute_index>(k)));
  table.add_text_attributes(infos, [&](std::size_t row) -> const auto& { return said_of[row].attributes; });
  std::move(table).export_to(schema, rows);
}

inline void export_arrow(const snapshot& said, relation_index relation, ArrowSchema& schema, ArrowArray& rows) {
  const snapshot net = said.compacted();
  const layer& ties = net.layer(relation);
  const adjacency& side = ties.out();
  std::vector<std::int32_t> sources(side.neighbors.size());
  std::vector<std::size_t> places;
  const std::span<const std::int32_t> targets = side.neighbors.all();
  for (std::int32_t u = 0; static_cast<std::size_t>(u) + 1 < side.offsets.size(); ++u) {
    const layer::row_range row = ties.out_row(u);
    for (std::size_t at = row.first; at < row.last; ++at) {
      sources[at] = u;
      if (!ties.directed() && targets[at] >= u) places.push_back(at);  // which stands at its other end too
    }
  }
  detail::arrow_table table{net, ties.size(), std::move(places)};
  const auto ids = [&](const endpoint_domain& domain) {
    std::vector<std::string> keys(static_cast<std::size_t>(domain.size()));
    for (std::int32_t p = 0; p < domain.size(); ++p) keys[static_cast<std::size_t>(p)] = net.key(domain.at(p));
    return keys;
  };
  const auto always = [](auto) { return true; };
  table.add(
      table.dictionary(table.made<std::int32_t>(
                           "source", "i", [&](std::size_t row) { return std::optional{sources[table.place(row)]}; }),
                       ids(ties.sources())));
  table.add(table.dictionary(table.fixed("target", "i", side.neighbors, always), ids(ties.targets())));
  const auto row_of = [&](std::size_t row) { return side.row(table.place(row)); };
  table.add(table.made<std::uint32_t>("row", "I", [&](std::size_t row) { return std::optional{row_of(row)}; }));
  auto weight = table.fixed("weight", "g", side.weights, [](double x) { return !std::isnan(x); });
  const std::vector<attribute_info>& infos = ties.attributes();
  for (const attribute_info& info : infos) {
    if (info.name == "weight") table.describe(weight, info);
  }
  table.add(std::move(weight));
  table.add_times([&](std::size_t row) { return side.times[table.place(row)]; });
  std::vector<tie_properties> said_of(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) said_of[row] = net.tie({relation, row_of(row)}).properties;
  table.add(table.made<std::int32_t>("recorded", "tdD", [&](std::size_t row) {
    const auto& day = said_of[row].recorded;
    return day ? std::optional{held_when::number(day->earliest)} : std::nullopt;
  }));
  table.add_texts("role", [&](std::size_t row) -> std::string_view { return said_of[row].role; });
  table.add_texts("cite", [&](std::size_t row) -> std::string_view { return said_of[row].cite; });
  for (std::size_t k = 0; k < infos.size(); ++k) {
    if (infos[k].name != "weight") table.add_values(infos[k], side.attribute(static_cast<attribute_index>(k)));
  }
  table.add_text_attributes(infos, [&](std::size_t row) -> const auto& { return said_of[row].attributes; });
  std::move(table).export_to(schema, rows);
}

}  // namespace capnet
