#include <capnet/flow/exposure.hpp>

#include <gtest/gtest.h>

#include <capnet/network/builder.hpp>

namespace capnet {
namespace {

//   a (March) -- b (May) -- c (not)      -- collaborates_with; all attend the seminar but c
//       '------- d (2020) ------'
TEST(ExposureTo, CountsWhoOfThoseOneIsTiedToHadAdoptedBefore) {
  builder net;
  const auto seminar = net.add<event>("seminar");
  const auto a = net.add<organization>("a"), b = net.add<organization>("b"), c = net.add<organization>("c"),
             d = net.add<organization>("d");
  net.tie<attends>(a, seminar, {.active = {.begin = make_date(2020, 3, 1)}});
  net.tie<attends>(b, seminar, {.active = {.begin = make_date(2020, 5, 1)}});
  net.tie<attends>(b, seminar, {.active = {.begin = make_date(2020, 6, 1)}});  // again
  net.tie<attends>(d, seminar, {.active = {.begin = partial_date::year(2020)}});
  net.tie<collaborates_with>(a, b);
  net.tie<collaborates_with>(b, c);
  net.tie<collaborates_with>(a, d);
  net.tie<collaborates_with>(d, c, {.active = {.end = make_date(2020, 12, 1)}});
  const snapshot now = net.freeze();
  const network_view view = all_held(now);
  const auto adopted = adoptions_of(view, now.schema().index_of<attends>(), now.ref(seminar));
  ASSERT_EQ(adopted.size(), 3u);
  EXPECT_EQ(adopted[1].when, partial_date{make_date(2020, 5, 1)});
  const relation_index along[] = {now.schema().index_of<collaborates_with>()};
  const auto found = exposure_to(view, along, adopted, make_date(2021, 1, 1));
  ASSERT_EQ(found.size(), 4u);
  EXPECT_EQ(*found[1].around.share(), .5);
  EXPECT_EQ(found[1].reason, "Adopted on 2020-05-01; 1 of 2 neighbors had before.");
  EXPECT_EQ(found[0].reason, "Adopted on 2020-03-01; 0 to 1 of 2 neighbors had before.");
  EXPECT_EQ(found[2].reason, "Has not adopted; 1 of 1 neighbor had by 2021-01-01.") << "the tie to d has ended";
  EXPECT_EQ(found[3].around.adopted, 0u);
  EXPECT_EQ(found[3].around.may_have, 1u);
  const std::vector<adoption> twice{adopted[0], adopted[0]};
  EXPECT_THROW(static_cast<void>(exposure_to(view, along, twice, make_date(2021, 1, 1))), input_error);
}

TEST(ExposureTo, TakesAnUnknownDateForNoneThatIsKnown) {
  builder net;
  const auto seminar = net.add<event>("seminar");
  const auto a = net.add<organization>("a"), b = net.add<organization>("b");
  net.tie<attends>(a, seminar);
  net.tie<attends>(b, seminar, {.active = {.begin = make_date(2020, 5, 1)}});
  net.tie<collaborates_with>(a, b);
  const snapshot now = net.freeze();
  const relation_index along[] = {now.schema().index_of<collaborates_with>()};
  const auto found =
      exposure_to(all_held(now), along, adoptions_of(all_held(now), now.schema().index_of<attends>(), now.ref(seminar)),
                  make_date(2021, 1, 1));
  EXPECT_EQ(found[0].reason, "Adopted, not known when; 0 to 1 of 1 neighbor had before.");
  EXPECT_EQ(found[1].reason, "Adopted on 2020-05-01; 0 to 1 of 1 neighbor had before.");
}

}  // namespace
}  // namespace capnet
