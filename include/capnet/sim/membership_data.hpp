#pragma once
/// What a network tells of its growth: the counts of a series of figures, or the days on which members joined.
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/sim/fit_counts.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

/// How the day of a count was chosen.
enum class day_choice : std::uint8_t {
  known,   ///< the source says it
  given,   ///< the caller does
  tied,    ///< of the days that the source allows the only one on which something begins for its subject
  middle,  ///< the middle of the days that the source allows
};

/// A figure that counts.
struct series_count {
  std::string figure{};  ///< id
  double count = 0;
  partial_date stated{};  ///< the days that the source allows
  date day{};             ///< the one that is taken
  day_choice choice = day_choice::known;
};
struct series_counts {
  std::vector<series_count> counts{};  ///< by day
  std::string subject{};               ///< key of the vertex that is counted
  std::string unit{};
  double step = 1;                      ///< the largest step of rounding
  std::vector<std::string> left_out{};  ///< which figures of the series do not count, a sentence each

  [[nodiscard]] std::vector<dated_count> dated() const;
};

/// The counts of the figures whose `series` is `name`, as of `until` if it is given. Left out, and told so, are figures
/// that are not held, approximate, of another kind than count, or without value or date; so is one that begins after
/// `until`. Of a partial date one day is taken: that of `days` for its figure, which has to be possible, else that of
/// day_choice. Throws input_error for a series without counts, counts in different units or of different subjects,
/// values below 0, and for a figure in `days` that does not count. Time O(figures + ties).
[[nodiscard]] series_counts counts_of_series(const snapshot& net, std::string_view name,
                                             const std::map<std::string, date>& days = {},
                                             std::optional<date> until = {});

/// When the members of a program joined it.
struct program_joins {
  std::vector<partial_date> days{};  ///< the first day of each, in the order of ids
  std::string unit{};                ///< organization or person: never both
  std::size_t undated = 0;           ///< members without a day
  std::size_t cohorts = 0;           ///< groups that take part, whose members are not known
  std::size_t others = 0;            ///< persons, where organizations are counted
  std::size_t ended = 0;             ///< participations with an end: 0 may mean that those who left are missing
};

/// Joins as a fit takes them. Those known to be of the first day are given, `before`: they say when it began, and
/// nothing of the rate.
struct join_window {
  std::vector<partial_date> days{};
  interval seen{};
  std::size_t before = 0;
};
/// The joins until `end`, which is seen too. Pre: there is one, and the first day is before `end`. Time O(joins).
[[nodiscard]] join_window window_of(std::vector<partial_date> joins, date end);

/// The joins of a program by its ties of membership, such as `participates_in`, that count in `view`: of each member
/// the one that begins first. Organizations are counted, or persons where no organization takes part. Throws
/// input_error unless `program` is a program. Time O(ties of these relations).
[[nodiscard]] program_joins joins_of_program(const network_view& view, vertex_ref program);

}  // namespace capnet

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/sim/membership_data-inl.hpp>  // IWYU pragma: export
#endif
