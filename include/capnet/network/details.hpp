#pragma once
/// What few questions read: names, roles, cites, attributes. One record of bytes a row, empty where nothing is said.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/network/event_log.hpp>

namespace capnet::detail {

/// Appends values to a text; numbers seven bits at a time, texts with their length.
class detail_writer {
 public:
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
  void pairs(const std::vector<attribute>& values) {
    number(values.size());
    for (const auto& [name, value] : values) text(name), text(value);
  }
  void day(const partial_date& d) {
    signed_number(d.earliest.time_since_epoch().count());
    signed_number(d.latest.time_since_epoch().count());
  }
  void flag(bool value) { bytes_.push_back(value ? 1 : 0); }
  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

/// Reads what detail_writer wrote. Throws input_error for bytes that it can't have written.
class detail_reader {
 public:
  explicit detail_reader(std::string_view bytes) : rest_{bytes} {}
  [[nodiscard]] bool done() const { return rest_.empty(); }
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
    for (std::uint64_t left = number(); left > 0; --left) values.emplace_back(text());
    return values;
  }
  std::vector<attribute> pairs() {
    std::vector<attribute> values;
    for (std::uint64_t left = number(); left > 0; --left) {
      std::string name{text()};
      values.emplace_back(std::move(name), text());
    }
    return values;
  }
  partial_date day() {
    const auto first = exact_day(), last = exact_day();
    if (last < first) throw bad();
    return {first, last};
  }
  bool flag() { return take(1).front() != 0; }

 private:
  static input_error bad() {
    return input_error{"the details of a row can't be read; expected a file that was not tampered with"};
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
};

/// All of a vertex's properties but sector, region, existence and status, which have columns of their own.
inline std::string encode(const vertex_properties& p) {
  if (p.name.empty() && p.name_en.empty() && !p.size && p.aliases.empty() && p.cite.empty() && p.attributes.empty() &&
      p.where == origin{})
    return {};
  detail_writer out;
  out.text(p.name);
  out.text(p.name_en);
  out.flag(p.size.has_value());
  if (p.size) out.signed_number(*p.size);
  out.texts(p.aliases);
  out.text(p.cite);
  out.pairs(p.attributes);
  out.number(p.where.file);
  out.number(p.where.line);
  return out.bytes();
}
inline void decode(std::string_view bytes, vertex_properties& p) {
  if (bytes.empty()) return;
  detail_reader in{bytes};
  p.name = in.text();
  p.name_en = in.text();
  if (in.flag()) p.size = in.signed_number();
  p.aliases = in.texts();
  p.cite = in.text();
  p.attributes = in.pairs();
  p.where.file = static_cast<std::uint32_t>(in.number());
  p.where.line = static_cast<std::uint32_t>(in.number());
}

/// All of a tie's properties but when it held, its status and weight.
inline std::string encode(const tie_properties& p) {
  if (!p.recorded && p.role.empty() && p.cite.empty() && p.attributes.empty() && p.where == origin{}) return {};
  detail_writer out;
  out.flag(p.recorded.has_value());
  if (p.recorded) out.day(*p.recorded);
  out.text(p.role);
  out.text(p.cite);
  out.pairs(p.attributes);
  out.number(p.where.file);
  out.number(p.where.line);
  return out.bytes();
}
inline void decode(std::string_view bytes, tie_properties& p) {
  if (bytes.empty()) return;
  detail_reader in{bytes};
  if (in.flag()) p.recorded = in.day();
  p.role = in.text();
  p.cite = in.text();
  p.attributes = in.pairs();
  p.where.file = static_cast<std::uint32_t>(in.number());
  p.where.line = static_cast<std::uint32_t>(in.number());
}

}  // namespace capnet::detail
