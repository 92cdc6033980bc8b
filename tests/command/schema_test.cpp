/// Every answer in JSON is as docs/answers.schema.json says.
#include <gtest/gtest.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "run.hpp"

namespace capnet {
namespace {

namespace json = boost::json;

/// As much of JSON Schema (2020-12) as the file uses: type, enum, properties, required, additionalProperties, items,
/// $ref.
class schema_check {
 public:
  explicit schema_check(json::value schema) : schema_(std::move(schema)) {}
  [[nodiscard]] std::vector<std::string> faults(const std::string& definition, const json::value& answer) {
    faults_.clear();
    check(schema_.at("$defs").at(definition), answer, definition);
    return faults_;
  }
  [[nodiscard]] const json::object& definitions() const { return schema_.at("$defs").as_object(); }

 private:
  static bool is(const json::value& v, json::string_view type) {
    return (type == "object" && v.is_object()) || (type == "array" && v.is_array()) ||
           (type == "string" && v.is_string()) || (type == "boolean" && v.is_bool()) ||
           (type == "null" && v.is_null()) || (type == "number" && v.is_number()) ||
           (type == "integer" && (v.is_int64() || v.is_uint64()));
  }
  void fault(const std::string& where, const std::string& what) { faults_.push_back(where + ": " + what); }

  void check(const json::value& rule, const json::value& v, const std::string& where) {
    if (rule.is_bool()) {
      if (!rule.as_bool()) fault(where, "is not expected");
      return;
    }
    const json::object& of = rule.as_object();
    if (const auto* ref = of.if_contains("$ref")) {
      const std::string name = std::string{ref->as_string()}.substr(8);  // #/$defs/
      return check(schema_.at("$defs").at(name), v, where);
    }
    if (const auto* type = of.if_contains("type")) {
      const bool fits =
          type->is_string()
              ? is(v, type->as_string())
              : std::ranges::any_of(type->as_array(), [&](const json::value& one) { return is(v, one.as_string()); });
      if (!fits) return fault(where, json::serialize(v).substr(0, 80) + " is no " + json::serialize(*type));
    }
    if (const auto* words = of.if_contains("enum")) {
      const json::array& all = words->as_array();
      if (std::find(all.begin(), all.end(), v) == all.end()) fault(where, json::serialize(v) + " is none of them");
    }
    if (v.is_array() && of.contains("items")) {
      for (std::size_t k = 0; k < v.get_array().size(); ++k)
        check(of.at("items"), v.get_array()[k], where + '[' + std::to_string(k) + ']');
    }
    if (!v.is_object()) return;
    if (const auto* required = of.if_contains("required")) {
      for (const json::value& name : required->as_array()) {
        if (!v.get_object().contains(name.as_string())) fault(where, "lacks " + json::serialize(name));
      }
    }
    const json::object* const known = of.contains("properties") ? &of.at("properties").as_object() : nullptr;
    for (const auto& field : v.get_object()) {
      const std::string at = where + '.' + std::string{field.key()};
      if (known != nullptr && known->contains(field.key()))
        check(known->at(field.key()), field.value(), at);
      else if (const auto* more = of.if_contains("additionalProperties"))
        check(*more, field.value(), at);
    }
  }

