#include <capnet/network/builder.hpp>
#include <capnet/query/detail/query_text_parser.hpp>
#include <capnet/query/query_text.hpp>

#include <gtest/gtest.h>

namespace capnet {
namespace {

/// Kinds and relations with signs in them, which are words as they stand.
schema signed_words() {
  builder b;
  b.declare_kind("x:y"), b.declare_kind("not");
  const std::vector<kind_index> people{*b.schema().find_kind("person")};
  b.declare({.name = "v1.0:knows", .source_kinds = people, .target_kinds = people});
  return b.schema();
}

std::string written(const detail::text_word& word) { return word.quoted ? '"' + word.text + '"' : word.text; }
std::string written(const detail::text_term& term) {
  return term.name.text.empty()        ? '<' + written(term.value) + '>'
         : term.attribute.text.empty() ? term.name.text
                                       : term.name.text + ' ' + '.' + ' ' + written(term.attribute);
}
std::string written(const std::vector<detail::text_filter>& filters) {
  std::string text;
  for (const detail::text_filter& f : filters) {
    text += " [" + written(f.key) + ' ' + std::string{to_string(f.how)};
    for (const detail::text_word& value : f.values) text += ' ' + written(value);
    text += ']';
  }
  return text;
}
/// The parts of a query, a space between any two: "a : person [size > 3]", "- t : teaches ->"; "a" is a name alone.
std::string parts(std::string_view text) {
  static const schema known = signed_words();
  const detail::query_text query = detail::query_text_parser{known, text, {}}.parse();
  std::string out;
  for (std::size_t k = 0; k < query.sets.size(); ++k) {
    if (k > 0) {
      const detail::text_step& s = query.steps[k - 1];
      out += s.in ? " <-" : " -";
      if (!s.name.text.empty()) out += ' ' + s.name.text + " :";
      for (const detail::text_word& r : s.relations) out += ' ' + written(r);
      out += written(s.filters);
      if (s.fewest != 1 || s.most != 1) out += " {" + std::to_string(s.fewest) + ',' + std::to_string(s.most) + '}';
      out += s.out ? " -> " : " - ";
    }
    const detail::text_vertices& set = query.sets[k];
    out += set.name.text + (set.again() ? "" : set.name.text.empty() ? written(set.kind) : " : " + written(set.kind));
    out += written(set.filters);
  }
  for (const detail::text_condition& c : query.conditions)
    out += " | " + written(c.left) + ' ' + std::string{to_string(c.how)} + ' ' + written(c.right);
  return out;
}

TEST(QueryTextParser, ReadsNamesOfVerticesAndTies) {
  EXPECT_EQ(parts("a:person -knows-> b:*[size>3]"), "a : person - knows -> b : * [size > 3]");
  EXPECT_EQ(parts("a : person <-t: teaches|attends - b :*"), "a : person <- t : teaches attends - b : *")
      << "white space is free";
  EXPECT_EQ(parts("秋:\"my kind\" -knows- *"), "秋 : \"my kind\" - knows - *");
  EXPECT_EQ(parts("a:person -knows- person -knows- a"), "a : person - knows - person - knows - a")
      << "a name alone is the same vertex again";
  EXPECT_EQ(parts("a:person -knows- \"a\""), "a : person - knows - \"a\"") << "a quoted word is a kind";
  EXPECT_EQ(parts("orgs:person -knows- orgs"), "orgs : person - knows - orgs") << "a name wins over a word for a kind";
}

TEST(QueryTextParser, SplitsNoWordOfTheSchema) {
  EXPECT_EQ(parts("x:y -v1.0:knows-> x:ys"), "x:y - v1.0:knows -> x:ys");
  EXPECT_EQ(parts("a:x:y -t:v1.0:knows-> x:*"), "a : x:y - t : v1.0:knows -> x : *");
  EXPECT_EQ(parts("\"a:b\" -\"c:d\"-> *"), "\"a:b\" - \"c:d\" -> *") << "nor a quoted one";
  EXPECT_EQ(parts("not -where-> where"), "not - where -> where") << "keywords stand behind a path alone";
}

TEST(QueryTextParser, ReadsFiltersOfTies) {
  EXPECT_EQ(parts("event -t:teaches[hours>=5,evidence=test|\"self rating\"]-> skill"),
            "event - t : teaches [hours >= 5] [evidence = test \"self rating\"] -> skill");
  EXPECT_EQ(parts("a:* -knows|likes [weight>.5] {1,3}- *"), "a : * - knows likes [weight > .5] {1,3} - *");
  EXPECT_EQ(parts("event -teaches[]-> skill"), "event - teaches -> skill");
}

TEST(QueryTextParser, ReadsConditions) {
  const std::string path = "a:person -t:knows- b:* ", shown = "a : person - t : knows - b : *";
  EXPECT_EQ(parts(path + "where a!=b"), shown + " | a != b");
  EXPECT_EQ(parts(path + "where t.begin<2024-01-01 and 5>=a.\"in all\" and a.region = b.region"),
            shown + " | t . begin < <2024-01-01> | <5> >= a . \"in all\" | a . region = b . region");
  EXPECT_EQ(parts(path + "where t.weight > 1.5 and a.name = \"b\""),
            shown + " | t . weight > <1.5> | a . name = <\"b\">")
      << "numbers have no names in them, and a quoted word is a value";
  EXPECT_EQ(parts(path + "where a.name = and and b.name = where"), shown + " | a . name = <and> | b . name = <where>");
  EXPECT_EQ(parts(path + "where a.kind = x:y"), shown + " | a . kind = <x:y>");
}

TEST(QueryTextParser, PointsAtTheCharacterThatIsWrong) {
  struct fault {
    std::string text;
    std::size_t column;
    std::string message;
  };
  for (const fault& expected : std::vector<fault>{
           {"person:* -knows- *", 1, "'person' is a kind; expected another name"},
           {"a:* -knows- a:*", 13, "the name 'a' is given twice; expected another one"},
           {"a:* -a:knows- *", 6, "the name 'a' is given twice; expected another one"},
           {":* -knows- *", 1, "'' can't be a name; expected letters, without '.'"},
           {"a.b:* -knows- *", 1, "'a.b' can't be a name; expected letters, without '.'"},
           {"* : person", 1, "'*' can't be a name; expected letters, without '.'"},
           {"a:", 3, "the query ends here; expected a kind such as organizations, or * for any"},
           {"\"a\":person", 4,
            "found ':person'; expected a step such as -attends-> or <-attends-, 'where', or the end"},
           {"* -t:knows- t", 13, "'t' is the name of a tie; expected a vertex"},
           {"a:* -knows- a[size>3]", 14,
            "found '['; expected a step such as -attends-> or <-attends-, 'where', or the end"},
           {"* -t:knows{1,2}- *", 11, "a tie with a name is a single one; expected no {...}, or no name"},
           {"* -knows{1,2}[weight>1]- *", 14, "found '['; expected '->', or '-' for either direction"},
           {"* -t:- *", 6, "found '-'; expected a relation such as attends"},
           {"a:* -knows- b, b -knows- a", 14, "several paths in one query are not understood yet; expected one"},
           {"optional a -knows- b", 1, "paths with 'optional' are not understood yet; expected one without"},
           {"not ever a -knows- b", 1, "paths with 'not' are not understood yet; expected one without"},
           {"a:* where", 10,
            "the query ends here; expected a name, name.attribute or a value; one with signs stands in \"quotes\""},
           {"a:* where a", 12, "the query ends here; expected '=', '!=', '<', '<=', '>' or '>='"},
           {"a:* where a.=3", 13, "found '='; expected an attribute of 'a'"},
           {"a:* where a.size=3 b", 20, "found 'b'; expected 'and' and another condition, or the end"},
           {"a:* where a.size=3 -knows- b", 20, "found '-'; expected 'and' and another condition, or the end"},
           {"a:* where a.size=3|4", 19, "found '|'; expected 'and' and another condition, or the end"},
           {"a:* -t:knows- * where x.size=3", 23, "'x' names nothing; expected a or t, or a value in \"quotes\""},
           {"a:* where 3=\"a\"", 11, "a condition on no vertex or tie; expected a"},
           {"* where a.size=3", 9,
            "'a' names nothing; expected a name that is given before, as in a:person, or a value in \"quotes\""},
       }) {
    try {
      static_cast<void>(parts(expected.text));
      ADD_FAILURE() << expected.text << ": no error";
    } catch (const query_text_error& error) {
      EXPECT_EQ(error.problems().front().message, expected.message) << expected.text;
      EXPECT_EQ(error.problems().front().column, expected.column) << expected.text;
    }
  }
}

}  // namespace
}  // namespace capnet
