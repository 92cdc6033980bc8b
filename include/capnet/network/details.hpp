#pragma once
/// What few questions read: names, roles, cites, attributes. One record of bytes a row, empty where nothing is said.
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/network/attribute_cells.hpp>
#include <capnet/network/event_log.hpp>
#include <capnet/network/name_list.hpp>

namespace capnet::detail {

/// Appends values to a text: numbers seven bits at a time, texts with their length, names of attributes by their
/// number.
class detail_writer {
 public:
  /// Names of attributes that are met first are added to `names`.
  explicit detail_writer(name_list& names) : names_{&names} {}
  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_.push_back(static_cast<char>(value | 0x80));
    bytes_.push_back(static_cast<char>(value));
  }
  void signed_number(std::int64_t value) {
    number(static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63));
  }
  void text(std::string_view value) {
    number(value.size());
    bytes_ += value;
  }
  void texts(const std::vector<std::string>& values) {
    number(values.size());
    for (const std::string& value : values) text(value);
  }
  void day(const partial_date& d) {
    signed_number(d.earliest.time_since_epoch().count());
    signed_number(d.latest.time_since_epoch().count());
  }
  void flag(bool value) { bytes_.push_back(value ? 1 : 0); }

  // What a list of fields calls: see below.
  template <class T>
  void operator()(const char*, const T& value) {
    (*this)(value);
  }
  void operator()(const std::string& value) { text(value); }
  void operator()(const std::vector<std::string>& values) { texts(values); }
  void operator()(const std::vector<attribute>& values) {
    number(values.size());
    for (const auto& [name, value] : values) {
      number(names_->number(name));
      text(value.text());
    }
  }
  void operator()(std::uint32_t value) { number(value); }
  void operator()(std::int64_t value) { signed_number(value); }
  void operator()(bool value) { flag(value); }
  void operator()(const partial_date& value) { day(value); }
  void operator()(const decimal& value) {
    signed_number(value.mantissa);
    signed_number(value.decimals);
  }
  void operator()(figure_kind value) { number(static_cast<std::uint64_t>(value)); }
  void operator()(capnet::status value) { number(static_cast<std::uint64_t>(value)); }
  void operator()(value_type value) { number(static_cast<std::uint64_t>(value)); }
  void operator()(meaning value) { number(static_cast<std::uint64_t>(value)); }
  void operator()(date value) { signed_number(value.time_since_epoch().count()); }
  void operator()(const attribute_value& value) {
    (*this)(value.type());
    if (const auto* whole = value.get_if<std::int64_t>()) return signed_number(*whole);
    if (const auto* day = value.get_if<partial_date>()) return this->day(*day);
    text(value.text());
  }
  template <class T>
  void operator()(const std::optional<T>& value) {
    flag(value.has_value());
    if (value) (*this)(*value);
  }
  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  name_list* names_;
  std::string bytes_;
};

/// Reads what detail_writer wrote. Throws input_error for bytes that it can't have written.
class detail_reader {
 public:
  detail_reader(std::string_view bytes, const std::vector<std::string>& names) : rest_{bytes}, names_{&names} {}
  [[nodiscard]] bool done() const { return rest_.empty(); }
  void expect_done() const {
    if (!done()) throw bad();
  }
  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const auto byte = static_cast<unsigned char>(take(1).front());
      value |= std::uint64_t{byte & 0x7Fu} << shift;
      if (byte < 0x80) return value;
    }
    throw bad();
  }
  std::int64_t signed_number() {
    const std::uint64_t value = number();
    return static_cast<std::int64_t>(value >> 1 ^ (~(value & 1) + 1));
  }
  std::string_view text() { return take(number()); }
  std::vector<std::string> texts() {
    std::vector<std::string> values;
    (*this)(values);
    return values;
  }
  partial_date day() {
    const auto first = exact_day(), last = exact_day();
    if (last < first) throw bad();
    return {first, last};
  }
  bool flag() { return take(1).front() != 0; }

  // What a list of fields calls.
  template <class T>
  void operator()(const char*, T& value) {
    (*this)(value);
  }
  void operator()(std::string& value) { value = text(); }
  void operator()(std::vector<std::string>& values) {
    values.clear();
    for (std::uint64_t left = number(); left > 0; --left) values.emplace_back(text());
  }
  void operator()(std::vector<attribute>& values) {
    values.clear();
    for (std::uint64_t left = number(); left > 0; --left) {
      const std::uint64_t name = number();
      if (name >= names_->size()) throw bad();
      values.emplace_back((*names_)[name], text());
    }
  }
  void operator()(std::uint32_t& value) { value = static_cast<std::uint32_t>(below(std::uint64_t{1} << 32)); }
  void operator()(std::int64_t& value) { value = signed_number(); }
  void operator()(bool& value) { value = flag(); }
  void operator()(partial_date& value) { value = day(); }
  void operator()(decimal& value) {
    value.mantissa = signed_number();
    const std::int64_t decimals = signed_number();
    if (decimals < 0 || decimals > 15) throw bad();
    value.decimals = static_cast<int>(decimals);
  }
  void operator()(figure_kind& value) { value = static_cast<figure_kind>(below(figure_kind_names.size())); }
  void operator()(capnet::status& value) { value = static_cast<capnet::status>(below(status_names.size())); }
  void operator()(value_type& value) { value = static_cast<value_type>(below(value_type_names.size())); }
  void operator()(meaning& value) { value = static_cast<meaning>(below(meaning_names.size())); }
  void operator()(date& value) { value = exact_day(); }
  void operator()(attribute_value& value) {
    value_type type{};
    (*this)(type);
    if (type == value_type::integer) {
      value = signed_number();
    } else if (type == value_type::date) {
      value = day();
    } else {
      const auto typed = as_type(type, attribute_value{text()});
      if (!typed) throw bad();
      value = *typed;
    }
  }
  template <class T>
  void operator()(std::optional<T>& value) {
    value.reset();
    if (flag()) (*this)(value.emplace());
  }

 private:
  static input_error bad() {
    return input_error{"the details of a row can't be read; expected a file that was not tampered with"};
  }
  std::uint64_t below(std::uint64_t limit) {
    const std::uint64_t value = number();
    if (value >= limit) throw bad();
    return value;
  }
  date exact_day() {
    const std::int64_t number = signed_number();
    if (number < -100'000'000 || number > 100'000'000) throw bad();
    return date{std::chrono::days{number}};
  }
  std::string_view take(std::uint64_t bytes) {
    if (bytes > rest_.size()) throw bad();
    const std::string_view taken = rest_.substr(0, bytes);
    rest_.remove_prefix(bytes);
    return taken;
  }
  std::string_view rest_;
  const std::vector<std::string>* names_;
};

