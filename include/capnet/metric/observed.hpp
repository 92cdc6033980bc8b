#pragma once
/// Up to when a view knows, and which relations have ties that come and go.
#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/metric/reading.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

/// The day up to which a view knows, after which nothing is: its day, else the last one of its window, else the last
/// day of the data (`snapshot::last_day`, outlying days left out). Empty where the data has no dates either. O(1).
[[nodiscard]] inline std::optional<date> last_known_day(const network_view& view) {
  const date day = view.day();
  return day + std::chrono::days{1} < unbounded_future ? std::optional{day} : view.net().last_day();
}

namespace detail {

/// The same view without its day and window: all that counts, whenever.
[[nodiscard]] inline network_view whenever(const network_view& view) {
  return network_view{view.net(), {.sure = certainty::possible, .statuses = view.options().statuses}};
}

/// The same day a year before; of 29 February the 28th.
[[nodiscard]] inline date year_before(date day) {
  const std::chrono::year_month_day before = std::chrono::year_month_day{day} - std::chrono::years{1};
  return before.ok() ? date{before} : date{before.year() / before.month() / std::chrono::last};
}

/// The days between which a view asks for change: the first and the last one of its window, else the year up to
/// `last_known_day`. Empty where that is, or the window has no day.
[[nodiscard]] inline std::optional<std::pair<date, date>> days_of_change(const network_view& view) {
  const std::optional<date> last = last_known_day(view);
  if (!last) return std::nullopt;
  const auto& [day, window, sure, statuses] = view.options();
  if (day || !window || window->begin <= unbounded_past) return std::pair{year_before(*last), *last};
  if (window->begin > *last) return std::nullopt;
  return std::pair{window->begin, *last};
}

/// The names of the relations whose ties come and go, which are states, with a tie that counts and has a date.
[[nodiscard]] inline std::vector<std::string> dated_states(const network_reading& reading) {
  const network_view view = whenever(reading.view());
  std::vector<std::string> names;
  for (const layer& rows : reading.net().layers()) {
    const relation_info& info = reading.schema().relation(rows.relation());
    if (info.nature != tie_nature::state || rows.size() == 0) continue;
    bool some = false;
    view.for_each_tie(rows.relation(), [&](tie_ref, const dated_tie& uv) { some = some || !uv.when.undated(); });
    if (some) names.push_back(info.name);
  }
  return names;
}

}  // namespace detail

}  // namespace capnet
