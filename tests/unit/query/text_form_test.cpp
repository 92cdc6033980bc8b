#include <capnet/network/builder.hpp>
#include <capnet/query/pipeline.hpp>
#include <capnet/query/text_form.hpp>

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

#include <capnet/core/random.hpp>

namespace capnet {
namespace {

//  tis (company) --delivers--> s1 <--attends-- npo1 (nonprofit, Tokyo), npo2 (nonprofit, 大阪)
//  dell (company) --delivers x2 (2, 3)--> s2 <--attends (.5)-- npo2; <--attends-- city (municipality), club (sector
//  unknown) s1, s2 --part_of--> nptech --succeeds--> sto;  npo1 --collaborates_with-- npo2 --collaborates_with-- city
snapshot seminars() {
  builder b;
  const auto tis = b.add<organization>("tis", {.sector = sector::company}),
             dell = b.add<organization>("dell", {.sector = sector::company});
  const auto npo1 = b.add<organization>("npo1", {.sector = sector::nonprofit, .region = "Tokyo"});
  const auto npo2 = b.add<organization>("npo2", {.sector = sector::nonprofit, .region = "大阪", .aliases = {"NPO 二"}});
  const auto city = b.add<organization>("city", {.sector = sector::municipality}), club = b.add<organization>("club");
  const auto s1 = b.add<event>("s1"), s2 = b.add<event>("s2");
  const auto nptech = b.add<program>("nptech"), sto = b.add<program>("sto");
  b.tie<delivers>(tis, s1);
  b.tie<delivers>(dell, s2, {.weight = 2});
  b.tie<delivers>(dell, s2, {.weight = 3});
  b.tie<attends>(npo1, s1);
  b.tie<attends>(npo2, s1);
  b.tie<attends>(npo2, s2, {.weight = .5});
  b.tie<attends>(city, s2);
  b.tie<attends>(club, s2);
  b.tie<part_of>(s1, nptech);
  b.tie<part_of>(s2, nptech);
  b.tie<succeeds>(nptech, sto);
  b.tie<collaborates_with>(npo1, npo2);
  b.tie<collaborates_with>(npo2, city);
  return b.freeze();
}

/// "npo1:1 npo2:2": ids with their number of walks, by id of the network.
std::string answer(const snapshot& net, std::string_view text) {
  std::string rows;
  for (const query_row& row : query_executor{net}.run(parse_query(net, text))) {
    rows += (rows.empty() ? "" : " ") + net.key(row.vertex) + ":" + std::to_string(row.walks);
  }
  return rows;
}

TEST(QueryText, AsksWhoReachesWhom) {
  const snapshot net = seminars();
  EXPECT_EQ(answer(net, "orgs[sector=company] -delivers-> events <-attends- orgs[sector=nonprofit]"), "npo1:1 npo2:3")
      << "npo2: over tis, twice over dell";
  EXPECT_EQ(answer(net, "organizations"), "tis:1 dell:1 npo1:1 npo2:1 city:1 club:1");
  EXPECT_EQ(answer(net, "org[id=dell]-delivers->event"), "s2:2") << "white space is free";
  EXPECT_EQ(answer(net, "\"organization\"\xE3\x80\x80[ id = \"dell\" ]\n -delivers-> *"), "s2:2")
      << "ideographic space, quotes, any kind";
  EXPECT_EQ(answer(net, "person -attends-> events"), "");
}

TEST(QueryText, FiltersBySectorRegionAndId) {
  const snapshot net = seminars();
  EXPECT_EQ(answer(net, "events -attends- orgs"), answer(net, "events <-attends- orgs"))
      << "either direction: only one fits";
  EXPECT_EQ(answer(net, "orgs[sector=company|municipality]"), "tis:1 dell:1 city:1");
  EXPECT_EQ(answer(net, "orgs[sector!=company]"), "npo1:1 npo2:1 city:1") << "the club's sector is unknown: neither";
  EXPECT_EQ(answer(net, "orgs[sector=unknown]"), "club:1");
  EXPECT_EQ(answer(net, "orgs[sector!=unknown, sector!=company, region=unknown]"), "city:1");
  EXPECT_EQ(answer(net, "orgs[region=大阪]"), "npo2:1");
  EXPECT_EQ(answer(net, "orgs[region!=Tokyo]"), "npo2:1") << "of the others the region is unknown";
  EXPECT_EQ(answer(net, "*[id=npo2|npo1|npo2]"), "npo1:1 npo2:1") << "each once";
  EXPECT_EQ(answer(net, "*[id=\"NPO 二\"] -attends-> events[id!=s1]"), "s2:1") << "by alias";
  EXPECT_EQ(answer(net, "orgs[id=npo1|npo2, id!=npo1]"), "npo2:1");
  EXPECT_EQ(answer(net, "*[id=nptech] <-part_of- events <-attends|delivers- orgs"),
            "tis:1 dell:2 npo1:1 npo2:2 city:1 club:1");
}

//  npo1 - npo2 - city: walks of 1 tie from npo1: npo2; of 2: npo1 and city; of 3: npo2 over npo1, and over city
TEST(QueryText, TakesAStepSeveralTimes) {
  const snapshot net = seminars();
  EXPECT_EQ(answer(net, "*[id=npo1] -collaborates_with{1,3}- orgs"), "npo1:1 npo2:3 city:1");
  EXPECT_EQ(answer(net, "*[id=npo1] -collaborates_with{2}-> orgs"), "npo1:1 city:1")
      << "undirected: a head changes nothing";
  EXPECT_EQ(answer(net, "*[id=npo1] -collaborates_with{0,1}- *"), "npo1:1 npo2:1");
  EXPECT_EQ(answer(net, "events -part_of|succeeds{1,2}-> programs"), "nptech:2 sto:2");
  EXPECT_EQ(answer(net, "events -part_of|succeeds{0,2}-> *"), "nptech:2 sto:2 s1:1 s2:1") << "by kind";
}

TEST(QueryText, KnowsPluralsAndShortForms) {
  builder b;
  b.declare_kind("library");
  b.declare_kind("branch");
  const schema& known = b.schema();
  const auto named = [&](std::string_view word) {
    return find_kind_by_word(known, word) ? known.name(*find_kind_by_word(known, word)) : "-";
  };
  EXPECT_EQ(named("org"), "organization");
  EXPECT_EQ(named("people"), "person");
  EXPECT_EQ(named("persons"), "person");
  EXPECT_EQ(named("courses"), "course");
  EXPECT_EQ(named("libraries"), "library");
  EXPECT_EQ(named("branches"), "branch");
  EXPECT_EQ(named("s"), "-");
  EXPECT_EQ(named(""), "-");
}

struct refusal {
  std::string text;
  std::size_t column;
  std::string message;
};

TEST(QueryText, PointsAtTheCharacterThatIsWrong) {
  const snapshot net = seminars();
  const std::vector<refusal> refusals{
      {"", 1, "the query is empty; expected a kind, such as organizations, and steps, such as -attends-> events"},
      {"  \n", 1, "the query is empty; expected a kind, such as organizations, and steps, such as -attends-> events"},
      {"evnts", 1, "kind 'evnts' is not known; did you mean 'events'?"},
      {"company -delivers-> events", 1,
       "kind 'company' is not known, but a sector is; did you mean organizations[sector=company]?"},
      {"orgs -delivers-> attends", 18,
       "kind 'attends' is not known, but a relation is; did you mean a step -attends->?"},
      {"* -delivers-> events", 1, "a query can't start at everything; expected a kind, or *[id=...]"},
      {"orgs -delivrs-> events", 7, "relation 'delivrs' is not known; did you mean 'delivers'?"},
      {"orgs[sector=compny]", 13, "sector 'compny' is not known; did you mean 'company'?"},
      {"orgs[region=Tokio]", 13,
       "nothing has region 'Tokio'; expected a region as in the data, or unknown; did you mean 'Tokyo'?"},
      {"orgs[regon=Tokyo]", 6,
       "'regon' can't be asked for; expected id, name, name_en, region, sector or size; did you mean 'region'?"},
      {"orgs[id=npo3]", 9, "'npo3' is not in the network; expected the id of a vertex; did you mean 'npo1'?"},
      {"orgs[id=大阪|s1]", 9, "'大阪' is not in the network; expected the id of a vertex"},
      {"orgs[id=s1]", 9, "'s1' is of kind event; expected organization"},
      {"orgs[region=大阪] -delivers-> events <-delivers- skills", 38,
       "'delivers' goes from organization or person to event or course, but this step goes against it from event to "
       "skill; did you mean -teaches->?"},
      {"events -delivers-> orgs", 9,
       "'delivers' goes from organization or person to event or course, but this step goes from event to organization; "
       "did you mean <-delivers-, <-runs- or <-attends-?"},
      {"skills -delivers-> *", 9,
       "'delivers' goes from organization or person to event or course, but this step goes from skill; did you mean "
       "<-has_skill-, <-requires_skill- or <-teaches-?"},
      {"goals -attends- tools", 8,
       "'attends' goes from organization, person or cohort to event, but this step goes from goal to tool; no relation "
       "does"},
      {"orgs -attends{2}-> events", 6,
       "this step can't be taken 2 times from organization: after 1 it leads no further; expected {1}"},
      {"events -part_of{1,3}-> events", 9,
       "'part_of' goes from program or event to program, but this step goes from event to event; did you mean "
       "-depends_on-> or <-depends_on-?"},
      {"orgs -attends|attends-> events", 15, "relation 'attends' stands twice in one step; expected each once"},
      {"orgs orgs", 6, "found 'orgs'; expected a step such as -attends-> or <-attends-, 'where', or the end"},
      {"orgs ]", 6, "found ']'; expected a step such as -attends-> or <-attends-, 'where', or the end"},
      {"orgs 　組織", 7, "found '組織'; expected a step such as -attends-> or <-attends-, 'where', or the end"},
      {"orgs -attends->", 16, "the query ends here; expected a kind such as organizations, or * for any"},
      {"orgs --> events", 7, "found '-'; expected a relation such as attends"},
      {"orgs -attends events", 15, "found 'events'; expected '->', or '-' for either direction"},
      {"orgs <-attends-> events", 15,
       "the step has a head at both ends; expected '-' here, or '-' at both ends for either direction"},
      {"orgs <-attends> events", 15, "found '>'; expected '-'"},
      {"orgs[sector=company", 5, "the bracket that begins here does not end; expected a closing ]"},
      {"orgs[sector]", 12, "found ']'; expected '=', '!=', '<', '<=', '>' or '>='"},
      {"orgs[sector=]", 13, "found ']'; expected a value; one with spaces or signs stands in \"quotes\""},
      {"orgs[sector=company nonprofit]", 21,
       "found 'nonprofit'; expected ',' and another filter, '|' and another value, or ']'"},
      {"orgs[region=大阪, id=\"npo1]", 20, "the quote that begins here does not end; expected a closing \""},
      {"orgs -attends{x}-> events", 15, "found 'x'; expected a number of ties, such as {2} or {1,3}"},
      {"orgs -attends{0}-> events", 14, "a step of no tie leads nowhere; expected at least 1, such as {1,3}"},
      {"orgs -attends{3,1}-> events", 14, "from 3 to 1 ties; expected the fewest first, such as {1,3}"},
      {"orgs -attends{1-> events", 16, "found '-'; expected '}'"},
      {"orgs -attends{99999999999}-> events", 15, "this number is out of range; expected at most 64"},
      {"orgs -collaborates_with{65}- orgs", 6, "walks of more than 64 ties; expected at most that many"},
      {"orgs\x01", 5, "found a control character; expected none"},
      {"orgs\xC2\x9B", 5, "found a control character; expected none"},
      {"大\xFF", 2, "this is not UTF-8; expected text in UTF-8"},
  };
  for (const refusal& expected : refusals) {
    try {
      static_cast<void>(parse_query(net, expected.text));
      ADD_FAILURE() << expected.text << ": no error";
    } catch (const query_text_error& error) {
      const problem& first = error.problems().front();
      EXPECT_EQ(first.message, expected.message) << expected.text;
      EXPECT_EQ(first.column, expected.column) << expected.text;
      EXPECT_EQ(first.file, "query");
    }
  }
}

TEST(QueryText, TellsAllFaultsOfMeaningAtOnceEachWithACaret) {
  const snapshot net = seminars();
  try {
    static_cast<void>(parse_query(net, "orgs[region=大阪府]\n -delivrs-> evnts"));
    FAIL();
  } catch (const query_text_error& error) {
    ASSERT_EQ(error.problems().size(), 3u);
    EXPECT_EQ(to_string(error.problems()[0]),
              "query:1:13: nothing has region '大阪府'; expected a region as in the data, or unknown");
    EXPECT_EQ(to_string(error.problems()[1]), "query:2:3: relation 'delivrs' is not known; did you mean 'delivers'?");
    EXPECT_EQ(to_string(error.problems()[2]), "query:2:13: kind 'evnts' is not known; did you mean 'events'?");
    EXPECT_EQ(error.excerpts()[0], "  orgs[region=大阪府]\n              ^");
    EXPECT_EQ(error.excerpts()[2], "   -delivrs-> evnts\n              ^");
  }
  try {  // wide characters before the fault take two columns
    static_cast<void>(parse_query(net, "orgs[region=大阪] -x-> events"));
    FAIL();
  } catch (const query_text_error& error) {
    EXPECT_EQ(error.problems()[0].column, 18u);
    EXPECT_EQ(error.excerpts()[0], "  orgs[region=大阪] -x-> events\n                     ^");
  }
}

TEST(QueryText, HasLimitsAndCutsLongLines) {
  const snapshot net = seminars();
  EXPECT_THROW(static_cast<void>(parse_query(net, std::string(10'001, ' '))), query_text_error);
  std::string values = "orgs[id=npo1";
  for (int k = 0; k < 1'000; ++k) values += "|npo1";
  EXPECT_THROW(static_cast<void>(parse_query(net, values + "]")), query_text_error);
  std::string steps = "events";
  for (int k = 0; k < 32; ++k) steps += " <-attends- orgs -attends-> events";
  EXPECT_NO_THROW(static_cast<void>(parse_query(net, steps)));
  EXPECT_THROW(static_cast<void>(parse_query(net, steps + " <-attends- orgs")), query_text_error);
  try {
    static_cast<void>(
        parse_query(net, "orgs[region=" + std::string(200, 'x') + ", sector=y" + std::string(200, 'z') + "]"));
    FAIL();
  } catch (const query_text_error& error) {
    for (const problem& fault : error.problems()) EXPECT_LE(fault.message.size(), 300u);
    for (const std::string& excerpt : error.excerpts()) EXPECT_LE(excerpt.size(), 300u);
    EXPECT_EQ(error.excerpts()[1].substr(0, 5), "  ...");
  }
}

// Texts made of pieces of queries, cut and joined anyhow: a plan that runs, or an error at a place within the text.
TEST(QueryText, AnswersOrRefusesWhateverIsPutTogether) {
  const snapshot net = seminars();
  const std::vector<std::string> pieces{"orgs",
                                        "events",
                                        "*",
                                        "[",
                                        "]",
                                        "sector",
                                        "=",
                                        "!=",
                                        "company",
                                        "|",
                                        ",",
                                        "-",
                                        "->",
                                        "<-",
                                        "attends",
                                        "delivers",
                                        "collaborates_with",
                                        "{",
                                        "}",
                                        "1",
                                        "2",
                                        "\"",
                                        "\\",
                                        " ",
                                        "　",
                                        "大阪",
                                        "\xE5",
                                        "\n",
                                        "id",
                                        "npo1",
                                        "region",
                                        "unknown",
                                        "programs",
                                        "part_of",
                                        "-attends->",
                                        "<-delivers-",
                                        "[sector=company]",
                                        "\x7F",
                                        "\xC2\x85",
                                        "'",
                                        "{0,3}",
                                        "a:",
                                        "a",
                                        "[hours>=2]",
                                        " where ",
                                        "a.size>1",
                                        " and "};
  std::size_t answered = 0;
  for (std::uint32_t replica = 0; replica < 20'000; ++replica) {
    random_stream rng{{.seed = 11, .replica = replica}};
    std::string text = rng.bernoulli(.5) ? "orgs" : "";
    for (std::uint32_t k = 1 + rng.below(10); k > 0; --k)
      text += pieces[rng.below(static_cast<std::uint32_t>(pieces.size()))];
    try {
      static_cast<void>(query_executor{net}.run(parse_query(net, text)));
      ++answered;
    } catch (const query_text_error& error) {
      for (const problem& fault : error.problems()) {
        EXPECT_GE(fault.column, 1u);
        EXPECT_LE(fault.column, text.size() + 1) << text;
        EXPECT_FALSE(fault.message.empty());
      }
    }
  }
  EXPECT_GT(answered, 50u);
}

// Random queries against their definition: walks over the rows of the log, one tie after the other.
struct tally {
  std::uint64_t walks = 0;
  double weight = 0;
};
using tallies = std::map<vertex_ref, tally>;

tallies walked(const snapshot& net, const tallies& from, const std::vector<std::pair<std::string, int>>& ways,
               date day) {
  tallies next;
  for (const auto& [name, heads] : ways) {  // heads: 1 along, 2 against, 3 either
    const relation_index r = net.schema().relation_named(name);
    const bool directed = net.schema().relation(r).directed;
    const network_view view = as_of(net, day);
    view.for_each_tie(r, [&](tie_ref t, const auto&) {
      const tie_record uv = net.tie(t);
      const auto add = [&](vertex_ref a, vertex_ref b) {
        const auto at = from.find(a);
        if (at == from.end()) return;
        next[b].walks += at->second.walks;
        next[b].weight += at->second.weight * uv.properties.weight.value_or(1);
      };
      if (!directed || heads & 1) add(uv.source, uv.target);
      if (directed ? (heads & 2) != 0 : uv.source != uv.target) add(uv.target, uv.source);
    });
  }
  return next;
}

TEST(QueryText, EqualsItsDefinitionOnRandomNetworksAndQueries) {
  std::size_t asked = 0;
  for (std::uint32_t replica = 0; replica < 1'000; ++replica) {
    random_stream rng{{.seed = 12, .replica = replica}};
    builder b;
    std::vector<vertex_ref> all;
    const char* const regions[] = {"", "Tokyo", "大阪"};
    for (std::uint32_t k = 0; k < 8; ++k) {
      const auto v = b.add<organization>(
          "o" + std::to_string(k), {.sector = static_cast<sector>(rng.below(4)), .region = regions[rng.below(3)]});
      all.push_back({b.schema().index_of<organization>(), v.value()});
    }
    for (std::uint32_t k = 0; k < 4; ++k)
      all.push_back({b.schema().index_of<person>(), b.add<person>("p" + std::to_string(k)).value()});
    const std::vector<std::string> names{"supports", "collaborates_with", "shares_knowledge_with", "employs"};
    for (int k = 0; k < 40; ++k) {
      const relation_index r = b.schema().relation_named(names[rng.below(4)]);
      const vertex_ref u = all[rng.below(12)], v = all[rng.below(12)];
      if (!b.schema().relation(r).admits(u.kind, v.kind)) continue;
      tie_properties p{.status = rng.bernoulli(.1) ? status::planned : status::held};
      if (rng.bernoulli(.5)) p.weight = rng.below(4);
      if (rng.bernoulli(.3)) p.active.end = make_date(2024, 1, 1 + rng.below(28));
      b.add_tie(r, u, v, p);
    }
    const snapshot net = b.freeze();
    const date day = make_date(2024, 1, 14);
    tallies expected;
    for (const vertex_ref v : net.vertices(net.schema().index_of<organization>())) expected[v] = {1, 1};
    std::string text = "orgs";
    const auto filter = [&] {
      if (rng.bernoulli(.6)) return;
      const bool negated = rng.bernoulli(.3);
      const sector s = static_cast<sector>(rng.below(4));
      text += std::string{"[sector"} + (negated ? "!=" : "=") +
              (s == sector::unknown ? "unknown" : net.schema().name(s)) + "]";
      std::erase_if(expected, [&](const auto& row) {
        const sector own = net.sector(row.first);
        return negated ? own == sector::unknown || own == s : own != s;
      });
    };
    filter();
    for (std::uint32_t steps = 1 + rng.below(3); steps > 0; --steps) {
      const int heads = 1 + static_cast<int>(rng.below(3));
      std::vector<std::pair<std::string, int>> ways{{names[rng.below(4)], heads}};
      if (rng.bernoulli(.4)) {
        const std::string other = names[rng.below(4)];
        if (other != ways[0].first) ways.emplace_back(other, heads);
      }
      const std::uint32_t fewest = rng.below(2), most = 1 + rng.below(2);
      const bool repeated = rng.bernoulli(.3);
      text += std::string{heads == 2 ? " <-" : " -"} + ways[0].first + (ways.size() > 1 ? "|" + ways[1].first : "");
      if (repeated) text += "{" + std::to_string(fewest) + "," + std::to_string(most) + "}";
      text += heads == 1 ? "-> " : "- ";
      tallies front = expected, sum;
      for (std::uint32_t ties = 0; ties <= (repeated ? most : 1); ++ties) {
        if (ties > 0) front = walked(net, front, ways, day);
        if (ties < (repeated ? fewest : 1)) continue;
        for (const auto& [v, t] : front) sum[v].walks += t.walks, sum[v].weight += t.weight;
      }
      expected = sum;
      const bool any = rng.bernoulli(.4), people = rng.bernoulli(.3);
      text += any ? "*" : people ? "people" : "orgs";
      const kind_index wanted = people ? net.schema().index_of<person>() : net.schema().index_of<organization>();
      if (!any) std::erase_if(expected, [&](const auto& row) { return row.first.kind != wanted; });
      filter();
    }
    query_plan plan;
    try {
      plan = parse_query(net, text);
    } catch (const query_text_error& error) {  // the schema refuses what could find nothing
      EXPECT_TRUE(expected.empty() || std::string{error.what()}.find("no further") != std::string::npos ||
                  std::string{error.what()}.find("goes") != std::string::npos)
          << text << '\n'
          << error.what();
      continue;
    }
    ++asked;
    plan.day = day;
    const auto rows = query_executor{net}.run(plan);
    ASSERT_EQ(rows.size(), expected.size()) << text;
    for (const query_row& row : rows) {
      ASSERT_EQ(row.walks, expected[row.vertex].walks) << text;
      ASSERT_NEAR(row.weight, expected[row.vertex].weight, 1e-9) << text;
    }
  }
  EXPECT_GT(asked, 400u);
}

}  // namespace
}  // namespace capnet
