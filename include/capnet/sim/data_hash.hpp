#pragma once
/// A fingerprint of what a network says, for manifests and for comparing runs.
#include <algorithm>
#include <bit>
#include <cstdint>
#include <map>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <capnet/core/hash.hpp>
#include <capnet/network/snapshot.hpp>

namespace capnet {

namespace detail {

/// Fields one after the other, each with its length, so that no two different rows read the same.
class canonical_row {
 public:
  explicit canonical_row(std::string_view table) { add(table); }
  void add(std::string_view text) { ((bytes_ += std::to_string(text.size())) += ':') += text; }
  void add_number(std::int64_t number) { add(std::to_string(number)); }
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
    number ? add(std::to_string(std::bit_cast<std::uint64_t>(*number + 0.0))) : add("-");  // + 0.0 makes -0 a 0
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
  std::string bytes_;
};

/// A hash of each row that a network says beyond the first ones of `before`.
[[nodiscard]] inline std::vector<std::uint64_t> row_hashes(const snapshot& net, const snapshot& before) {
  std::vector<std::uint64_t> rows;
  const auto after = [](const auto& all, std::size_t first) {
    return std::ranges::subrange{all.begin() + static_cast<std::ptrdiff_t>(first), all.end()};
  };
  for (std::size_t k = 0; k < net.schema().kind_count(); ++k) {
    const auto kind = static_cast<kind_index>(k);
    const std::size_t first = k < before.schema().kind_count() ? before.order(kind) : 0;
    for (const auto& [key, p] : after(net.records(kind), first)) {
      canonical_row row{"vertex"};
      for (const std::string& text :
           {net.schema().name(kind), key, p.name, p.name_en, net.schema().name(p.sector), p.region, p.cite}) {
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
      rows.push_back(row.hash());
    }
  }
  for (std::size_t r = 0; r < net.schema().relation_count(); ++r) {
    const auto relation = static_cast<relation_index>(r);
    const std::size_t first = r < before.schema().relation_count() ? before.layer(relation).rows() : 0;
    for (const tie_record& uv : after(net.ties(relation), first)) {
      if (uv.retracted) continue;
      const tie_properties& p = uv.properties;
      canonical_row row{"tie"};
      for (const std::string& text :
           {net.schema().relation(relation).name, net.key(uv.source), net.key(uv.target), p.role, p.cite}) {
        row.add(text);
      }
      row.add(p.active);
      row.add(to_string(p.status));
      row.add(p.weight);
      row.add(p.recorded);
      row.add(p.attributes);
      rows.push_back(row.hash());
    }
  }
  std::map<std::tuple<vertex_ref, std::string, date>, std::int64_t> changes;  // on a day the last one recorded holds
  const std::vector<change_record> all_changes = net.changes();
  for (const change_record& change : after(all_changes, before.changes().size())) {
    canonical_row row{change.attribute == "sector" ? "sector" : "change"};
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
    canonical_row row{"figure"};
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
    canonical_row row{"source"};
    for (const std::string& text : {s.id, s.title, s.publisher, s.url}) row.add(text);
    row.add(s.day);
    row.add(s.attributes);
    rows.push_back(row.hash());
  }
  std::ranges::sort(rows);
  return rows;
}

[[nodiscard]] inline std::uint64_t chained_hash(const std::vector<std::uint64_t>& rows, std::uint64_t hash) {
  for (const std::uint64_t row : rows) hash = stable_hash(std::to_string(row) + ';', hash);
  return hash;
}

}  // namespace detail

/// A hash of all vertices, ties, changes, figures and sources: the same on every machine, whatever the order of
/// rows, columns, kinds and files, and whether or not an unused kind or relation is declared; only of several changes
/// of an attribute of a vertex on one day does the order count. Retracted ties count as never said, and values as their
/// text, whatever their type. Not for security. Time O((n + m) log (n + m)), space
/// O(n + m).
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
