// A program whose own words are capnet's short names too: it leaves those out, and says kind:: and rel:: for the
// built-in ones. All headers are included, so that one that needs a short name fails here.
#define CAPNET_NO_SHORT_NAMES
#include <all_headers.hpp>

#include <string_view>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

using namespace capnet;

struct need {
  static constexpr std::string_view name = "box_of_rice";
  using is = kind::need;
};
struct offer {
  static constexpr std::string_view name = "truck";
};
struct uses {
  static constexpr std::string_view name = "loaded_on";
  static constexpr bool directed = true;
  using source = kinds<need>;
  using target = kinds<offer>;
};
template <class T>
using column = std::vector<T>;
// The others, so that each is known to be free.
struct organization {};
struct program {};
struct event {};
struct person {};
struct cohort {};
struct skill {};
struct practice {};
struct goal {};
struct indicator {};
struct project {};
struct course {};
struct tool {};
struct region {};
struct member {};
using everyday_words = std::tuple<organization, program, event, person, cohort, skill, practice, goal, indicator,
                                  project, course, tool, region, member>;
// clang-format off
enum class verb {
  runs, participates_in, succeeds, part_of, delivers, attends, depends_on, reaches, supports, funds, employs, member_of,
  shares_knowledge_with, collaborates_with, located_in, has_skill, requires_skill, teaches, has_need, addresses, offers,
  asks_for, pursues, measures
};
// clang-format on
using enum verb;

/// In short_names_test.cpp, which has the short names.
id<kind::need> need_added_elsewhere(builder& net);

TEST(OwnNames, StandAtGlobalScopeBesideTheBuiltInOnes) {
  builder net;
  const auto bank = net.add<kind::organization>("bank");
  const id<need> rice = net.add<need>("rice");
  const id<offer> truck = net.add<offer>("truck");
  net.tie<uses>(rice, truck);
  net.tie<rel::has_need>(bank, rice);  // it is a need
  net.tie<rel::has_need>(bank, need_added_elsewhere(net));
  const snapshot frozen = net.freeze();
  const column<std::size_t> sizes{frozen.layer<uses>().size(), frozen.layer<rel::has_need>().size()};
  EXPECT_EQ(sizes, (column<std::size_t>{1, 2}));
  EXPECT_EQ(std::tuple_size_v<everyday_words>, 14U);
  EXPECT_NE(measures, runs);
}
