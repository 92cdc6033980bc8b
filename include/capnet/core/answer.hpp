#pragma once
/// What a command answers with: tables whose columns say what they are. Text, JSON, CSV and Arrow are made from them.
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace capnet {

struct answer_table;

/// A cell that its row does not have: left out of JSON, elsewhere as if nothing were known.
struct absent {};

/// Nothing known, yes or no, a whole number, a number, a text, a list of texts or whole numbers, or a table of its own.
/// Made from whatever a row has: from an empty optional nothing.
struct answer_cell {
  std::variant<std::nullptr_t, absent, bool, std::int64_t, std::uint64_t, double, std::string, std::vector<std::string>,
               std::vector<std::int64_t>, std::shared_ptr<const answer_table>>
      value{};

  answer_cell(std::nullptr_t = nullptr) {}
  answer_cell(absent) : value{absent{}} {}
  answer_cell(std::vector<std::string> texts) : value{std::move(texts)} {}
  answer_cell(std::vector<std::int64_t> numbers) : value{std::move(numbers)} {}
  answer_cell(std::string text) : value{std::move(text)} {}
  answer_cell(std::string_view text) : value{std::string{text}} {}
  answer_cell(const char* text) : value{std::string{text}} {}
  inline answer_cell(answer_table table);
  answer_cell(std::floating_point auto number) : value{static_cast<double>(number)} {}
  answer_cell(std::same_as<bool> auto truth) : value{truth} {}
  template <std::integral Number>
    requires(!std::same_as<Number, bool>)
  answer_cell(Number number)
      : value{static_cast<std::conditional_t<std::is_signed_v<Number>, std::int64_t, std::uint64_t>>(number)} {}
  template <class T>
  answer_cell(const std::optional<T>& known) {
    if (known) value = answer_cell{*known}.value;
  }

  [[nodiscard]] bool known() const { return value.index() > 1; }
  template <class T>
  [[nodiscard]] const T* get_if() const {
    return std::get_if<T>(&value);
  }
};

/// What the cells of a column are. Those that are unknown may stand in any.
enum class answer_type : std::uint8_t { text, yes_no, integer, number, texts, integers, table };

/// Where people read a column.
enum class answer_place : std::uint8_t {
  cell,      ///< in the table
  sentence,  ///< below it, under the column's header: a line a row, after the row's label
  heading,   ///< above it: neighbors of one text stand under it
  detail,    ///< nowhere: it is for programs
};

struct answer_column {
  std::string name{};    ///< for programs, stable; empty: the column is for people alone
  std::string header{};  ///< for people; empty: the name, with spaces
  std::string unit{};    ///< "share", "tie"; empty: none, or another in each row
  answer_type type = answer_type::text;
  answer_place place = answer_place::cell;
  int digits = 4;             ///< that people see of a number
  std::string unknown = "-";  ///< what people see where nothing is known
  bool if_any = false;        ///< people see it only where some row has words in it
  std::function<answer_cell(std::size_t row)> cell{};
  std::function<std::string(std::size_t row)> words{};  ///< what people read in place of the cell

  [[nodiscard]] std::string heading() const {
    std::string text = header.empty() ? name : header;
    for (std::size_t at = header.empty() ? text.find('_') : text.npos; at != text.npos; at = text.find('_', at))
      text[at] = ' ';
    return text;
  }
};

/// What rows are in JSON.
enum class answer_shape : std::uint8_t {
  rows,    ///< a list of objects
  fields,  ///< one row, as an object. People see it if it has a title: a line a field
  keyed,   ///< an object with a field for each row, named by the first column; of two columns, the value of the other
};

/// Columns of `size` rows. Cells are found when they are asked for: what the functions refer to outlives the table.
struct answer_table {
  std::string name{};  ///< in JSON: "rows", or "summary.skills" in another field; fields without one stand alone
  std::string title{};
  answer_shape shape = answer_shape::rows;
  std::size_t size = 0;
  std::vector<answer_column> columns{};
  std::size_t keys = 1;  ///< leading columns that tell rows apart: they stand again where others stand below
  std::function<std::string(std::size_t row)> label{};   ///< of a row's sentences
  std::optional<std::vector<std::size_t>> rows_shown{};  ///< to people, in that order; else all
  std::vector<std::string> notes{};                      ///< sentences below it

  /// One row: an object in JSON.
  [[nodiscard]] static answer_table fields(std::string name,
                                           std::initializer_list<std::pair<std::string, answer_cell>> cells = {}) {
    answer_table made{.name = std::move(name), .shape = answer_shape::fields, .size = 1};
    for (const auto& [field, cell] : cells) made.set({.name = field}, cell);
    return made;
  }
  /// Adds a field. Pre: one row.
  void set(answer_column column, answer_cell cell) {
    constexpr answer_type types[]{answer_type::text,     answer_type::text,   answer_type::yes_no, answer_type::integer,
                                  answer_type::integer,  answer_type::number, answer_type::text,   answer_type::texts,
                                  answer_type::integers, answer_type::table};
    column.type = types[cell.value.index()];
    column.cell = [cell = std::move(cell)](std::size_t) { return cell; };
    columns.push_back(std::move(column));
  }
};

inline answer_cell::answer_cell(answer_table table) : value{std::make_shared<const answer_table>(std::move(table))} {}

/// An answer. Whoever prints it adds a manifest of the run.
struct answer {
  std::vector<std::string> lead{};  ///< sentences before the tables
  std::vector<answer_table> tables{};
  std::vector<std::string> notes{};              ///< sentences after them
  std::string main = "rows";                     ///< the table that is the answer where there is room for one
  std::vector<std::string> order = {"summary"};  ///< of the fields in JSON; others follow as their tables do

  [[nodiscard]] const answer_table* main_table() const {
    for (const answer_table& one : tables) {
      if (one.name == main) return &one;
    }
    return nullptr;
  }
};

namespace detail {

template <class T>
constexpr answer_type answer_type_of() {
  if constexpr (requires { typename T::value_type; } && !std::convertible_to<T, std::string_view>) {
    if constexpr (std::same_as<T, std::vector<std::string>>)
      return answer_type::texts;
    else if constexpr (std::same_as<T, std::vector<std::int64_t>>)
      return answer_type::integers;
    else
      return answer_type_of<typename T::value_type>();
  } else if constexpr (std::same_as<T, bool>) {
    return answer_type::yes_no;
  } else if constexpr (std::integral<T>) {
    return answer_type::integer;
  } else if constexpr (std::floating_point<T>) {
    return answer_type::number;
  } else if constexpr (std::same_as<T, answer_table>) {
    return answer_type::table;
  }
  return answer_type::text;
}

}  // namespace detail

/// Makes a table with a row for each of some things, which outlive it unless they are a vector that is moved in.
///
///     table_maker rows{{.name = "rows"}, report.organizations};
///     rows.add({.name = "gap", .unit = "share"}, [](const organization_gap& row) { return row.gap.gap; });
///     all.tables.push_back(std::move(rows.table));
template <class T>
class table_maker {
 public:
  answer_table table;

  table_maker(answer_table empty, std::span<const T> things) : table{std::move(empty)}, things_{things} {
    table.size = things.size();
  }
  table_maker(answer_table empty, std::vector<T>&& things)
      : table{std::move(empty)}, kept_{std::make_shared<const std::vector<T>>(std::move(things))}, things_{*kept_} {
    table.size = things_.size();
  }
  /// `get(thing)` or `get(thing, row)`, or a member, gives a cell, whose type is the column's; `words`, likewise, what
  /// people read.
  template <class Get>
  table_maker& add(answer_column column, Get get) {
    using cell = std::remove_cvref_t<decltype(of(things_, get, 0))>;
    if constexpr (!std::same_as<cell, answer_cell>) column.type = detail::answer_type_of<cell>();
    column.cell = found_by<answer_cell>(get);
    table.columns.push_back(std::move(column));
    return *this;
  }
  template <class Get, class Words>
  table_maker& add(answer_column column, Get get, Words words) {
    column.words = found_by<std::string>(words);
    return add(std::move(column), get);
  }
  /// A column for people alone.
  template <class Words>
  table_maker& tell(answer_column column, Words words) {
    column.words = found_by<std::string>(words);
    table.columns.push_back(std::move(column));
    return *this;
  }
  /// The label of each row's sentences.
  template <class Words>
  table_maker& label(Words words) {
    table.label = found_by<std::string>(words);
    return *this;
  }

 private:
  template <class Get>
  static decltype(auto) of(std::span<const T> things, const Get& get, std::size_t row) {
    if constexpr (std::invocable<const Get&, const T&, std::size_t>)
      return std::invoke(get, things[row], row);
    else
      return std::invoke(get, things[row]);
  }
  template <class Result, class Get>
  std::function<Result(std::size_t)> found_by(Get get) const {
    return [things = things_, kept = kept_, get](std::size_t row) { return Result{of(things, get, row)}; };
  }

  std::shared_ptr<const std::vector<T>> kept_{};
  std::span<const T> things_;
};
template <class Range>
table_maker(answer_table, const Range&) -> table_maker<typename Range::value_type>;

}  // namespace capnet
