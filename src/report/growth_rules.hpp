#pragma once
/// The rules of a growth as the page words them.
#include <boost/json/array.hpp>

#include <capnet/sim/growth_options.hpp>

namespace capnet::detail {

/// Each rule as `rule` and its numbers: `poisson` (rate), `bass` (innovation, imitation, market), `pool` (share,
/// market), and where they apply `ties` (ties, homophily, preferential), `referral`, `closure`, `lapse`, `leaving`
/// (chance).
[[nodiscard]] boost::json::array growth_rules(const growth_options& growth);

/// The growth as asked, with the seed, the months and the threads of the report.
[[nodiscard]] growth_options growth_asked(const growth_options& growth, std::uint64_t seed, std::uint32_t months,
                                          unsigned threads);

}  // namespace capnet::detail
