#pragma once
/// Rules of who arrives: how many in a step, of which sector and region.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/distribution.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/text.hpp>
#include <capnet/model/kinds.hpp>
#include <capnet/model/relations.hpp>
#include <capnet/sim/program_members.hpp>
#include <capnet/sim/simulation_step.hpp>

namespace capnet {
namespace detail {

/// `n` organizations arrive, are described, take part in the program, if there is one, and are among its members and
/// partners from the next step on.
template <class Describe>
void arrive_as_members(simulation_step& now, const program_groups& to, std::uint64_t n, const Describe& describe) {
  arrivals_in_common common{.groups = {to.members}};
  if (to.partners.number != to.members.number) common.groups.push_back(to.partners);
  if (to.program) common.relation = &now.rows<rel::participates_in>(), common.to = *to.program;
  now.arrive(now.kind<kind::organization>(), n, describe, std::move(common));
}
/// Each is of the sector of one of the headcount, so that the mix of sectors goes on in expectation.
inline void arrive_as_the_mix(simulation_step& now, const program_groups& to, std::uint64_t n) {
  const sector_mix mix{now.group(to.members), now.state().sectors()};
  arrive_as_members(now, to, n, [&](newcomer& v) { v.sector = mix.draw(v.random()); });
}

inline void expect_rate(double rate, const char* name) {
  if (!(rate >= 0 && rate <= 1e6)) refuse(name, " ", rate, "; expected one in [0, 1000000]");
}
inline void expect_share(double share, const char* name) {
  if (!(share >= 0 && share <= 1)) refuse(name, " ", share, "; expected one in [0, 1]");
}

}  // namespace detail

/// A Poisson number of organizations arrives in each step, `rate` on average, each on its own.
struct poisson_arrivals {
  program_groups to{};
  double rate = 1;
  [[nodiscard]] std::string name() const { return "poisson_arrivals(rate=" + short_number(rate, 12) + ")"; }
  void operator()(simulation_step& now) const {
    detail::expect_rate(rate, "rate");
    random_stream rng = now.random();
    detail::arrive_as_the_mix(now, to, draw_poisson(rng, rate));
  }
};

/// Bass (1969), discrete and by chance: of a pool of `market` organizations each that has not joined yet does so in a
/// step with probability p + q n / market, n being the headcount of members: of itself (p) and by imitation (q). Its
/// mean follows m(t+1) = m(t) + (p + q m/market)(market - m), which for small p and q is Bass's curve.
struct bass_arrivals {
  program_groups to{};
  double innovation = .03;  ///< p, a step
  double imitation = .38;   ///< q, a step
  double market = 100;      ///< all that may ever join, those who did among them
  [[nodiscard]] std::string name() const {
    return "bass_arrivals(p=" + short_number(innovation, 12) + ", q=" + short_number(imitation, 12) +
           ", m=" + short_number(market, 12) + ")";
  }
  void operator()(simulation_step& now) const {
    detail::expect_share(innovation, "innovation");
    detail::expect_share(imitation, "imitation");
    if (!(market >= 0 && market <= 4e9)) detail::refuse("market ", market, "; expected one in [0, 4000000000]");
    const auto n = static_cast<double>(now.group(to.members).headcount());
    if (n >= market) return;
    random_stream rng = now.random();
    const double chance = std::min(1.0, innovation + imitation * n / market);
    detail::arrive_as_the_mix(now, to, draw_binomial(rng, static_cast<std::uint64_t>(std::floor(market - n)), chance));
  }
};

/// A pool of `size` organizations that can be won, of which each joins in a step with probability `share` of those that
/// are left: the saturating exponential. The members at the start are not of it.
struct recruitment_pool {
  program_groups to{};
  std::uint64_t size = 0;  ///< at the start
  double share = .1;
  [[nodiscard]] std::string name() const {
    return "recruitment_pool(size=" + std::to_string(size) + ", share=" + short_number(share, 12) + ")";
  }
  void operator()(simulation_step& now) const {
    detail::expect_share(share, "share");
    const std::uint64_t won = now.state().order() - now.state().start_order();
    if (won >= size) return;
    random_stream rng = now.random();
    detail::arrive_as_the_mix(now, to, draw_binomial(rng, size - won, share));
  }
};

/// Members bring others along: each wins a newcomer in a step with probability `chance`, of its own sector and region,
/// who is tied to it by a tie of `relation`.
struct referral {
  program_groups to{};
  double chance = .05;
  [[nodiscard]] std::string name() const { return "referral(chance=" + short_number(chance, 12) + ")"; }
  void operator()(simulation_step& now) const {
    detail::expect_share(chance, "chance");
    const vertex_group& there = now.group(to.members);
    const tie_store& ties = now.rows<rel::collaborates_with>();
    // Who refers is drawn beforehand, so that the number of newcomers is known: each member on its own.
    random_stream rng = now.random();
    const std::uint64_t n = draw_binomial(rng, there.size(), chance);
    const std::vector<std::uint32_t> who = draw_without_replacement(rng, there.size(), static_cast<std::uint32_t>(n));
    const vertex_index first = now.state().order();
    detail::arrive_as_members(now, to, n, [&](newcomer& v) {
      const vertex_index by = there[who[static_cast<vertex_index>(v) - first]];
      v.sector = now.state().sector(by);
      v.region = now.state().region(by);
      v.tie(ties, by);
    });
  }
};

/// Newcomers come from where members are: a Poisson number, `rate` on average for each member, of a member's region and
/// sector.
struct regional_arrivals {
  program_groups to{};
  double rate = .05;  ///< for each member, a step
  [[nodiscard]] std::string name() const { return "regional_arrivals(rate=" + short_number(rate, 12) + ")"; }
  void operator()(simulation_step& now) const {
    detail::expect_rate(rate, "rate");
    const vertex_group& there = now.group(to.members);
    if (there.empty()) return;
    random_stream rng = now.random();
    detail::arrive_as_members(now, to, draw_poisson(rng, rate * there.size()), [&](newcomer& v) {
      const vertex_index like = there.draw(v.random());
      v.sector = now.state().sector(like);
      v.region = now.state().region(like);
    });
  }
};

}  // namespace capnet
