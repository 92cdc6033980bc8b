#include "report/band_chart.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string_view>
#include <utility>

#include <capnet/core/text.hpp>

#include "report/markup.hpp"

namespace capnet {
namespace {

// Sizes in pixels of the drawing's own frame, which scales.
constexpr double margin = 24, panel_width = 260, panel_height = 150, gap_x = 22, gap_y = 40, axis_width = 64;
constexpr double letter_width = 6.8;  // of small text, about

constexpr std::string_view style =
    "text{font-family:\"Inter\",\"Helvetica Neue\",\"Segoe UI\",\"Noto Sans\",\"Noto Sans CJK JP\",Arial,sans-serif;"
    "font-size:12px;fill:#1f2a36}"
    ".h{font-size:19px;font-weight:600}.s{font-size:15px;font-weight:600}.n{fill:#55616d}"
    ".g{stroke:#dcd8ce;stroke-width:1}.a{stroke:#55616d;stroke-width:1}"
    ".o{fill:#d3e2ee;stroke:#8aa9c0;stroke-width:.8;stroke-dasharray:3 2}"
    ".i{fill:#86b3d1;stroke:#4f86aa;stroke-width:.8}.m{fill:none;stroke:#0b2c45;stroke-width:2.2}";

/// Escaped for SVG, and printable.
std::string text_of(std::string_view text) { return markup_safe(printable(text)); }

/// A place with two decimals, the same everywhere.
std::string at(double place) {
  const auto hundredths = static_cast<long long>(std::floor(place * 100 + .5));
  std::string text = std::to_string(hundredths / 100);
  const long long rest = std::abs(hundredths % 100);
  if (hundredths < 0 && hundredths > -100) text.insert(0, "-");
  if (rest != 0) text += (rest < 10 ? ".0" : ".") + std::to_string(rest % 10 == 0 ? rest / 10 : rest);
  return text;
}

/// 12500 as 12,500; others as short as they are exact.
std::string tick_text(double value) {
  std::string text = short_number(value, 10);
  if (std::abs(value) >= 1'000 && std::abs(value) < 1e15 && value == std::floor(value)) {
    for (std::size_t place = text.size(), first = text.starts_with('-') ? 1 : 0; place > first + 3;)
      text.insert(place -= 3, ",");
  }
  return text;
}

struct range {
  double low = std::numeric_limits<double>::infinity(), high = -std::numeric_limits<double>::infinity();
  void add(double value) { low = std::min(low, value), high = std::max(high, value); }
  [[nodiscard]] bool empty() const { return low > high; }
};

/// Writes elements one after the other.
class drawing {
 public:
  void text(double x, double y, std::string_view words, std::string_view classes = "", std::string_view anchor = "") {
    svg_ += "<text x=\"" + at(x) + "\" y=\"" + at(y) + '"';
    if (!classes.empty()) svg_ += " class=\"" + std::string{classes} + '"';
    if (!anchor.empty()) svg_ += " text-anchor=\"" + std::string{anchor} + '"';
    svg_ += '>' + text_of(words) + "</text>\n";
  }
  void line(double x1, double y1, double x2, double y2, std::string_view classes) {
    svg_ += "<line class=\"" + std::string{classes} + "\" x1=\"" + at(x1) + "\" y1=\"" + at(y1) + "\" x2=\"" + at(x2) +
            "\" y2=\"" + at(y2) + "\"/>\n";
  }
  void path(const std::vector<std::pair<double, double>>& points, bool closed, std::string_view classes) {
    svg_ += "<path class=\"" + std::string{classes} + "\" d=\"";
    for (std::size_t k = 0; k < points.size(); ++k)
      svg_ += (k == 0 ? "M" : "L") + at(points[k].first) + ' ' + at(points[k].second);
    svg_ += closed ? "Z\"/>\n" : "\"/>\n";
  }
  void circle(double x, double y) {
    svg_ += "<circle cx=\"" + at(x) + "\" cy=\"" + at(y) + "\" r=\"2.5\" fill=\"#0b2c45\"/>\n";
  }
  void raw(std::string_view svg) { svg_ += svg; }
  [[nodiscard]] std::string take() && { return std::move(svg_); }

