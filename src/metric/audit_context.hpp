#pragma once
/// What the parts of the audit share: the network with its figures' subjects looked up, and how a finding is begun.
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <capnet/metric/audit.hpp>
#include <capnet/metric/feasible_counts.hpp>

#include "metric/audit_words.hpp"
#include "metric/day_buckets.hpp"

namespace capnet::detail {

/// Position of a figure in `snapshot::figures()`.
using figure_index = std::size_t;

class audit_context {
 public:
  explicit audit_context(const snapshot& net);

  [[nodiscard]] const snapshot& net() const { return *net_; }
  [[nodiscard]] std::size_t size() const { return net_->figures().size(); }
  [[nodiscard]] const figure& at(figure_index f) const { return net_->figures()[f]; }
  /// The vertex that a figure is about, also where it is named by an alias.
  [[nodiscard]] std::optional<vertex_ref> subject(figure_index f) const { return subjects_[f]; }
  /// Whether the audit may reason with the figure: it is held and not approximate.
  [[nodiscard]] bool firm(figure_index f) const { return at(f).status == status::held && !at(f).approximate; }
  /// The count that a firm figure states, if it is a whole number from 0.
  [[nodiscard]] std::optional<std::int64_t> firm_count(figure_index f) const;
  /// The figure with the largest `firm_count` of that unit about a vertex that may be of the same day; of equals the
  /// first.
  [[nodiscard]] std::optional<figure_index> largest_count(vertex_ref v, const std::string& unit,
                                                          const std::optional<partial_date>& day) const;

  /// What `v` is a held part of, directly; and what is part of it.
  [[nodiscard]] const std::vector<vertex_ref>& wholes(vertex_ref v) const { return lookup(wholes_, v); }
  [[nodiscard]] const std::vector<vertex_ref>& parts(vertex_ref v) const { return lookup(parts_, v); }
  /// `start` and all that follows from it by `step`, each once.
  [[nodiscard]] static std::vector<vertex_ref> closure(
      vertex_ref start, const std::function<const std::vector<vertex_ref>&(vertex_ref)>& step);

  /// The English name, else the name, else the key; and the Japanese one: for sentences.
  [[nodiscard]] std::string name(vertex_ref v) const { return shown(net_->label_en(v)); }
  [[nodiscard]] std::string name_ja(vertex_ref v) const { return shown(net_->label(v)); }
  /// "Dell participates in STO".
  [[nodiscard]] std::string sentence(vertex_ref source, std::string_view relation, vertex_ref target) const;
  [[nodiscard]] std::string sentence_ja(vertex_ref source, std::string_view relation, vertex_ref target) const;
  /// "ties.csv:14"; empty if a row was not read from a file.
  [[nodiscard]] std::string place(const origin& where) const;

  /// Notes that so many pairs of statements were compared.
  void compared(std::size_t pairs = 1) const { compared_ += pairs; }
  [[nodiscard]] std::size_t all_compared() const { return compared_; }

  /// A finding about these figures, with their ids, subjects and sources.
  [[nodiscard]] finding about(std::string_view code, severity how, const std::vector<figure_index>& figures) const;
  /// Adds the sources of a `cite` cell to a finding.
  static void add_cite(finding& found, std::string_view ids);
  /// Adds a list, and its length if it had to be cut.
  static void add_list(finding& found, std::string name, count_range numbers);

 private:
  using neighbors = std::unordered_map<vertex_ref, std::vector<vertex_ref>>;
  [[nodiscard]] static const std::vector<vertex_ref>& lookup(const neighbors& map, vertex_ref v) {
    static const std::vector<vertex_ref> none;
    const auto found = map.find(v);
    return found == map.end() ? none : found->second;
  }
  const snapshot* net_;
  std::vector<std::optional<vertex_ref>> subjects_;
  neighbors wholes_, parts_;
  std::map<std::pair<vertex_ref, std::string>, day_buckets<std::optional<figure_index>>> counts_;
  mutable std::size_t compared_ = 0;
};

/// The parts of the audit, each by what it reasons about.
void audit_shares(const audit_context& context, std::vector<finding>& found);      // audit_shares.cpp
void audit_series(const audit_context& context, std::vector<finding>& found);      // audit_series.cpp
void audit_units(const audit_context& context, std::vector<finding>& found);       // audit_units.cpp
void audit_statements(const audit_context& context, std::vector<finding>& found);  // audit_statements.cpp
void audit_figures(const audit_context& context, std::vector<finding>& found);     // audit_figures.cpp
void audit_rows(const audit_context& context, std::vector<finding>& found);        // audit_rows.cpp

}  // namespace capnet::detail
