#include <capnet/interop/serialization.hpp>

#include <gtest/gtest.h>

#include <sstream>

#include <boost/archive/binary_iarchive.hpp>
#include <boost/archive/binary_oarchive.hpp>
#include <boost/archive/text_iarchive.hpp>
#include <boost/archive/text_oarchive.hpp>

namespace capnet {
namespace {

struct library {
  static constexpr std::string_view name = "library";
};
struct bookmobile {
  static constexpr std::string_view name = "bookmobile";
  using is = library;
};
struct lends_to {
  static constexpr std::string_view name = "lends_to";
  static constexpr bool directed = true;
  static constexpr relation_traits traits = relation_traits::delivery | relation_traits::part;
  using source = kinds<library>;
  using target = kinds<organization>;
};

snapshot small_network() {
  builder net;
  const capnet::sector bank = net.declare_sector("bank");
  const std::uint32_t file = net.add_file("vertices.csv");
  const auto jnpoc = net.add<organization>("jnpoc", {.name = "日本NPOセンター",
                                                     .name_en = "Japan NPO Center",
                                                     .sector = sector::nonprofit,
                                                     .region = "Tokyo",
                                                     .existence = {.begin = make_date(1996, 11, 22)},
                                                     .aliases = {"JNPOC"},
                                                     .cite = "briefing",
                                                     .attributes = {{"unit", "organization"}},
                                                     .where = {file, 2}});
  const auto dell = net.add<organization>("dell", {.sector = bank, .size = 0});
  const auto nptech = net.add<program>("nptech", {.status = status::planned});
  const auto shelf = net.add<library>("shelf");
  net.tie<participates_in>(dell, nptech,
                           {.active = {.begin = partial_date::fiscal_year(2023), .end = make_date(2025, 1, 1)},
                            .status = status::intended,
                            .weight = 0.1,
                            .recorded = make_date(2024, 7, 23),
                            .role = "supporter",
                            .cite = "briefing",
                            .attributes = {{"since", "2023年度"}},
                            .where = {file, 9}});
  net.retract(net.tie<runs>(dell, nptech));
  net.tie<runs>(jnpoc, nptech);
  net.tie<lends_to>(shelf, jnpoc);
  net.tie<lends_to>(net.add<bookmobile>("van"), jnpoc);
  net.set_sector(dell, sector::company, make_date(2022, 4, 1));
  net.add_figure({.id = "satisfied",
                  .subject = "nptech",
                  .survey = "storage",
                  .label = "satisfied",
                  .kind = figure_kind::percent,
                  .value = decimal{639, 1},
                  .unit = "response",
                  .denominator = 41,
                  .rounding = decimal{1, 1},
                  .approximate = true,
                  .day = partial_date::year(2023),
                  .series = "s",
                  .status = status::target,
                  .cite = "briefing"});
  net.add_source(
      {.id = "briefing", .title = "Media briefing", .publisher = "p", .day = make_date(2024, 7, 23), .url = "u"});
  return std::move(net).freeze();
}

template <class Out, class In>
snapshot round_trip(const snapshot& net) {
  std::stringstream bytes;
  {
    Out archive{bytes};
    archive << net;
  }
  snapshot back;
  In archive{bytes};
  archive >> back;
  return back;
}

void expect_small_network(const snapshot& net) {
  const snapshot as_built = small_network();
  ASSERT_EQ(net.order(), 5u);
  const vertex_ref jnpoc = net.vertex("JNPOC");
  const vertex_properties& p = net.properties(jnpoc);
  EXPECT_EQ(net.key(jnpoc), "jnpoc");
  EXPECT_EQ(p.name, "日本NPOセンター");
  EXPECT_EQ(p.name_en, "Japan NPO Center");
  EXPECT_EQ(p.sector, sector::nonprofit);
  EXPECT_EQ(p.region, "Tokyo");
  EXPECT_EQ(p.existence, spell{make_date(1996, 11, 22)});
  EXPECT_EQ(p.size, std::nullopt);  // unknown stays unknown,
  EXPECT_EQ(p.cite, "briefing");
  EXPECT_EQ(p.attributes, (std::vector<attribute>{{"unit", "organization"}}));
  EXPECT_EQ(p.where, (origin{1, 2}));
  const vertex_ref dell = net.vertex("dell");
  EXPECT_EQ(net.properties(dell).size, 0);  // and zero stays zero
  EXPECT_EQ(net.schema().name(net.sector(dell, make_date(2022, 3, 31))), "bank");
  EXPECT_EQ(net.sector(dell, make_date(2022, 4, 1)), sector::company);
  EXPECT_EQ(net.properties(net.vertex("nptech")).status, status::planned);

  const tie_record& uv = net.tie({net.schema().index_of<participates_in>(), 0});
  EXPECT_EQ(uv.source, dell);
  EXPECT_EQ(uv.properties.active, (spell{partial_date::fiscal_year(2023), make_date(2025, 1, 1)}));
  EXPECT_EQ(uv.properties.status, status::intended);
  EXPECT_EQ(uv.properties.weight, 0.1);
  EXPECT_EQ(uv.properties.recorded, partial_date{make_date(2024, 7, 23)});
  EXPECT_EQ(uv.properties.role, "supporter");
  EXPECT_EQ(uv.properties.cite, "briefing");
  EXPECT_EQ(uv.properties.attributes, (std::vector<attribute>{{"since", "2023年度"}}));
  EXPECT_EQ(uv.properties.where, (origin{1, 9}));
  // The retracted row keeps its number.
  EXPECT_TRUE(net.tie({net.schema().index_of<runs>(), 0}).retracted);
  EXPECT_EQ(net.layer<runs>().size(), 1u);
  EXPECT_EQ(net.layer<lends_to>().size(), 2u);
  EXPECT_EQ(net.schema().parent(net.vertex("van").kind), net.schema().index_of<library>());
  EXPECT_EQ(net.schema().relation(net.schema().index_of<lends_to>()).traits,
            relation_traits::delivery | relation_traits::part);

  ASSERT_EQ(net.figures().size(), 1u);
  const figure& f = net.figures()[0];
  EXPECT_EQ(f.value, (decimal{639, 1}));
  EXPECT_EQ(f.numerator, std::nullopt);
  EXPECT_EQ(f.denominator, 41);
  EXPECT_EQ(f.rounding, (decimal{1, 1}));
  EXPECT_TRUE(f.approximate);
  EXPECT_EQ(f.day, partial_date::year(2023));
  EXPECT_EQ(f.status, status::target);
  EXPECT_EQ(f.kind, figure_kind::percent);
  EXPECT_EQ(f.subject + f.survey + f.label + f.unit + f.series + f.cite, "nptechstoragesatisfiedresponsesbriefing");
  ASSERT_EQ(net.sources().size(), 1u);
  EXPECT_EQ(net.sources()[0].day, partial_date{make_date(2024, 7, 23)});
  EXPECT_EQ(net.sources()[0].title, "Media briefing");
  EXPECT_EQ(net.files(), (std::vector<std::string>{"vertices.csv"}));
  EXPECT_EQ(net.schema().kind_names(), as_built.schema().kind_names());
  EXPECT_EQ(net.schema().all_relations(), as_built.schema().all_relations());
}

TEST(Serialization, GivesTheSameNetworkBackFromText) {
  expect_small_network(round_trip<boost::archive::text_oarchive, boost::archive::text_iarchive>(small_network()));
}

TEST(Serialization, GivesTheSameNetworkBackFromBytes) {
  expect_small_network(round_trip<boost::archive::binary_oarchive, boost::archive::binary_iarchive>(small_network()));
}

TEST(Serialization, KeepsAnEventLogThatABuilderCanGoOnWith) {
  std::stringstream bytes;
  {
    boost::archive::text_oarchive archive{bytes};
    archive << small_network().to_log();
  }
  event_log log;
  boost::archive::text_iarchive archive{bytes};
  archive >> log;
  builder net{std::move(log)};
  EXPECT_THROW(net.add<organization>("jnpoc"), input_error);
  EXPECT_EQ(net.add<organization>("tis").value(), 2u);
}

// What a damaged or forged archive would hold.
TEST(Serialization, RefusesRowsThatABuilderWould) {
  detail::archived_log rows{.kinds = {"organization"}, .sectors = {""}, .vertices = {{{.key = "a"}, {.key = "a"}}}};
  EXPECT_THROW((void)std::move(rows).replay(), input_error);
  rows = {.kinds = {"organization"},
          .sectors = {""},
          .vertices = {{{.key = "a", .properties = {.sector = sector::company}}}}};
  EXPECT_THROW((void)std::move(rows).replay(), input_error) << "a sector that is not named";
  rows = {.kinds = {"organization"},
          .sectors = {""},
          .relations = {{.name = "helps", .source_kinds = {kind_index{7}}, .target_kinds = {kind_index{0}}}}};
  EXPECT_THROW((void)std::move(rows).replay(), input_error) << "a kind that is not named";
  rows = {.kinds = {"organization"},
          .relations = {{.name = "helps", .source_kinds = {kind_index{0}}, .target_kinds = {kind_index{0}}}},
          .ties = {{{.source = {kind_index{0}, 0}, .target = {kind_index{0}, 5}}}}};
  EXPECT_THROW((void)std::move(rows).replay(), input_error) << "a tie to nowhere";
}

TEST(Serialization, MatchesKindsByName) {
  // An archive that numbers its kinds otherwise: 0 is person.
  detail::archived_log rows{
      .kinds = {"person", "organization"}, .sectors = {""}, .vertices = {{{.key = "aki"}}, {{.key = "npo"}}}};
  const event_log log = std::move(rows).replay();
  const snapshot net{log};
  EXPECT_EQ(net.vertex("aki").kind, net.schema().index_of<person>());
}

// Archives of before say of runs that it has no traits, and of attends that it is a contact.
TEST(Serialization, KnowsTheTraitsOfBuiltInRelationsWhateverAnArchiveOfBeforeSays) {
  const kind_index organization{0}, program{1}, event{2}, person{3}, cohort{4};
  detail::archived_log rows{
      .kinds = {"organization", "program", "event", "person", "cohort"},
      .sectors = {""},
      .relations = {{.name = "runs", .source_kinds = {organization}, .target_kinds = {program, event}},
                    {.name = "attends",
                     .source_kinds = {organization, person, cohort},
                     .target_kinds = {event},
                     .nature = tie_nature::deed,
                     .traits = relation_traits::contact}}};
  const event_log log = std::move(rows).replay();
  EXPECT_EQ(log.schema.all_relations(), schema{}.all_relations());
}

TEST(Serialization, RefusesAnotherForm) {
  std::stringstream bytes;
  {
    boost::archive::text_oarchive archive{bytes};
    archive << small_network().to_log();
  }
  boost::archive::text_iarchive archive{bytes};
  event_log log;
  EXPECT_THROW(load(archive, log, 1), input_error);
}

}  // namespace
}  // namespace capnet