 private:
  std::string svg_{};
};

/// Where numbers lie on one axis.
struct scale {
  double low = 0, high = 1, first = 0, last = 1;
  [[nodiscard]] double operator()(double value) const {
    return high == low ? (first + last) / 2 : first + (value - low) / (high - low) * (last - first);
  }
};

void draw_bands(drawing& out, const band_panel& panel, const scale& x, const scale& y) {
  const auto area = [&](double band_point::* low, double band_point::* high, std::string_view classes) {
    std::vector<std::pair<double, double>> outline;
    for (const band_point& p : panel.points) outline.emplace_back(x(p.x), y(p.*high));
    for (auto p = panel.points.rbegin(); p != panel.points.rend(); ++p) outline.emplace_back(x(p->x), y((*p).*low));
    out.path(outline, true, classes);
  };
  if (panel.points.size() == 1) {
    // No line has one point: a stroke over each range.
    const band_point& p = panel.points.front();
    const auto box = [&](double low, double high, std::string_view classes) {
      const double left = x(p.x) - 6, right = x(p.x) + 6;
      out.path({{left, y(high)}, {right, y(high)}, {right, y(low)}, {left, y(low)}}, true, classes);
    };
    box(p.low, p.high, "o");
    box(p.inner_low, p.inner_high, "i");
    return out.circle(x(p.x), y(p.middle));
  }
  area(&band_point::low, &band_point::high, "o");
  area(&band_point::inner_low, &band_point::inner_high, "i");
  std::vector<std::pair<double, double>> middle;
  for (const band_point& p : panel.points) middle.emplace_back(x(p.x), y(p.middle));
  out.path(middle, false, "m");
}

/// Those of the ticks that have room beside each other, the first and, if it can be, the last among them.
std::vector<band_tick> labeled(const std::vector<band_tick>& ticks, const scale& x) {
  std::size_t longest = 1;
  for (const band_tick& tick : ticks) longest = std::max(longest, display_width(tick.label));
  const double room = static_cast<double>(longest) * letter_width + 34;  // those at the ends are moved inwards
  for (std::size_t every = 1; every <= ticks.size(); ++every) {
    std::vector<band_tick> some;
    for (std::size_t k = 0; k < ticks.size(); k += every) some.push_back(ticks[k]);
    if (some.size() < 2 || x(some[1].x) - x(some[0].x) >= room) return some;
  }
  return {};
}

class chart_drawing {
 public:
  explicit chart_drawing(const band_chart& chart) : chart_{chart} {
    for (const band_section& section : chart.sections) {
      most_panels_ = std::max(most_panels_, section.panels.size());
      for (const band_panel& panel : section.panels) {
        for (const band_point& p : panel.points) x_.add(p.x);
      }
    }
    for (const band_tick& tick : chart.x_ticks) x_.add(tick.x);
    if (x_.empty()) x_.add(0);
    columns_ = most_panels_ == 4 ? 2 : std::clamp<std::size_t>(most_panels_, 1, 3);
    panel_ = columns_ == 1 ? 2 * panel_width : panel_width;
    width_ = 2 * margin + axis_width + static_cast<double>(columns_) * (panel_ + gap_x) - gap_x + 12;
  }

