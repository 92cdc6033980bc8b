#pragma once
/// Queries in text: `orgs[sector=company] -delivers-> events <-attends- orgs[sector=nonprofit]`, checked against a
/// network's schema and turned into a plan. docs/query.md has the grammar.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/core/text.hpp>
#include <capnet/query/plan.hpp>
#include <capnet/query/query_text.hpp>

namespace capnet {

/// The attribute of that name that one of the kinds has; `size`, `name`, `name_en` and columns of text too. Nothing if
/// none has it.
[[nodiscard]] inline std::optional<attribute_info> attribute_named(const schema& schema, const snapshot& net,
                                                                   const std::vector<kind_index>& kinds,
                                                                   std::string_view name) {
  if (name == "size") return attribute_info{.name = "size", .type = value_type::integer, .meaning = meaning::count};
  for (const kind_index k : kinds) {
    if (const auto known = schema.find_attribute(k, name))
      return schema.attributes(k)[static_cast<std::size_t>(*known)];
  }
  const auto& texts = net.parts().vocabulary->names;
  if (name == "name" || name == "name_en" || std::ranges::find(texts, name) != texts.end())
    return attribute_info{.name = std::string{name}};
  return std::nullopt;
}

namespace detail {

/// Checks a query that was read and turns it into a plan; collects every fault.
class query_text_lowering {
 public:
  query_text_lowering(const snapshot& net, const query_text& query) : net_{net}, schema_{net.schema()}, query_{query} {}

