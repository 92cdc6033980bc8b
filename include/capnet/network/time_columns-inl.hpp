#pragma once
/// Definitions of time_columns.hpp: see core/config.hpp.
#include <capnet/core/config.hpp>
#include <capnet/network/time_columns.hpp>

namespace capnet {

CAPNET_INLINE void time_shape::see(const held_when& when) {
  for (const std::int32_t day : {when.begin_earliest, when.begin_latest, when.end_earliest, when.end_latest})
    see_day(day);
  begins = begins || when.begin_latest != first_of_days;
  ends = ends || when.end_earliest != last_of_days;
  partial = partial || when.begin_earliest != when.begin_latest || when.end_earliest != when.end_latest;
  statuses = statuses || when.status != status::held;
}

CAPNET_INLINE void time_shape::see(const time_shape& other) {
  first = std::min(first, other.first);
  last = std::max(last, other.last);
  begins = begins || other.begins;
  ends = ends || other.ends;
  partial = partial || other.partial;
  statuses = statuses || other.statuses;
}

CAPNET_INLINE time_writer::time_writer(const time_shape& shape, std::size_t rows)
    : shape_{shape}, base_{shape.last < shape.first ? 0 : shape.first} {
  auto room = [&](days& d, bool wanted) {
    if (!wanted) return;
    if (shape_.narrow())
      d.narrow.resize(rows);
    else
      d.wide.resize(rows);
  };
  room(begin_latest_, shape.begins || shape.partial);
  room(end_earliest_, shape.ends || shape.partial);
  room(begin_earliest_, shape.partial);
  room(end_latest_, shape.partial);
  if (shape.statuses) statuses_.resize(rows);
}

CAPNET_INLINE void time_writer::put(std::size_t at, const held_when& when) {
  put(begin_latest_, at, when.begin_latest);
  put(end_earliest_, at, when.end_earliest);
  put(begin_earliest_, at, when.begin_earliest);
  put(end_latest_, at, when.end_latest);
  if (!statuses_.empty()) statuses_[at] = static_cast<std::uint8_t>(when.status);
}

CAPNET_INLINE time_columns time_writer::finish() && {
  time_columns made;
  made.begin_latest = finish(begin_latest_, first_of_days);
  made.end_earliest = finish(end_earliest_, last_of_days);
  made.partial = shape_.partial;
  if (shape_.partial) {
    made.begin_earliest = finish(begin_earliest_, first_of_days);
    made.end_latest = finish(end_latest_, last_of_days);
  }
  made.statuses = std::move(statuses_);
  return made;
}

CAPNET_INLINE void time_writer::put(days& d, std::size_t at, std::int32_t day) const {
  if (!d.wide.empty()) d.wide[at] = day;
  if (!d.narrow.empty()) {
    d.narrow[at] = day <= first_of_days  ? day_column::past
                   : day >= last_of_days ? day_column::future
                                         : static_cast<std::uint16_t>(day - base_ + 1);
  }
}

CAPNET_INLINE day_column time_writer::finish(days& d, std::int32_t constant) const {
  return {base_, constant, std::move(d.narrow), std::move(d.wide)};
}

}  // namespace capnet