  std::string svg() && {
    header();
    for (const band_section& section : chart_.sections) draw(section);
    drawing whole;
    const double height = y_ + 12;
    whole.raw("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + at(width_) + ' ' + at(height) +
              "\" width=\"" + at(width_) + "\" height=\"" + at(height) +
              "\" role=\"img\" aria-labelledby=\"chart-title chart-desc\">\n<title id=\"chart-title\">" +
              text_of(chart_.title) + "</title>\n<desc id=\"chart-desc\">" + text_of(description()) +
              "</desc>\n<style>" + std::string{style} +
              "</style>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
    whole.raw(std::move(out_).take());
    whole.raw("</svg>\n");
    return std::move(whole).take();
  }

 private:
  void header() {
    y_ = margin + 16;
    for (const std::string& line : broken(chart_.title, 10.4)) out_.text(margin, y_, line, "h"), y_ += 24;
    y_ -= 4;
    for (const std::string& line : broken(chart_.note, letter_width)) out_.text(margin, y_, line, "n"), y_ += 17;
    y_ += 8;
    double x = margin;
    const auto word = [&](std::string_view text) {
      out_.text(x + 30, y_, text);
      x += 30 + static_cast<double>(display_width(text)) * letter_width + 26;
    };
    const auto box = [&](std::string_view classes) {
      out_.path({{x, y_ - 11}, {x + 24, y_ - 11}, {x + 24, y_ + 1}, {x, y_ + 1}}, true, classes);
    };
    out_.path({{x, y_ - 5}, {x + 24, y_ - 5}}, false, "m");
    word(chart_.middle);
    box("i");
    word(chart_.inner);
    box("o");
    word(chart_.outer);
    y_ += 14;
  }

  /// Lines of whole words that fit.
  [[nodiscard]] std::vector<std::string> broken(std::string_view text, double letter) const {
    const auto room = static_cast<std::size_t>((width_ - 2 * margin) / letter);
    std::vector<std::string> lines;
    while (!text.empty()) {
      const std::size_t space = std::min(text.find(' '), text.size());
      const std::string_view next = text.substr(0, space);
      if (lines.empty() || display_width(lines.back()) + 1 + display_width(next) > room)
        lines.emplace_back(next);
      else
        (lines.back() += ' ') += next;
      text.remove_prefix(std::min(space + 1, text.size()));
    }
    return lines;
  }

  void draw(const band_section& section) {
    range seen;
    for (const band_panel& panel : section.panels) {
      for (const band_point& p : panel.points) seen.add(p.low), seen.add(p.high);
    }
    if (seen.empty()) seen.add(0);
    const std::vector<double> ticks = axis_ticks(seen.low, seen.high, 5);
    y_ += 26;
    out_.text(margin, y_, section.title + (section.unit.empty() ? "" : " (" + section.unit + ")"), "s");
    for (std::size_t first = 0; first < section.panels.size(); first += columns_) {
      y_ += 26;
      const scale y{ticks.front(), ticks.back(), y_ + 8 + panel_height, y_ + 8};
      const std::size_t last = std::min(section.panels.size(), first + columns_);
      const bool lowest = last == section.panels.size();
      for (std::size_t k = first; k < last; ++k) {
        const double left = margin + axis_width + static_cast<double>(k - first) * (panel_ + gap_x);
        draw(section.panels[k], {x_.low, x_.high, left, left + panel_}, y, ticks, k == first);
      }
      y_ += 8 + panel_height + gap_y - 10;
      if (lowest && !chart_.x_title.empty()) {
        const double middle = margin + axis_width + (static_cast<double>(last - first) * (panel_ + gap_x) - gap_x) / 2;
        out_.text(middle, y_ + 6, chart_.x_title, "n", "middle");
        y_ += 16;
      }
    }
  }

  void draw(const band_panel& panel, const scale& x, const scale& y, const std::vector<double>& ticks, bool labels) {
    out_.raw("<g>\n");
    out_.text(x.first, y_, panel.title);
    for (const double tick : ticks) {
      out_.line(x.first, y(tick), x.last, y(tick), "g");
      if (labels) out_.text(x.first - 8, y(tick) + 4, tick_text(tick), "n", "end");
    }
    if (panel.points.empty())
      out_.text((x.first + x.last) / 2, y(ticks.front()) - panel_height / 2, "not known", "n", "middle");
    else
      draw_bands(out_, panel, x, y);
    out_.line(x.first, y.first, x.last, y.first, "a");
    const auto named = labeled(chart_.x_ticks, x);
    for (std::size_t k = 0; k < named.size(); ++k) {
      const double place = x(named[k].x);
      out_.line(place, y.first, place, y.first + 4, "a");
      const double half = static_cast<double>(display_width(named[k].label)) * letter_width / 2;
      out_.text(std::min(std::max(place, x.first + half - 4), x.last - half + 2), y.first + 17, named[k].label, "n",
                "middle");
    }
    out_.raw("</g>\n");
  }

  /// What the picture shows, in sentences.
  [[nodiscard]] std::string description() const {
    std::string text = chart_.note;
    for (const band_section& section : chart_.sections) {
      for (const band_panel& panel : section.panels) {
        text += (text.empty() ? "" : " ") + section.title + (panel.title.empty() ? "" : ", " + panel.title) + ": ";
        if (panel.points.empty()) {
          text += "not known.";
          continue;
        }
        const band_point& end = panel.points.back();
        text += chart_.middle + ' ' + tick_text(end.middle) + " at the end, " + chart_.outer + " is " +
                tick_text(end.low) + " to " + tick_text(end.high) + (section.unit.empty() ? "" : ' ' + section.unit) +
                '.';
      }
    }
    return text;
  }

  const band_chart& chart_;
  range x_{};
  std::size_t most_panels_ = 0, columns_ = 1;
  double panel_ = panel_width, width_ = 0, y_ = 0;
  drawing out_{};
};

}  // namespace

std::vector<double> axis_ticks(double low, double high, int most) {
  if (!(high > low)) high = low + 1;
  const double wanted = (high - low) / std::max(most - 1, 1);
  // Without a logarithm, so that it is the same everywhere.
  double power = 1;
  while (power > wanted) power /= 10;
  while (power * 10 <= wanted) power *= 10;
  const double step = power * (wanted <= power ? 1 : wanted <= 2 * power ? 2 : wanted <= 5 * power ? 5 : 10);
  std::vector<double> ticks;
  const double first = std::floor(low / step), last = std::ceil(high / step);
  for (double k = first; k <= last; ++k) ticks.push_back(k * step);
  return ticks;
}

std::string band_chart_svg(const band_chart& chart) { return chart_drawing{chart}.svg(); }

}  // namespace capnet
