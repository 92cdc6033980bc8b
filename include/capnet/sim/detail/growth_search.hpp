#pragma once
/// Finds the curve of a model that loses least, and how far each of its parameters can move before it loses too much.
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include <capnet/sim/detail/minimize.hpp>
#include <capnet/sim/growth_curve.hpp>
#include <capnet/sim/growth_fit.hpp>

namespace capnet::detail {

/// The best curve of some shape: scale and start by closed forms, where they are not fixed.
struct solved_curve {
  double start = 0, scale = 0;
  double loss = std::numeric_limits<double>::infinity();
};
struct fixed_scale {
  std::optional<double> scale{}, start{};
};

/// What is fitted to.
class growth_data {
 public:
  growth_data(double span, double most, bool starts_at_0)
      : span_{span}, most_{most > 0 ? most : 1}, starts_at_0_{starts_at_0} {}
  virtual ~growth_data() = default;
  growth_data(const growth_data&) = delete;
  growth_data& operator=(const growth_data&) = delete;
  [[nodiscard]] virtual solved_curve solve(growth_model model, const std::array<double, 3>& shape,
                                           const fixed_scale& fixed) const = 0;
  /// Months from the first day to the last.
  [[nodiscard]] double span() const { return span_; }
  /// About as many members as there are, 1 where there is none.
  [[nodiscard]] double most() const { return most_; }
  /// Nobody is there at time 0: the start is no parameter.
  [[nodiscard]] bool starts_at_0() const { return starts_at_0_; }

 private:
  double span_;
  double most_;
  bool starts_at_0_;
};

[[nodiscard]] std::vector<growth_model> all_growth_models();

/// One of the parameters of a model: its place among them.
struct growth_parameter {
  std::string_view name;
  enum class part : std::uint8_t { start, scale, shape } of;
  std::size_t number = 0;  ///< of a shape
};
/// The parameters of a model in the order in which they are told.
[[nodiscard]] std::vector<growth_parameter> growth_parameters(growth_model model, bool starts_at_0);

struct searched_curve {
  growth_curve curve{};
  coordinates at{};  ///< of its shape
  double loss = std::numeric_limits<double>::infinity();
};

/// Where the shape of a curve lies, so that it can be searched for from there.
[[nodiscard]] coordinates shape_coordinates(const growth_curve& curve, double span);

/// The curve that loses least: a grid of shapes, then the simplex method from its three best points.
[[nodiscard]] searched_curve search_curve(const growth_data& data, growth_model model);
/// The same from the shape of a curve that is near. Time O(the loss x 200).
[[nodiscard]] searched_curve search_near(const growth_data& data, const searched_curve& near, double tolerance,
                                         std::size_t most);

/// How many times as many members as the data hold a ceiling may be at most to be told.
inline constexpr double highest_ceiling = 100;

struct parameter_bounds {
  std::optional<double> low{}, high{};
};
/// The values of a parameter at which some curve of the model loses no more than `limit` (profile likelihood). A bound
/// is empty where none was met however far; 0 where the parameter can't be less.
[[nodiscard]] parameter_bounds profile(const growth_data& data, const searched_curve& best,
                                       const growth_parameter& parameter, double limit);
/// A parameter of a curve, its bounds where a limit is given.
[[nodiscard]] fitted_parameter told(const growth_data& data, const searched_curve& best,
                                    const growth_parameter& parameter, std::optional<double> limit);

}  // namespace capnet::detail

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/sim/detail/growth_search-inl.hpp>  // IWYU pragma: export
#endif
