#pragma once
/// Definitions of text_form.hpp: see core/config.hpp.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/core/config.hpp>
#include <capnet/core/text.hpp>
#include <capnet/query/attribute_named.hpp>
#include <capnet/query/detail/kinds_set.hpp>
#include <capnet/query/detail/query_text_parser.hpp>
#include <capnet/query/detail/text_names.hpp>
#include <capnet/query/plan.hpp>
#include <capnet/query/text_form.hpp>

namespace capnet {

namespace detail {

/// Checks a query that was read and turns it into a plan; collects every fault.
class query_text_lowering {
 public:
  query_text_lowering(const snapshot& net, const query_text& query)
      : net_{net}, schema_{net.schema()}, query_{query}, names_{net} {}

  [[nodiscard]] query_plan lower() {
    std::vector<kinds_set> sets;
    for (std::size_t k = 0; k < query_.sets.size(); ++k) {
      const text_vertices& set = query_.sets[k];
      sets.push_back(set.again() ? of_names_.at(set.name.text).kinds : kinds_of(set, k == 0));
      if (!set.again() && !set.name.text.empty()) of_names_[set.name.text] = {sets.back(), {}};
    }
    kinds_set here = sets.front();
    start(query_.sets.front(), here);
    give_name(query_.sets.front(), here);
    for (std::size_t k = 0; k < query_.steps.size(); ++k) {
      const text_vertices& set = query_.sets[k + 1];
      const kinds_set wanted = sets[k + 1];
      const kinds_set reached = step(query_.steps[k], here, wanted, set.again() || named(set.kind));
      here = both(reached, wanted);
      if (here.empty()) here = wanted;  // a fault was told; go on with what was meant
      if (here != reached && !set.again()) plan_.steps.push_back(step_kind{wanted.front()});
      for (const text_filter& f : set.filters) filter(f, here);
      give_name(set, here);
    }
    for (const text_condition& c : query_.conditions) condition(c);
    return std::move(plan_);
  }
  [[nodiscard]] std::vector<query_text_fault> faults() const { return names_.faults(); }

 private:
  void fault(std::size_t at, std::string message) { names_.fault(at, std::move(message)); }
  static bool named(const text_word& kind) { return kind.quoted || kind.text != "*"; }
  /// The first filter that says whom to start from; null if none does.
  static const text_filter* ids_of(const text_vertices& set) {
    const auto found =
        std::ranges::find_if(set.filters, [](const text_filter& f) { return f.key.text == "id" && !f.negated(); });
    return found == set.filters.end() ? nullptr : &*found;
  }
  kinds_set kinds_of(const text_vertices& set, bool first) {
    if (named(set.kind)) return names_.kinds(set.kind);
    if (first && ids_of(set) == nullptr)
      fault(set.kind.at, "a query can't start at everything; expected a kind, or *[id=...]");
    return all_kinds(schema_);
  }
  void start(const text_vertices& set, const kinds_set& kinds) {
    const text_filter* const ids = ids_of(set);
    if (ids != nullptr)
      plan_.start = names_.vertices(ids->values, kinds);
    else
      plan_.start_kind = kinds.front();
    for (const text_filter& f : set.filters) {
      if (&f != ids) filter(f, kinds);
    }
  }