  json::value schema_;
  std::vector<std::string> faults_;
};

schema_check answers_schema() {
  std::ostringstream text;
  text << std::ifstream{CAPNET_SOURCE_DIR "/docs/answers.schema.json"}.rdbuf();
  return schema_check{json::parse(text.str())};
}

TEST(AnswersSchema, HoldsForWhatEveryCommandAnswers) {
  const fixture::workplace place;
  const std::string cases = "'" CAPNET_SOURCE_DIR "/examples/data/";
  const std::string nptech = cases + "nptech' ", probono = cases + "probono_generated' ", own = cases + "own_domain' ",
                    reskilling = cases + "reskilling' ", sto = cases + "sto' ";
  place.write("nodes.csv", "id,side\na,x\nb,y\nc,\n");
  place.write("edges.csv", "source,target,hours\na,b,2\nb,c,1\n");
  const std::vector<std::pair<std::string, std::string>> asked{
      {"show", "show " + nptech},
      {"show", "show " + reskilling + "--window 2023-05..2023-10"},
      {"show", "show " + own},
      {"show", "show --rows " + nptech},
      {"show", "show --nodes nodes.csv --edges edges.csv"},
      {"show --schema", "show --schema " + own},
      {"measure", "measure " + nptech + "--all --group sector"},
      {"measure", "measure " + own + "--relation collaborates_with --directed"},
      {"measure", "measure --nodes nodes.csv --edges edges.csv --group side --weight hours --parallel all"},
      {"measure --list", "measure --list"},
      {"series",
       "series " + nptech + "--measure members,density.delivers,transitivity --from 2023 --to 2024 --every 6m"},
      {"series", "series " + nptech + "--measure members --from 2023 --to 2024 --every 6m --window 1y"},
      {"gap", "gap " + probono},
      {"taxonomy", "taxonomy " + cases + "taxonomies/digcomp'"},
      {"taxonomy", "taxonomy " + cases + "taxonomies/onet'"},
      {"taxonomy --to", "taxonomy " + probono + "--to " + cases + "taxonomies/digcomp' --crosswalk " + cases +
                            "taxonomies/probono_to_digcomp.csv'"},
      {"taxonomy --occupation", "taxonomy " + cases + "taxonomies/onet' --occupation 13-1131.00"},
      {"taxonomy --held", "taxonomy " + probono + "--to " + cases + "taxonomies/digcomp' --crosswalk " + cases +
                              "taxonomies/probono_to_digcomp.csv' --held " + probono},
      {"gap --by", "gap " + probono + "--by person"},
      {"gap --by", "gap " + probono + "--by skill --holders mean"},
      {"gap --by", "gap " + probono + "--by sector"},
      {"gap --since", "gap " + probono + "--since 2024-10"},
      {"drill", "drill " + probono + "--leave .25"},
      {"drill", "drill " + probono + "--hazard .3 --on 2026-04-01 --stability 400"},
      {"drill", "drill " + probono},
      {"mesh", "mesh " + nptech + "--target .2 --seats 2"},
      {"mesh", "mesh " + nptech + "--target 0 --groups 1"},
      {"plan", "plan " + probono + "--money 100000"},
      {"groups", "groups " + probono + "--into 3 --meetings 2"},
      {"match", "match " + probono},
      {"match", "match " + probono + "--stable"},
      {"match", "match " + cases + "probono'"},
      {"peers", "peers " + probono},
      {"peers", "peers " + probono + "--for npo_01 --k 3"},
      {"spread", "spread " + probono + "--from npo_11 --relation shares_knowledge_with --samples 50"},
      {"influence", "influence " + probono + "--relation shares_knowledge_with --k 2 --seed 1"},
      {"spread", "spread " + probono +
                     "--from npo_11 --relation shares_knowledge_with --model seir --dated --from-day 2024 --samples 9 "
                     "--forgetting .1 --coins by_tie"},
      {"spread",
       "spread " + probono + "--from npo_11 --relation shares_knowledge_with --model linear_threshold --normalize"},
      {"spread",
       "spread " + probono + "--from npo_11 --relation shares_knowledge_with --model complex_contagion --share 0.3"},
      {"grow", "grow " + reskilling + "--steps 3 --seed 2"},
      {"fit", "fit " + reskilling + "--series members"},
      {"fit", "fit " + reskilling + "--series members --train-until 2023-11"},
      {"fit", "fit " + cases + "cncf' --joins cncf --train-until 2023-11 --replicas 20"},
      {"whatif", "whatif " + reskilling + "--without benesse --from 2023-06 --steps 2 --replicas 6"},
      {"whatif", "whatif " + reskilling + "--without udemy --steps 2 --replicas 2"},
      {"sweep", "sweep " + reskilling + "--grid 'rate=1.5,2;ties=1,3' --replicas 3 --steps 2"},
      {"sweep", "sweep " + reskilling + "--grid 'homophily=.5' --shard 1/2 --replicas 3 --steps 2"},
      {"sweep --bands", "sweep " + reskilling + "--grid 'rate=1.5,2;ties=1,3' --bands --replicas 9 --steps 2"},
      {"path", "path " + nptech + "--from dell --to tis"},
      {"query", "query " + nptech + "'orgs -delivers-> events'"},
      {"query", "query " + nptech + "'orgs -delivers-> events' --measure --from 2023 --to 2024 --every 1y"},
      {"query --select", "query " + nptech + "'a:orgs -delivers-> b:events' --select a,b"},
      {"query --select", "query " + nptech + "'a:orgs -delivers-> b:events' --group-by a.sector --aggregate 'count()'"},
      {"query --count", "query " + nptech + "'orgs -delivers-> events' --count"},
      {"audit", "audit " + sto},
      {"pack", "pack " + sto + "sto.capnet"},
      {"export", "export " + sto + "out --json"},
      {"generate", "generate probono --projects 1 made --json"},
      {"errors", "show nowhere"}};
  schema_check schema = answers_schema();
  std::vector<std::string> seen{"manifest", "estimate", "columns"};
  for (const auto& [definition, command] : asked) {
    const fixture::outcome told = place.run(command + (command.ends_with(" --json") ? "" : " --format json"));
    EXPECT_EQ(told.status, definition == "errors" ? 2 : 0) << command << told.err;
    EXPECT_EQ(schema.faults(definition, told.json()), std::vector<std::string>{}) << command;
    seen.push_back(definition);
  }
  for (const auto& one : schema.definitions())
    EXPECT_TRUE(std::ranges::count(seen, std::string{one.key()}) > 0) << one.key() << " is not tried";
}

TEST(AnswersSchema, TellsWhatDoesNotFit) {
  schema_check schema = answers_schema();
  EXPECT_EQ(schema.faults("pack", json::parse(R"({"file":"f","bytes":1.5,"vertices":2,"more":1})")),
            (std::vector<std::string>{"pack: lacks \"ties\"", "pack.bytes: 1.5E0 is no \"integer\"",
                                      "pack.more: is not expected"}));
}

}  // namespace
}  // namespace capnet