  [[nodiscard]] query_plan lower() {
    std::vector<kinds_set> sets;
    for (std::size_t k = 0; k < query_.sets.size(); ++k) {
      const text_vertices& set = query_.sets[k];
      sets.push_back(set.again() ? of_names_.at(set.name.text).kinds : kinds_named(set.kind, k == 0));
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
  /// From left to right.
  [[nodiscard]] std::vector<query_text_fault> faults() const {
    std::vector<query_text_fault> sorted = faults_;
    std::ranges::sort(sorted, {}, &query_text_fault::at);
    return sorted;
  }

 private:
  using kinds_set = std::vector<kind_index>;  // ascending

  void fault(std::size_t at, std::string message) { faults_.push_back({at, std::move(message)}); }
  static bool named(const text_word& kind) { return kind.quoted || kind.text != "*"; }
  static bool contains(const kinds_set& kinds, kind_index k) { return std::ranges::binary_search(kinds, k); }
  static kinds_set both(const kinds_set& a, const kinds_set& b) {
    kinds_set common;
    std::ranges::set_intersection(a, b, std::back_inserter(common));
    return common;
  }
  static void merge(kinds_set& into, const kinds_set& more) {
    kinds_set all;
    std::ranges::set_union(into, more, std::back_inserter(all));
    into = std::move(all);
  }
  [[nodiscard]] std::string names(const kinds_set& kinds) const {
    if (kinds.size() == schema_.kind_count()) return "any kind";
    std::vector<std::string_view> words;
    for (const kind_index k : kinds) words.push_back(schema_.name(k));
    return join_names(words, " or ");
  }

  kinds_set kinds_named(const text_word& word, bool first) {
    kinds_set all;
    for (std::size_t k = 0; k < schema_.kind_count(); ++k) all.push_back(static_cast<kind_index>(k));
    if (!named(word)) {
      const auto& filters = query_.sets.front().filters;
      const bool has_ids =
          std::ranges::any_of(filters, [](const text_filter& f) { return f.key.text == "id" && !f.negated(); });
      if (first && !has_ids) fault(word.at, "a query can't start at everything; expected a kind, or *[id=...]");
      return all;
    }
    if (const auto kind = find_kind_by_word(schema_, word.text)) return schema_.subkinds(*kind);
    std::string message = "kind " + quote(word.text) + " is not known";
    const auto& sectors = schema_.sector_names();
    if (std::ranges::find(sectors, word.text) != sectors.end() && !word.text.empty()) {
      message += ", but a sector is; did you mean organizations[sector=" + shortened(word.text) + "]?";
    } else if (schema_.find_relation(word.text)) {
      message += ", but a relation is; did you mean a step -" + shortened(word.text) + "->?";
    } else {
      std::vector<std::string> known{"orgs", "people"};
      for (const std::string& name : schema_.kind_names()) known.push_back(name), known.push_back(name + "s");
      const std::string near = did_you_mean(word.text, known);
      message += near.empty() ? "; expected one of " + join_names(schema_.kind_names(), " or ") : near;
    }
    fault(word.at, std::move(message));
    return all;
  }

  void start(const text_vertices& set, const kinds_set& kinds) {
    std::size_t ids = set.filters.size();
    for (std::size_t k = 0; k < set.filters.size() && ids == set.filters.size(); ++k) {
      if (set.filters[k].key.text == "id" && !set.filters[k].negated()) ids = k;
    }
    if (ids < set.filters.size())
      plan_.start = vertices_named(set.filters[ids], kinds);
    else
      plan_.start_kind = kinds.front();
    for (std::size_t k = 0; k < set.filters.size(); ++k) {
      if (k != ids) filter(set.filters[k], kinds);
    }
  }

  void filter(const text_filter& f, const kinds_set& kinds) {
    const bool fixed = f.key.text == "sector" || f.key.text == "region" || f.key.text == "id";
    if (!fixed) return attribute_filter(f, kinds);
    if (f.orders()) {
      return fault(f.key.at, quote(f.key.text) + " is neither less nor more than another; expected = or !=");
    }
    if (f.key.text == "sector") {
      step_sector keep{.sectors = {}, .negated = f.negated()};
      for (const text_word& value : f.values) keep.sectors.push_back(sector_named(value));
      plan_.steps.emplace_back(std::move(keep));
    } else if (f.key.text == "region") {
      step_region keep{.regions = {}, .negated = f.negated()};
      for (const text_word& value : f.values) keep.regions.push_back(region_named(value));
      plan_.steps.emplace_back(std::move(keep));
    } else {
      plan_.steps.emplace_back(step_among{.vertices = vertices_named(f, kinds), .negated = f.negated()});
    }
  }
  void give_name(const text_vertices& set, const kinds_set& kinds) {
    if (set.name.text.empty()) return;
    plan_.steps.emplace_back(step_name{set.name.text, set.again()});
    if (!set.again()) of_names_[set.name.text].kinds = kinds;
  }
  /// What is asked of is an attribute of at least one of the kinds; its type says what it can be compared with.
  void attribute_filter(const text_filter& f, const kinds_set& kinds) {
    const auto info = attribute_of(f.key, kinds);
    if (!info) return;
    if (auto keep = typed(f, *info)) plan_.steps.emplace_back(std::move(*keep));
  }
  /// The same of the relations of a step.
  void tie_filter(const text_filter& f, const std::vector<step_along>& ways, step_walk& walk) {
    const auto info = attribute_of(f.key, ways);
    if (!info) return;
    if (auto keep = typed(f, *info)) walk.filters.push_back(std::move(*keep));
  }
  std::optional<attribute_info> attribute_of(const text_word& key, const kinds_set& kinds) {
    const auto info = attribute_named(schema_, net_, kinds, key.text);
    if (!info) {
      std::vector<std::string> names{"id", "region", "sector", "size", "name", "name_en"};
      for (const kind_index k : kinds) {
        for (const attribute_info& known : schema_.attributes(k)) names.push_back(known.name);
      }
      not_asked_for(key, std::move(names));
      return std::nullopt;
    }
    if (const std::string two = two_readings(key.text, kinds); !two.empty()) return fault(key.at, two), std::nullopt;
    return info;
  }
  std::optional<attribute_info> attribute_of(const text_word& key, const std::vector<step_along>& ways) {
    std::optional<attribute_info> found;
    std::vector<std::string> names{"weight"};
    for (const step_along& way : ways) {
      for (const attribute_info& known : schema_.attributes(way.relation)) {
        names.push_back(known.name);
        if (known.name == key.text && !found) found = known;
      }
    }
    const auto& texts = net_.parts().vocabulary->names;
    if (!found && key.text == "weight") found = attribute_info{.name = "weight", .type = value_type::number};
    if (!found && std::ranges::find(texts, key.text) != texts.end()) found = attribute_info{.name = key.text};
    if (!found) not_asked_for(key, std::move(names));
    return found;
  }
  void not_asked_for(const text_word& key, std::vector<std::string> names) {
    std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    fault(key.at, quote(key.text) + " can't be asked for; expected " + join_names(names, " or ") +
                      did_you_mean(key.text, names));
  }
  static bool ordered(value_type type) {
    return type == value_type::number || type == value_type::integer || type == value_type::date;
  }
  /// The filter with its values as the type of the attribute; nothing where there is a fault.
  std::optional<step_attribute> typed(const text_filter& f, const attribute_info& info) {
    if (f.orders() && !ordered(info.type)) {
      fault(f.key.at, quote(f.key.text) + " is " + in_words(info.type) +
                          ", which is neither less nor more than another; expected = or !=");
      return std::nullopt;
    }
    step_attribute keep{.attribute = f.key.text, .how = f.how, .values = {}};
    for (const text_word& value : f.values) {
      if (const auto one = typed(value, info, f.orders())) keep.values.push_back(*one);
    }
    return keep;
  }
  /// Empty for what is unknown.
  std::optional<attribute_value> typed(const text_word& value, const attribute_info& info, bool orders) {
    if (unknown(value) && !orders) return attribute_value{};
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
    const bool orders = c.how != comparison::equal && c.how != comparison::not_equal;
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
    } else if (left->is == what::value && sort_of(left->info->type) != sort_of(right->info->type)) {
      fault(c.right.at(), quote(right->info->name) + " is " + in_words(right->info->type) + ", but " +
                              quote(left->info->name) + ' ' + in_words(left->info->type) +
                              "; expected two that can be compared");
    }
    const value_type type = left->is == what::value ? left->info->type : value_type::number;
    if (orders && !ordered(type))
      fault(c.left.at(), quote(left->info->name) + " is " + in_words(type) +
                             ", which is neither less nor more than another; expected = or !=");
    add(std::move(made));
  }
  void add(query_condition made) { plan_.conditions.push_back(std::move(made)); }
  static int sort_of(value_type type) {
    return type == value_type::number || type == value_type::integer ? 0
           : type == value_type::date                                ? 1
           : type == value_type::yes_no                              ? 2
                                                                     : 3;
  }
  static query_term term_of(const text_term& t) { return {t.name.text, t.attribute.text, {}}; }
  /// What is wrong where kinds mean different things by an attribute; empty if they don't.
  std::string two_readings(const std::string& name, const kinds_set& kinds) const {
    const attribute_info* first = nullptr;
    kind_index of_first{};
    for (const kind_index k : kinds) {
      const auto known = schema_.find_attribute(k, name);
      if (!known) continue;
      const attribute_info& info = schema_.attributes(k)[static_cast<std::size_t>(*known)];
      if (first == nullptr) first = &info, of_first = k;
      const auto is_number = [](const attribute_info& a) {
        return a.type == value_type::number || a.type == value_type::integer;
      };
      if (info.unit == first->unit && (info.type == first->type || (is_number(info) && is_number(*first)))) continue;
      const auto words = [](const attribute_info& a) {
        return in_words(a.type) + (a.unit.empty() ? "" : " in " + a.unit);
      };
      return quote(name) + " of " + schema_.name(of_first) + " is " + words(*first) + ", but of " + schema_.name(k) +
             ' ' + words(info) + "; expected a kind that says which";
    }
    return {};
  }
  static std::string in_words(value_type type) {
    switch (type) {
      case value_type::integer:
        return "a whole number";
      case value_type::number:
        return "a number";
      case value_type::yes_no:
        return "yes or no";
      case value_type::date:
        return "a date";
      case value_type::category:
        return "a category";
      case value_type::text:
        break;
    }
    return "a text";
  }
  static bool unknown(const text_word& value) {
    return value.text.empty() || (value.text == "unknown" && !value.quoted);
  }
  sector sector_named(const text_word& value) {
    if (unknown(value)) return sector::unknown;
    const auto& known = schema_.sector_names();
    const auto at = std::ranges::find(known, value.text);
    if (at != known.end()) return static_cast<sector>(at - known.begin());
    std::vector<std::string_view> words{known.begin() + 1, known.end()};
    words.push_back("unknown");
    const std::string near = did_you_mean(value.text, words);
    fault(value.at, "sector " + quote(value.text) + " is not known" +
                        (near.empty() ? "; expected one of " + join_names(words, " or ") : near));
    return sector::unknown;
  }
  std::string region_named(const text_word& value) {
    if (unknown(value)) return {};
    const std::vector<std::string>& known = net_.regions();  // the first stands for an unknown one
    if (std::find(known.begin() + 1, known.end(), value.text) == known.end()) {
      fault(value.at, "nothing has region " + quote(value.text) + "; expected a region as in the data, or unknown" +
                          (++unknown_ <= most_near ? did_you_mean(value.text, known) : ""));
    }
    return value.text;
  }
  std::vector<vertex_ref> vertices_named(const text_filter& f, const kinds_set& kinds) {
    std::vector<vertex_ref> found;
    for (const text_word& value : f.values) {
      if (const auto v = net_.find(value.text); !v) {
        fault(value.at,
              quote(value.text) + " is not in the network; expected the id of a vertex" + near_id(value.text));
      } else if (contains(kinds, v->kind)) {
        found.push_back(*v);
      } else {
        fault(value.at,
              quote(value.text) + " is of kind " + shortened(schema_.name(v->kind)) + "; expected " + names(kinds));
      }
    }
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
  }

  // The nearest id, for the first few that are not known: it takes a look at all.
  std::string near_id(const std::string& text) {
    if (++unknown_ > most_near) return {};
    std::vector<std::string> known;
    for (std::size_t k = 0; k < schema_.kind_count(); ++k) {
      for (const vertex_ref v : net_.vertices(static_cast<kind_index>(k))) known.push_back(net_.key(v));
    }
    return did_you_mean(text, known);
  }

  // Kinds at the other end of a tie of the relation that begins at one of `from`.
  [[nodiscard]] kinds_set image(const step_along& way, const kinds_set& from) const {
    const relation_info& r = schema_.relation(way.relation);
    kinds_set reached;
    const auto see = [&](const kinds_set& near, const kinds_set& far) {
      if (!both(near, from).empty()) merge(reached, far);
    };
    if (way.forward || !r.directed) see(r.sources, r.targets);
    if (!way.forward || !r.directed) see(r.targets, r.sources);
    return reached;
  }
  [[nodiscard]] kinds_set image(const std::vector<step_along>& ways, const kinds_set& from) const {
    kinds_set reached;
    for (const step_along& way : ways) merge(reached, image(way, from));
    return reached;
  }

  // The kinds that the step reaches; its faults if it can't lead from `here` to `wanted`.
  kinds_set step(const text_step& s, const kinds_set& here, const kinds_set& wanted, bool to_named) {
    step_walk walk{.ways = {}, .fewest = s.fewest, .most = s.most};
    if (!s.name.text.empty()) of_names_[s.name.text];
    bool all_known = true;
    std::set<relation_index> seen;
    for (const text_word& word : s.relations) {
      const auto relation = schema_.find_relation(word.text);
      if (!relation) {
        unknown_relation(word);
        all_known = false;
        continue;
      }
      if (!seen.insert(*relation).second)
        fault(word.at, "relation " + quote(word.text) + " stands twice in one step; expected each once");
      std::vector<step_along> ways;
      const bool directed = schema_.relation(*relation).directed;
      if (s.out || !s.in || !directed) ways.push_back({*relation, true});
      if (directed && !s.out) ways.push_back({*relation, false});
      if (s.most == 1 && both(image(ways, here), wanted).empty()) {
        misfit(word, s, here, wanted, to_named);
        all_known = false;
      }
      walk.ways.insert(walk.ways.end(), ways.begin(), ways.end());
    }
    if (!all_known) return wanted;
    kinds_set reached = s.fewest == 0 ? here : kinds_set{}, front = here;
    for (std::uint32_t ties = 1; ties <= s.most; ++ties) {
      front = image(walk.ways, front);
      if (front.empty()) {
        if (ties == 1)
          misfit(s.relations.front(), s, here, wanted, to_named);
        else
          fault(s.at, "this step can't be taken " + std::to_string(s.most) + " times from " + names(here) + ": after " +
                          std::to_string(ties - 1) + " it leads no further; expected {" +
                          (s.fewest < ties - 1 ? std::to_string(s.fewest) + "," : "") + std::to_string(ties - 1) + "}");
        return wanted;
      }
      if (ties >= s.fewest) merge(reached, front);
    }
    if (both(reached, wanted).empty()) misfit(s.relations.front(), s, here, wanted, to_named);
    for (const text_filter& f : s.filters) tie_filter(f, walk.ways, walk);
    walk.name = s.name.text;
    if (!walk.name.empty()) of_names_[walk.name].ways = walk.ways;
    if (walk.ways.size() == 1 && s.fewest == 1 && s.most == 1 && walk.filters.empty() && walk.name.empty())
      plan_.steps.emplace_back(walk.ways.front());
    else
      plan_.steps.emplace_back(std::move(walk));
    return reached;
  }
  void unknown_relation(const text_word& word) {
    std::vector<std::string_view> known;
    for (const relation_info& r : schema_.all_relations()) known.push_back(r.name);
    const std::string near = did_you_mean(word.text, known);
    fault(word.at, "relation " + quote(word.text) + " is not known" +
                       (near.empty() ? "; expected one of " + join_names(known, " or ") : near));
  }
  // "'delivers' goes from organization or person to event or course, but this step from event to organization; did you
  // mean <-attends-?"
  void misfit(const text_word& word, const text_step& s, const kinds_set& here, const kinds_set& wanted,
              bool to_named) {
    const relation_info& odd = schema_.relation(*schema_.find_relation(word.text));
    std::string message = quote(odd.name) + (odd.directed ? " goes from " : " joins ") + names(odd.source_kinds) +
                          (odd.directed ? " to " : " and ") + names(odd.target_kinds) + ", but this step goes " +
                          (s.in ? "against it " : "") + "from " + names(here);
    if (to_named) message += " to " + names(wanted);
    std::vector<std::string> fitting;
    const auto offer = [&](std::size_t r) {
      const relation_info& info = schema_.all_relations()[r];
      for (const bool forward : {true, false}) {
        if (!forward && !info.directed) continue;
        if (both(image(step_along{static_cast<relation_index>(r), forward}, here), wanted).empty()) continue;
        fitting.push_back(info.directed ? forward ? '-' + info.name + "->" : "<-" + info.name + '-'
                                        : '-' + info.name + '-');
      }
    };
    const std::size_t itself = static_cast<std::size_t>(*schema_.find_relation(word.text));
    offer(itself);
    for (std::size_t r = 0; r < schema_.relation_count() && fitting.size() < 3; ++r) {
      if (r != itself) offer(r);
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
  std::map<std::string, named_place> of_names_{};
  query_plan plan_{};
  std::vector<query_text_fault> faults_{};
  static constexpr int most_near = 3;  // ids and regions that are not known have all others looked at
  int unknown_ = 0;
};

}  // namespace detail

/// The plan of a query in text. Kinds, relations, sectors, regions and ids are checked against the network.
///
/// Throws query_text_error with the first fault of syntax, else with all faults of meaning, each at its character.
/// What no filter can tell is left out: of unknown sector or region is neither `=` nor `!=` to a word, only to
/// `unknown`. Time O(text x schema), with a filter by region also O(vertices).
[[nodiscard]] inline query_plan parse_query(const snapshot& net, std::string_view text,
                                            const query_text_limits& limits = {}) {
  const detail::query_text query = detail::query_text_parser{net.schema(), text, limits}.parse();
  detail::query_text_lowering lowering{net, query};
  query_plan plan = lowering.lower();
  if (const auto faults = lowering.faults(); !faults.empty()) throw query_text_error{text, faults};
  return plan;
}

}  // namespace capnet
