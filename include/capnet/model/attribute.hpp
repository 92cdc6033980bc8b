#pragma once
/// What is said of a vertex or tie beyond the fixed fields: named values, each of a declared type, unit and meaning.
#include <array>
#include <concepts>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <capnet/core/date.hpp>

namespace capnet {

enum class value_type : std::uint8_t { text, integer, number, yes_no, date, category };

inline constexpr std::array<std::string_view, 6> value_type_names{"text",   "integer", "number",
                                                                  "yes_no", "date",    "category"};
[[nodiscard]] constexpr std::string_view to_string(value_type t) {
  return value_type_names[static_cast<std::size_t>(t)];
}
/// Whole or not.
[[nodiscard]] constexpr bool is_number(value_type t) { return t == value_type::number || t == value_type::integer; }
/// Whether one value is less or more than another.
[[nodiscard]] constexpr bool is_ordered(value_type t) { return is_number(t) || t == value_type::date; }

/// What the numbers of an attribute measure, and so what may be done with them. Levels are steps of a scale. Chances
/// multiply along a walk, and counts of ways do; levels, amounts, lengths and durations don't.
enum class meaning : std::uint8_t { none, level, probability, count, amount, length, duration };

inline constexpr std::array<std::string_view, 7> meaning_names{"",       "level",  "probability", "count",
                                                               "amount", "length", "duration"};
[[nodiscard]] constexpr std::string_view to_string(meaning m) { return meaning_names[static_cast<std::size_t>(m)]; }
[[nodiscard]] constexpr bool multiplies(meaning m) {
  return m == meaning::none || m == meaning::probability || m == meaning::count;
}

/// An attribute as known at run time.
struct attribute_info {
  std::string name{};
  value_type type = value_type::text;
  std::string unit{};  ///< of money the currency; empty: none, or not said
  capnet::meaning meaning = capnet::meaning::none;
  std::string description{};  ///< one sentence
  bool declared = true;       ///< else inferred from the values
  friend bool operator==(const attribute_info&, const attribute_info&) = default;
};

/// The place of an attribute in the list of its kind or relation.
enum class attribute_index : std::uint16_t {};

/// An attribute declared in C++: a struct with its name and type, and, where it has them, unit, meaning and what it is.
///
///     struct beds {
///       static constexpr std::string_view name = "beds";
///       static constexpr value_type type = value_type::integer;
///       static constexpr capnet::meaning means = meaning::count;
///       static constexpr std::string_view unit = "bed";
///       static constexpr std::string_view description = "How many can stay overnight.";
///     };
///
/// A kind or relation lists those that it has: `using attributes = capnet::attributes<beds, cost>;`.
template <class T>
concept attribute_tag = requires {
  { T::name } -> std::convertible_to<std::string_view>;
  { T::type } -> std::convertible_to<value_type>;
};

/// The attributes of a kind or relation.
template <attribute_tag... Tags>
struct attributes {
  template <class Tag>
  static constexpr bool has = (std::same_as<Tag, Tags> || ...);
  template <class Visitor>
  static constexpr void for_each(Visitor&& visit) {
    (visit(Tags{}), ...);
  }
};

template <attribute_tag Tag>
[[nodiscard]] attribute_info info_of(Tag = {}) {
  attribute_info info{.name = std::string{Tag::name}, .type = Tag::type};
  if constexpr (requires { Tag::unit; }) info.unit = Tag::unit;
  if constexpr (requires { Tag::means; }) info.meaning = Tag::means;
  if constexpr (requires { Tag::description; }) info.description = Tag::description;
  return info;
}

namespace detail {

template <value_type Type>
struct cpp_type {
  using type = std::string_view;  // text and category
};
template <>
struct cpp_type<value_type::integer> {
  using type = std::int64_t;
};
template <>
struct cpp_type<value_type::number> {
  using type = double;
};
template <>
struct cpp_type<value_type::yes_no> {
  using type = bool;
};
template <>
struct cpp_type<value_type::date> {
  using type = partial_date;
};

}  // namespace detail

/// The C++ type of a tag's values: std::int64_t, double, bool, partial_date or std::string_view.
template <attribute_tag Tag>
using value_of = typename detail::cpp_type<Tag::type>::type;

/// A value of any type. Values of one type are equal if they are; those of two types if they read the same.
class attribute_value {
 public:
  attribute_value() noexcept;
  attribute_value(const attribute_value& other);
  attribute_value(attribute_value&& other) noexcept;
  attribute_value& operator=(const attribute_value& other);
  attribute_value& operator=(attribute_value&& other) noexcept;
  ~attribute_value();
  attribute_value(std::string text);       // NOLINT: a text is a value, as are
  attribute_value(std::string_view text);  // NOLINT: the others
  attribute_value(const char* text);       // NOLINT
  attribute_value(std::same_as<bool> auto yes) : type_{value_type::yes_no}, yes_{yes} {}                    // NOLINT
  attribute_value(partial_date day);                                                                        // NOLINT
  attribute_value(capnet::date day);                                                                        // NOLINT
  attribute_value(std::floating_point auto number) : type_{value_type::number}, number_{double{number}} {}  // NOLINT
  template <std::integral T>
    requires(!std::same_as<T, bool>)
  attribute_value(T number) : type_{value_type::integer}, whole_{static_cast<std::int64_t>(number)} {}  // NOLINT

