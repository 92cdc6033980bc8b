#include "report/day_stops.hpp"

#include <algorithm>
#include <unordered_set>

namespace capnet::detail {
namespace {

/// Calls `see(day)` for every day that bounds what is said of a vertex or tie; outlying days are likely slips, and
/// choose nothing (snapshot::outlying).
template <class See>
void for_each_day(const snapshot& net, const See& see) {
  auto see_day = [&](std::int32_t day) {
    if (day > first_of_days && day < last_of_days && !net.outlying(held_when::day(day))) see(day);
  };
  auto see_all = [&](const held_when& when) {
    for (const std::int32_t day : {when.begin_earliest, when.begin_latest, when.end_earliest, when.end_latest}) {
      see_day(day);
    }
  };
  for (std::size_t k = 0; k < net.schema().kind_count(); ++k) {
    for (const vertex_ref v : net.vertices(static_cast<kind_index>(k))) see_all(net.held(v));
  }
  for (const layer& relation : net.layers()) {
    net.for_each_tie_as_it_lies(relation.relation(), [&](std::uint32_t, const dated_tie& uv) { see_all(uv.when); });
  }
  for (const change_record& change : net.changes()) see_day(held_when::number(change.from));
}

}  // namespace

std::optional<date> last_day_said(const snapshot& net) {
  std::optional<date> last;
  for_each_day(net, [&](std::int32_t day) { last = std::max(last, std::optional{held_when::day(day)}); });
  return last;
}

std::pair<std::size_t, std::size_t> day_stops::on(const span_of_days& when) const {
  if (!when.some()) return {0, 0};
  if (days_.empty()) return {0, 1};
  const auto place = [&](std::int32_t day) {
    const auto at = std::ranges::lower_bound(days_, day, {}, [](date d) { return held_when::number(d); });
    return static_cast<std::size_t>(at - days_.begin());
  };
  return {place(when.begin), place(when.end)};
}

day_stops::day_stops(const snapshot& net, std::optional<date> as_of, std::size_t most) {
  std::unordered_set<std::int32_t> seen;
  for_each_day(net, [&](std::int32_t day) { seen.insert(day); });
  if (!seen.empty()) {
    if (as_of) seen.insert(held_when::number(*as_of));
    std::vector<std::int32_t> all(seen.begin(), seen.end());
    std::ranges::sort(all);
    constexpr std::size_t rows_to_read = 16'000'000;
    most = std::max<std::size_t>(2, std::min(most, std::max<std::size_t>(24, rows_to_read / (net.size() + 1))));
    if (all.size() > most) {
      std::vector<std::int32_t> kept;  // evenly by rank, so that busy times keep more
      for (std::size_t k = 0; k < most; ++k) kept.push_back(all[k * (all.size() - 1) / (most - 1)]);
      if (as_of) kept.push_back(held_when::number(*as_of));
      std::ranges::sort(kept);
      kept.erase(std::unique(kept.begin(), kept.end()), kept.end());
      left_out_ = all.size() - kept.size();
      all = std::move(kept);
    }
    for (const std::int32_t day : all) days_.push_back(held_when::day(day));
  }
  auto add = [&](std::optional<date> day) {
    auto reading = [&](certainty sure, std::bitset<5> statuses) {
      return network_view{net, {.day = day, .sure = sure, .statuses = statuses}};
    };
    constexpr unsigned long held_alone = 1, every_status = 31;
    held_.push_back({reading(certainty::certain, held_alone), reading(certainty::possible, held_alone)});
    stated_.push_back({reading(certainty::certain, every_status), reading(certainty::possible, every_status)});
  };
  for (const date day : days_) add(day);
  if (days_.empty()) add(std::nullopt);
}

}  // namespace capnet::detail