  void filter(const text_filter& f, const kinds_set& kinds) {
    const bool fixed = f.key.text == "sector" || f.key.text == "region" || f.key.text == "id";
    if (!fixed) {
      if (auto keep = attribute_filter(f, kinds)) plan_.steps.emplace_back(std::move(*keep));
      return;
    }
    if (f.orders())
      return fault(f.key.at, quote(f.key.text) + " is neither less nor more than another; expected = or !=");
    if (f.key.text == "sector") {
      step_sector keep{.sectors = {}, .negated = f.negated()};
      for (const text_word& value : f.values) keep.sectors.push_back(names_.sector(value));
      plan_.steps.emplace_back(std::move(keep));
    } else if (f.key.text == "region") {
      step_region keep{.regions = {}, .negated = f.negated()};
      for (const text_word& value : f.values) keep.regions.push_back(names_.region(value));
      plan_.steps.emplace_back(std::move(keep));
    } else {
      plan_.steps.emplace_back(step_among{.vertices = names_.vertices(f.values, kinds), .negated = f.negated()});
    }
  }
  void give_name(const text_vertices& set, const kinds_set& kinds) {
    if (set.name.text.empty()) return;
    plan_.steps.emplace_back(step_name{set.name.text, set.again()});
    if (!set.again()) of_names_[set.name.text].kinds = kinds;
  }
  std::optional<attribute_info> attribute_of(const text_word& key, const kinds_set& kinds) {
    auto info = attribute_of(key, kinds, {"id", "region", "sector", "size", "name", "name_en"});
    if (!info) return std::nullopt;
    if (const std::string two = two_readings(key.text, kinds); !two.empty()) return fault(key.at, two), std::nullopt;
    return info;
  }
  std::optional<attribute_info> attribute_of(const text_word& key, const std::vector<step_along>& ways) {
    return attribute_of(key, ways, {"weight"});
  }
  template <class Owners>
  std::optional<attribute_info> attribute_of(const text_word& key, const Owners& owners,
                                             std::vector<std::string_view> names) {
    auto info = attribute_named(schema_, net_, owners, key.text);
    if (!info) fault(key.at, not_asked_for(schema_, owners, key.text, key.text, std::move(names)));
    return info;
  }
  bool expect_ordered(std::size_t at, const attribute_info& info) {
    if (is_ordered(info.type)) return true;
    fault(at, quote(info.name) + " is " + in_words(info.type) +
                  ", which is neither less nor more than another; expected = or !=");
    return false;
  }
  /// Of an attribute that one of the kinds or ways has, with its values as that one's type; nothing after a fault.
  template <class Owners>
  std::optional<step_attribute> attribute_filter(const text_filter& f, const Owners& owners) {
    const auto info = attribute_of(f.key, owners);
    if (!info || (f.orders() && !expect_ordered(f.key.at, *info))) return std::nullopt;
    step_attribute keep{.attribute = f.key.text, .how = f.how, .values = {}};
    for (const text_word& value : f.values) {
      if (const auto one = typed(value, *info, f.orders())) keep.values.push_back(*one);
    }
    return keep;
  }
  /// Empty for what is unknown.
  std::optional<attribute_value> typed(const text_word& value, const attribute_info& info, bool orders) {
    if (text_names::unknown(value) && !orders) return attribute_value{};
    // A number may be compared with any number, whole or not.
    const value_type type = info.type == value_type::integer ? value_type::number : info.type;
    const auto one = type == value_type::text ? std::optional{attribute_value{value.text}}
                                              : as_type(type, attribute_value{value.text});
    if (one && !value.text.empty()) return one;
    fault(value.at, quote(value.text) + " is not " + in_words(info.type) + "; expected one, as " + quote(info.name) +
                        " is" + (info.unit.empty() ? "" : " (in " + info.unit + ")"));
    return std::nullopt;
  }

