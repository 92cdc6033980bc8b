/// A network whose kinds and relations are all of one's own is answered as its built-in twin, to the last bit.
#include <capnet/metric/audit.hpp>
#include <capnet/metric/hub_to_mesh.hpp>
#include <capnet/metric/measure_series.hpp>
#include <capnet/metric/partner.hpp>
#include <capnet/metric/survival.hpp>
#include <capnet/metric/turnover.hpp>

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include <capnet/core/random.hpp>
#include <capnet/io/data_folder.hpp>
#include <capnet/io/native_file.hpp>
#include <capnet/network/builder.hpp>

#include "own_words.hpp"
#include "same_estimate.hpp"
#include "scratch_folder.hpp"

namespace capnet {
namespace {

/// What is said, in the built-in words.
struct story {
  struct someone {
    std::string kind, key;
    vertex_properties properties{};
  };
  struct tied {
    std::string relation, source, target;
    tie_properties properties{};
  };
  std::vector<someone> vertices{};
  std::vector<tied> ties{};
  std::vector<figure> figures{};

  /// In the words of the schema that `net` knows: the built-in ones, or one's own.
  [[nodiscard]] snapshot said_to(builder net, bool own) const {
    const auto word = [&](const std::string& built_in) { return own ? own_words::words.at(built_in) : built_in; };
    for (const someone& v : vertices) net.add_vertex(*net.schema().find_kind(word(v.kind)), v.key, v.properties);
    for (const tied& uv : ties) {
      net.add_tie(net.schema().relation_named(word(uv.relation)), *net.find(uv.source), *net.find(uv.target),
                  uv.properties);
    }
    for (const figure& f : figures) net.add_figure(f);
    return net.freeze();
  }
};

/// The three: in built-in words, in own ones declared in C++, and in own ones declared in a folder.
struct twins {
  snapshot built_in, from_code, from_folder;
  explicit twins(const story& all)
      : built_in{all.said_to(builder{}, false)}, from_code{all.said_to(own_words::declared(), true)} {
    const scratch_folder declared{{"kinds.csv", own_words::kinds_csv},
                                  {"schema.csv", own_words::schema_csv},
                                  {"vertices.csv", "id,kind\n"},
                                  {"ties.csv", "relation,source,target\n"}};
    const snapshot told = all.said_to(builder{read_folder(declared.path())}, true);
    const scratch_folder folder, packed;
    write_folder(told, folder.path() / "own");
    write_native(read_folder(folder.path() / "own"), packed.path() / "own.capnet");
    from_folder = read_native(packed.path() / "own.capnet");
  }
};

/// All measures with a value of the whole, with those of relations; families by the names of their subjects there.
std::vector<std::pair<std::string, std::string>> measures_of(const measure_context& context) {
  std::vector<std::pair<std::string, std::string>> names;
  for (const measure_row& row : measure_rows()) {
    const std::string name{row.info->name};
    if (!row.family()) {
      if (row.graph == nullptr || !row.graph->of_vertices) names.emplace_back(name, name);
      continue;
    }
    for (const std::string& subject : row.network->subjects(context.certain())) {
      const auto own = own_words::words.find(subject);
      names.emplace_back(name + subject, name + (own == own_words::words.end() ? subject : own->second));
    }
  }
  return names;
}
asked_measure asked(const std::string& name) { return find_measures(std::vector{name}).front(); }

std::vector<std::string> keys(const snapshot& net, const std::vector<vertex_ref>& vertices) {
  std::vector<std::string> all;
  for (const vertex_ref v : vertices) all.push_back(net.key(v));
  return all;
}
std::vector<std::string> ordered_keys(const snapshot& net, const std::vector<vertex_ref>& vertices) {
  std::vector<std::string> all = keys(net, vertices);
  std::ranges::sort(all);
  return all;
}

void expect_alike(const estimate& a, const estimate& b, const std::string& where) {
  expect_same(a, b, where);
  EXPECT_EQ(a.cite, b.cite) << where;
  EXPECT_EQ(a.ties.size(), b.ties.size()) << where;
}

/// The same value, interval, coverage, sources and number of rows for every measure, and the same vertices behind them.
void expect_alike(const network_view& built_in, const network_view& own, const std::string& where) {
  const measure_context a{built_in}, b{own};
  const snapshot &here = built_in.net(), &there = own.net();
  for (const auto& [name, own_name] : measures_of(a)) {
    const estimate x = asked(name)(a), y = asked(own_name)(b);
    expect_alike(x, y, name + where);
    EXPECT_EQ(ordered_keys(here, x.vertices), ordered_keys(there, y.vertices)) << name << where;
  }
  EXPECT_EQ(measures_of(a).size(), measures_of(b).size()) << where;
  const kind_index organizations = built_in.schema().index_of<kind::organization>();
  EXPECT_EQ(keys(here, participants(built_in, organizations)), keys(there, participants(own, organizations))) << where;
  const auto name_of = [](const snapshot& net, std::optional<vertex_ref> v) { return v ? net.key(*v) : std::string{}; };
  EXPECT_EQ(name_of(here, a.certain().backbone()), name_of(there, b.certain().backbone())) << where;
  const flattened &g = a.certain().organizations(), &h = b.certain().organizations();
  ASSERT_EQ(keys(here, g.vertices), keys(there, h.vertices)) << where;
  for (vertex_index u = 0; u < g.graph.order(); ++u) {
    const auto x = g.graph.successors(u), y = h.graph.successors(u);
    ASSERT_TRUE(std::equal(x.begin(), x.end(), y.begin(), y.end())) << here.key(g.vertices[u]) << where;
  }
  graph_findings scores, own_scores;
  for (const measure_row& row : measure_rows()) {
    if (row.graph == nullptr || !row.graph->of_vertices) continue;
    row.graph->find(a.certain().context(), scores), row.graph->find(b.certain().context(), own_scores);
  }
  ASSERT_EQ(scores.vertices.size(), own_scores.vertices.size());
  for (std::size_t k = 0; k < scores.vertices.size(); ++k)
    EXPECT_EQ(scores.vertices[k].values, own_scores.vertices[k].values) << scores.vertices[k].name << where;
  const auto ties = meshing_ties(a), own_ties = meshing_ties(b);
  ASSERT_EQ(ties.size(), own_ties.size()) << where;
  for (std::size_t k = 0; k < ties.size(); ++k) {
    EXPECT_EQ(keys(here, {ties[k].a, ties[k].b}), keys(there, {own_ties[k].a, own_ties[k].b})) << where;
    EXPECT_EQ(ties[k].dependence_after, own_ties[k].dependence_after) << where;
  }
  for (const auto& [some, others] :
       {std::pair{meshing_meetings(a), meshing_meetings(b)}, {planned_meetings(a), planned_meetings(b)}}) {
    ASSERT_EQ(some.size(), others.size()) << where;
    for (std::size_t k = 0; k < some.size(); ++k) {
      EXPECT_EQ(keys(here, some[k].present), keys(there, others[k].present)) << where;
      EXPECT_EQ(some[k].dependence_after, others[k].dependence_after) << where;
    }
  }
  for (const partner_scale scale : {partner_scale::trust, partner_scale::value}) {
    const auto some = partner_scores(a, scale), others = partner_scores(b, scale);
    ASSERT_EQ(some.size(), others.size()) << where;
    for (std::size_t k = 0; k < some.size(); ++k) expect_alike(some[k].value, others[k].value, "rating" + where);
  }
}

/// What the audit finds, but of `supports`: of its own word, which has no trait, nothing is known.
std::vector<std::string> audited(const snapshot& net) {
  std::vector<std::string> all;
  for (const finding& f : audit(net)) {
    if (const finding_value* relation = f.find("relation")) {
      const std::string& name = std::get<std::string>(*relation);
      if (name == "supports" || name == "backs") continue;
    }
    std::string one = f.code + ':';
    for (const auto& words : {f.figures, f.vertices, f.cite}) {
      for (const std::string& word : words) one += ' ' + word;
    }
    all.push_back(std::move(one));
  }
  std::ranges::sort(all);
  return all;
}

spell since(int year, unsigned month, unsigned day) { return {.begin = partial_date{make_date(year, month, day)}}; }

//            p (heads: h)             q (heads: a)      goals    a: x y   b: x   c: x   p: x
//      a   b   c   d   ring g   t         e             needs    b: n1   c: n2   d: n1   e: n3
//      |   |   |   |                                    doing    h: p, forum   a: q, aid   b: care   c: care
//      a---b   c-->d    h==>a (backs)                   answers  aid: n1   drill: n2, and drill is part of p
//      forum: h hosts, a and b visit; later builds on forum
story drawn() {
  story all;
  const spell joined = since(2022, 7, 1);
  for (const char* key : {"h", "a", "b", "c", "d", "e"}) {
    all.vertices.push_back({"organization", key, {.sector = *key < 'd' ? sector::nonprofit : sector::company}});
  }
  all.vertices.push_back({"cohort", "g", {.size = 10, .attributes = {{"unit", "organization"}}}});
  all.vertices.push_back({"person", "t"});
  for (const auto& [kind, key] : {std::pair{"program", "p"},
                                  {"program", "q"},
                                  {"event", "forum"},
                                  {"event", "later"},
                                  {"event", "drill"},
                                  {"goal", "x"},
                                  {"goal", "y"},
                                  {"indicator", "trained"},
                                  {"need", "n1"},
                                  {"need", "n2"},
                                  {"need", "n3"},
                                  {"offer", "aid"},
                                  {"practice", "care"},
                                  {"tool", "list"}}) {
    all.vertices.push_back({kind, key});
  }
  const auto say = [&](const char* relation, const char* source, const char* target, const spell& when = {}) {
    all.ties.push_back({relation, source, target, {.active = when}});
  };
  say("runs", "h", "p", joined), say("runs", "a", "q", joined);
  for (const char* who : {"a", "b", "c", "d", "g", "t"}) say("participates_in", who, "p", joined);
  say("participates_in", "e", "q", joined);
  say("pursues", "a", "x"), say("pursues", "a", "y"), say("pursues", "b", "x"), say("pursues", "c", "x");
  say("pursues", "p", "x"), say("measures", "p", "trained");
  say("has_need", "b", "n1"), say("has_need", "c", "n2"), say("has_need", "d", "n1"), say("has_need", "e", "n3");
  say("offers", "a", "aid"), say("addresses", "aid", "n1");
  say("part_of", "drill", "p"), say("addresses", "drill", "n2");  // which nobody delivers
  say("uses", "b", "care"), say("uses", "c", "care"), say("uses", "d", "list");
  const spell spring = since(2023, 5, 10);
  say("delivers", "h", "forum", spring), say("attends", "a", "forum", spring), say("attends", "b", "forum", spring);
  say("depends_on", "later", "forum", since(2023, 11, 1));
  say("collaborates_with", "a", "b", since(2023, 2, 1)), say("shares_knowledge_with", "c", "d", since(2023, 9, 1));
  say("supports", "h", "a", joined), say("member_of", "t", "a");
  all.ties[all.ties.size() - 2].properties.attributes = {{"reliability", 4}, {"openness", 3}, {"power", 2}};
  for (const char* who : {"a", "b"}) {
    all.figures.push_back({.id = std::string{"of "} + who,
                           .subject = who,
                           .label = "trained",
                           .value = decimal{5, 0},
                           .unit = "person",
                           .day = partial_date::year(2023)});
  }
  return all;
}

TEST(OwnWords, AreAnsweredAsTheBuiltInOnesInADrawnNetwork) {
  const twins net{drawn()};
  for (const snapshot* own : {&net.from_code, &net.from_folder}) {
    EXPECT_EQ(own->order(), net.built_in.order());
    EXPECT_EQ(own->size(), net.built_in.size());
    for (std::size_t r = 0; r < schema{}.relation_count(); ++r)
      EXPECT_EQ(own->layer(static_cast<relation_index>(r)).size(), 0u) << "no tie is of a built-in relation";
    const network_view view = as_of(*own, make_date(2023, 12, 31));
    const measure_context now{view};
    const auto value = [&](const char* name) { return asked(name)(now); };
    EXPECT_EQ(value("members").value, 6) << "h, who heads p, a to d who join it, e who joins q; a heads q too";
    // J(a, b) = J(a, c) = 1/2, J(b, c) = 1, of 3 whose goals are known among 6 organizations and a ring
    EXPECT_NEAR(*value("common_agenda").value, 2.0 / 3, 1e-15);
    EXPECT_NEAR(value("common_agenda").coverage, 3.0 / 7, 1e-15);
    EXPECT_NEAR(*value("shared_measurement").value, 2.0 / 7, 1e-15) << "a and b of 7 report what p counts in 2023";
    EXPECT_NEAR(*value("mutually_reinforcing_activities").value, 2.0 / 3, 1e-15)
        << "n1 by what a lends, n2 by a part of what h heads, n3 by nothing";
    EXPECT_NEAR(value("mutually_reinforcing_activities").coverage, 4.0 / 7, 1e-15);
    EXPECT_NEAR(*value("activity_differentiation").value, 5.0 / 6, 1e-15)
        << "of the pairs of h, a, b and c, b and c do the same, the others nothing alike";
    EXPECT_NEAR(*value("hand_off_share").value, 1.0 / 3, 1e-15) << "later builds on forum; a-b and c-d are contacts";
    // 7 members and 3 half-years each; h, a, b met in the second, a, b, c, d in the third
    EXPECT_EQ(value("continuous_communication").numerator, 7);
    EXPECT_EQ(value("continuous_communication").denominator, 21);
    EXPECT_NEAR(value("continuous_communication").coverage, 5.0 / 7, 1e-15);
    EXPECT_EQ(own->key(*now.certain().backbone()), "h") << "5 follow p, 1 follows q";
    EXPECT_NEAR(*value("backbone_support").value, 4.0 / 5, 1e-15) << "all but e";
    EXPECT_NEAR(*value("backbone_dependence").value, 2.0 / 5, 1e-15) << "a, b, e are left, and apart from them c, d";
    EXPECT_EQ(now.certain().organizations().graph.size(), 7u) << "h-a h-b h-c h-d a-e a-b c-d";
    expect_alike(as_of(net.built_in, make_date(2023, 12, 31)), view, " drawn");
  }
}

/// 40 organizations with programs, events, cohorts, persons and all that the conditions ask for; dates that are exact,
/// partial or missing; some statements planned, some sources cited.
story busy(std::uint32_t replica) {
  random_stream rng{{.seed = 41, .replica = replica}};
  story all;
  const date first = make_date(2022, 1, 1);
  const auto day = [&](std::uint32_t from, std::uint32_t span) {
    const date at = first + std::chrono::days{from + rng.below(span)};
    return rng.bernoulli(.8) ? partial_date{at} : partial_date{at, at + std::chrono::days{rng.below(40)}};
  };
  const auto when = [&](double begins, double ends) {
    spell s;
    if (rng.bernoulli(begins)) s.begin = day(0, 500);
    if (rng.bernoulli(ends)) s.end = day(300, 600);
    if (s.end.latest < s.begin.latest) s.end = never_ends;
    return s;
  };
  const auto status = [&] { return rng.bernoulli(.93) ? status::held : status::planned; };
  const auto add = [&](const char* kind, const std::string& name, std::uint32_t n) {
    std::vector<std::string> keys;
    for (std::uint32_t k = 0; k < n; ++k) {
      vertex_properties p{.existence = when(.2, .2), .status = status(), .cite = rng.bernoulli(.5) ? "s" : ""};
      const bool cohort = std::string_view{kind} == "cohort";
      if (cohort) p.size = 5 + rng.below(20), p.attributes = {{"unit", k % 2 == 0 ? "organization" : "person"}};
      if (std::string_view{kind} == "organization" && rng.bernoulli(.8))
        p.sector = static_cast<sector>(1 + rng.below(3));
      keys.push_back(name + std::to_string(k));
      all.vertices.push_back({kind, keys.back(), std::move(p)});
    }
    return keys;
  };
  using keys_of = std::vector<std::string>;
  const keys_of programs = add("program", "p", 4), events = add("event", "e", 8), o = add("organization", "o", 40),
                persons = add("person", "t", 6), cohorts = add("cohort", "g", 4), needs = add("need", "need", 9),
                practices = add("practice", "way", 4), offers = add("offer", "help", 4), goals = add("goal", "goal", 5),
                indicators = add("indicator", "figure", 2), courses = add("course", "course", 2);
  const auto joined = [](std::initializer_list<keys_of> lists) {
    keys_of some;
    for (const keys_of& list : lists) some.insert(some.end(), list.begin(), list.end());
    return some;
  };
  const keys_of members = joined({o, cohorts}), anybody = joined({o, cohorts, persons});
  const auto one_of = [&](const keys_of& some) { return some[rng.below(static_cast<std::uint32_t>(some.size()))]; };
  const auto tie = [&](const char* relation, const keys_of& from, const keys_of& to, std::uint32_t n) {
    for (std::uint32_t k = 0; k < n; ++k) {
      tie_properties p{.active = when(.8, .4), .status = status(), .weight = 1.0, .cite = rng.bernoulli(.2) ? "s" : ""};
      if (std::string_view{relation} == "supports")
        p.attributes = {{"reliability", 1 + static_cast<int>(rng.below(4))}};
      all.ties.push_back({relation, one_of(from), one_of(to), std::move(p)});
    }
  };
  tie("runs", o, programs, 6), tie("runs", o, events, 3), tie("participates_in", anybody, programs, 60);
  tie("part_of", joined({events, programs}), programs, 6), tie("delivers", joined({o, persons}), events, 9);
  tie("delivers", o, courses, 2), tie("attends", anybody, events, 40), tie("depends_on", events, events, 4);
  tie("supports", o, joined({o, programs}), 12), tie("member_of", anybody, joined({o, cohorts}), 8);
  tie("shares_knowledge_with", anybody, anybody, 8), tie("collaborates_with", anybody, anybody, 20);
  tie("has_need", anybody, needs, 25), tie("addresses", joined({practices, offers, events, programs}), needs, 14),
      tie("addresses", events, needs, 8);
  tie("offers", o, offers, 8), tie("uses", members, practices, 12),
      tie("pursues", joined({members, programs}), goals, 40);
  tie("measures", joined({o, programs}), indicators, 12);
  for (int k = 0; k < 80; ++k) {
    all.figures.push_back({.id = "f" + std::to_string(k),
                           .subject = one_of(members),
                           .label = one_of(indicators),
                           .value = decimal{5, 0},
                           .unit = rng.bernoulli(.8) ? "person" : "response",
                           .day = partial_date{make_date(k % 2 == 0 ? 2022 : 2023, 5, 31)},
                           .series = k % 3 == 0 ? "trained" : ""});
  }
  return all;
}

TEST(OwnWords, AreAnsweredAsTheBuiltInOnesInRandomHistories) {
  for (std::uint32_t replica = 0; replica < 3; ++replica) {
    const twins net{busy(replica)};
    const auto now = as_of(net.built_in, make_date(2023, 6, 30));
    for (const char* name :
         {"common_agenda", "shared_measurement", "mutually_reinforcing_activities", "activity_differentiation",
          "hand_off_share", "continuous_communication", "backbone_support", "member_turnover", "member_survival"})
      EXPECT_GT(asked(name)(measure_context{now}).value.value_or(0), 0) << name << " says something";
    EXPECT_GT(audited(net.built_in).size(), 10u);
    for (const snapshot* own : {&net.from_code, &net.from_folder}) {
      EXPECT_EQ(audited(net.built_in), audited(*own));
      const std::string where =
          " of " + std::to_string(replica) + (own == &net.from_code ? " in code" : " in a folder");
      expect_alike(all_held(net.built_in), all_held(*own), where);
      const view_options year{.window = interval{make_date(2022, 7, 1), make_date(2023, 7, 1)}};
      expect_alike(network_view{net.built_in, year}, network_view{*own, year}, " in a year" + where);
      for (const date day : {make_date(2022, 8, 15), make_date(2023, 6, 30)})
        expect_alike(as_of(net.built_in, day), as_of(*own, day), " on " + to_string(day) + where);
    }
  }
}

TEST(OwnWords, AreAnsweredAsTheBuiltInOnesOnManyDays) {
  const twins net{busy(7)};
  std::vector<date> days;
  for (int d = 0; d < 700; d += 90) days.push_back(make_date(2022, 1, 1) + std::chrono::days{d});
  std::vector<std::string> names, own_names;
  for (const auto& [name, own] : measures_of(measure_context{all_held(net.built_in)}))
    names.push_back(name), own_names.push_back(own);
  const auto built_in = measure_series(net.built_in, names, days);
  for (const snapshot* own : {&net.from_code, &net.from_folder}) {
    const auto points = measure_series(*own, own_names, days);
    ASSERT_EQ(points.size(), built_in.size());
    for (std::size_t k = 0; k < points.size(); ++k)
      expect_alike(built_in[k].value, points[k].value, built_in[k].measure + " on " + to_string(points[k].as_of));
  }
}

struct chairs {  // who chairs both runs it and belongs to it
  static constexpr std::string_view name = "chairs";
  static constexpr bool directed = true;
  static constexpr relation_traits traits = relation_traits::lead | relation_traits::membership;
  using source = kinds<organization>;
  using target = kinds<program>;
};

//   a chairs p: two traits, one tie; b runs p and heads it too, in two relations; c takes part
TEST(OwnWords, CountOnceWhatSeveralTraitsOrRelationsSay) {
  builder net;
  const auto a = net.add<organization>("a"), b = net.add<organization>("b"), c = net.add<organization>("c");
  const auto p = net.add<program>("p");
  const tie_properties for_a_year{.active = {.begin = make_date(2022, 1, 1), .end = make_date(2023, 1, 1)}};
  net.tie<chairs>(a, p, for_a_year);
  net.declare<own_words::heads>();
  const kind_index scheme = *net.schema().find_kind("scheme"), school = *net.schema().find_kind("school");
  const auto s = net.add_vertex(school, "s"), q = net.add_vertex(scheme, "q");
  net.add_tie(net.schema().relation_named("heads"), s, q);
  net.tie<runs>(b, p, for_a_year), net.tie<participates_in>(c, p, for_a_year);
  net.tie<participates_in>(b, p);  // of no known begin
  const snapshot all = net.freeze();
  EXPECT_EQ(member_organizations(all_held(all)).size(), 4u);
  EXPECT_EQ(organization_network(all_held(all)).graph.size(), 3u) << "a-b a-c b-c";
  const spell_survival stay = member_survival(as_of(all, make_date(2023, 6, 1)));
  EXPECT_EQ(stay.basis.denominator, 3) << "the spells of a, b and c";
  EXPECT_NEAR(stay.basis.coverage, 3.0 / 5, 1e-15) << "b's membership and s's lead have no begin";
}

}  // namespace
}  // namespace capnet
