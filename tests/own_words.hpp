#pragma once
/// A domain in words of one's own, with the shape of the built-in one: each kind is one of a built-in one, each
/// relation has the traits of one, and no vertex or tie is of the built-in ones themselves.
#include <map>
#include <string>
#include <string_view>

#include <capnet/model/kinds.hpp>
#include <capnet/model/relations.hpp>
#include <capnet/network/builder.hpp>

namespace capnet::own_words {

#define OWN_KIND(NAME, IS)                          \
  struct NAME {                                     \
    static constexpr std::string_view name = #NAME; \
    using is = kind::IS;                            \
  }
OWN_KIND(scheme, program);
OWN_KIND(session, event);
OWN_KIND(school, organization);
OWN_KIND(teacher, person);
OWN_KIND(ring, cohort);
OWN_KIND(lack, need);
OWN_KIND(habit, practice);
OWN_KIND(help, offer);
OWN_KIND(aim, goal);
OWN_KIND(yardstick, indicator);
OWN_KIND(lesson, course);
OWN_KIND(gadget, tool);
#undef OWN_KIND

template <class>
struct kinds_in;
template <class... Kinds>
struct kinds_in<void(Kinds...)> {
  using list = kinds<Kinds...>;
};
#define OWN_RELATION(NAME, SOURCE, TARGET, DIRECTED, NATURE, TRAITS)   \
  struct NAME {                                                        \
    static constexpr std::string_view name = #NAME;                    \
    static constexpr bool directed = DIRECTED;                         \
    static constexpr tie_nature nature = tie_nature::NATURE;           \
    static constexpr relation_traits traits = relation_traits::TRAITS; \
    using source = kinds_in<void SOURCE>::list;                        \
    using target = kinds_in<void TARGET>::list;                        \
  }
OWN_RELATION(heads, (school), (scheme, session), true, state, lead);
OWN_RELATION(joins, (school, teacher, ring), (scheme), true, state, membership);
OWN_RELATION(belongs_to, (session, scheme), (scheme), true, deed, part);
OWN_RELATION(hosts, (school, teacher), (session, lesson), true, deed, delivery);
OWN_RELATION(visits, (school, teacher, ring), (session), true, deed, contact);
OWN_RELATION(builds_on, (session), (session), true, deed, hand_off);
OWN_RELATION(backs, (school), (school, scheme), true, state, none);
OWN_RELATION(sits_in, (school, teacher, ring), (school, ring), true, state, membership);
OWN_RELATION(tells, (school, teacher, ring), (school, teacher, ring), true, state, contact);
OWN_RELATION(works_with, (school, teacher, ring), (school, teacher, ring), false, state, contact);
OWN_RELATION(misses, (school, teacher, ring), (lack), true, state, need);
OWN_RELATION(meets, (habit, help, session, scheme), (lack), true, state, answer);
OWN_RELATION(lends, (school, teacher), (help), true, state, activity);
OWN_RELATION(keeps, (school, teacher, ring), (gadget, habit), true, state, activity);
OWN_RELATION(wants, (school, teacher, ring, scheme), (aim), true, state, agenda);
OWN_RELATION(counts, (scheme, school), (yardstick), true, deed, measurement);
#undef OWN_RELATION

/// Of each built-in kind and relation the own word.
inline const std::map<std::string, std::string, std::less<>> words{{"program", "scheme"},
                                                                   {"event", "session"},
                                                                   {"organization", "school"},
                                                                   {"person", "teacher"},
                                                                   {"cohort", "ring"},
                                                                   {"need", "lack"},
                                                                   {"practice", "habit"},
                                                                   {"offer", "help"},
                                                                   {"goal", "aim"},
                                                                   {"indicator", "yardstick"},
                                                                   {"course", "lesson"},
                                                                   {"tool", "gadget"},
                                                                   {"runs", "heads"},
                                                                   {"participates_in", "joins"},
                                                                   {"part_of", "belongs_to"},
                                                                   {"delivers", "hosts"},
                                                                   {"attends", "visits"},
                                                                   {"depends_on", "builds_on"},
                                                                   {"supports", "backs"},
                                                                   {"member_of", "sits_in"},
                                                                   {"has_need", "misses"},
                                                                   {"shares_knowledge_with", "tells"},
                                                                   {"addresses", "meets"},
                                                                   {"collaborates_with", "works_with"},
                                                                   {"offers", "lends"},
                                                                   {"uses", "keeps"},
                                                                   {"pursues", "wants"},
                                                                   {"measures", "counts"}};

/// The same declarations as files of a data folder: kinds in the order of the built-in ones, in which members are added
/// up, relations in another.
inline const std::string kinds_csv =
    "kind,is\nschool,organization\nscheme,program\nsession,event\nteacher,person\nring,cohort\nlack,need\n"
    "habit,practice\nhelp,offer\naim,goal\nyardstick,indicator\nlesson,course\ngadget,tool\n";
inline const std::string schema_csv =
    "relation,source_kinds,target_kinds,directed,nature,traits\n"
    "counts,scheme|school,yardstick,yes,deed,measurement\n"
    "wants,school|teacher|ring|scheme,aim,yes,state,agenda\n"
    "keeps,school|teacher|ring,gadget|habit,yes,state,activity\n"
    "lends,school|teacher,help,yes,state,activity\n"
    "meets,habit|help|session|scheme,lack,yes,state,answer\n"
    "misses,school|teacher|ring,lack,yes,state,need\n"
    "works_with,school|teacher|ring,school|teacher|ring,no,state,contact\n"
    "tells,school|teacher|ring,school|teacher|ring,yes,state,contact\n"
    "sits_in,school|teacher|ring,school|ring,yes,state,membership\n"
    "backs,school,school|scheme,yes,state,\n"
    "builds_on,session,session,yes,deed,hand_off\n"
    "visits,school|teacher|ring,session,yes,deed,contact\n"
    "hosts,school|teacher,session|lesson,yes,deed,delivery\n"
    "belongs_to,session|scheme,scheme,yes,deed,part\n"
    "joins,school|teacher|ring,scheme,yes,state,membership\n"
    "heads,school,scheme|session,yes,state,lead\n";

/// A builder that knows them by their structs.
inline builder declared() {
  builder net;
  const auto declare = [&]<class... Relations>(relations<Relations...>) { (net.declare<Relations>(), ...); };
  declare(relations<heads, joins, belongs_to, hosts, visits, builds_on, backs, sits_in, tells, works_with, misses,
                    meets, lends, keeps, wants, counts>{});
  return net;
}

}  // namespace capnet::own_words
