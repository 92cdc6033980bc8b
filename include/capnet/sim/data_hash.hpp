#pragma once
/// A fingerprint of what a network says, for manifests and for comparing runs.
#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <map>
#include <numeric>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <capnet/core/hash.hpp>
#include <capnet/core/parallel.hpp>
#include <capnet/network/snapshot.hpp>

namespace capnet {

namespace detail {

/// Fields one after the other, each with its length, so that no two different rows read the same.
class canonical_row {
 public:
  /// Begins a row.
  void start(std::string_view table) {
    bytes_.clear();
    add(table);
  }
  void add(std::string_view text) {
    std::array<char, 24> length{};
    char* const end = std::to_chars(length.data(), length.data() + length.size() - 1, text.size()).ptr;
    *end = ':';
    (bytes_.append(length.data(), end + 1)) += text;
  }
  void add_number(std::int64_t number) { add(std::string_view{digits(number)}); }
  void add(const partial_date& day) {
    add_number(day.earliest.time_since_epoch().count());
    add_number(day.latest.time_since_epoch().count());
  }
  void add(const spell& when) {
    add(when.begin);
    add(when.end);
  }
  void add(const std::optional<partial_date>& day) { day ? add(*day) : add("-"); }
  void add(const std::optional<std::int64_t>& number) { number ? add_number(*number) : add("-"); }
  void add(const std::optional<decimal>& number) {
    add(number ? std::to_string(number->mantissa) + 'e' + std::to_string(number->decimals) : "-");
  }
  void add(const std::optional<double>& number) {
    number ? add(std::string_view{digits(std::bit_cast<std::uint64_t>(*number + 0.0))}) : add("-");  // -0 becomes 0
  }
  void add(std::vector<attribute> attributes) {
    std::ranges::sort(attributes);
    std::erase_if(attributes, [](const attribute& a) { return a.second.empty(); });
    for (const auto& [name, value] : attributes) {
      add(name);
      add(value.text());
    }
  }
  [[nodiscard]] std::uint64_t hash() const { return stable_hash(bytes_); }

