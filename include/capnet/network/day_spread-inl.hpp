#pragma once
/// Definitions of day_spread.hpp: see core/config.hpp.
#include <algorithm>
#include <array>
#include <cstdlib>

#include <capnet/core/config.hpp>
#include <capnet/network/day_spread.hpp>

namespace capnet {

CAPNET_INLINE void day_spread::see(const time_columns& times, std::size_t n) {
  const day_column& begins = times.begin_latest;
  if (begins.is_constant() && times.statuses.empty()) return see(begins.constant, n);
  if (begins.narrow.empty() || !times.statuses.empty()) {
    for (std::size_t at = 0; at < n; ++at) {
      if (times.status_at(at) == status::held) see(begins[at]);
    }
    return;
  }
  std::array<stretch, (0x10000 >> bits) + 1> here{};  // all that two bytes can tell apart
  const std::int32_t first = begins.base >> bits;
  for (std::size_t at = 0; at < n; ++at) {
    const std::uint16_t code = begins.narrow[at];
    if (code == day_column::past || code == day_column::future) continue;
    const std::int32_t day = begins.base + code - 1;
    stretch& s = here[static_cast<std::size_t>((day >> bits) - first)];
    ++s.count;
    s.last = std::max(s.last, day);
  }
  for (std::size_t k = 0; k < here.size(); ++k) {
    if (here[k].count > 0) add(first + static_cast<std::int32_t>(k), here[k]);
  }
}

CAPNET_INLINE void day_spread::add(std::int32_t number, const stretch& more) {
  stretch& s = stretches_[number];
  s.count += more.count;
  s.last = std::max(s.last, more.last);
}

CAPNET_INLINE void day_spread::settle() {
  const bool some_early = !stretches_.empty() && stretches_.begin()->first <= latest;
  first_usual_ = std::numeric_limits<std::int32_t>::min();
  last_usual_ = some_early ? latest : std::numeric_limits<std::int32_t>::max();
  counts distances, early;
  for (const auto& [number, s] : stretches_) {
    if (number <= last_usual_) early[number] = s;
  }
  usual_ = median(early);
  if (usual_ && total(early) >= 3) {
    for (const auto& [number, s] : early) distances[std::abs(number - *usual_)].count += s.count;
    const std::int32_t margin = std::max(century, 10 * *median(distances));
    first_usual_ = *usual_ - margin;
    last_usual_ = std::min(last_usual_, *usual_ + margin);
  }
  last_.reset();
  for (const auto& [number, s] : stretches_) {
    if (number >= first_usual_ && number <= last_usual_) last_ = held_when::day(s.last);
  }
}

CAPNET_INLINE bool day_spread::outlying(date day) const {
  if (day <= unbounded_past || day >= unbounded_future) return false;
  const std::int32_t number = held_when::number(day) >> bits;
  return number < first_usual_ || number > last_usual_;
}

CAPNET_INLINE std::optional<date> day_spread::usual() const {
  if (!usual_) return std::nullopt;
  return held_when::day(*usual_ * (1 << bits) + (1 << (bits - 1)));
}

CAPNET_INLINE std::uint64_t day_spread::total(const counts& of) {
  std::uint64_t n = 0;
  for (const auto& [number, s] : of) n += s.count;
  return n;
}

CAPNET_INLINE std::optional<std::int32_t> day_spread::median(const counts& of) {
  std::uint64_t before = 0;
  const std::uint64_t half = (total(of) + 1) / 2;
  for (const auto& [number, s] : of) {
    before += s.count;
    if (before >= half) return number;
  }
  return std::nullopt;
}

}  // namespace capnet
