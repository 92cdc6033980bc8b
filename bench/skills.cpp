/// Skill gaps: ours through the public interface, beside one pass over the levels and DuckDB's SQL.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <iostream>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include <capnet/core/large_vector.hpp>
#include <capnet/core/parallel.hpp>
#include <capnet/network/bulk.hpp>
#include <capnet/network/tie_columns.hpp>
#include <capnet/network/vertex_columns.hpp>
#include <capnet/skill/skill_gap_values.hpp>

#include "databases/databases.hpp"
#include "family_rows.hpp"
#include "skills.hpp"
#include "stopwatch.hpp"

namespace capnet::bench {
namespace {

constexpr std::uint32_t skills = 1'000, held_each = 20, required_each = 10, staff_each = 10;

/// The columns of a network that skill_gap.mjs makes by the same formulas.
struct skill_columns {
  explicit skill_columns(std::uint32_t organizations)
      : organizations{organizations}, people{organizations * staff_each} {
    for (std::uint32_t p = 0; p < people; ++p) {
      employer.push_back(p / staff_each);
      employee.push_back(p);
      for (std::uint32_t j = 0; j < held_each; ++j) {
        holder.push_back(p);
        held_skill.push_back(static_cast<std::uint32_t>((p * 7'919ull + j * 53) % skills));
        const std::uint64_t said = (p * 2'654'435'761ull + j * 40'503ull) / 128;
        held.push_back(said % 16 == 0 ? std::numeric_limits<double>::quiet_NaN() : static_cast<double>(said % 5));
      }
    }
    for (std::uint32_t o = 0; o < organizations; ++o) {
      for (std::uint32_t j = 0; j < required_each; ++j) {
        asker.push_back(o);
        required_skill.push_back(static_cast<std::uint32_t>((o * 613ull + j * 89) % skills));
        required.push_back(1 + (o + j) % 4);
        importance.push_back(static_cast<double>(1 + (o * 3ull + j) % 5));
      }
    }
  }
  [[nodiscard]] snapshot network() const {
    builder net;
    net.add_vertices<kind::organization>({.count = organizations, .prefix = "o"});
    net.add_vertices<kind::person>({.count = people, .prefix = "p"});
    for (std::uint32_t s = 0; s < skills; ++s)
      net.add<kind::skill>(std::to_string(s).insert(0, 1, 's'), {.attributes = {{"scale", "0-4"}}});
    const auto kind_of = [&](std::string_view name) { return *net.schema().find_kind(name); };
    const kind_index organization = kind_of("organization"), person = kind_of("person"), skill = kind_of("skill");
    net.add_ties<rel::employs>(
        {.source_kind = organization, .target_kind = person, .sources = employer, .targets = employee});
    net.add_ties<rel::has_skill>(
        {.source_kind = person, .target_kind = skill, .sources = holder, .targets = held_skill, .weights = held});
    net.add_ties<rel::requires_skill>(
        {.source_kind = organization,
         .target_kind = skill,
         .sources = asker,
         .targets = required_skill,
         .weights = required,
         .attributes = {{.name = "importance", .values = std::span<const double>{importance}}}});
    return net.freeze({.run = on_threads()});
  }

  std::uint32_t organizations, people;
  std::vector<std::uint32_t> employer{}, employee{}, holder{}, held_skill{}, asker{}, required_skill{};
  std::vector<double> held{}, required{}, importance{};
};

/// Seconds to read a column of levels once, block by block.
double streaming_seconds(std::span<const detail::large_vector<double>> columns, unsigned threads, double& told) {
  const stopwatch watch;
  for (const auto& column : columns) {
    told += parallel_reduce(
        column.size(), std::size_t{1} << 15, threads, 0.0,
        [&](std::size_t first, std::size_t last) {
          double sums[8] = {};
          for (std::size_t at = first; at + 8 <= last; at += 8) {
            for (std::size_t k = 0; k < 8; ++k) sums[k] += column[at + k];
          }
          double sum = 0;
          for (const double one : sums) sum += one;
          return sum;
        },
        [](double a, double b) { return a + b; });
  }
  return watch.seconds();
}

gap_checksum checksum_of(const std::vector<gap_value>& values) {
  gap_checksum sum;
  for (const gap_value& one : values) {
    sum.known += one.gap.gap ? 1u : 0u;
    sum.gap += one.gap.gap.value_or(0), sum.low += one.gap.low.value_or(0), sum.high += one.gap.high.value_or(0);
    sum.coverage += one.gap.coverage;
  }
  return sum;
}

bool about(const gap_checksum& a, const gap_checksum& b) {
  const auto near = [](double x, double y) { return std::abs(x - y) <= 1e-9 * std::max(1.0, std::abs(x)); };
  return a.known == b.known && near(a.gap, b.gap) && near(a.low, b.low) && near(a.high, b.high) &&
         near(a.coverage, b.coverage);
}

}  // namespace

void run_skills(bool quick, const std::function<void(const row&)>& heard) {
  family_rows rows{"skills", heard};
  const std::uint32_t organizations = quick ? 5'000 : 100'000;
  constexpr std::size_t rounds = 9;
  detail::large_vector<double> levels[2];
  snapshot net;
  {
    const skill_columns made{organizations};
    levels[0].assign(made.held.begin(), made.held.end());
    levels[1].assign(made.required.begin(), made.required.end());
    net = made.network();
  }
  const network_view view = all_held(net);
  double ours[3] = {}, streaming[3] = {}, told = 0;
  std::vector<gap_value> one, two;
  for (const unsigned threads : {1u, 2u}) {
    ours[threads] = streaming[threads] = std::numeric_limits<double>::infinity();
    for (std::size_t round = 0; round < rounds; ++round) {
      streaming[threads] = std::min(streaming[threads], streaming_seconds(levels, threads, told));
      const stopwatch watch;
      (threads == 1 ? one : two) = skill_gap_values(view, {.threads = threads});
      ours[threads] = std::min(ours[threads], watch.seconds());
    }
  }
  const auto same = [](const gap_value& a, const gap_value& b) {
    return a.party == b.party && a.gap.gap == b.gap.gap && a.gap.low == b.gap.low && a.gap.high == b.gap.high;
  };
  const bool equal = std::ranges::equal(one, two, same);
  if (std::isinf(told)) std::cerr << "skills: levels are infinite\n";
  for (const unsigned threads : {1u, 2u})
    rows.add("gap", threads, ours[threads], "reading the levels once", streaming[threads], .2, equal, rounds);
  if (const auto asked = ask_skill_gaps(organizations, 2))
    rows.add("gap-duckdb", 2, ours[2], "DuckDB", asked->seconds, 20, about(checksum_of(two), asked->sum), rounds);
}

}  // namespace capnet::bench
