#pragma once
/// Coverage with levels: what can be chosen, what it lifts, and what a choice is worth.
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace capnet {

/// Coverage with levels. A cell is a group's level in a topic: `worth` for each unit by which it rises towards what is
/// wanted, and nothing beyond. Whoever takes an option lifts the cells of all the groups it is in, in the option's
/// topics, to the option's levels. So the value of a set X of pairs (option, taker) is
///     f(X) = sum over cells of worth (min(wanted, max(level, highest lift of X)) - min(wanted, level)),
/// a sum of weighted maxima: monotone and submodular in the pairs.
struct level_cover_problem {
  static constexpr std::size_t unlimited = std::numeric_limits<std::size_t>::max();
  struct lift {
    std::uint32_t topic = 0;
    double level = 0;
  };
  struct option {
    std::vector<lift> lifts{};
    std::size_t places = unlimited;       ///< how many can take it
    std::vector<double> costs{};          ///< of each amount that is limited
    std::vector<std::uint32_t> needs{};   ///< options that whoever takes this one has to take too
    bool barred = false;                  ///< can't be chosen
    bool given = false;                   ///< is over: those of `takers` took it, nobody else can, and it costs nothing
    std::vector<std::uint32_t> takers{};  ///< of a given one, ascending
  };
  struct cell {
    std::uint32_t group = 0;
    std::uint32_t topic = 0;
    double level = 0;
    double wanted = 0;
    double worth = 0;
  };
  std::vector<option> options{};
  std::vector<std::vector<std::uint32_t>> takers{};  ///< [taker] the groups that it is in
  std::vector<cell> cells{};                         ///< at most one of a group and topic
  std::uint32_t groups = 0;
  std::uint32_t topics = 0;
  // Limits over all that is chosen.
  std::size_t most_options = unlimited;
  std::size_t most_places = unlimited;  ///< pairs of an option and a taker
  std::vector<double> most_amounts{};   ///< of each amount, the sum of the costs
};

struct level_cover_choice {
  std::uint32_t option = 0;
  double gain = 0;                      ///< what it adds to the value, after those before it
  std::vector<std::uint32_t> takers{};  ///< ascending
};

struct level_cover_result {
  std::vector<level_cover_choice> chosen{};  ///< in order of choice; what one needs stands before it
  double value = 0;                          ///< the sum of the gains
  double bound = 0;                          ///< no choice within the limits is worth more, rounded up by 1e-12 of it
  double guarantee =
      0;  ///< for any instance of this kind the value is at least this share of the best; 0: none is known
  std::vector<double> levels{};  ///< of the cells, as they stand in the problem, afterwards
  std::size_t evaluations = 0;   ///< gains that were reckoned
};

}  // namespace capnet
