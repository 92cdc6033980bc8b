#pragma once
/// Tables of text for a terminal, aligned also where letters are two columns wide.
#include <cstddef>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include <capnet/core/text.hpp>

#include "command/answer_text.hpp"

namespace capnet::command {

/// Rows of cells, made printable, with columns as wide as their widest cell. Columns of numbers are aligned right.
class table {
 public:
  explicit table(std::vector<std::string> header, std::vector<bool> right = {}) : right_{std::move(right)} {
    add(std::move(header));
  }
  void add(std::vector<std::string> cells) {
    for (std::string& cell : cells) cell = printable(cell);
    rows_.push_back(std::move(cells));
  }
  [[nodiscard]] bool empty() const { return rows_.size() == 1; }
  void print(std::ostream& out) const;

 private:
  std::vector<std::vector<std::string>> rows_;
  std::vector<bool> right_;
};

}  // namespace capnet::command
