#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <capnet/io/data_folder.hpp>
#include <capnet/sim/data_hash.hpp>
#include <capnet/sim/pro_bono_network.hpp>
#include <capnet/skill/match_parties.hpp>

#include "refusal.hpp"
#include "scratch_folder.hpp"

namespace capnet {
namespace {

/// Calls `visit(relation's name, tie)` for each tie.
template <class Visit>
void for_each_made_tie(const snapshot& net, const Visit& visit) {
  for (std::size_t r = 0; r < net.schema().relation_count(); ++r) {
    const auto relation = static_cast<relation_index>(r);
    for (const tie_record& uv : net.ties(relation)) visit(net.schema().relation(relation).name, uv);
  }
}
std::string said_of(const std::vector<attribute>& attributes, std::string_view name) {
  for (const auto& [key, value] : attributes) {
    if (key == name) return value.text();
  }
  return "";
}
/// What is said of whoever has that key, as texts.
std::multiset<std::string> ties_from(const snapshot& net, std::string_view key, std::string_view relation) {
  std::multiset<std::string> found;
  for_each_made_tie(net, [&](const std::string& name, const tie_record& uv) {
    if (name == relation && net.key(uv.source) == key) {
      found.insert(net.key(uv.target) + '=' +
                   (uv.properties.weight ? std::to_string(*uv.properties.weight) : "unknown"));
    }
  });
  return found;
}

TEST(ProBonoNetwork, IsTheFolderThatTheExamplesHold) {
  const scratch_folder place;
  write_folder(pro_bono_network({.seed = 7, .volunteers = 30, .projects = 12}), place.path() / "made");
  for (const char* name : {"vertices.csv", "ties.csv", "skills.csv", "sources.csv", "attributes.csv"}) {
    const std::filesystem::path kept = std::filesystem::path{CAPNET_SOURCE_DIR} / "examples/data/probono_generated";
    EXPECT_TRUE(content(place.path() / "made" / name) == content(kept / name)) << name;
  }
}

TEST(ProBonoNetwork, IsTheSameFromTheSameSeedAndAnotherFromAnother) {
  const auto hash = [](std::uint64_t seed) { return data_hash(pro_bono_network({seed, 40, 9})); };
  EXPECT_EQ(hash(3), hash(3));
  EXPECT_NE(hash(3), hash(4));
}

TEST(ProBonoNetwork, CitesThatItIsGeneratedAllButTheNamesOfSkills) {
  const snapshot net = pro_bono_network({2, 31, 13});
  for_each_made_tie(
      net, [](const std::string& name, const tie_record& uv) { ASSERT_EQ(uv.properties.cite, "generated") << name; });
  for (std::size_t k = 0; k < net.schema().kind_count(); ++k) {
    const auto kind = static_cast<kind_index>(k);
    for (const vertex_record& v : net.records(kind))
      ASSERT_EQ(v.properties.cite, net.schema().name(kind) == "skill" ? "guide_article" : "generated") << v.key;
  }
  ASSERT_EQ(net.sources().size(), 3u);
  EXPECT_NE(net.sources()[2].title.find("seed 2 by capnet generate probono: nobody and nothing here is real"),
            std::string::npos);
}

// A team of 5 for 3 months: 5 * 5 hours a week * 13/3 weeks a month * 3 = 325 hours.
TEST(ProBonoNetwork, HasProjectsOfTheUsualSizes) {
  const snapshot net = pro_bono_network({5, 10, 60});
  std::size_t teams = 0, middle = 0, sessions = 0;
  for (const vertex_record& v : net.records(net.schema().index_of<kind::project>())) {
    const auto& said = v.properties.attributes;
    const int total = std::stoi(said_of(said, "hours_total")), team = std::stoi(said_of(said, "team"));
    const int months = std::stoi(said_of(said, "months"));
    if (team > 1) {
      ++teams;
      EXPECT_EQ(said_of(said, "hours_per_week"), "5") << v.key;
      EXPECT_TRUE(team >= 4 && team <= 6 && months >= 1 && months <= 6) << v.key;
      EXPECT_EQ(total, team * 5 * 13 * months / 3) << v.key;
    } else {
      EXPECT_EQ(months, 1) << v.key;
      (total == 30 ? middle : sessions) += 1;
      EXPECT_TRUE(total == 30 || total == 1) << v.key;
    }
  }
  EXPECT_EQ(teams, 30u);
  EXPECT_EQ(middle, 20u);
  EXPECT_EQ(sessions, 10u);
}

// Volunteers' periods begin from May to August and last 7 to 12 months, those of the 80 open projects begin from July
// to December and last 1 to 6: most volunteers are there for most projects, and some are not.
TEST(ProBonoNetwork, HasVolunteersWhosePeriodsFitMostProjects) {
  const match_parties all = read_match_parties(as_of(pro_bono_network({4, 300, 120}), make_date(2024, 12, 31)));
  std::size_t fitting = 0, pairs = 0;
  for (const match_project& p : all.projects) {
    for (const match_volunteer& v : all.volunteers) {
      ++pairs;
      fitting += *v.terms.begin <= *p.terms.begin && *p.terms.end() <= *v.terms.end() ? 1u : 0u;
    }
  }
  EXPECT_EQ(pairs, 300u * 80u);
  EXPECT_GT(fitting * 2, pairs);
  EXPECT_LT(fitting * 10, pairs * 9);
}

TEST(ProBonoNetwork, HoldsTheSameNonprofitsWhenItHasMoreProjects) {
  const snapshot small = pro_bono_network({9, 5, 3}), large = pro_bono_network({9, 50, 40});
  for (const char* npo : {"npo_01", "npo_06"}) {
    for (const char* relation : {"requires_skill", "has_need", "employs", "uses"})
      EXPECT_EQ(ties_from(small, npo, relation), ties_from(large, npo, relation)) << npo << ' ' << relation;
    EXPECT_GE(ties_from(small, npo, "requires_skill").size(), 4u);
  }
  EXPECT_EQ(ties_from(small, "volunteer_05", "has_skill"), ties_from(large, "volunteer_05", "has_skill"));
}

TEST(ProBonoNetwork, HoldsNothingThatBeginsAfter2024) {
  const snapshot net = pro_bono_network({1, 100, 50});
  std::size_t planned = 0;
  for_each_made_tie(net, [&](const std::string& name, const tie_record& uv) {
    const date begin = uv.properties.active.begin.latest;
    const bool later = begin > make_date(2024, 12, 31);
    EXPECT_EQ(uv.properties.status == status::planned, later) << name;
    if (later) ++planned;
  });
  EXPECT_GT(planned, 50u);
  EXPECT_EQ(net.last_day(), make_date(2024, 12, 31));
}

// Of each nonprofit's needs some have ended, and of some it uses what addresses them: that is how others learn from it.
TEST(ProBonoNetwork, HasNeedsOfWhichSomeAreSolvedByPractices) {
  const snapshot net = pro_bono_network({1, 10, 50});
  std::set<std::pair<std::string, std::string>> needs, addressed, answered;
  std::size_t ended = 0;
  std::map<std::string, std::set<std::string>> needs_of_practice;
  for_each_made_tie(net, [&](const std::string& name, const tie_record& uv) {
    if (name == "addresses") needs_of_practice[net.key(uv.source)].insert(net.key(uv.target));
    if (name != "has_need" || uv.source.kind != net.schema().index_of<kind::organization>()) return;
    needs.emplace(net.key(uv.source), net.key(uv.target));
    if (uv.properties.active.end != never_ends) ++ended;
  });
  for_each_made_tie(net, [&](const std::string& name, const tie_record& uv) {
    if (name != "uses") return;
    for (const std::string& need : needs_of_practice[net.key(uv.target)]) {
      if (needs.contains({net.key(uv.source), need})) answered.emplace(net.key(uv.source), need);
    }
  });
  EXPECT_GE(needs.size(), 200u);
  EXPECT_GT(ended * 5, needs.size());
  EXPECT_LT(ended * 2, needs.size());
  EXPECT_GT(answered.size() * 5, needs.size());
  EXPECT_LT(answered.size() * 2, needs.size());
}

TEST(ProBonoNetwork, IsThereForOneVolunteerAndOneProject) {
  const snapshot net = pro_bono_network({1, 1, 1});
  EXPECT_TRUE(net.find("volunteer_01") && net.find("project_01") && net.find("npo_02") && !net.find("npo_03"));
}

TEST(ProBonoNetwork, RefusesNoneAndTooMany) {
  EXPECT_EQ(refusal([] { (void)pro_bono_network({1, 0, 5}); }), "0 volunteers; expected 1 to 1000000");
  EXPECT_EQ(refusal([] { (void)pro_bono_network({1, 5, 0}); }), "0 projects; expected 1 to 100000");
  EXPECT_EQ(refusal([] { (void)pro_bono_network({1, 5, 100'001}); }), "100001 projects; expected 1 to 100000");
}

}  // namespace
}  // namespace capnet