template <class T, class As>
concept either = std::same_as<std::remove_const_t<T>, As>;  ///< to be written, or to be read into

// The lists of fields: what is written to files and archives is what stands here. A codec is called with the name of
// each field and the field.

/// All of a vertex's properties but sector, region, existence and status, which have columns of their own.
template <class Codec, either<vertex_properties> Properties>
void each_field(Codec& codec, Properties& p) {
  codec("name", p.name), codec("name_en", p.name_en), codec("size", p.size), codec("aliases", p.aliases);
  codec("cite", p.cite), codec("attributes", p.attributes);
  codec("file", p.where.file), codec("line", p.where.line);
}
/// All of a tie's properties but when it held, its status and weight.
template <class Codec, either<tie_properties> Properties>
void each_field(Codec& codec, Properties& p) {
  codec("recorded", p.recorded), codec("role", p.role), codec("cite", p.cite), codec("attributes", p.attributes);
  codec("file", p.where.file), codec("line", p.where.line);
}
template <class Codec, either<figure> Figure>
void each_field(Codec& codec, Figure& f) {
  codec("id", f.id), codec("subject", f.subject), codec("survey", f.survey), codec("label", f.label);
  codec("kind", f.kind), codec("value", f.value), codec("unit", f.unit), codec("numerator", f.numerator);
  codec("denominator", f.denominator), codec("rounding", f.rounding), codec("approximate", f.approximate);
  codec("date", f.day), codec("series", f.series), codec("status", f.status), codec("cite", f.cite);
  codec("attributes", f.attributes);
}
template <class Codec, either<source> Source>
void each_field(Codec& codec, Source& s) {
  codec("id", s.id), codec("title", s.title), codec("publisher", s.publisher), codec("date", s.day);
  codec("url", s.url), codec("attributes", s.attributes);
}
template <class Codec, either<attribute_info> Info>
void each_field(Codec& codec, Info& a) {
  codec("name", a.name), codec("type", a.type), codec("unit", a.unit), codec("meaning", a.meaning);
  codec("description", a.description), codec("declared", a.declared);
}
/// But whose it is.
template <class Codec, either<change_record> Change>
void each_field(Codec& codec, Change& c) {
  codec("attribute", c.attribute), codec("from", c.from), codec("value", c.value), codec("cite", c.cite);
}

[[nodiscard]] inline bool says_nothing(const vertex_properties& p) {
  return p.name.empty() && p.name_en.empty() && !p.size && p.aliases.empty() && p.cite.empty() &&
         p.attributes.empty() && p.where == origin{};
}
[[nodiscard]] inline bool says_nothing(const tie_properties& p) {
  return !p.recorded && p.role.empty() && p.cite.empty() && p.attributes.empty() && p.where == origin{};
}

/// The fields as bytes; none if they say nothing.
template <class Properties>
[[nodiscard]] std::string encode(const Properties& p, name_list& names) {
  if (says_nothing(p)) return {};
  detail_writer out{names};
  each_field(out, p);
  return out.bytes();
}
/// Sets the fields that `bytes` say. Throws input_error for bytes that `encode` can't have written.
template <class Properties>
void decode(std::string_view bytes, Properties& p, const std::vector<std::string>& names) {
  if (bytes.empty()) return;
  detail_reader in{bytes, names};
  each_field(in, p);
  in.expect_done();
}

}  // namespace capnet::detail
