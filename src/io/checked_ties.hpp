#pragma once
/// Ties that a builder would take, checked and recorded beside it, so that several threads can do it at once.
#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include <capnet/network/builder.hpp>
#include <capnet/network/detail/builder_state.hpp>

namespace capnet::detail {

struct checked_ties {
  /// Room for ties of the builder's relations, or as in other rows.
  [[nodiscard]] static recorded none_yet(const builder& net) { return none_yet(net.state_->what()); }
  [[nodiscard]] static recorded none_yet(const recorded& other) {
    recorded rows{other.schema};
    rows.attributes = other.attributes;
    rows.words = other.words;
    return rows;
  }
  /// As `builder::add_tie`, into `rows`; takes what is said. The builder does not change.
  static void add(recorded& rows, const builder& net, relation_index relation, vertex_ref source, vertex_ref target,
                  tie_properties& said) {
    (void)net.state_->expect_tie(relation, source, target, said);
    rows.add(static_cast<std::size_t>(relation), source, target, std::move(said));
  }
  /// Adds the ties of all parts to the builder, one part after the other.
  static void join(builder& net, std::vector<recorded> parts) {
    for (std::size_t r = 0; r < net.state_->what().ties.size(); ++r) {
      std::size_t more = 0;
      for (const recorded& part : parts) more += part.ties[r].size();
      (void)net.state_->next_tie(static_cast<relation_index>(r), more);
    }
    net.state_->what().append_ties(std::move(parts));
  }
};

}  // namespace capnet::detail
