#include <capnet/sim/membership_data.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <capnet/io/data_folder.hpp>

#include "refusal.hpp"
#include "scratch_folder.hpp"

namespace capnet {
namespace {

snapshot read(const std::string& vertices, const std::string& ties, const std::string& figures) {
  const scratch_folder folder{
      {"vertices.csv", "id,kind,begin\n" + vertices},
      {"ties.csv", "relation,source,target,begin,end,status\n" + ties},
      {"figures.csv", "id,subject,kind,value,unit,date,series,status,approximate,rounding\n" + figures}};
  return read_folder(folder.path());
}

// The case of the reskilling network: "May 2023" holds the day on which it was founded.
TEST(CountsOfSeries, TakeTheDayOnWhichSomethingBegins) {
  const snapshot net = read_folder(CAPNET_SOURCE_DIR "/examples/data/reskilling");
  const series_counts all = counts_of_series(net, "members");
  ASSERT_EQ(all.counts.size(), 3u);
  EXPECT_EQ(all.unit, "municipality");
  EXPECT_EQ(all.subject, "network");
  EXPECT_EQ(all.step, 1);
  EXPECT_EQ(all.counts[0].day, make_date(2023, 5, 10));
  EXPECT_EQ(all.counts[0].choice, day_choice::tied);
  EXPECT_EQ(all.counts[1].choice, day_choice::known);
  EXPECT_EQ(all.counts[2].count, 87);
  const series_counts given = counts_of_series(net, "members", {{"members_may_2023", make_date(2023, 5, 31)}});
  EXPECT_EQ(given.counts[0].day, make_date(2023, 5, 31));
  EXPECT_EQ(given.counts[0].choice, day_choice::given);
}

TEST(CountsOfSeries, TakeTheMiddleOfDaysOfWhichNothingIsKnown) {
  const snapshot net =
      read("p,program,\n", "", "a,p,count,10,company,2020,m,,,\nb,p,count,20,company,2021-03-01,m,,,10\n");
  const series_counts all = counts_of_series(net, "m");
  EXPECT_EQ(all.counts[0].day, make_date(2020, 7, 1));  // 183 days after 1 January of a leap year, rounded down
  EXPECT_EQ(all.counts[0].choice, day_choice::middle);
  EXPECT_EQ(all.step, 10);
}

TEST(CountsOfSeries, SayWhatTheyLeaveOut) {
  const snapshot net = read("p,program,\n", "",
                            "a,p,count,10,,2020-01-01,m,,,\nb,p,count,20,,2021-01-01,m,planned,,\n"
                            "c,p,percent,30,,2021-02-01,m,,,\nd,p,count,,,2021-03-01,m,,,\ne,p,count,50,,,m,,,\n"
                            "f,p,count,60,,2021-04-01,m,,yes,\ng,p,count,70,,2030-01-01,m,,,\n");
  const series_counts all = counts_of_series(net, "m", {}, make_date(2025, 1, 1));
  EXPECT_EQ(all.counts.size(), 1u);
  EXPECT_EQ(all.left_out,
            (std::vector<std::string>{"b is planned, not held: left out", "c is a percent, not a count: left out",
                                      "d has no value: left out", "e has no date: left out",
                                      "f is approximate: left out", "g is later than 2025-01-01: left out"}));
}

TEST(CountsOfSeries, RefuseWhatIsNoSeriesOfCounts) {
  const snapshot net =
      read("p,program,\nq,program,\n", "",
           "a,p,count,10,company,2020,m,,,\nb,q,count,20,person,2021,m,,,\nc,p,percent,3,,2020,s,,,\n");
  const auto refused = [&](const char* name, const std::map<std::string, date>& days = {}) {
    return refusal([&] { (void)counts_of_series(net, name, days); });
  };
  EXPECT_EQ(refused("n"), "'n' is no series of figures; expected m");
  EXPECT_EQ(refused("s"),
            "series 's' has no count that can be used; expected held counts with a date: c is a percent, not a count: "
            "left out");
  EXPECT_EQ(refused("m"),
            "series 'm' counts in 'company' and 'person'; expected one unit\n"
            "series 'm' counts members of 'p' and 'q'; expected one subject");
  EXPECT_EQ(refused("m", {{"a", make_date(2019, 1, 1)}, {"z", make_date(2020, 1, 1)}}),
            "2019-01-01 can't be the day of a, which is 2020; expected one of its days\n"
            "series 'm' counts in 'company' and 'person'; expected one unit\n"
            "series 'm' counts members of 'p' and 'q'; expected one subject\n"
            "'z' is no count of series 'm'; expected one that has a day");
}

//   a --2020-05-> p     a --2019-01-03..2019-12-31-> p (first)     b --?-> p     c --2021-> p     c --2022-> q
//   person x --2020-> p, cohort g --2020-> p, d planned
TEST(JoinsOfProgram, CountEachMemberOnceByItsFirstDay) {
  const snapshot net = read(
      "p,program,\nq,program,\na,organization,\nb,organization,\nc,organization,\nd,organization,\nx,person,\ng,cohort,\n",
      "participates_in,a,p,2020-05,,\nparticipates_in,a,p,2019-01-03,2019-12-31,\nparticipates_in,b,p,,,\n"
      "participates_in,c,p,2021,,\nparticipates_in,c,q,2022,,\nparticipates_in,x,p,2020,,\nparticipates_in,g,p,2020,,\n"
      "participates_in,d,p,2020,,planned\n",
      "");
  const program_joins all = joins_of_program(network_view{net}, net.vertex("p"));
  EXPECT_EQ(all.unit, "organization");
  ASSERT_EQ(all.days.size(), 2u);
  EXPECT_EQ(all.days[0].earliest, make_date(2019, 1, 3));
  EXPECT_EQ(all.days[1].latest, make_date(2021, 12, 31));
  EXPECT_EQ(all.undated, 1u);
  EXPECT_EQ(all.others, 1u);
  EXPECT_EQ(all.cohorts, 1u);
  EXPECT_EQ(all.ended, 1u);
  EXPECT_TRUE(joins_of_program(network_view{net}, net.vertex("q")).days.size() == 1);
  EXPECT_EQ(refusal([&] { (void)joins_of_program(network_view{net}, net.vertex("a")); }),
            "'a' is no program; expected one, which members join");
}

TEST(JoinsOfProgram, CountPersonsWhereNoOrganizationTakesPart) {
  const snapshot net = read("p,program,\nx,person,\ny,person,\n",
                            "participates_in,x,p,2020-01-01,,\nparticipates_in,y,p,2020-02-01,,\n", "");
  const program_joins all = joins_of_program(network_view{net}, net.vertex("p"));
  EXPECT_EQ(all.unit, "person");
  EXPECT_EQ(all.days.size(), 2u);
  EXPECT_EQ(all.others, 0u);
}

// 722 members of the CNCF, 707 of them with the month in which they joined; none that left is in the list.
TEST(JoinsOfProgram, OfTheCncfAreItsMembersToday) {
  const snapshot net = read_folder(CAPNET_SOURCE_DIR "/examples/data/cncf");
  const program_joins all = joins_of_program(network_view{net}, net.vertex("cncf"));
  EXPECT_EQ(all.days.size(), 707u);
  EXPECT_EQ(all.undated, 15u);
  EXPECT_EQ(all.ended, 0u);
}

}  // namespace
}  // namespace capnet