 private:
  template <class Number>
  [[nodiscard]] std::string_view digits(Number number) {
    return {digits_.data(), std::to_chars(digits_.data(), digits_.data() + digits_.size(), number).ptr};
  }
  std::array<char, 24> digits_{};
  std::string bytes_;
};

/// Appends a hash of each of `all` but the first ones, as `write(row, one)` says it; of none for which that is false.
template <class Rows, class Write>
void add_row_hashes(std::vector<std::uint64_t>& rows, const Rows& all, std::size_t first, const Write& write) {
  const std::size_t n = static_cast<std::size_t>(all.end() - all.begin());
  if (n <= first) return;
  constexpr std::size_t grain = 8'192;
  std::vector<std::vector<std::uint64_t>> parts((n - first + grain - 1) / grain);
  parallel_for_blocks(n - first, grain, 0, [&](std::size_t block, std::size_t from, std::size_t to) {
    canonical_row row;
    parts[block].reserve(to - from);
    for (std::size_t k = from; k < to; ++k) {
      if (write(row, all.begin()[static_cast<std::ptrdiff_t>(first + k)])) parts[block].push_back(row.hash());
    }
  });
  for (const auto& part : parts) rows.insert(rows.end(), part.begin(), part.end());
}

/// Ascending; sorted in parts by their first bits, as hashes are spread evenly.
inline void sort_hashes(std::vector<std::uint64_t>& rows) {
  constexpr std::size_t parts = 256;
  std::array<std::size_t, parts + 1> first{};
  for (const std::uint64_t row : rows) ++first[(row >> 56) + 1];
  std::partial_sum(first.begin(), first.end(), first.begin());
  std::vector<std::uint64_t> sorted(rows.size());
  std::array<std::size_t, parts> next{};
  std::copy_n(first.begin(), parts, next.begin());
  for (const std::uint64_t row : rows) sorted[next[row >> 56]++] = row;
  parallel_for_blocks(parts, 16, 0, [&](std::size_t, std::size_t from, std::size_t to) {
    for (std::size_t part = from; part < to; ++part) {
      std::sort(sorted.begin() + static_cast<std::ptrdiff_t>(first[part]),
                sorted.begin() + static_cast<std::ptrdiff_t>(first[part + 1]));
    }
  });
  rows = std::move(sorted);
}

/// A hash of each row that a network says beyond the first ones of `before`, ascending.
[[nodiscard]] inline std::vector<std::uint64_t> row_hashes(const snapshot& net, const snapshot& before) {
  std::vector<std::uint64_t> rows;
  for (std::size_t k = 0; k < net.schema().kind_count(); ++k) {
    const auto kind = static_cast<kind_index>(k);
    const std::size_t first = k < before.schema().kind_count() ? before.order(kind) : 0;
    add_row_hashes(rows, net.records(kind), first, [&](canonical_row& row, const vertex_record& one) {
      const vertex_properties& p = one.properties;
      row.start("vertex");
      for (const std::string_view text :
           {std::string_view{net.schema().name(kind)}, std::string_view{one.key}, std::string_view{p.name},
            std::string_view{p.name_en}, std::string_view{net.schema().name(p.sector)}, std::string_view{p.region},
            std::string_view{p.cite}}) {
        row.add(text);
      }
      row.add(p.size);
      row.add(p.existence);
      row.add(to_string(p.status));
      std::vector<std::string> aliases = p.aliases;
      std::ranges::sort(aliases);
      row.add_number(static_cast<std::int64_t>(aliases.size()));
      for (const std::string& alias : aliases) row.add(alias);
      row.add(p.attributes);
      return true;
    });
  }
  for (std::size_t r = 0; r < net.schema().relation_count(); ++r) {
    const auto relation = static_cast<relation_index>(r);
    const std::size_t first = r < before.schema().relation_count() ? before.layer(relation).rows() : 0;
    add_row_hashes(rows, net.ties(relation), first, [&](canonical_row& row, const tie_record& uv) {
      if (uv.retracted) return false;
      const tie_properties& p = uv.properties;
      row.start("tie");
      row.add(net.schema().relation(relation).name);
      row.add(net.key(uv.source));
      row.add(net.key(uv.target));
      row.add(p.role);
      row.add(p.cite);
      row.add(p.active);
      row.add(to_string(p.status));
      row.add(p.weight);
      row.add(p.recorded);
      row.add(p.attributes);
      return true;
    });
  }
  std::map<std::tuple<vertex_ref, std::string, date>, std::int64_t> changes;  // on a day the last one recorded holds
  const std::vector<change_record> all_changes = net.changes();
  canonical_row row;
  const auto after = [](const auto& all, std::size_t first) {
    return std::ranges::subrange{all.begin() + static_cast<std::ptrdiff_t>(first), all.end()};
  };
  for (const change_record& change : after(all_changes, before.changes().size())) {
    row.start(change.attribute == "sector" ? "sector" : "change");
    if (change.attribute != "sector") row.add(change.attribute);
    row.add(net.key(change.vertex));
    row.add(partial_date{change.from});
    row.add(change.value.text());
    if (!change.cite.empty()) row.add(change.cite);
    const std::int64_t earlier = changes[{change.vertex, change.attribute, change.from}]++;
    if (earlier > 0) row.add_number(earlier);
    rows.push_back(row.hash());
  }
  for (const figure& f : after(net.figures(), before.figures().size())) {
    row.start("figure");
    for (const std::string& text : {f.id, f.subject, f.survey, f.label, f.unit, f.series, f.cite}) row.add(text);
    row.add(to_string(f.kind));
    row.add(f.value);
    row.add(f.numerator);
    row.add(f.denominator);
    row.add(f.rounding);
    row.add(f.approximate ? "yes" : "no");
    row.add(f.day);
    row.add(to_string(f.status));
    row.add(f.attributes);
    rows.push_back(row.hash());
  }
  for (const source& s : after(net.sources(), before.sources().size())) {
    row.start("source");
    for (const std::string& text : {s.id, s.title, s.publisher, s.url}) row.add(text);
    row.add(s.day);
    row.add(s.attributes);
    rows.push_back(row.hash());
  }
  sort_hashes(rows);
  return rows;
}

[[nodiscard]] inline std::uint64_t chained_hash(const std::vector<std::uint64_t>& rows, std::uint64_t hash) {
  std::array<char, 24> text{};
  for (const std::uint64_t row : rows) {
    char* const end = std::to_chars(text.data(), text.data() + text.size() - 1, row).ptr;
    *end = ';';
    hash = stable_hash({text.data(), end + 1}, hash);
  }
  return hash;
}

}  // namespace detail

/// A hash of all vertices, ties, changes, figures and sources: the same on every machine, whatever the order of
/// rows, columns, kinds and files, and whether or not an unused kind or relation is declared; only of several changes
/// of an attribute of a vertex on one day does the order count. Retracted ties count as never said, and values as their
/// text, whatever their type. Not for security. On all cores, with the same value. Time
/// O((n + m) log (n + m)), space O(n + m).
[[nodiscard]] inline std::uint64_t data_hash(const snapshot& net) {
  return detail::chained_hash(detail::row_hashes(net, snapshot{}), stable_hash("capnet data 1"));
}

/// The hash of a network that goes on from another, whose hash is known: of that hash and what was added. Whoever has
/// many such networks reads what they share once. It is not the `data_hash` of `net`. What `net` retracts of `before`
/// does not count.
///
/// Pre: `net` was built on `before`; `hash` is data_hash(before). Time O(a log a) for a rows added, space O(a).
[[nodiscard]] inline std::uint64_t extended_hash(const snapshot& net, const snapshot& before, std::uint64_t hash) {
  return detail::chained_hash(detail::row_hashes(net, before),
                              stable_hash(std::to_string(hash) + ';', stable_hash("capnet extension 1")));
}

/// The hash as 16 hexadecimal digits.
[[nodiscard]] inline std::string hash_text(std::uint64_t hash) {
  std::string text(16, '0');
  for (std::size_t digit = 16; digit-- > 0; hash >>= 4) text[digit] = "0123456789abcdef"[hash & 15u];
  return text;
}

}  // namespace capnet
