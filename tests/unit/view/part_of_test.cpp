#include <capnet/view/part_of.hpp>

#include <gtest/gtest.h>

#include <capnet/core/random.hpp>
#include <capnet/network/builder.hpp>
#include <capnet/view/flatten.hpp>

namespace capnet {
namespace {

// Random attendance: tied through events, organizations weigh what one_mode_projection says they share.
TEST(ProjectionOf, WeighsAsTheTwoModeGraphDoes) {
  random_stream rng{{.seed = 4}};
  for (int round = 0; round < 20; ++round) {
    builder net;
    for (int k = 0; k < 8; ++k) net.add<kind::organization>("o" + std::to_string(k));
    for (int k = 0; k < 5; ++k) net.add<kind::event>("e" + std::to_string(k));
    for (int k = 0; k < 16; ++k) {
      const auto o = net.find("o" + std::to_string(rng.below(8))), e = net.find("e" + std::to_string(rng.below(5)));
      if (k > 0 && rng.bernoulli(.5)) continue;
      net.add_tie(net.schema().index_of<rel::attends>(), *o, *e);
    }
    const snapshot all = net.freeze();
    const relation_index attends = all.schema().index_of<rel::attends>();
    const kind_index organizations = all.schema().index_of<kind::organization>();
    const snapshot shared = projection_of(network_view{all}, attends);
    const relation_index made[] = {shared.schema().relation_named("shared_attends")};
    const flattened ours = flatten(network_view{shared}, made);
    const flattened theirs =
        one_mode_projection(network_view{all}, attends, relation_end::sources, {.source_kind = organizations});
    for (std::uint32_t a = 0; a < 8; ++a) {
      for (std::uint32_t b = 0; b < 8; ++b) {
        const auto weight = [&](const flattened& flat) {
          const auto u = flat.numbers.find({organizations, a}), v = flat.numbers.find({organizations, b});
          const auto row = flat.graph.successors(*u);
          const auto found = std::lower_bound(row.begin(), row.end(), *v);
          return found == row.end() || *found != *v
                     ? 0.0
                     : flat.graph.weights(*u)[static_cast<std::size_t>(found - row.begin())];
        };
        EXPECT_EQ(weight(ours) > 0, weight(theirs) > 0) << a << ' ' << b;
      }
    }
  }
}

//        2023-01        2023-07        2024-01          on 2023-06-30
//   a    exists                                         stays
//   b                   exists                          goes, and its tie with it
//   a-c  held, no dates                                 stays
//   c-a                                held             goes
TEST(BegunBy, KeepsWhatMayHaveBegunWithWhatWasSaidOfIt) {
  const date day = make_date(2023, 6, 30);
  builder net;
  const auto since = [](int year, unsigned month) { return spell{.begin = partial_date{make_date(year, month, 1)}}; };
  const auto a = net.add<kind::organization>("a", {.existence = since(2023, 1)});
  const auto b = net.add<kind::organization>("b", {.existence = since(2023, 7)});
  const auto c = net.add<kind::organization>("c");
  net.tie<rel::supports>(a, c, {.role = "patron"});
  net.tie<rel::supports>(c, a, {.active = since(2024, 1)});
  net.tie<rel::supports>(b, a);
  net.tie<rel::supports>(a, a, {.active = {.begin = partial_date::year(2023), .end = make_date(2024, 1, 1)}});
  net.change_attribute(*net.find("c"), "region", attribute_value{"north"}, day);
  net.change_attribute(*net.find("c"), "region", attribute_value{"south"}, make_date(2024, 1, 1));
  net.add_figure({.id = "f", .label = "l", .day = partial_date{day}});
  net.add_figure({.id = "g", .label = "l", .day = partial_date::year(2023)});
  net.add_figure({.id = "h", .label = "l"});
  const snapshot begun = begun_by(net.freeze(), day);
  EXPECT_EQ(begun.order(), 2u);
  EXPECT_EQ(begun.layer<rel::supports>().size(), 2u) << "a-c, and a-a, which may have begun; its end is kept";
  EXPECT_EQ(begun.tie({begun.schema().index_of<rel::supports>(), 0}).properties.role, "patron");
  EXPECT_EQ(begun.tie({begun.schema().index_of<rel::supports>(), 1}).properties.active.end, make_date(2024, 1, 1));
  ASSERT_EQ(begun.changes().size(), 1u);
  ASSERT_EQ(begun.figures().size(), 2u);
  EXPECT_EQ(begun.figures()[1].id, "h") << "g may be counted later in the year";
}

TEST(PartOf, KeepsTiesBetweenWhatIsKept) {
  builder net;
  const auto a = net.add<kind::organization>("a", {.sector = sector::company});
  const auto b = net.add<kind::organization>("b", {.sector = sector::nonprofit});
  const auto c = net.add<kind::organization>("c", {.sector = sector::company});
  const auto p = net.add<kind::program>("p");
  net.tie<rel::collaborates_with>(a, b);
  net.tie<rel::collaborates_with>(a, c, {.weight = 2.0});
  net.tie<rel::runs>(a, p);
  net.change_attribute(*net.find("b"), "region", attribute_value{"north"}, make_date(2024, 1, 1));
  const snapshot all = net.freeze();
  const snapshot companies = part_of(network_view{all}, {.sectors = {sector::company}});
  EXPECT_EQ(companies.order<kind::organization>(), 2u);
  EXPECT_EQ(companies.order<kind::program>(), 1u);  // no organization: it stays
  EXPECT_EQ(companies.layer<rel::collaborates_with>().size(), 1u);
  EXPECT_EQ(companies.layer<rel::runs>().size(), 1u);
  EXPECT_EQ(companies.changes().size(), 0u);
  EXPECT_EQ(companies.key(companies.vertices<kind::organization>().size() > 1 ? companies.vertex("c") : vertex_ref{}),
            "c");
  const snapshot collaborating =
      part_of(network_view{all}, {.relations = {all.schema().index_of<rel::collaborates_with>()}});
  EXPECT_EQ(collaborating.size(), 2u);
  EXPECT_EQ(collaborating.order(), 4u);
}

}  // namespace
}  // namespace capnet
