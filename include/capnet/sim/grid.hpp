#pragma once
/// What an experiment varies: named numbers, each with the values that it takes, and the cells that they make.
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/text.hpp>

namespace capnet {

/// A parameter and the values that it takes, in the order in which they are stated.
struct grid_axis {
  std::string name{};
  std::vector<double> values{};
  friend bool operator==(const grid_axis&, const grid_axis&) = default;
};

/// The most cells of a grid.
inline constexpr std::size_t max_grid_cells = 100'000;

namespace detail {

/// The shortest text that reads back as the same number; whole numbers below 10^15 in full.
[[nodiscard]] inline std::string shortest_text(double number) {
  std::array<char, 32> text{};
  const bool whole = std::abs(number) < 1e15 && number == std::floor(number);
  char* const last = text.data() + text.size();
  return {text.data(), whole ? std::to_chars(text.data(), last, static_cast<std::int64_t>(number)).ptr
                             : std::to_chars(text.data(), last, number).ptr};
}

/// Without spaces around it.
[[nodiscard]] inline std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

/// Calls `visit(part)` for each part between separators; of an empty text once.
template <class Visit>
void for_each_part(std::string_view text, char separator, const Visit& visit) {
  for (std::size_t end = text.find(separator); end != text.npos; end = text.find(separator)) {
    visit(trimmed(text.substr(0, end)));
    text.remove_prefix(end + 1);
  }
  visit(trimmed(text));
}

}  // namespace detail

class parameter_grid;

/// One choice of a value for each parameter. Refers to its grid, which outlives it.
class grid_cell {
 public:
  /// Its place in the product, from 0.
  [[nodiscard]] std::uint32_t number() const { return number_; }
  /// The value of a parameter. Throws input_error if the grid has none of that name. Time O(parameters).
  [[nodiscard]] inline double operator[](std::string_view name) const;
  /// The value of the parameter with that place. Pre: the grid has so many.
  [[nodiscard]] inline double value(std::size_t axis) const;
  /// "rate=1, homophily=0.5"; empty if nothing varies.
  [[nodiscard]] inline std::string text() const;

 private:
  friend class parameter_grid;
  grid_cell(const parameter_grid& grid, std::uint32_t number) : grid_{&grid}, number_{number} {}
  const parameter_grid* grid_;
  std::uint32_t number_;
};

/// The product of some parameters' values. The last parameter varies fastest: of "rate=1,2;homophily=.5,.9" the cells
/// are (1, .5), (1, .9), (2, .5), (2, .9). Without parameters there is one cell.
class parameter_grid {
 public:
  parameter_grid() = default;
  /// Throws input_error, with all problems: a name that is empty, has one of `=,;` or comes twice; no values; a value
  /// that is not finite or comes twice; more than `max_grid_cells` cells. Time O(values log values).
  explicit parameter_grid(std::vector<grid_axis> axes) : axes_{std::move(axes)} {
    problem_list problems;
    check(problems);
    if (!problems.empty()) throw input_error{std::move(problems)};
  }
  /// Reads "rate=1,2;homophily=.5,.9": numbers as they are written in C++, spaces around them allowed. Throws
  /// input_error, with all problems, as above.
  [[nodiscard]] static parameter_grid parse(std::string_view text) {
    parameter_grid grid;
    problem_list problems;
    detail::for_each_part(text, ';', [&](std::string_view part) { grid.read_axis(part, problems); });
    if (problems.empty()) grid.check(problems);
    if (!problems.empty()) throw input_error{std::move(problems)};
    return grid;
  }

  [[nodiscard]] const std::vector<grid_axis>& axes() const { return axes_; }
  /// The number of cells.
  [[nodiscard]] std::size_t size() const {
    std::size_t cells = 1;
    for (const grid_axis& axis : axes_) cells *= axis.values.size();
    return cells;
  }
  [[nodiscard]] grid_cell operator[](std::size_t number) const& {
    detail::expect(number < size(), "there is no cell number ", number, "; the grid has ", size());
    return {*this, static_cast<std::uint32_t>(number)};
  }
  grid_cell operator[](std::size_t) const&& = delete;
  /// Parses as the same grid.
  [[nodiscard]] std::string text() const {
    std::string all;
    for (const grid_axis& axis : axes_) {
      all += (all.empty() ? "" : ";") + axis.name;
      const char* before = "=";
      for (const double value : axis.values) all += std::exchange(before, ",") + detail::shortest_text(value);
    }
    return all;
  }
  friend bool operator==(const parameter_grid& a, const parameter_grid& b) { return a.axes_ == b.axes_; }

