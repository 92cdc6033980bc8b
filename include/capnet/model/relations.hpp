#pragma once
/// How what exists is tied together: the domain on one page. A relation of your own is one struct like these.
#include <array>
#include <concepts>
#include <cstdint>
#include <string_view>

#include <capnet/model/builtin_attributes.hpp>
#include <capnet/model/kinds.hpp>

namespace capnet {

/// What becomes of a tie when one of its parties has ended. A `state` ends with them: who has closed employs nobody and
/// takes part in nothing. A `deed` stays done: a seminar stays delivered when its host has closed, and attended when it
/// is over.
enum class tie_nature : std::uint8_t { state, deed };

inline constexpr std::array<std::string_view, 2> tie_nature_names{"state", "deed"};

/// What measures ask of a relation, whatever its name; several may hold together (`a | b`).
enum class relation_traits : std::uint16_t {
  none = 0,
  membership = 1,    ///< the source belongs to the target: of a program, it takes part in it
  delivery = 2,      ///< the source provides the target, and is there when it takes place
  contact = 4,       ///< both ends meet; those who are tied so to one event meet each other
  hand_off = 8,      ///< the source takes up what the target has done
  agenda = 16,       ///< the source pursues the target
  measurement = 32,  ///< the source measures the target, an indicator
  need = 64,         ///< the source needs the target
  answer = 128,      ///< the source answers the target, which is needed
  lead = 256,        ///< the source runs the target: of a program, it takes part in it too
  activity = 512,    ///< the target is what the source does, other than by delivery or lead
  part = 1024        ///< the source is part of the target
};

inline constexpr std::array<std::string_view, 11> relation_trait_names{
    "membership", "delivery", "contact", "hand_off", "agenda", "measurement",
    "need",       "answer",   "lead",    "activity", "part"};

[[nodiscard]] constexpr relation_traits operator|(relation_traits a, relation_traits b) {
  return static_cast<relation_traits>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}
[[nodiscard]] constexpr bool share_one(relation_traits a, relation_traits b) {
  return (static_cast<unsigned>(a) & static_cast<unsigned>(b)) != 0;
}

/// A relation: its name, the kinds it admits at either end, and whether it has a direction. Its ties are states, unless
/// it says `static constexpr tie_nature nature = tie_nature::deed;` as well; with `static constexpr relation_traits
/// traits = relation_traits::membership;` it counts where measures ask for memberships. `using attributes = ...` lists
/// what is said of its ties (attribute.hpp), `weight` too if what it measures is to be known.
///
///     struct lends_books_to {
///       static constexpr std::string_view name = "lends_books_to";
///       using source = kinds<library>;
///       using target = kinds<organization, person>;
///       static constexpr bool directed = true;
///     };
template <class T>
concept tie_relation = requires {
  { T::name } -> std::convertible_to<std::string_view>;
  { T::directed } -> std::convertible_to<bool>;
  typename T::source;
  typename T::target;
};

namespace rel {

// clang-format off
#define CAPNET_RELATION(NAME, SOURCE, TARGET, DIRECTED, NATURE, TRAITS, ...) \
  struct NAME {                                                           \
    static constexpr std::string_view name = #NAME;                       \
    static constexpr bool directed = DIRECTED;                            \
    static constexpr tie_nature nature = tie_nature::NATURE;              \
    static constexpr relation_traits traits = relation_traits::TRAITS;    \
    using source = CAPNET_KINDS SOURCE;                                   \
    using target = CAPNET_KINDS TARGET;                                   \
    using attributes = capnet::attributes<__VA_ARGS__>;                   \
  }
#define CAPNET_KINDS(...) kinds<CAPNET_KINDS_1(__VA_ARGS__)>
#define CAPNET_KINDS_1(KIND, ...) kind::KIND __VA_OPT__(, CAPNET_KINDS_2(__VA_ARGS__))
#define CAPNET_KINDS_2(KIND, ...) kind::KIND __VA_OPT__(, CAPNET_KINDS_3(__VA_ARGS__))
#define CAPNET_KINDS_3(KIND, ...) kind::KIND __VA_OPT__(, CAPNET_KINDS_4(__VA_ARGS__))
#define CAPNET_KINDS_4(KIND) kind::KIND
#define CAPNET_MEMBER (organization, person, cohort)

// A deed is what was done, taught, reached or measured, and what something came of or was made part of.
// Who does what together.
CAPNET_RELATION(runs,                  (organization),                          (program, event), true, state, lead);
CAPNET_RELATION(participates_in,       CAPNET_MEMBER,                           (program), true, state, membership);
CAPNET_RELATION(succeeds,              (program),                               (program), true, deed, none);  ///< later -> earlier
CAPNET_RELATION(part_of,               (event, program),                        (program), true, deed, part);
CAPNET_RELATION(delivers,              (organization, person),                  (event, course), true, deed, delivery, attr::hours);
CAPNET_RELATION(attends,               CAPNET_MEMBER,                           (event), true, deed, contact, attr::hours);
CAPNET_RELATION(depends_on,            (event),                                 (event), true, deed, hand_off);  ///< later -> its need
CAPNET_RELATION(reaches,               (organization, program),                 (cohort), true, deed, none);  ///< through others
// Between organizations and people.
CAPNET_RELATION(supports,              (organization),                          (organization, program), true, state, none, attr::amount, attr::hours);
CAPNET_RELATION(funds,                 (organization),                          (organization, program), true, state, none, attr::amount);
CAPNET_RELATION(employs,               (organization),                          (person), true, state, none);
CAPNET_RELATION(member_of,             CAPNET_MEMBER,                           (organization, cohort), true, state, membership);
CAPNET_RELATION(shares_knowledge_with, CAPNET_MEMBER,                           CAPNET_MEMBER, true, state, contact);
CAPNET_RELATION(collaborates_with,     CAPNET_MEMBER,                           CAPNET_MEMBER, false, state, contact);
CAPNET_RELATION(located_in,            (organization, person, event, region),   (region), true, state, none);
// Skills. The weight is the level.
CAPNET_RELATION(has_skill,             (person, organization),                  (skill), true, state, none, attr::level, attr::evidence, attr::hours);
CAPNET_RELATION(requires_skill,        (organization, project, program),        (skill), true, state, none, attr::level, attr::importance, attr::evidence, attr::hours);
CAPNET_RELATION(teaches,               (event, course, person),                 (skill), true, deed, none, attr::level, attr::importance, attr::evidence, attr::hours);
// Needs and answers.
CAPNET_RELATION(has_need,              (organization, person, cohort, project), (need), true, state, need);
CAPNET_RELATION(addresses,             (practice, offer, event, program),       (need), true, state, answer);
CAPNET_RELATION(offers,                (organization, person),                  (offer), true, state, activity);
CAPNET_RELATION(uses,                  CAPNET_MEMBER,                           (tool, practice), true, state, activity);
CAPNET_RELATION(asks_for,              (organization),                          (project), true, state, none);
// Common agenda and shared measurement.
CAPNET_RELATION(pursues,               (organization, person, cohort, program), (goal), true, state, agenda);
CAPNET_RELATION(measures,              (program, organization),                 (indicator), true, deed, measurement);

#undef CAPNET_RELATION
#undef CAPNET_KINDS
#undef CAPNET_KINDS_1
#undef CAPNET_KINDS_2
#undef CAPNET_KINDS_3
#undef CAPNET_KINDS_4
#undef CAPNET_MEMBER
// clang-format on

}  // namespace rel

/// A list of relations, as `kinds` is one of kinds.
template <tie_relation... Relations>
struct relations {
  template <class Relation>
  static constexpr bool contains = (std::same_as<Relation, Relations> || ...);
  template <class Relation>
  static constexpr std::size_t place = detail::place_of<Relation, Relations...>();
  template <class Visitor>
  static constexpr void for_each(Visitor&& visit) {
    (visit(Relations{}), ...);
  }
};

using builtin_relations = relations<rel::runs, rel::participates_in, rel::succeeds, rel::part_of, rel::delivers,
                                    rel::attends, rel::depends_on, rel::reaches, rel::supports, rel::funds,
                                    rel::employs, rel::member_of, rel::shares_knowledge_with, rel::collaborates_with,
                                    rel::located_in, rel::has_skill, rel::requires_skill, rel::teaches, rel::has_need,
                                    rel::addresses, rel::offers, rel::uses, rel::asks_for, rel::pursues, rel::measures>;

#if !defined(CAPNET_NO_SHORT_NAMES)  // the old names, until 1.0 (kinds.hpp)
using rel::runs, rel::participates_in, rel::succeeds, rel::part_of, rel::delivers, rel::attends, rel::depends_on,
    rel::reaches, rel::supports, rel::funds, rel::employs, rel::member_of, rel::shares_knowledge_with,
    rel::collaborates_with, rel::located_in, rel::has_skill, rel::requires_skill, rel::teaches, rel::has_need,
    rel::addresses, rel::offers, rel::uses, rel::asks_for, rel::pursues, rel::measures;
#endif

}  // namespace capnet
