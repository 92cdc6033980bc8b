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