 private:
  void read_axis(std::string_view part, problem_list& problems) {
    const auto refuse = [&](const std::string& found, const char* expected) {
      problems.add({"", 0, 0, found + "; expected " + expected});
    };
    const std::size_t equals = part.find('=');
    if (equals == part.npos)
      return refuse(quote(part) + " is no parameter with values", "some such as rate=1,2;homophily=.5,.9");
    grid_axis axis{.name = std::string{detail::trimmed(part.substr(0, equals))}};
    detail::for_each_part(part.substr(equals + 1), ',', [&](std::string_view text) {
      double value = 0;
      const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
      if (text.empty())
        refuse(quote(axis.name) + " has an empty value", "a number between the commas");
      else if (fault != std::errc{} || end != text.data() + text.size())
        refuse(quote(axis.name) + ": " + quote(text) + " is no number", "one such as 2 or .5");
      else
        axis.values.push_back(value + 0.0);  // -0 is 0
    });
    axes_.push_back(std::move(axis));
  }

  void check(problem_list& problems) const {
    const auto refuse = [&](const std::string& message) { problems.add({"", 0, 0, message}); };
    std::size_t cells = 1;
    for (std::size_t k = 0; k < axes_.size(); ++k) {
      const auto& [name, values] = axes_[k];
      if (name.empty()) refuse("a parameter has no name; expected one before '='");
      if (name.find_first_of("=,;") != name.npos)
        refuse(quote(name) + " is no name of a parameter; expected one without '=', ',' and ';'");
      for (std::size_t before = 0; before < k; ++before) {
        if (axes_[before].name == name && !name.empty())
          refuse(quote(name) + " is stated twice; expected all its values in one list");
      }
      if (values.empty()) refuse(quote(name) + " has no values; expected at least one");
      std::vector<double> sorted = values;
      const auto bad = [](double value) { return !std::isfinite(value); };
      if (const auto at = std::find_if(sorted.begin(), sorted.end(), bad); at != sorted.end()) {
        refuse(quote(name) + ": " + short_number(*at) + " is no value; expected a finite number");
      } else {
        std::sort(sorted.begin(), sorted.end());
        if (const auto twice = std::adjacent_find(sorted.begin(), sorted.end()); twice != sorted.end())
          refuse(quote(name) + " has the value " + detail::shortest_text(*twice) + " twice; expected each once");
      }
      const std::size_t most = std::numeric_limits<std::size_t>::max() / std::max<std::size_t>(values.size(), 1);
      cells = cells > most ? std::numeric_limits<std::size_t>::max() : cells * values.size();
    }
    if (cells > max_grid_cells)
      refuse("the grid has " + std::string{cells == std::numeric_limits<std::size_t>::max() ? "over " : ""} +
             std::to_string(cells) + " cells; expected at most " + std::to_string(max_grid_cells));
  }

  std::vector<grid_axis> axes_{};
};

inline double grid_cell::value(std::size_t axis) const {
  const std::vector<grid_axis>& axes = grid_->axes();
  std::size_t below = 1;  // cells that share the values up to this parameter
  for (std::size_t k = axis + 1; k < axes.size(); ++k) below *= axes[k].values.size();
  return axes[axis].values[number_ / below % axes[axis].values.size()];
}

inline double grid_cell::operator[](std::string_view name) const {
  const std::vector<grid_axis>& axes = grid_->axes();
  for (std::size_t k = 0; k < axes.size(); ++k) {
    if (axes[k].name == name) return value(k);
  }
  std::vector<std::string> names;
  for (const grid_axis& axis : axes) names.push_back(axis.name);
  throw input_error{"the grid has no parameter " + quote(name) + "; expected one of its " +
                    (names.empty() ? "none" : join_names(names, " or ")) + did_you_mean(name, names)};
}

inline std::string grid_cell::text() const {
  std::string all;
  for (std::size_t k = 0; k < grid_->axes().size(); ++k)
    all += (k == 0 ? "" : ", ") + grid_->axes()[k].name + '=' + detail::shortest_text(value(k));
  return all;
}

}  // namespace capnet
