#pragma once
#include <capnet/sim/detail/growth_search.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

#include <capnet/core/config.hpp>

namespace capnet::detail {

/// The shape of a model in its own coordinates, of which one may be fixed.
class shape_space {
 public:
  shape_space(const growth_data& data, growth_model model, std::optional<std::size_t> fixed = {}, double value = 0)
      : data_{&data}, model_{model}, shapes_{growth_shapes(model)}, value_{value}, fixed_{fixed} {
    for (std::size_t k = 0; k < shapes_.size(); ++k) {
      const bool known = data.starts_at_0() && shapes_[k].scale == shape_scale::share;
      if (!known && fixed != k) free_[count_++] = k;
    }
  }
  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] const growth_shape& shape(std::size_t number) const { return shapes_[free_[number]]; }
  /// The free coordinates among those of all shapes, and back.
  [[nodiscard]] coordinates pick(const coordinates& all) const {
    coordinates some{};
    for (std::size_t k = 0; k < count_; ++k) some[k] = all[free_[k]];
    return some;
  }
  [[nodiscard]] coordinates put(const coordinates& some) const {
    coordinates all{};
    if (fixed_) all[*fixed_] = value_;
    for (std::size_t k = 0; k < count_; ++k) all[free_[k]] = some[k];
    return all;
  }
  [[nodiscard]] solved_curve solve(const coordinates& some, const fixed_scale& fixed) const {
    const coordinates all = put(some);
    std::array<double, 3> shape{};
    for (std::size_t k = 0; k < shapes_.size(); ++k) {
      if (all[k] < shapes_[k].low || all[k] > shapes_[k].high) return {};
      shape[k] = shapes_[k].at(all[k], data_->span());
    }
    return data_->solve(model_, shape, fixed);
  }
  [[nodiscard]] searched_curve curve(const coordinates& some, const fixed_scale& fixed) const {
    const solved_curve solved = solve(some, fixed);
    searched_curve found{
        .curve = {model_, solved.start, solved.scale, {}, data_->starts_at_0()}, .at = put(some), .loss = solved.loss};
    for (std::size_t k = 0; k < shapes_.size(); ++k) {
      if (shapes_[k].scale == shape_scale::share) found.at[k] = std::abs(found.at[k]);
      found.curve.shape[k] = shapes_[k].at(found.at[k], data_->span());
    }
    return found;
  }
  [[nodiscard]] least_point minimize(const coordinates& from, const fixed_scale& fixed, double step,
                                     double tolerance = 1e-12, std::size_t most = 900) const {
    return nelder_mead([&](const coordinates& at) { return solve(at, fixed).loss; }, count_, from, step, tolerance,
                       most);
  }
  /// Calls `visit(coordinates)` for each point of the grid.
  template <class Visit>
  void for_each_point(const Visit& visit) const {
    std::size_t points = 1;
    for (std::size_t k = 0; k < count_; ++k) points *= shape(k).steps;
    for (std::size_t number = 0; number < points; ++number) {
      coordinates at{};
      for (std::size_t k = 0, rest = number; k < count_; rest /= shape(k++).steps) {
        const growth_shape& s = shape(k);
        at[k] = s.first + (s.last - s.first) * static_cast<double>(rest % s.steps) / static_cast<double>(s.steps - 1);
      }
      visit(at);
    }
  }

 private:
  const growth_data* data_;
  growth_model model_;
  std::span<const growth_shape> shapes_;
  std::array<std::size_t, most_coordinates> free_{};
  std::size_t count_ = 0;
  double value_;
  std::optional<std::size_t> fixed_;
};

CAPNET_INLINE std::vector<growth_model> all_growth_models() {
  std::vector<growth_model> all;
  for (std::size_t k = 0; k < growth_model_names.size(); ++k) all.push_back(static_cast<growth_model>(k));
  return all;
}

CAPNET_INLINE std::vector<growth_parameter> growth_parameters(growth_model model, bool starts_at_0) {
  using part = growth_parameter::part;
  std::vector<growth_parameter> all;
  if (form_of(model) != growth_form::whole && !starts_at_0) all.push_back({"start", part::start});
  all.push_back({has_ceiling(model) ? "ceiling" : "rate", part::scale});
  const auto shapes = growth_shapes(model);
  for (std::size_t k = 0; k < shapes.size(); ++k) {
    if (!starts_at_0 || shapes[k].scale != shape_scale::share) all.push_back({shapes[k].name, part::shape, k});
  }
  return all;
}

CAPNET_INLINE coordinates shape_coordinates(const growth_curve& curve, double span) {
  const auto shapes = growth_shapes(curve.model);
  coordinates at{};
  for (std::size_t k = 0; k < shapes.size(); ++k) at[k] = shapes[k].coordinate(curve.shape[k], span);
  return at;
}

CAPNET_INLINE searched_curve search_curve(const growth_data& data, growth_model model) {
  const shape_space space{data, model};
  std::array<least_point, 3> best{};
  space.for_each_point([&](const coordinates& at) {
    least_point point{at, space.solve(at, {}).loss};
    for (least_point& one : best) {
      if (point.value < one.value) std::swap(point, one);
    }
  });
  least_point least = best[0];
  for (const least_point& from : best) {
    if (!std::isfinite(from.value) || space.count() == 0) continue;
    // Twice: a simplex that has lost its shape starts anew.
    const least_point near = space.minimize(from.at, {}, .2);
    const least_point found = space.minimize(near.at, {}, .02);
    if (found.value < least.value) least = found;
  }
  return space.curve(least.at, {});
}

