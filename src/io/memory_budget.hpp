#pragma once
/// How much of the memory that `load_limits` allows is taken.
#include <atomic>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

#include <capnet/io/load_limits.hpp>
#include <capnet/model/figure.hpp>
#include <capnet/network/event_log.hpp>

namespace capnet::detail {

/// Adds up what is read and what is kept of it.
class memory_budget {
 public:
  explicit memory_budget(const load_limits& limits) : limits_{limits} {}

  /// The bytes of a file, which are in memory while it is read.
  void read(std::size_t bytes) {
    read_ += bytes;
    taken_ += bytes;
  }
  /// Takes so many bytes. Whether there was room for them. Several threads may do so at once.
  [[nodiscard]] bool take(std::size_t bytes) {
    const std::size_t taken = taken_ += bytes;
    if (taken <= limits_.memory_base) return true;
    return read_ > 0 && (taken - limits_.memory_base - 1) / read_ < limits_.memory_factor;  // a product could wrap
  }
  [[nodiscard]] std::size_t taken() const { return taken_; }
  /// As if no more than this had been taken.
  void back_to(std::size_t taken) { taken_ = taken; }
  [[nodiscard]] std::string refusal() const {
    return "what stands up to here takes over " + std::to_string(limits_.memory_base + limits_.memory_factor * read_) +
           " bytes of memory; expected at most " + std::to_string(limits_.memory_base) + " and " +
           std::to_string(limits_.memory_factor) + " times the " + std::to_string(read_) + " bytes of the files";
  }

 private:
  load_limits limits_;
  std::size_t read_ = 0;
  std::atomic<std::size_t> taken_ = 1 << 17;  // of a network about which nothing is said
};

/// The bytes that a row of a folder takes at most from its reading until the network is frozen, the growth of vectors
/// included. tests/memory compares them with what is taken.
struct memory_of {
  std::size_t bytes;
  explicit memory_of(std::size_t fixed) : bytes{fixed} {}
  explicit memory_of(const vertex_properties& p) : bytes{250 + 200 * p.aliases.size() + 12 * p.attributes.size()} {
    texts({p.name, p.name_en, p.region, p.cite});
    for (const std::string& alias : p.aliases) texts({alias});
    for (const auto& [name, value] : p.attributes) values(value);  // names are kept once
  }
  explicit memory_of(const tie_properties& p) : bytes{160 + 12 * p.attributes.size()} {
    texts({p.role, p.cite});
    for (const auto& [name, value] : p.attributes) values(value);
  }
  explicit memory_of(const figure& f) : bytes{1'250 + 250 * f.attributes.size()} {
    texts({f.id, f.subject, f.survey, f.label, f.unit, f.series, f.cite});
    for (const auto& [name, value] : f.attributes) texts({name, value.text()});
  }
  explicit memory_of(const source& s) : bytes{650 + 250 * s.attributes.size()} {
    texts({s.id, s.title, s.publisher, s.url});
    for (const auto& [name, value] : s.attributes) texts({name, value.text()});
  }
  /// A text, or a cell in its row and in the columns of both directions.
  void values(const attribute_value& value) {
    if (const auto* text = value.get_if<std::string>())
      texts({*text});
    else
      bytes += 64;
  }
  memory_of& texts(std::initializer_list<std::string_view> kept) {
    for (const std::string_view text : kept) bytes += 6 * text.size();
    return *this;
  }
};

}  // namespace capnet::detail
