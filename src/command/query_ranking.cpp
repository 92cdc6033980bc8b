#include "command/query_ranking.hpp"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

#include <capnet/core/error.hpp>
#include <capnet/core/text.hpp>
#include <capnet/query/attribute_named.hpp>
#include <capnet/query/detail/kinds_set.hpp>

namespace capnet::command {

ranking default_ranking(const snapshot& net, const query_plan& plan) {
  return {.by = unweighable_way(net, plan) ? "walks" : "weight"};
}

ranking ranking_by(const snapshot& net, const query_plan& plan, const std::string& by) {
  const schema& known = net.schema();
  if (const auto level = unweighable_way(net, plan); by == "weight" && level) {
    const meaning means = known.weight_meaning(*level);
    throw input_error{"--by: walks of this query have no weight, as that of " + quote(known.relation(*level).name) +
                      " is " + (means == meaning::amount ? "an " : "a ") + std::string{to_string(means)} +
                      "; expected walks or an attribute"};
  }
  if (by == "weight" || by == "walks") return {.by = by};
  const std::vector<kind_index> kinds = detail::all_kinds(known);
  auto attribute = attribute_named(known, net, kinds, by);
  if (!attribute) {
    std::vector<std::string_view> names{"weight", "walks", "size"};
    for (const kind_index k : kinds) {
      for (const attribute_info& info : known.attributes(k)) names.push_back(info.name);
    }
    throw input_error{"--by: " + quote(by) + " is no attribute; expected weight, walks or one of a kind" +
                      did_you_mean(by, names)};
  }
  if (!is_ordered(attribute->type))
    throw input_error{"--by: " + quote(by) + " is " + std::string{to_string(attribute->type)} +
                      ", which is neither less nor more than another; expected a number or date"};
  return {.by = by, .attribute = std::move(attribute)};
}

void complete(query_plan& plan, const ranking& how) {
  plan.steps.emplace_back(step_top{
      .k = how.by_plan() ? how.most : ranking{}.most, .by_weight = how.by == "weight", .by_key = how.by_plan()});
}

std::vector<std::optional<attribute_value>> rank(const network_view& view, ranking& how, std::vector<query_row>& rows) {
  const attribute_info* first = nullptr;
  for (const query_row& row : rows) {
    const attribute_info* const info = view.schema().attribute(row.vertex.kind, how.by);
    if (info == nullptr) continue;
    if (first == nullptr) first = info;
    if (info->unit != first->unit) {
      throw input_error{"--by: what is found has " + quote(how.by) + " in " + quote(first->unit) + " and in " +
                        quote(info->unit) + "; expected one unit: name a kind"};
    }
  }
  if (first != nullptr && how.attribute) how.attribute = *first;
  const auto value_of = [&](const query_row& row) -> std::optional<attribute_value> {
    if (how.attribute) return detail::value_seen(view, row.vertex, how.by);
    if (how.by == "walks") return attribute_value{static_cast<std::int64_t>(row.walks)};
    return row.unknown > 0 ? std::nullopt : std::optional{attribute_value{row.weight}};
  };
  struct ranked {
    query_row row;
    std::optional<attribute_value> value;
    std::string kind, key;
  };
  std::vector<ranked> all;
  for (const query_row& row : rows)
    all.push_back({row, value_of(row), view.schema().name(row.vertex.kind), view.net().key(row.vertex)});
  std::ranges::sort(all, [ascending = how.ascending](const ranked& x, const ranked& y) {
    if (x.value.has_value() != y.value.has_value()) return x.value.has_value();
    if (x.value) {
      if (const auto m = x.value->number(), n = y.value->number(); m && n && *m != *n) return (*m > *n) != ascending;
      if (const auto *m = x.value->get_if<partial_date>(), *n = y.value->get_if<partial_date>(); m && n && *m != *n)
        return (*m > *n) != ascending;
    }
    return std::tie(x.kind, x.key) < std::tie(y.kind, y.key);
  });
  all.resize(std::min(all.size(), how.most));
  rows.clear();
  std::vector<std::optional<attribute_value>> values;
  for (const ranked& one : all) {
    rows.push_back(one.row);
    values.push_back(one.value);
  }
  return values;
}

}  // namespace capnet::command
