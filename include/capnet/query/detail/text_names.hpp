#pragma once
/// What the words of a query in text name in a network: kinds, relations, sectors, regions and ids.
#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/core/text.hpp>
#include <capnet/query/detail/kinds_set.hpp>
#include <capnet/query/detail/query_text_parser.hpp>
#include <capnet/query/query_text.hpp>

namespace capnet::detail {

/// Looks words up, and collects faults.
class text_names {
 public:
  explicit text_names(const snapshot& net) : net_{net}, schema_{net.schema()} {}

  void fault(std::size_t at, std::string message) { faults_.push_back({at, std::move(message)}); }
  /// From left to right.
  [[nodiscard]] std::vector<query_text_fault> faults() const {
    std::vector<query_text_fault> sorted = faults_;
    std::ranges::sort(sorted, {}, &query_text_fault::at);
    return sorted;
  }
  static bool unknown(const text_word& value) {
    return value.text.empty() || (value.text == "unknown" && !value.quoted);
  }

  /// All kinds after a fault: so that it is the only one. Likewise below.
  kinds_set kinds(const text_word& word) {
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
      message += nearest_or_all(word.text, known, schema_.kind_names());
    }
    fault(word.at, std::move(message));
    return all_kinds(schema_);
  }
  std::optional<relation_index> relation(const text_word& word) {
    const auto found = schema_.find_relation(word.text);
    if (found) return found;
    std::vector<std::string_view> known;
    for (const relation_info& r : schema_.all_relations()) known.push_back(r.name);
    fault(word.at, "relation " + quote(word.text) + " is not known" + nearest_or_all(word.text, known, known));
    return std::nullopt;
  }
  capnet::sector sector(const text_word& value) {
    if (unknown(value)) return sector::unknown;
    if (const auto found = schema_.find_sector(value.text)) return *found;
    const auto& known = schema_.sector_names();
    std::vector<std::string_view> words{known.begin() + 1, known.end()};
    words.push_back("unknown");
    fault(value.at, "sector " + quote(value.text) + " is not known" + nearest_or_all(value.text, words, words));
    return sector::unknown;
  }
  std::string region(const text_word& value) {
    if (unknown(value)) return {};
    const std::vector<std::string>& known = net_.regions();  // the first stands for an unknown one
    if (std::find(known.begin() + 1, known.end(), value.text) == known.end()) {
      fault(value.at, "nothing has region " + quote(value.text) + "; expected a region as in the data, or unknown" +
                          (++unknown_ <= most_near ? did_you_mean(value.text, known) : ""));
    }
    return value.text;
  }
  /// Ascending, of these kinds.
  std::vector<vertex_ref> vertices(const std::vector<text_word>& ids, const kinds_set& kinds) {
    std::vector<vertex_ref> found;
    for (const text_word& id : ids) {
      if (const auto v = net_.find(id.text); !v) {
        fault(id.at, quote(id.text) + " is not in the network; expected the id of a vertex" + near_id(id.text));
      } else if (std::ranges::binary_search(kinds, v->kind)) {
        found.push_back(*v);
      } else {
        fault(id.at, quote(id.text) + " is of kind " + shortened(schema_.name(v->kind)) + "; expected " +
                         in_words(schema_, kinds));
      }
    }
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
  }

 private:
  template <class Near, class All>
  static std::string nearest_or_all(const std::string& text, const Near& near, const All& all) {
    const std::string nearest = did_you_mean(text, near);
    return nearest.empty() ? "; expected one of " + join_names(all, " or ") : nearest;
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

  const snapshot& net_;
  const schema& schema_;
  std::vector<query_text_fault> faults_{};
  static constexpr int most_near = 3;  // ids and regions that are not known have all others looked at
  int unknown_ = 0;
};

}  // namespace capnet::detail
