#pragma once
/// The rows of a family of the table, each handed on when it is there.
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "row.hpp"

namespace capnet::bench {

class family_rows {
 public:
  /// Pre: `heard` outlives it.
  family_rows(std::string family, const std::function<void(const row&)>& heard)
      : family_{std::move(family)}, heard_{heard} {}
  void add(const std::string& name, unsigned threads, double ours, std::string peer, double theirs,
           std::optional<double> target, bool equal, std::size_t rounds) {
    row r{.kernel = family_ + '/' + name,
          .threads = threads,
          .ours_s = ours,
          .peer = std::move(peer),
          .peer_s = theirs,
          .ratio = theirs / ours,
          .target = target,
          .checksum_equal = equal,
          .repetitions = rounds};
    heard_(r);
    rows_.push_back(std::move(r));
  }
  [[nodiscard]] std::vector<row> take() { return std::move(rows_); }

 private:
  std::string family_;
  const std::function<void(const row&)>& heard_;
  std::vector<row> rows_;
};

}  // namespace capnet::bench
