#include <capnet/io/edge_file.hpp>

#include <gtest/gtest.h>

#include <sys/stat.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <capnet/network/builder.hpp>

#include "scratch_folder.hpp"

namespace capnet {
namespace {

TEST(ReadEdges, NumbersKeysAsTheyFirstStand) {
  const scratch_folder folder{
      {"e.csv", "source,target,weight,begin,end\nnpo a,dell,2.5,2024-04-01,\nカ,npo a,,,2024-07-23\n"}};
  const edge_columns edges = read_edges(folder.path() / "e.csv");
  EXPECT_EQ(edges.keys, (std::vector<std::string>{"npo a", "dell", "カ"}));
  EXPECT_EQ(edges.sources, (std::vector<std::uint32_t>{0, 2}));
  EXPECT_EQ(edges.targets, (std::vector<std::uint32_t>{1, 0}));
  EXPECT_EQ(edges.weights[0], 2.5);
  EXPECT_TRUE(std::isnan(edges.weights[1])) << "an empty cell is unknown";
  EXPECT_EQ(edges.begins, (std::vector<std::int32_t>{held_when::number(make_date(2024, 4, 1)), first_of_days}));
  EXPECT_EQ(edges.ends, (std::vector<std::int32_t>{last_of_days, held_when::number(make_date(2024, 7, 23))}));
}

TEST(ReadEdges, TakesPlainListsWithCommentsAndAnySeparator) {
  for (const std::string separator : {" ", "\t", ",", ";"}) {
    const scratch_folder folder{{"e.txt", "# from\n% a survey\n\n7" + separator + "9\r\n9" + separator + "7"}};
    const edge_columns edges = read_edges(folder.path() / "e.txt");
    EXPECT_EQ(edges.keys, (std::vector<std::string>{"7", "9"}));
    EXPECT_EQ(edges.sources, (std::vector<std::uint32_t>{0, 1}));
    EXPECT_TRUE(edges.weights.empty());
    const edge_columns two = read_edges(folder.path() / "e.txt", {.two_mode = true});
    EXPECT_EQ(two.target_keys, (std::vector<std::string>{"9", "7"}));
    EXPECT_EQ(two.targets, (std::vector<std::uint32_t>{0, 1}));
  }
}

TEST(ReadEdges, FindsItsColumnsAmongAnyNumber) {
  std::string names, cells;
  for (int k = 0; k < 40; ++k) names += "c" + std::to_string(k) + ",", cells += "x,";
  const scratch_folder folder{{"e.csv", names + "source,target,weight,begin,end\n" + cells + "a,b,2.5,2024-04-01,\n"}};
  const edge_columns edges = read_edges(folder.path() / "e.csv");
  EXPECT_EQ(edges.keys, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(edges.weights, std::vector<double>{2.5});
  EXPECT_EQ(edges.begins, std::vector<std::int32_t>{held_when::number(make_date(2024, 4, 1))});
}

TEST(ReadEdges, TakesDecimalCommasWhereSemicolonsSeparate) {
  const scratch_folder folder{{"e.csv", "a;b;2,5\nb;c;.5\n"}};
  EXPECT_EQ(read_edges(folder.path() / "e.csv").weights, (std::vector<double>{2.5, .5}));
}

TEST(ReadEdges, KeepsEmptyCellsAtBothEndsBetweenTabs) {
  const scratch_folder folder{{"e.tsv", "weight\tsource\ttarget\tnote\n\t1\t2\t3\n\t#1\t2\t\n\t\t\t\n4\t2\t1\t\n"}};
  const edge_columns edges = read_edges(folder.path() / "e.tsv");
  EXPECT_EQ(edges.keys, (std::vector<std::string>{"1", "2", "#1"})) << "not 2 and 3; a line of empty cells is empty";
  ASSERT_EQ(edges.weights.size(), 3u);
  EXPECT_TRUE(std::isnan(edges.weights[0])) << "not 1";
  EXPECT_EQ(edges.weights[2], 4);
}

TEST(ReadEdges, RefusesMoreColumnsThanItsLimit) {
  for (const std::string first : {"source,target,more,most\n", "a,b\na,b,1,2\n"}) {
    const scratch_folder folder{{"e.csv", first}};
    try {
      (void)read_edges(folder.path() / "e.csv", {.limits = {.columns = 3}});
      FAIL() << "expected input_error";
    } catch (const input_error& failure) {
      EXPECT_NE(std::string{failure.what()}.find(": the line has 4 fields; expected at most 3"), std::string::npos)
          << failure.what();
    }
  }
}

TEST(ReadEdges, FindsAHeaderBelowWhateverIsPassedOver) {
  const scratch_folder folder{{"e.csv", std::string(3 << 20, '\n') + "# a comment\n" + std::string(5 << 20, '\n') +
                                            "target,source\nb,a\nc,\n"}};
  try {
    (void)read_edges(folder.path() / "e.csv");
    FAIL() << "expected input_error";
  } catch (const input_error& failure) {
    ASSERT_EQ(failure.problems().size(), 1u) << failure.what();
    EXPECT_EQ(failure.problems()[0].line, (8u << 20) + 4u);
  }
  folder.write("e.csv", std::string(2 << 20, '\n') + "target,source\nb,a\n");
  EXPECT_EQ(read_edges(folder.path() / "e.csv").keys, (std::vector<std::string>{"a", "b"}));
}

TEST(ReadEdges, ListsEveryProblemWithItsLine) {
  const scratch_folder folder{{"e.csv", "source,target,weight,begin\na,b,x,\na,,1,\na,b,1,2024-13-01\na,b,1,2024\n"}};
  try {
    (void)read_edges(folder.path() / "e.csv");
    FAIL() << "expected input_error";
  } catch (const input_error& failure) {
    ASSERT_EQ(failure.problems().size(), 4u) << failure.what();
    for (std::size_t k = 0; k < 4; ++k) EXPECT_EQ(failure.problems()[k].line, k + 2);
  }
  EXPECT_THROW((void)read_edges(folder.path() / "none"), input_error);
  EXPECT_THROW((void)read_edges(folder.path() / "e.csv", {.limits = {.bytes = 10}}), input_error);
}

TEST(ReadEdges, TakesLinesThatEndWithCarriageReturns) {
  const scratch_folder folder{{"e.csv", "# old\rsource,target\ra,b\rc,\r"}};
  try {
    (void)read_edges(folder.path() / "e.csv");
    FAIL() << "expected input_error";
  } catch (const input_error& failure) {
    ASSERT_EQ(failure.problems().size(), 1u) << failure.what();
    EXPECT_EQ(failure.problems()[0].line, 4u);
  }
  folder.write("e.csv", "a,b\rc,d\r");
  EXPECT_EQ(read_edges(folder.path() / "e.csv").keys, (std::vector<std::string>{"a", "b", "c", "d"}));
}

TEST(ReadEdges, RefusesLinesThatEndOneWayAndTheOther) {
  for (const char* text :
       {"# a comment\ra,b\nc,d\n", "a,b\n# a comment\rc,d\n", "a,b\rc,d\n", "source,target\ra,b\r\n"}) {
    const scratch_folder folder{{"e.csv", text}};
    try {
      (void)read_edges(folder.path() / "e.csv");
      FAIL() << text;
    } catch (const input_error& failure) {
      EXPECT_TRUE(failure.problems()[0].message.starts_with("a carriage return")) << failure.what();
    }
  }
}

TEST(ReadEdges, DoesNotWaitForAPipe) {
  const scratch_folder folder;
  ASSERT_EQ(::mkfifo((folder.path() / "pipe").c_str(), 0600), 0);
  try {
    (void)read_edges(folder.path() / "pipe");
    FAIL() << "expected input_error";
  } catch (const input_error& failure) {
    EXPECT_EQ(failure.problems()[0].message, "is not a regular file; expected a file of edges");
  }
}

TEST(ReadEdges, SaysHowManyProblemsItDoesNotList) {
  std::string text = "source,target\n";
  while (text.size() < (std::size_t{5} << 20)) text += "a,\n";  // more than one piece
  const scratch_folder folder{{"e.csv", text}};
  try {
    (void)read_edges(folder.path() / "e.csv", {.limits = {.problems = 2}});
    FAIL() << "expected input_error";
  } catch (const input_error& failure) {
    ASSERT_EQ(failure.problems().size(), 3u);
    EXPECT_EQ(failure.problems()[1].line, 3u);
    const auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n'));
    EXPECT_EQ(to_string(failure.problems()[2]),
              (folder.path() / "e.csv").string() + ": and " + std::to_string(lines - 3) + " further problems");
  }
}

TEST(ReadEdges, DoesNotDependOnThreads) {
  std::string text;
  for (long long k = 0; k < 900'000; ++k)
    text += "v" + std::to_string(k * 7919 % 50'021) + "\t" + std::to_string(k * 104'729 % 1'000) + "\n";
  const scratch_folder folder{{"e.tsv", text}};
  const edge_columns one = read_edges(folder.path() / "e.tsv", {.threads = 1});
  const edge_columns eight = read_edges(folder.path() / "e.tsv", {.threads = 8});
  EXPECT_EQ(one.keys, eight.keys);
  EXPECT_EQ(one.sources, eight.sources);
  EXPECT_EQ(one.targets, eight.targets);
  ASSERT_EQ(one.sources.size(), 900'000u);
  EXPECT_EQ(one.keys[one.sources[899'999]], "v" + std::to_string(899'999LL * 7919 % 50'021));
}

TEST(ReadEdges, GoesStraightIntoABuilder) {
  const scratch_folder folder{{"e.csv", "source,target\na,p\nb,p\na,q\n"}};
  const edge_columns edges = read_edges(folder.path() / "e.csv", {.two_mode = true});
  builder net;
  const std::vector<std::string_view> organizations(edges.keys.begin(), edges.keys.end()),
      programs(edges.target_keys.begin(), edges.target_keys.end());
  net.add_vertices<organization>({.count = organizations.size(), .keys = organizations});
  net.add_vertices<program>({.count = programs.size(), .keys = programs});
  net.add_ties<participates_in>({.source_kind = net.schema().index_of<organization>(),
                                 .target_kind = net.schema().index_of<program>(),
                                 .sources = edges.sources,
                                 .targets = edges.targets});
  const snapshot now = net.freeze();
  EXPECT_EQ(now.layer<participates_in>().out(now.vertex("a")).size(), 2u);
  EXPECT_EQ(now.layer<participates_in>().in(now.vertex("p"))[1].vertex, now.vertex("b"));
}

}  // namespace
}  // namespace capnet
