#pragma once
/// Bands over time drawn as one SVG: small multiples, a panel for each cell of an experiment.
#include <optional>
#include <string>
#include <vector>

namespace capnet {

/// What is drawn at one place of the horizontal axis: five numbers that ascend.
struct band_point {
  double x = 0;  ///< step; panels share the axis
  double low = 0, inner_low = 0, middle = 0, inner_high = 0, high = 0;
};

/// One frame with a title. Without points it says that nothing is known.
struct band_panel {
  std::string title{};
  std::vector<band_point> points{};  ///< ascending by x
};

/// Panels that share the vertical axis: one measure.
struct band_section {
  std::string title{};  ///< "Members"
  std::string unit{};   ///< "organizations"
  std::vector<band_panel> panels{};
};

/// A tick of the horizontal axis.
struct band_tick {
  double x = 0;
  std::string label{};  ///< "2024-06"
};

struct band_chart {
  std::string title{}, note{};       ///< what is drawn; what one should know of it, such as "simulated, not observed"
  std::string x_title{};             ///< "month"
  std::vector<band_tick> x_ticks{};  ///< ascending; as many as have room are labeled
  std::string outer{"5% to 95%"}, inner{"25% to 75%"}, middle{"median"};  ///< words of the legend
  std::vector<band_section> sections{};
};

/// A picture that stands alone: no script, no other file, readable in black and white (bands by lightness, with
/// outlines, the middle a line), with `<title>` and `<desc>` for who hears it. Texts are escaped, and what would steer
/// a display is shown as such. Same input, same bytes. Time O(points).
[[nodiscard]] std::string band_chart_svg(const band_chart& chart);

/// Numbers at equal steps of 1, 2 or 5 times a power of ten, about `most` of them, that reach over [low, high].
[[nodiscard]] std::vector<double> axis_ticks(double low, double high, int most);

}  // namespace capnet
