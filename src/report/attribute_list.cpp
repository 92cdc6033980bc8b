#include "report/attribute_list.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "io/json_values.hpp"
#include "report/json_parts.hpp"

namespace capnet::detail {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

/// A number, true or false, `[earliest, latest]`, a text, or null where nothing is known. Numbers that a page can't
/// hold exactly are texts.
value page_json(const std::optional<attribute_value>& said) {
  constexpr std::int64_t most_exact = 9'007'199'254'740'991;
  if (!said || said->empty()) return nullptr;
  if (const auto* yes = said->get_if<bool>()) return *yes;
  if (const auto* day = said->get_if<partial_date>()) return date_json(*day);
  const auto* const whole = said->get_if<std::int64_t>();
  const auto* const real = said->get_if<double>();
  if ((whole != nullptr && std::abs(*whole) <= most_exact) || (real != nullptr && std::isfinite(*real)))
    return value_json(said);
  return value(clipped(said->text(), 120));
}

/// Bytes that a value takes in the page, at most: markup is escaped.
std::size_t bytes_of(const value& json) {
  if (!json.is_string()) return 32;
  const auto& text = json.get_string();
  return 8 + text.size() + 5 * static_cast<std::size_t>(std::ranges::count_if(text, [](char c) {
                             return c == '<' || c == '>' || c == '&' || c == '"' || c == '\\';
                           }));
}

/// What the network knows of an attribute of a kind or relation; of one that it does not list, its name.
template <class Owner>
attribute_info info_in(const snapshot& net, Owner owner, const std::string& name) {
  const attribute_info* const known = net.schema().attribute(owner, name);
  return known != nullptr ? *known : attribute_info{.name = name, .declared = false};
}

/// What a growth leaves is its own, not the data's.
bool is_shown(const std::string& name) { return !name.starts_with("simulated"); }

}  // namespace

std::size_t attribute_list::place_of(const attribute_info& info) {
  const std::string key = info.name + '\n' + info.unit + '\n' + std::string{to_string(info.meaning)};
  if (const auto found = places_.find(key); found != places_.end()) return found->second;
  if (shown_.size() == most_names) return nowhere;
  object one{{"name", clipped(info.name, 80)}};
  put_text(one, "unit", info.unit, 40);
  put_text(one, "meaning", to_string(info.meaning));
  put_text(one, "description", info.description);
  shown_.push_back(std::move(one));
  return places_.emplace(key, shown_.size() - 1).first->second;
}

class attribute_list::values {
 public:
  values(attribute_list& list, std::size_t& bytes) : list_{list}, bytes_{bytes} {}
  /// A value for all days.
  void add(const attribute_info& info, const value& json) {
    if (!json.is_null()) add(info, array{json}, bytes_of(json));
  }
  /// Values, each from a stop on: the first from the beginning.
  void add(const attribute_info& info, array changes, std::size_t bytes) {
    const std::size_t place = all_.size() < most_of_one && bytes <= bytes_ ? list_.place_of(info) : nowhere;
    if (place == nowhere) {
      ++more_;
      return;
    }
    bytes_ -= bytes;
    changes.insert(changes.begin(), place);
    all_.push_back(std::move(changes));
  }
  void finish(object& into) && {
    if (!all_.empty()) into["attributes"] = std::move(all_);
    if (more_ > 0) into["attributes_more"] = more_;
  }

 private:
  attribute_list& list_;
  std::size_t& bytes_;
  array all_;
  std::size_t more_ = 0;
};

void attribute_list::put(object& into, vertex_ref v, const std::vector<attribute>& first) {
  values mine{*this, vertex_bytes_};
  const bool is_skill = net_.schema().is_a(v.kind, net_.schema().index_of<kind::skill>());
  // The unit stands with the size; a skill's parent is the id of another.
  const auto shown = [&](const std::string& name) {
    return is_shown(name) && name != "unit" && !(is_skill && name == "parent");
  };
  std::vector<std::string> changing;
  net_.parts().changes.for_each(v, [&](const change_record& change) {
    const std::string& name = change.attribute;
    const bool elsewhere = name == "sector" || name == "region" || name == "size";
    if (!elsewhere && shown(name) && std::ranges::count(changing, name) == 0) changing.push_back(name);
  });
  for (const auto& [name, said] : first) {
    if (shown(name) && std::ranges::count(changing, name) == 0) mine.add(info_in(net_, v.kind, name), page_json(said));
  }
  for (const std::string& name : changing) {
    array changes;
    std::size_t bytes = 0;
    value before;
    for (std::size_t stop = 0; stop < stops_.size(); ++stop) {
      value now = page_json(stops_.stated(stop, certainty::possible).value(v, name));
      if (stop > 0 && now == before) continue;
      if (stop > 0) changes.emplace_back(stop);
      bytes += 8 + bytes_of(now);
      changes.push_back(now);
      before = std::move(now);
    }
    if (changes.size() > 1 || !before.is_null()) mine.add(info_in(net_, v.kind, name), std::move(changes), bytes);
  }
  std::move(mine).finish(into);
}

void attribute_list::put(object& into, tie_ref t, const tie_properties& said) {
  values mine{*this, tie_bytes_};
  if (said.weight) mine.add(info_in(net_, t.relation, "weight"), to_json(*said.weight));
  for (const auto& [name, known] : said.attributes) {
    if (is_shown(name) && name != "weight") mine.add(info_in(net_, t.relation, name), page_json(known));
  }
  std::move(mine).finish(into);
}

}  // namespace capnet::detail
