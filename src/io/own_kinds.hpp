#pragma once
/// The kinds of kinds.csv. Rows may stand in any order, so all are read before the first is declared.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/core/problem_list.hpp>
#include <capnet/core/text.hpp>
#include <capnet/network/builder.hpp>

#include "io/cell_values.hpp"
#include "io/key_table.hpp"

namespace capnet::detail {

class own_kinds {
 public:
  void see(row_reader& row, std::size_t most_bytes) {
    const std::string kind = row.name("kind", most_bytes);
    std::string parent{row.text("is")};
    row.expect_short("is", parent, most_bytes);
    if (!row.good()) return;
    file_ = row.file();
    if (names_.add(kind).second)
      rows_.push_back({std::move(parent), row.line(), row.cell("kind").column, row.cell("is").column});
    else
      row.complain("kind", "kind " + quote(kind) + " stands twice; expected each once");
  }

  /// Declares each after what it is one of.
  void declare(builder& net, problem_list& problems) {
    for (std::uint32_t k = 0; k < rows_.size(); ++k) {
      std::vector<std::uint32_t> chain;  // each is one of the next
      std::optional<std::uint32_t> at = k;
      while (at && rows_[*at].seen == not_yet) {
        rows_[*at].seen = in_chain;
        chain.push_back(*at);
        at = names_.find(rows_[*at].parent);
      }
      bool round = at && rows_[*at].seen == in_chain;
      for (; !chain.empty(); chain.pop_back(), round = false) {
        rows_[chain.back()].seen = done;
        declare(rows_[chain.back()], names_.keys()[chain.back()], round, net, problems);
      }
    }
  }

 private:
  enum progress : std::uint8_t { not_yet, in_chain, done };
  struct own_kind {
    std::string parent{};
    std::uint32_t line = 0, kind_column = 0, is_column = 0;
    progress seen = not_yet;
  };

  void declare(const own_kind& row, const std::string& name, bool round, builder& net, problem_list& problems) const {
    const auto& known = net.schema().kind_names();
    const auto above = net.schema().find_kind(row.parent);
    const bool good = !round && (above || row.parent.empty());
    if (!good) {
      problems.add({file_, row.line, row.is_column,
                    round ? "the kinds that " + quote(name) +
                                " is one of go round; expected them to end at a kind that is built in or one of its own"
                          : quote(row.parent) + " is no kind; expected " + join_names(known, " or ") +
                                " or one of kinds.csv" + did_you_mean(row.parent, known)});
    }
    try {
      // One that is wrong is known by its name, so that no other row is blamed for it.
      good ? net.declare_kind(name, above) : net.declare_kind(name);
    } catch (const input_error& refusal) {
      problems.add({file_, row.line, row.kind_column, refusal.problems().front().message});
    }
  }

  std::string file_;
  key_table<std::string> names_;
  std::vector<own_kind> rows_;  // [number of its name]
};

}  // namespace capnet::detail
