/// What the audit must find in the four data folders.
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include <capnet/io/data_folder.hpp>
#include <capnet/metric/audit.hpp>

#include "unit/metric/audit_fixture.hpp"

namespace capnet {
namespace {

using namespace fixture;

std::vector<finding> audit_case(const std::string& name) {
  return audit(read_folder(std::string{CAPNET_SOURCE_DIR} + "/examples/data/" + name));
}

// 30/41 = 73.2%, 31/41 = 75.6%; 28/41 = 68.3%, 29/41 = 70.7%; 17/23 = 73.9%, 16/23 = 69.6%.
TEST(AuditOfNptech, FindsThat74And70AreNoSharesOf41) {
  const auto found = audit_case("nptech");
  EXPECT_EQ(all_of(found, "percent_impossible").size(), 2u);
  for (const char* id : {"storage_satisfied", "storage_raises_skills"}) {
    const finding f = one_of(found, "percent_impossible", id);
    EXPECT_EQ(number(f, "denominator"), 41);
    EXPECT_EQ(number(f, "smallest_joint_denominator"), 23);
    EXPECT_EQ(f.severity, severity::error);
    EXPECT_EQ(f.cite, texts{"briefing_2024_07"});
  }
  const finding satisfied = one_of(found, "percent_impossible", "storage_satisfied");
  EXPECT_EQ(field<decimal>(satisfied, "value"), written("74"));
  EXPECT_EQ(satisfied.message,
            "74% (participants satisfied) can't be a share of 41 organizations: 30 of 41 is 73.2%, 31 of 41 is 75.6%. "
            "The smallest group that gives both 74% and 70% has 23 respondents.");
}

TEST(AuditOfNptech, LeavesAbout80PercentUndecided) {
  const auto found = audit_case("nptech");
  EXPECT_EQ(one_of(found, "approximate").figures, texts{"nptech_learned_a_lot"});
  EXPECT_TRUE(all_of(found, "interval").empty());  // no denominator of a held percentage is known or inferred alone
  EXPECT_TRUE(all_of(found, "count_inferred").empty());
  EXPECT_TRUE(all_of(found, "denominator_inferred").empty());
}

// 88 - 24 = 64, give or take (1 + 1) / 2.
TEST(AuditOfNptech, TakesTheSurveyAYearBack) {
  const finding f = one_of(audit_case("nptech"), "previous_value");
  EXPECT_EQ(f.figures, (texts{"ctc_materiality", "ctc_materiality_change"}));
  EXPECT_NEAR(real(f, "previous"), .64, 1e-12);
  EXPECT_NEAR(real(f, "previous_low"), .63, 1e-12);
  EXPECT_NEAR(real(f, "previous_high"), .65, 1e-12);
}

TEST(AuditOfNptech, KeepsOrganizationsAndPersonsApart) {
  const finding f = one_of(audit_case("nptech"), "units_differ", "storage_organizations");
  EXPECT_EQ(f.figures, (texts{"storage_organizations", "security_persons"}));
  EXPECT_EQ(field<texts>(f, "units"), (texts{"organization", "person"}));
  EXPECT_TRUE(says(f, "41 organizations and 60 persons cannot be added"));
}

// The STO project: 2019 to 2021. Dell: from 2022. The program that succeeds it later is no conflict.
TEST(AuditOfNptech, SeesDellJoinAfterTheEnd) {
  const finding f = one_of(audit_case("nptech"), "statements_conflict");
  EXPECT_EQ(f.vertices, (texts{"dell", "sto_project"}));
  EXPECT_EQ(field<std::string>(f, "relation"), "participates_in");
  EXPECT_TRUE(says(f, "2022"));
  EXPECT_TRUE(says(f, "2021"));
}

TEST(AuditOfNptech, CountsWhatIsNotHeld) {
  const auto net = read_folder(std::string{CAPNET_SOURCE_DIR} + "/examples/data/nptech");
  std::map<std::string, std::int64_t> expected;
  for (const event_log log = net.to_log(); const auto& relation : log.ties) {
    for (const tie_record& uv : relation) ++expected[std::string{to_string(uv.properties.status)}];
  }
  for (const event_log log = net.to_log(); const auto& kind : log.vertices) {
    for (const vertex_record& v : kind) ++expected[std::string{to_string(v.properties.status)}];
  }
  for (const figure& f : net.figures()) ++expected[std::string{to_string(f.status)}];
  expected.erase("held");
  std::map<std::string, std::int64_t> counts;
  for (const finding& f : all_of(audit(net), "not_held")) counts[field<std::string>(f, "status")] = number(f, "count");
  EXPECT_EQ(counts, expected);
  EXPECT_EQ(counts.size(), 4u);
}

// 23 / .6395 = 35.97 and 23 / .6385 = 36.02; 12 / .3335 = 35.98 and 12 / .3325 = 36.09.
TEST(AuditOfSto, FindsThat36AnsweredAlthough39Attended) {
  const auto found = audit_case("sto");
  for (const char* id : {"want_move_online", "want_rethink_work"}) {
    const finding f = one_of(found, "denominator_inferred", id);
    EXPECT_EQ(list(f, "feasible_denominators"), numbers{36});
    EXPECT_TRUE(is_null(f, "stated_denominator"));
    EXPECT_EQ(list(f, "joint_denominators"), numbers{36});
    EXPECT_EQ(f.severity, severity::warning);
    EXPECT_TRUE(says(f, "although 39 persons are counted there (persons who attended)")) << f.message;
  }
  EXPECT_EQ(number(one_of(found, "denominator_inferred", "want_move_online"), "numerator"), 23);
}

// 23 / .595 = 38.66 and 23 / .585 = 39.32; 8 / .2055 = 38.93 and 8 / .2045 = 39.12.
TEST(AuditOfSto, FindsThatAll39AnsweredOnTheirStaff) {
  const auto found = audit_case("sto");
  for (const char* id : {"it_beside_duties_share", "no_it_nobody_to_ask_share"}) {
    const finding f = one_of(found, "denominator_inferred", id);
    EXPECT_EQ(list(f, "feasible_denominators"), numbers{39});
    EXPECT_EQ(f.severity, severity::info);
  }
}

TEST(AuditOfSto, GivesTheFourIntervals) {
  const auto found = audit_case("sto");
  const auto expect = [&](const char* id, std::int64_t k, std::int64_t n, double low, double high) {
    const finding f = one_of(found, "interval", id);
    EXPECT_EQ(number(f, "numerator"), k);
    EXPECT_EQ(number(f, "denominator"), n);
    EXPECT_NEAR(real(f, "share"), static_cast<double>(k) / static_cast<double>(n), 1e-15);
    EXPECT_NEAR(real(f, "low"), low, 5e-7);
    EXPECT_NEAR(real(f, "high"), high, 5e-7);
  };
  EXPECT_EQ(all_of(found, "interval").size(), 4u);
  expect("want_move_online", 23, 36, .475751, .775244);
  expect("want_rethink_work", 12, 36, .202146, .496660);
  expect("it_beside_duties_share", 23, 39, .434186, .729207);
  expect("no_it_nobody_to_ask_share", 8, 39, .107797, .355340);
}

TEST(AuditOfSto, LeavesHalfUndecided) {
  EXPECT_EQ(one_of(audit_case("sto"), "approximate").figures, texts{"consider_online"});
}

// 35% of 47 = 16.45, 45% = 21.15.
TEST(AuditOfReskilling, ReadsFourTenthsOf47As17To21) {
  const auto found = audit_case("reskilling");
  for (const char* id : {"prefectural_governments", "prefectures_with_members"}) {
    EXPECT_EQ(list(one_of(found, "approximate", id), "feasible_counts"), (numbers{17, 18, 19, 20, 21}));
  }
  EXPECT_TRUE(all_of(found, "interval").empty());
}

// 22/86 = .2558, 22/45 = .4889.
TEST(AuditOfReskilling, BoundsTheRateOfTheSecondEvent) {
  const finding f = one_of(audit_case("reskilling"), "rate_bounds");
  EXPECT_EQ(f.figures, (texts{"second_event_municipalities", "members_may_2023", "members_october_2023"}));
  EXPECT_DOUBLE_EQ(real(f, "low"), 22.0 / 86);
  EXPECT_DOUBLE_EQ(real(f, "high"), 22.0 / 45);
}

TEST(AuditOfReskilling, KeepsMunicipalitiesAndPersonsApartOnce) {
  const finding f = one_of(audit_case("reskilling"), "units_differ");
  EXPECT_EQ(f.figures, (texts{"second_event_municipalities", "second_event_persons"}));
  EXPECT_EQ(field<texts>(f, "units"), (texts{"municipality", "person"}));
}

TEST(AuditOfProbono, OnlySeesWhatIsNotHeld) {
  for (const finding& f : audit_case("probono")) EXPECT_EQ(f.code, "not_held") << f.message;
}

// Every sentence that docs/audit.md sets off is one that the audit says of a case, word for word.
TEST(AuditOfEveryCase, SaysWhatTheDocumentQuotes) {
  std::set<std::string> said;
  for (const char* name : {"nptech", "sto", "reskilling", "probono"}) {
    for (const finding& f : audit_case(name)) said.insert(f.message);
  }
  std::ifstream document{std::string{CAPNET_SOURCE_DIR} + "/docs/audit.md"};
  std::size_t quoted = 0;
  for (std::string line; std::getline(document, line);) {
    if (!line.starts_with("> ")) continue;
    ++quoted;
    EXPECT_TRUE(said.contains(line.substr(2))) << line;
  }
  EXPECT_EQ(quoted, 9u);
}

TEST(AuditOfEveryCase, IsSortedSpeaksBothLanguagesAndCitesSources) {
  for (const char* name : {"nptech", "sto", "reskilling", "probono"}) {
    const snapshot net = read_folder(std::string{CAPNET_SOURCE_DIR} + "/examples/data/" + name);
    std::set<std::string> known;
    for (const source& s : net.sources()) known.insert(s.id);
    std::pair<std::string, std::string> before;
    for (const finding& f : audit(net)) {
      const std::pair key{f.code, f.figures.empty() ? std::string{} : f.figures[0]};
      EXPECT_LE(before, key);
      before = key;
      EXPECT_TRUE(f.message.ends_with(".")) << f.message;
      EXPECT_TRUE(f.message_ja.ends_with("。")) << f.message_ja;
      EXPECT_FALSE(f.cite.empty()) << f.message;
      for (const std::string& id : f.cite) EXPECT_TRUE(known.contains(id)) << id;
    }
  }
}

}  // namespace
}  // namespace capnet
