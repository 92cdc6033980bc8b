#include <capnet/io/data_folder.hpp>

#include <gtest/gtest.h>

#include "scratch_folder.hpp"

namespace capnet {
namespace {

TEST(ReadFolder, ReadsWhatWasSaidAndNothingMore) {
  const scratch_folder folder{
      {"schema.csv", "relation,source_kinds,target_kinds,directed\nlends_to,library,organization|person,yes\n"},
      {"sources.csv", "id,title,publisher,date,url\ns,An article,A paper,2024-01,\n"},
      {"vertices.csv",
       "id,kind,sector,name,name_en,region,size,begin,end,aliases,cite,staff\n"
       "city,library,,市立図書館,City library,,,,,図書館|CL,s,12\n"
       "ann,person,,,,,,,,,,\n"
       "k,skill,,,,,,,,,,\n"
       "npo,organization,church,,,,,2020,FY2024,,s,\n"},
      {"ties.csv",
       "relation,source,target,begin,end,status,weight,recorded,role,cite,importance\n"
       "lends_to,CL,ann,2024-04-01,,planned,0.5,2024-05,friend,s,3\n"
       "has_skill,ann,k,,,,２,,,,\n"},
      {"skills.csv", "id,parent,name,name_en,scale,cite\nit,,IT,IT,,\nk,it,表計算,Spreadsheets,0-4,s\n"},
      {"figures.csv",
       "id,subject,survey,label,kind,value,unit,numerator,denominator,rounding,approximate,date,series,status,cite\n"
       "f,CL,q,readers,percent,６３.９,person,23,,,yes,2024年度,,,s\n"}};
  const snapshot net = read_folder(folder.path());
  const vertex_ref library = net.vertex("city");
  EXPECT_EQ(net.schema().name(library.kind), "library");
  EXPECT_EQ(net.find("図書館"), library);
  const vertex_properties& p = net.properties(library);
  EXPECT_EQ(p.name, "市立図書館");
  EXPECT_EQ(p.name_en, "City library");
  EXPECT_EQ(p.size, std::nullopt) << "empty is unknown";
  EXPECT_EQ(p.attributes, (std::vector<attribute>{{"staff", "12"}}));
  EXPECT_EQ(p.where.line, 2u);
  EXPECT_EQ(net.schema().name(net.properties(net.vertex("npo")).sector), "church");
  EXPECT_EQ(net.properties(net.vertex("npo")).existence,
            (spell{partial_date::year(2020), partial_date::fiscal_year(2024)}));

  const tie_record& lends = net.ties(net.schema().relation_named("lends_to"))[0];
  EXPECT_EQ(lends.source, library);
  EXPECT_EQ(lends.properties.status, status::planned);
  EXPECT_EQ(lends.properties.weight, 0.5);
  EXPECT_EQ(lends.properties.active, (spell{make_date(2024, 4, 1), never_ends}));
  EXPECT_EQ(lends.properties.recorded, (partial_date{make_date(2024, 5, 1), make_date(2024, 5, 31)}));
  EXPECT_EQ(lends.properties.role, "friend");
  EXPECT_EQ(lends.properties.attributes, (std::vector<attribute>{{"importance", "3"}}));
  EXPECT_EQ(net.ties(net.schema().index_of<has_skill>())[0].properties.weight, 2.0) << "full-width digits";

  EXPECT_EQ(net.order<skill>(), 2u) << "k stands in vertices.csv and in skills.csv and is one skill";
  EXPECT_EQ(net.properties(net.vertex("k")).name, "表計算");
  EXPECT_EQ(net.properties(net.vertex("k")).attributes, (std::vector<attribute>{{"parent", "it"}, {"scale", "0-4"}}));

  ASSERT_EQ(net.figures().size(), 1u);
  const figure& f = net.figures()[0];
  EXPECT_EQ(f.subject, "city") << "an alias is the vertex";
  EXPECT_EQ(f.value, (decimal{639, 1}));
  EXPECT_EQ(f.numerator, 23);
  EXPECT_EQ(f.denominator, std::nullopt);
  EXPECT_TRUE(f.approximate);
  EXPECT_EQ(f.day, partial_date::fiscal_year(2024));
  ASSERT_EQ(net.sources().size(), 1u);
  EXPECT_EQ(net.sources()[0].publisher, "A paper");
}

TEST(ReadFolder, TakesDecimalCommasWhereSemicolonsSeparate) {
  const scratch_folder folder{{"vertices.csv", "id;kind;note\na;person;1,5\nk;skill;\n"},
                              {"ties.csv", "relation;source;target;weight\nhas_skill;a;k;2,5\nhas_skill;a;k;-1.25\n"},
                              {"figures.csv", "id;kind;value;rounding\nf;percent;63,9;0,1\ng;count;-12;\n"}};
  const snapshot net = read_folder(folder.path());
  const auto& ties = net.ties(net.schema().index_of<has_skill>());
  EXPECT_EQ(ties[0].properties.weight, 2.5);
  EXPECT_EQ(ties[1].properties.weight, -1.25);
  EXPECT_EQ(net.properties(net.vertex("a")).attributes[0].second, "1,5") << "text stays as it is";
  EXPECT_EQ(net.figures()[0].value, (decimal{639, 1}));
  EXPECT_EQ(net.figures()[0].rounding, (decimal{1, 1}));
  EXPECT_EQ(net.figures()[1].value, (decimal{-12, 0})) << "taken back";
  folder.write("ties.csv", "relation;source;target;weight\nhas_skill;a;k;1.234,5\nhas_skill;a;k;1,234,567\n");
  try {
    (void)read_folder(folder.path());
    FAIL() << "expected input_error";
  } catch (const input_error& refusal) {
    EXPECT_EQ(refusal.problems().size(), 2u) << refusal.what();
  }
}

/// When the first tie of `supports` holds.
spell first_spell(const scratch_folder& folder, const data_folder_options& options) {
  const snapshot net = read_folder(folder.path(), options);
  return net.ties(net.schema().index_of<supports>())[0].properties.active;
}

TEST(ReadFolder, TakesDaysFirstIfToldSo) {
  const scratch_folder folder{
      {"vertices.csv", "id,kind,begin\na,organization,31.12.2023\nb,organization,2024-01\n"},
      {"ties.csv", "relation,source,target,begin,end,recorded\nsupports,a,b,5/4/2024,12/2024,31-5-2024\n"},
      {"sources.csv", "id,date\ns,1/2/2024\n"},
      {"figures.csv", "id,kind,date\nf,count,1/2/2024\n"}};
  EXPECT_EQ(first_spell(folder, {.day_first = true}),
            (spell{make_date(2024, 4, 5), {make_date(2024, 12, 1), make_date(2024, 12, 31)}}));
  const snapshot net = read_folder(folder.path(), data_folder_options{.day_first = true});
  EXPECT_EQ(net.properties(net.vertex("a")).existence.begin, make_date(2023, 12, 31));
  EXPECT_EQ(net.figures()[0].day, make_date(2024, 2, 1));
  EXPECT_EQ(net.sources()[0].day, make_date(2024, 2, 1));
  try {
    (void)read_folder(folder.path());
    FAIL() << "expected input_error";
  } catch (const input_error& refusal) {
    EXPECT_EQ(refusal.problems().size(), 6u) << refusal.what();
    for (const problem& one : refusal.problems())
      EXPECT_NE(one.message.find("or --day-first where the day does"), std::string::npos) << one.message;
  }
}

// Said: until 31 March 2024, in March 2024, in fiscal year 2023. Held through 31 March 2024, all three.
TEST(ReadFolder, TakesEndsAsLastDaysIfToldSo) {
  const scratch_folder folder{{"vertices.csv", "id,kind,end\na,organization,2024\nb,organization,\n"}};
  const auto last = [&](const std::string& begin, const std::string& end) {
    folder.write("ties.csv", "relation,source,target,begin,end\nsupports,a,b," + begin + "," + end + "\n");
    return first_spell(folder, {.inclusive_ends = true});
  };
  for (const char* end : {"2024-03-31", "2024-03", "FY2023"})
    EXPECT_EQ(last("2020-01-01", end), (spell{make_date(2020, 1, 1), make_date(2024, 4, 1)})) << end;
  EXPECT_EQ(last("2020-01-01", "2020-01-01"), (spell{make_date(2020, 1, 1), make_date(2020, 1, 2)})) << "one day";
  EXPECT_EQ(last("2020", "").end, never_ends);
  EXPECT_EQ(last("2020", "9999-12-31").end, never_ends);
  const snapshot net = read_folder(folder.path(), data_folder_options{.inclusive_ends = true});
  EXPECT_EQ(net.properties(net.vertex("a")).existence.end, make_date(2025, 1, 1));
  EXPECT_THROW((void)last("2020-01-02", "2020-01-01"), input_error);
}

TEST(ReadFolder, TakesTablesInOtherEncodings) {
  const scratch_folder folder{{"vertices.csv", "id,kind,name\na,organization,\x93\xFA\x96\x7B\n"},
                              {"ties.csv", "relation,source,target\n"},
                              {"sources.csv", "\xEF\xBB\xBFid,title\ns,日本\n"}};
  const snapshot net = read_folder(folder.path(), data_folder_options{.encoding = "shift_jis"});
  EXPECT_EQ(net.properties(net.vertex("a")).name, "日本");
  EXPECT_EQ(net.sources()[0].title, "日本") << "a table that tells that it is UTF-8";
  EXPECT_THROW((void)read_folder(folder.path()), input_error);
  try {
    (void)read_folder(folder.path(), data_folder_options{.encoding = "shitf_jis"});
    FAIL() << "expected input_error";
  } catch (const input_error& refusal) {
    EXPECT_EQ(refusal.problems().size(), 1u) << refusal.what();
  }
}

TEST(ReadFolder, TellsAnUnknownKindOfFigureOnce) {
  const scratch_folder folder{
      {"vertices.csv", "id,kind\n"},
      {"ties.csv", "relation,source,target\n"},
      {"figures.csv", "id,kind,value,numerator,denominator\nf,percnt,174,1,2\ng,,-5,,\nh,counts,1e3,,\n"}};
  try {
    (void)read_folder(folder.path());
    FAIL() << "expected input_error";
  } catch (const input_error& refusal) {
    std::vector<std::size_t> lines;
    for (const problem& one : refusal.problems()) lines.push_back(one.line);
    EXPECT_EQ(lines, (std::vector<std::size_t>{2, 3, 4, 4})) << "1e3 is one of its own" << refusal.what();
    EXPECT_NE(refusal.problems()[0].message.find("did you mean 'percent'?"), std::string::npos) << refusal.what();
  }
}

TEST(ReadFolder, ReadsTheFourCases) {
  for (const char* name : {"nptech", "sto", "probono", "reskilling"}) {
    const snapshot net = read_folder(std::filesystem::path{CAPNET_SOURCE_DIR} / "examples/data" / name);
    EXPECT_GT(net.order(), 20u) << name;
    for (const event_log log = net.to_log(); const auto& kind : log.vertices) {
      for (const vertex_record& v : kind) EXPECT_FALSE(v.properties.cite.empty()) << name << ": " << v.key;
    }
    for (const event_log log = net.to_log(); const auto& relation : log.ties) {
      for (const tie_record& uv : relation)
        EXPECT_FALSE(uv.properties.cite.empty()) << name << ":" << uv.properties.where.line;
    }
    for (const figure& f : net.figures()) EXPECT_FALSE(f.cite.empty()) << name << ": " << f.id;
  }
}

}  // namespace
}  // namespace capnet