  /// What a term of a condition is: itself, or of a type.
  struct term_type {
    enum class what : std::uint8_t { vertex, tie, value, literal } is = what::literal;
    std::optional<attribute_info> info{};
  };
  std::optional<term_type> type_of(const text_term& t) {
    if (t.name.text.empty()) return term_type{};
    const named_place& of = of_names_.at(t.name.text);
    using what = term_type::what;
    if (t.attribute.text.empty()) return term_type{of.ways.empty() ? what::vertex : what::tie, {}};
    const std::string& key = t.attribute.text;
    auto info = !of.ways.empty() ? attribute_of(t.attribute, of.ways)
                : key == "id" || key == "kind" || key == "sector" || key == "region"
                    ? std::optional{attribute_info{.name = key}}
                    : attribute_of(t.attribute, of.kinds);
    if (!info) return std::nullopt;
    return term_type{what::value, std::move(info)};
  }
  void condition(const text_condition& c) {
    using what = term_type::what;
    const auto left = type_of(c.left), right = type_of(c.right);
    if (!left || !right) return;
    query_condition made{term_of(c.left), c.how, term_of(c.right)};
    const bool orders = is_order(c.how);
    const auto of_value = [&](const text_term& literal, query_term& into, const term_type& other, const text_term& t) {
      if (other.is == what::value) {
        if (const auto one = typed(literal.value, *other.info, orders)) into.value = *one;
        return;
      }
      const auto v = other.is == what::vertex ? net_.find(literal.value.text) : std::nullopt;
      if (v) return static_cast<void>(into.value = attribute_value{net_.key(*v)});
      fault(literal.value.at,
            quote(literal.value.text) + " is not " + (other.is == what::tie ? "a tie" : "in the network, and no name") +
                "; expected a name" + (other.is == what::tie ? " of a tie" : " or the id of a vertex") +
                ", to compare with " + quote(t.name.text));
    };
    if (left->is == what::literal) return of_value(c.left, made.left, *right, c.right), add(std::move(made));
    if (right->is == what::literal) {
      of_value(c.right, made.right, *left, c.left);
    } else if (left->is != right->is) {
      fault(c.right.at(), "a vertex, a tie and a value can't be compared with each other; expected two of the same");
    } else if (left->is == what::value && !comparable(left->info->type, right->info->type)) {
      fault(c.right.at(), quote(right->info->name) + " is " + in_words(right->info->type) + ", but " +
                              quote(left->info->name) + ' ' + in_words(left->info->type) +
                              "; expected two that can be compared");
    }
    if (orders && left->is == what::value) expect_ordered(c.left.at(), *left->info);
    add(std::move(made));
  }
  void add(query_condition made) { plan_.conditions.push_back(std::move(made)); }
  static bool alike(value_type a, value_type b) { return a == b || (is_number(a) && is_number(b)); }
  static bool comparable(value_type a, value_type b) {
    const auto word = [](value_type t) { return t == value_type::text || t == value_type::category; };
    return alike(a, b) || (word(a) && word(b));
  }
  static query_term term_of(const text_term& t) { return {t.name.text, t.attribute.text, {}}; }
  /// What is wrong where kinds mean different things by an attribute; empty if they don't.
  std::string two_readings(const std::string& name, const kinds_set& kinds) const {
    const attribute_info* first = nullptr;
    kind_index of_first{};
    for (const kind_index k : kinds) {
      const attribute_info* const info = schema_.attribute(k, name);
      if (info == nullptr) continue;
      if (first == nullptr) first = info, of_first = k;
      if (info->unit == first->unit && alike(info->type, first->type)) continue;
      const auto words = [](const attribute_info& a) {
        return in_words(a.type) + (a.unit.empty() ? "" : " in " + a.unit);
      };
      return quote(name) + " of " + schema_.name(of_first) + " is " + words(*first) + ", but of " + schema_.name(k) +
             ' ' + words(*info) + "; expected a kind that says which";
    }
    return {};
  }
  static std::string in_words(value_type type) {
    constexpr std::array<const char*, 6> words{"a text",    "a whole number", "a number",
                                               "yes or no", "a date",         "a category"};
    return words[static_cast<std::size_t>(type)];
  }
  [[nodiscard]] std::string in_words(const kinds_set& kinds) const { return detail::in_words(schema_, kinds); }

