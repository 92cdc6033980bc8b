#pragma once
/// The numbers of a growth: see sim/growth.hpp.
#include <array>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include <capnet/core/date.hpp>
#include <capnet/core/execution.hpp>

namespace capnet {

/// The most arrivals that can be expected over all steps.
inline constexpr double max_growth_arrivals = 2e7;

/// How many join in a step: rules of sim/rule/arrival.hpp.
enum class growth_arrivals : std::uint8_t { poisson, bass, pool };
inline constexpr std::array<std::string_view, 3> growth_arrivals_names{"poisson", "bass", "pool"};

struct growth_options {
  std::uint32_t steps = 12;  ///< one month each; at most `max_simulation_steps`
  std::uint64_t seed = 0;
  std::uint32_t replica = 0;  ///< another run with the same seed: other random numbers
  unsigned threads = 0;       ///< 0: one for each core; the result does not depend on it
  double rate = 2;            ///< expected number of organizations that join in a step
  std::uint32_t ties = 2;     ///< that each of them forms, where there are so many to tie to
  double homophily = .7;      ///< probability that a tie looks within the own sector, where there is somebody
  growth_arrivals arrivals = growth_arrivals::poisson;
  double innovation = .03;      ///< Bass's p, a step
  double imitation = .38;       ///< Bass's q, a step
  double market = 0;            ///< all that may ever join, members among them (Bass), or newcomers to be won (pool)
  double share = .1;            ///< of the pool that is left, which joins in a step
  double referral = 0;          ///< probability that a member brings another along in a step
  bool preferential = false;    ///< ties go to who has many; then homophily is Karimi's h, of which 1/2 is none
  double closure = 0;           ///< probability that a member ties itself to a friend of a friend in a step
  double lapse = 0;             ///< probability that a tie of collaborates_with ends in a step
  double leaving = 0;           ///< probability that a member by name leaves the network in a step
  std::string program{};        ///< key; empty: the one with the most members
  std::optional<date> start{};  ///< empty: the last day of the data
  std::string id_prefix = "grown";  ///< ids are PREFIX-STEP-NUMBER
  std::stop_token stop{};
  progress_callback report{};
};

}  // namespace capnet
