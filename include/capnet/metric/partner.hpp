#pragma once
/// How organizations of a network rate each other: trust and value after PARTNER (Varda, Chandra, Stern & Lurie 2008).
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <numbers>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/core/expect.hpp>
#include <capnet/metric/bootstrap.hpp>
#include <capnet/metric/measure.hpp>
#include <capnet/metric/provenance.hpp>
#include <capnet/model/figure.hpp>

namespace capnet {

/// The quantile of Student's t distribution that leaves 2.5% at either side: 12.706 for 1 degree of freedom, 2.228 for
/// 10, towards z_95 for many. By bisection of its distribution, a finite sum for whole degrees (Abramowitz & Stegun
/// 1964, 26.7.3 and 26.7.4), to 1e-12; above 1,000 by its expansion in 1 / degrees (26.7.5), to 1e-9.
/// Throws input_error for fewer than 1 degree. Time O(degrees), at most 1,000.
[[nodiscard]] inline double student_95(std::int64_t degrees) {
  detail::expect(degrees >= 1, degrees, " degrees of freedom; expected at least one");
  const auto nu = static_cast<double>(degrees);
  if (degrees > 1'000) {
    const double z = 1.959963984540054, z3 = z * z * z, z5 = z3 * z * z;
    return z + (z3 + z) / (4 * nu) + (5 * z5 + 16 * z3 + 3 * z) / (96 * nu * nu);
  }
  const auto inside = [&](double t) {  // the chance of |T| <= t
    const double angle = std::atan(t / std::sqrt(nu)), sine = std::sin(angle), cosine2 = 1 / (1 + t * t / nu);
    double term = 1, sum = 0;
    if (degrees % 2 == 0) {
      for (std::int64_t k = 0; k < degrees; k += 2)
        sum += term, term *= cosine2 * static_cast<double>(k + 1) / static_cast<double>(k + 2);
      return sine * sum;
    }
    term = std::cos(angle);
    for (std::int64_t k = 1; k < degrees; k += 2)
      sum += term, term *= cosine2 * static_cast<double>(k + 1) / static_cast<double>(k + 2);
    return 2 / std::numbers::pi * (angle + sine * sum);
  };
  double low = 1.9, high = 13;
  for (int step = 0; step < 60; ++step) {
    const double middle = (low + high) / 2;
    (inside(middle) < .95 ? low : high) = middle;
  }
  return (low + high) / 2;
}

/// Which items are asked, each an attribute of ties from who rates to who is rated, from 1 to 4.
enum class partner_scale : std::uint8_t { trust, value };
inline constexpr std::array<std::string_view, 3> partner_trust_items{"reliability", "mission_support", "openness"};
inline constexpr std::array<std::string_view, 3> partner_value_items{"power", "involvement", "resources"};
[[nodiscard]] constexpr const std::array<std::string_view, 3>& items_of(partner_scale scale) {
  return scale == partner_scale::trust ? partner_trust_items : partner_value_items;
}

/// How others rate an organization.
struct partner_score {
  vertex_ref vertex{};
  estimate value{};  ///< `denominator`: raters; interval: t over raters, empty for one
};

namespace detail {

/// What was answered of one item, of all ties from one rater to one who is rated.
struct item_answers {
  double sum = 0;
  int n = 0;
};
struct partner_rating {
  std::array<item_answers, 3> items{};
  std::vector<tie_ref> ties{};
};
using partner_ratings = std::map<std::pair<vertex_ref, vertex_ref>, partner_rating>;  // (rated, rater)

/// Ratings of organizations by others: by organizations, cohorts or persons.
[[nodiscard]] inline partner_ratings ratings_in(const network_reading& reading, partner_scale scale) {
  partner_ratings all;
  const schema& known = reading.schema();
  const snapshot& net = reading.net();
  const kind_index organizations = known.index_of<kind::organization>();
  const auto& said = net.parts().vocabulary->names;
  const auto rater = [&](kind_index k) {
    return known.is_a(k, organizations) || known.is_a(k, known.index_of<kind::cohort>()) ||
           known.is_a(k, known.index_of<kind::person>());
  };
  for (std::size_t number = 0; number < known.relation_count(); ++number) {
    const auto r = static_cast<relation_index>(number);
    const relation_info& info = known.relation(r);
    if (std::ranges::none_of(info.sources, rater) ||
        std::ranges::none_of(info.targets, [&](kind_index k) { return known.is_a(k, organizations); }))
      continue;
    std::vector<std::size_t> asked;
    for (std::size_t item = 0; item < 3; ++item) {
      const std::string_view name = items_of(scale)[item];
      if (known.find_attribute(r, name) || std::ranges::find(said, name) != said.end()) asked.push_back(item);
    }
    if (asked.empty()) continue;
    reading.view().for_each_tie(r, [&](tie_ref t, const dated_tie& uv) {
      if (uv.source == uv.target || !known.is_a(uv.target.kind, organizations) || !rater(uv.source.kind)) return;
      partner_rating* rating = nullptr;
      for (const std::size_t item : asked) {
        const auto answer = reading.view().value(t, items_of(scale)[item]);
        if (!answer || answer->text().empty()) continue;
        if (rating == nullptr) rating = &all[{uv.target, uv.source}], rating->ties.push_back(t);
        std::optional<double> level = answer->number();
        if (!level) {
          if (const auto written = parse_decimal(answer->text())) level = written->value();
        }
        if (!level || !(*level >= 1 && *level <= 4)) continue;  // was asked, and isn't known
        rating->items[item].sum += *level;
        ++rating->items[item].n;
      }
    });
  }
  return all;
}

[[nodiscard]] inline std::vector<partner_score> partner_scores_in(const network_reading& reading, partner_scale scale) {
  const partner_ratings all = ratings_in(reading, scale);
  std::vector<partner_score> scores;
  const bool trust = scale == partner_scale::trust;
  for (auto at = all.begin(); at != all.end();) {
    const vertex_ref rated = at->first.first;
    std::vector<double> ratings;
    std::size_t answered = 0, asked = 0;
    provenance rows{reading};
    rows.add(rated);
    for (; at != all.end() && at->first.first == rated; ++at) {
      double sum = 0;
      int items = 0;
      for (const item_answers& item : at->second.items) {
        if (item.n > 0) sum += item.sum / item.n, ++items;
      }
      asked += 3, answered += static_cast<std::size_t>(items);
      if (items > 0) ratings.push_back(sum / items);
      for (const tie_ref t : at->second.ties) rows.add(t);
    }
    partner_score one{
        .vertex = rated,
        .value = {.unit = "level",
                  .denominator = std::ssize(ratings),
                  .coverage = static_cast<double>(answered) / static_cast<double>(asked),
                  .definition = trust ? "mean of reliability, mission support and openness, averaged over "
                                        "raters (PARTNER, Varda et al. 2008)"
                                      : "mean of power, involvement and resources, averaged over raters "
                                        "(PARTNER, Varda et al. 2008)"}};
    if (!ratings.empty()) {
      const auto n = static_cast<double>(ratings.size());
      double mean = 0, squares = 0;
      for (const double rating : ratings) mean += rating / n;
      for (const double rating : ratings) squares += (rating - mean) * (rating - mean);
      one.value.value = mean;
      if (ratings.size() > 1) {
        const double half = student_95(std::ssize(ratings) - 1) * std::sqrt(squares / (n - 1) / n);
        one.value.low = std::max(1.0, mean - half), one.value.high = std::min(4.0, mean + half);
        one.value.interval_kind = std::string{interval_kinds::student};
      }
    }
    rows.write(one.value);
    scores.push_back(std::move(one));
  }
  return scores;
}

[[nodiscard]] inline estimate partner_mean_in(const network_reading& reading, partner_scale scale) {
  const std::vector<partner_score> scores = partner_scores_in(reading, scale);
  estimate result{
      .unit = "level",
      .definition = std::string{scale == partner_scale::trust ? "trust" : "value"} +
                    " of organizations as others rate them, mean over those rated (PARTNER, Varda et al. 2008)"};
  std::vector<vertex_ref> rated;
  std::vector<double> levels;
  double known = 0;
  provenance rows{reading};
  for (const partner_score& one : scores) {
    known += one.value.coverage / static_cast<double>(scores.size());
    for (const tie_ref t : one.value.ties) rows.add(t);
    if (!one.value.value) continue;
    rated.push_back(one.vertex), levels.push_back(*one.value.value);
    rows.add(one.vertex);
  }
  if (!scores.empty()) result.coverage = std::min(1.0, known);
  if (rated.empty()) return result;
  const auto statistic = [&](std::span<const std::uint32_t> times) -> std::optional<double> {
    double sum = 0, n = 0;
    for (std::size_t k = 0; k < levels.size(); ++k) sum += times[k] * levels[k], n += times[k];
    return sum / n;
  };
  result.value = statistic(std::vector<std::uint32_t>(levels.size(), 1));
  result.denominator = std::ssize(rated);
  rows.write(result);
  write_bootstrap(reading, rated, statistic, result, 0, scale == partner_scale::trust ? 0x74727573 : 0x76616c75);
  return result;
}

}  // namespace detail

/// How others rate each organization that is rated, ascending by vertex: the mean over raters of each rater's mean over
/// the items of the scale that it answered. Range [1, 4], higher is better.
///
/// Ratings are ties of any relation, own ones too, from who rates (an organization, cohort or person) to the
/// organization that is rated, with the items as attributes. Several ties from one to another are one rating, each item
/// their mean. Ratings of oneself are left out. An item that is missing is not 0: it is left out, and so is an answer
/// outside 1 to 4; both lower `coverage`, which is items known / items asked, three a rating. Nothing known of the
/// items of any rating: `value` is empty. `denominator` is the number of raters; interval: Student's t over raters, cut
/// to [1, 4], none for a single one. Of a relation without a direction the source of the tie as recorded rates. Time
/// O(ties + ratings log).
[[nodiscard]] inline std::vector<partner_score> partner_scores(const measure_context& context, partner_scale scale) {
  return detail::partner_scores_in(context.certain(), scale);
}
[[nodiscard]] inline std::vector<partner_score> partner_scores(const network_view& view, partner_scale scale) {
  return partner_scores(measure_context{view}, scale);
}

namespace measure {
inline constexpr network_measure partner_trust{
    .info = {.name = "partner_trust",
             .label = {"Trust (PARTNER)", "信頼（PARTNER）"},
             .meaning = {"from 1 to 4, as others rate an organization's reliability, mission support and openness",
                         "1〜4。信頼性・使命への支援・開放性についての他団体からの評価"},
             .unit = "level",
             .range = value_range{1, 4},
             .definition =
                 "mean over rated organizations of the mean of reliability, mission support and openness over "
                 "raters, self-ratings left out",
             .source = "Varda et al. 2008",
             .cost = measure_cost::near_linear,
             .defined_for = "networks whose ties have ratings",
             .rank = 160},
    .group = measure_groups::trust,
    .of = [](const network_reading& reading, std::string_view) {
      return detail::partner_mean_in(reading, partner_scale::trust);
    }};
inline constexpr network_measure partner_value{
    .info = {.name = "partner_value",
             .label = {"Value (PARTNER)", "価値（PARTNER）"},
             .meaning = {"from 1 to 4, as others rate an organization's power, involvement and resources",
                         "1〜4。影響力・関与・資源についての他団体からの評価"},
             .unit = "level",
             .range = value_range{1, 4},
             .definition = "mean over rated organizations of the mean of power, involvement and resources over raters, "
                           "self-ratings left out",
             .source = "Varda et al. 2008",
             .cost = measure_cost::near_linear,
             .defined_for = "networks whose ties have ratings",
             .rank = 161},
    .group = measure_groups::trust,
    .of = [](const network_reading& reading, std::string_view) {
      return detail::partner_mean_in(reading, partner_scale::value);
    }};
}  // namespace measure

/// Trust and value of the organizations that are rated: the mean of their scores (see partner_scores), each counting
/// once however many rate it. `denominator` is their number; interval: bootstrap over them. No rating: `value` is
/// empty.
[[nodiscard]] inline estimate partner_trust(const network_view& view) { return measure::partner_trust(view); }
[[nodiscard]] inline estimate partner_value(const network_view& view) { return measure::partner_value(view); }

}  // namespace capnet
