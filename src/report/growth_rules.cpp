#include "report/growth_rules.hpp"

#include <boost/json/object.hpp>

#include <utility>

namespace capnet::detail {

boost::json::array growth_rules(const growth_options& growth) {
  boost::json::array all;
  switch (growth.arrivals) {
    case growth_arrivals::poisson:
      all.push_back({{"rule", "poisson"}, {"rate", growth.rate}});
      break;
    case growth_arrivals::bass:
      all.push_back({{"rule", "bass"},
                     {"innovation", growth.innovation},
                     {"imitation", growth.imitation},
                     {"market", growth.market}});
      break;
    case growth_arrivals::pool:
      all.push_back({{"rule", "pool"}, {"share", growth.share}, {"market", growth.market}});
      break;
  }
  if (growth.ties > 0) {
    boost::json::object ties{{"rule", "ties"}, {"ties", growth.ties}, {"homophily", growth.homophily}};
    if (growth.preferential) ties["preferential"] = true;
    all.push_back(std::move(ties));
  }
  const std::pair<const char*, double> chances[] = {
      {"referral", growth.referral}, {"closure", growth.closure}, {"lapse", growth.lapse}, {"leaving", growth.leaving}};
  for (const auto& [rule, chance] : chances) {
    if (chance > 0) all.push_back({{"rule", rule}, {"chance", chance}});
  }
  return all;
}

growth_options growth_asked(const growth_options& growth, std::uint64_t seed, std::uint32_t months, unsigned threads) {
  growth_options asked = growth;
  asked.seed = seed;
  asked.steps = months;
  asked.threads = threads;
  asked.replica = 0;
  asked.start.reset();
  asked.report = {};
  return asked;
}

}  // namespace capnet::detail
