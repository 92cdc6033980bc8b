#pragma once
/// Numbers as people read them: for the table and the page.
#include <cstddef>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>

namespace capnet::bench {

/// As printf has it.
template <class... Parts>
std::string format(const char* pattern, Parts... parts) {
  std::string text(static_cast<std::size_t>(std::snprintf(nullptr, 0, pattern, parts...)), ' ');
  std::snprintf(text.data(), text.size() + 1, pattern, parts...);
  return text;
}

/// Three digits and a unit.
inline std::string duration(double seconds) {
  const auto [factor, unit] = seconds >= 1      ? std::pair{1.0, "s"}
                              : seconds >= 1e-3 ? std::pair{1e3, "ms"}
                              : seconds >= 1e-6 ? std::pair{1e6, "us"}
                                                : std::pair{1e9, "ns"};
  const double value = seconds * factor;
  return format(value >= 100 ? "%.0f %s" : value >= 10 ? "%.1f %s" : "%.2f %s", value, unit);
}
/// Three digits, or what stands for none.
inline std::string ratio_text(const std::optional<double>& ratio, const char* none = "-") {
  return ratio ? format(*ratio >= 100 ? "%.0f" : *ratio >= 10 ? "%.1f" : "%.2f", *ratio) : none;
}
inline std::string percent(const std::optional<double>& fraction, const char* none = "-") {
  return fraction ? format("%.0f%%", *fraction * 100) : none;
}
inline std::string size_text(double bytes) {
  if (bytes >= 1 << 30) return format("%.3g GiB", bytes / (1 << 30));
  if (bytes >= 1 << 20) return format("%.3g MiB", bytes / (1 << 20));
  return format("%.3g KiB", bytes / (1 << 10));
}
/// With commas between thousands.
inline std::string digits(std::size_t n) {
  std::string text = std::to_string(n);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

/// Peak over size; nothing can be seen of what fits into memory that was there already.
inline std::string peak_text(std::size_t peak, std::size_t size) {
  return peak < std::size_t{4} << 20 ? "-" : format("%.2f", static_cast<double>(peak) / static_cast<double>(size));
}

}  // namespace capnet::bench