CAPNET_INLINE searched_curve search_near(const growth_data& data, const searched_curve& near, double tolerance,
                                         std::size_t most) {
  const shape_space space{data, near.curve.model};
  return space.curve(space.minimize(space.pick(near.at), {}, .1, tolerance, most).at, {});
}

/// The value of a parameter of a curve.
[[nodiscard]] inline double value_of(const growth_curve& curve, const growth_parameter& parameter) {
  switch (parameter.of) {
    case growth_parameter::part::start:
      return curve.start;
    case growth_parameter::part::scale:
      return curve.scale;
    case growth_parameter::part::shape:
      break;
  }
  return curve.shape[parameter.number];
}

/// The least loss with one parameter at a value; the curve found last is where the next search begins.
class profile_walk {
 public:
  profile_walk(const growth_data& data, const searched_curve& best, const growth_parameter& parameter)
      : data_{&data}, model_{best.curve.model}, parameter_{parameter}, at_{best.at} {}

  /// `value` is a coordinate of a shape, else the parameter itself.
  [[nodiscard]] double operator()(double value) {
    const bool shape = parameter_.of == growth_parameter::part::shape;
    const shape_space space =
        shape ? shape_space{*data_, model_, parameter_.number, value} : shape_space{*data_, model_};
    fixed_scale fixed;
    if (parameter_.of == growth_parameter::part::scale) fixed.scale = value;
    if (parameter_.of == growth_parameter::part::start) fixed.start = value;
    least_point found = space.minimize(space.pick(at_), fixed, .1, 1e-7, 300);
    if (space.count() > 1) found = space.minimize(found.at, fixed, .01, 1e-7, 300);
    if (std::isfinite(found.value)) at_ = space.put(found.at);
    return found.value;
  }

 private:
  const growth_data* data_;
  growth_model model_;
  growth_parameter parameter_;
  coordinates at_;
};

CAPNET_INLINE parameter_bounds profile(const growth_data& data, const searched_curve& best,
                                       const growth_parameter& parameter, double limit) {
  using part = growth_parameter::part;
  const bool is_shape = parameter.of == part::shape;
  const growth_shape* const shape = is_shape ? &growth_shapes(best.curve.model)[parameter.number] : nullptr;
  const double value = is_shape ? best.at[parameter.number] : value_of(best.curve, parameter);
  // A scale and a start move by a part of what they may be, a shape by its own coordinate.
  const bool ceiling = has_ceiling(best.curve.model) || parameter.of == part::start;
  const double size = std::max(std::abs(value), ceiling ? data.most() : data.most() / data.span());
  const double unit = is_shape ? .05 : size * .05;
  const bool positive = !is_shape && ceiling;
  const double farthest = positive ? highest_ceiling * data.most() : 1e4 * size;
  const auto bound = [&](double direction) -> std::optional<double> {
    profile_walk loss{data, best, parameter};
    double inside = std::clamp(value, -farthest, farthest);
    if (is_shape) inside = value;
    for (double step = unit;; step *= 1.6) {
      double outside = inside + direction * step;
      bool last = false;
      if (is_shape) {
        const double end = direction < 0 ? (shape->scale == shape_scale::share ? 0 : shape->low) : shape->high;
        if ((outside - end) * direction >= 0) outside = end, last = true;
      } else if (positive && outside <= 0) {
        outside = 0, last = true;
      } else if (std::abs(outside) > farthest) {
        return std::nullopt;
      }
      if (!(loss(outside) <= limit)) {
        const double met = crossing([&](double at) { return loss(at); }, inside, outside, limit, 24);
        return is_shape ? shape->at(met, data.span()) : met;
      }
      if (last) {
        // A share lies in [0, 1]; rates, starts and ceilings are not below 0.
        if (is_shape && shape->scale == shape_scale::share) return direction < 0 ? 0.0 : 1.0;
        const bool has_floor = !is_shape || shape->scale == shape_scale::rate || shape->scale == shape_scale::power;
        return direction < 0 && has_floor ? std::optional{0.0} : std::nullopt;
      }
      inside = outside;
    }
  };
  return {bound(-1), bound(1)};
}

CAPNET_INLINE fitted_parameter told(const growth_data& data, const searched_curve& best,
                                    const growth_parameter& parameter, std::optional<double> limit) {
  const double value = value_of(best.curve, parameter);
  fitted_parameter one{.name = parameter.name, .value = value};
  const bool ceiling = parameter.of == growth_parameter::part::scale && has_ceiling(best.curve.model);
  const bool time = parameter.of == growth_parameter::part::shape &&
                    growth_shapes(best.curve.model)[parameter.number].scale == shape_scale::time;
  if (ceiling && value > highest_ceiling * data.most()) one.value.reset();
  if (time && (value > 10 * data.span() || best.curve.scale > highest_ceiling * data.most())) one.value.reset();
  if (limit) {
    const parameter_bounds bounds = profile(data, best, parameter, *limit);
    one.low = bounds.low, one.high = bounds.high;
  }
  return one;
}

}  // namespace capnet::detail