  /// Texts and categories are both text.
  [[nodiscard]] value_type type() const { return type_; }
  /// The value if it is of that type: std::string, std::int64_t, double, bool or partial_date; else null.
  template <class T>
  [[nodiscard]] const T* get_if() const {
    if constexpr (std::same_as<T, std::string>) {
      return type_ == value_type::text ? &text_ : nullptr;
    } else if constexpr (std::same_as<T, std::int64_t>) {
      return type_ == value_type::integer ? &whole_ : nullptr;
    } else if constexpr (std::same_as<T, double>) {
      return type_ == value_type::number ? &number_ : nullptr;
    } else if constexpr (std::same_as<T, bool>) {
      return type_ == value_type::yes_no ? &yes_ : nullptr;
    } else {
      static_assert(std::same_as<T, partial_date>, "a value is a text, a number, yes or no, or a day");
      return type_ == value_type::date ? &day_ : nullptr;
    }
  }
  /// The number that it is, or nothing: whole numbers too.
  [[nodiscard]] std::optional<double> number() const;
  /// As it stands in a table, which reads as the same value: numbers as short as that allows, `yes`, `no`, days.
  [[nodiscard]] std::string text() const;
  operator std::string() const { return text(); }  // NOLINT: what it was before it had a type
  [[nodiscard]] bool empty() const { return type_ == value_type::text && text_.empty(); }
  [[nodiscard]] std::size_t size() const { return text().size(); }  ///< of its text

  friend bool operator==(const attribute_value& a, const attribute_value& b);
  friend bool operator==(const attribute_value& a, std::string_view text) { return a.text() == text; }
  friend bool operator==(const attribute_value& a, const char* text) { return a.text() == text; }
  friend bool operator==(const attribute_value& a, const std::string& text) { return a.text() == text; }
  friend auto operator<=>(const attribute_value& a, const attribute_value& b) { return a.text() <=> b.text(); }
  template <class Traits>
  friend auto& operator<<(std::basic_ostream<char, Traits>& out, const attribute_value& value) {
    return out << value.text();
  }

 private:
  // No std::variant: each of its operations takes as long to compile as all of these.
  value_type type_ = value_type::text;
  std::string text_;
  union {
    std::int64_t whole_;
    double number_;
    bool yes_;
    partial_date day_;
  };
};

/// A name and its value.
using attribute = std::pair<std::string, attribute_value>;

/// The value of a declared attribute: `.attributes = {with<hours>(6), with<cost>(12'000)}`.
template <attribute_tag Tag>
[[nodiscard]] attribute with(value_of<Tag> value) {
  return {std::string{Tag::name}, attribute_value{value}};
}

}  // namespace capnet

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/model/attribute-inl.hpp>  // IWYU pragma: export
#endif