  // The kinds that the step reaches; its faults if it can't lead from `here` to `wanted`.
  kinds_set step(const text_step& s, const kinds_set& here, const kinds_set& wanted, bool to_named) {
    step_walk walk{.ways = {}, .fewest = s.fewest, .most = s.most};
    if (!s.name.text.empty()) of_names_[s.name.text];
    bool all_known = true;
    std::set<relation_index> seen;
    for (const text_word& word : s.relations) {
      const auto relation = names_.relation(word);
      if (!relation) {
        all_known = false;
        continue;
      }
      if (!seen.insert(*relation).second)
        fault(word.at, "relation " + quote(word.text) + " stands twice in one step; expected each once");
      std::vector<step_along> ways;
      const bool directed = schema_.relation(*relation).directed;
      if (s.out || !s.in || !directed) ways.push_back({*relation, true});
      if (directed && !s.out) ways.push_back({*relation, false});
      if (s.most == 1 && both(image(schema_, ways, here), wanted).empty()) {
        misfit(word, s, here, wanted, to_named);
        all_known = false;
      }
      walk.ways.insert(walk.ways.end(), ways.begin(), ways.end());
    }
    if (!all_known) return wanted;
    kinds_set reached = s.fewest == 0 ? here : kinds_set{}, front = here;
    for (std::uint32_t ties = 1; ties <= s.most; ++ties) {
      front = image(schema_, walk.ways, front);
      if (front.empty()) {
        if (ties == 1)
          misfit(s.relations.front(), s, here, wanted, to_named);
        else
          fault(s.at, "this step can't be taken " + std::to_string(s.most) + " times from " + in_words(here) +
                          ": after " + std::to_string(ties - 1) + " it leads no further; expected {" +
                          (s.fewest < ties - 1 ? std::to_string(s.fewest) + "," : "") + std::to_string(ties - 1) + "}");
        return wanted;
      }
      if (ties >= s.fewest) merge(reached, front);
    }
    if (both(reached, wanted).empty()) misfit(s.relations.front(), s, here, wanted, to_named);
    for (const text_filter& f : s.filters) {
      if (auto keep = attribute_filter(f, walk.ways)) walk.filters.push_back(std::move(*keep));
    }
    walk.name = s.name.text;
    if (!walk.name.empty()) of_names_[walk.name].ways = walk.ways;
    if (walk.ways.size() == 1 && s.fewest == 1 && s.most == 1 && walk.filters.empty() && walk.name.empty())
      plan_.steps.emplace_back(walk.ways.front());
    else
      plan_.steps.emplace_back(std::move(walk));
    return reached;
  }
  // "'delivers' goes from organization or person to event or course, but this step from event to organization; did you
  // mean <-attends-?"
  void misfit(const text_word& word, const text_step& s, const kinds_set& here, const kinds_set& wanted,
              bool to_named) {
    const relation_index itself = *schema_.find_relation(word.text);
    const relation_info& odd = schema_.relation(itself);
    std::string message = quote(odd.name) + (odd.directed ? " goes from " : " joins ") + in_words(odd.source_kinds) +
                          (odd.directed ? " to " : " and ") + in_words(odd.target_kinds) + ", but this step goes " +
                          (s.in ? "against it " : "") + "from " + in_words(here);
    if (to_named) message += " to " + in_words(wanted);
    std::vector<std::string> fitting;
    const auto offer = [&](relation_index r) {
      const relation_info& info = schema_.relation(r);
      for (const bool forward : {true, false}) {
        if (!forward && !info.directed) continue;
        if (both(image(schema_, step_along{r, forward}, here), wanted).empty()) continue;
        fitting.push_back(info.directed ? forward ? '-' + info.name + "->" : "<-" + info.name + '-'
                                        : '-' + info.name + '-');
      }
    };
    offer(itself);
    for (std::size_t r = 0; r < schema_.relation_count() && fitting.size() < 3; ++r) {
      if (const auto other = static_cast<relation_index>(r); other != itself) offer(other);
    }
    if (fitting.size() > 3) fitting.resize(3);
    fault(word.at,
          message + (fitting.empty() ? "; no relation does" : "; did you mean " + join_names(fitting, " or ") + "?"));
  }

  const snapshot& net_;
  const schema& schema_;
  /// What a name was given to: vertices of these kinds, or ties of these ways.
  struct named_place {
    kinds_set kinds{};
    std::vector<step_along> ways{};
  };

  const query_text& query_;
  text_names names_;
  std::map<std::string, named_place> of_names_{};
  query_plan plan_{};
};

}  // namespace detail

CAPNET_INLINE query_plan parse_query(const snapshot& net, std::string_view text, const query_text_limits& limits) {
  const detail::query_text query = detail::query_text_parser{net.schema(), text, limits}.parse();
  detail::query_text_lowering lowering{net, query};
  query_plan plan = lowering.lower();
  if (const auto faults = lowering.faults(); !faults.empty()) throw query_text_error{text, faults};
  return plan;
}

}  // namespace capnet
