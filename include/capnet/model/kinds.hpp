#pragma once
/// What exists in a capacity-building network. A kind of your own is one struct with a `name`, and the attributes that
/// its vertices have (attribute.hpp); it may be one of another.
///
/// The built-in kinds stand in capnet::kind, the built-in relations in capnet::rel (relations.hpp): they are everyday
/// words, and a program's own `need` or `offer` is another. Until 1.0 capnet has them by their old, short names too, as
/// it has `column`. A program that has such a name at global scope beside `using namespace capnet;` defines
/// CAPNET_NO_SHORT_NAMES before it includes capnet, and says `kind::need`; in a namespace of its own its own names win
/// anyhow. Parts of a program that define it and parts that don't link: the types are the same.
#include <concepts>
#include <cstddef>
#include <string_view>

#include <capnet/model/builtin_attributes.hpp>

namespace capnet {

/// A kind: `struct library { static constexpr std::string_view name = "library"; };`
///
/// With `using is = organization;` in it a library is an organization: it is admitted wherever one is, counted with
/// organizations, and found among them. What it is may itself be one of another kind.
template <class T>
concept vertex_kind = requires {
  { T::name } -> std::convertible_to<std::string_view>;
} && !requires { T::directed; } && !requires { T::type; };

/// A kind that says what it is one of.
template <class T>
concept specialized_kind = vertex_kind<T> && vertex_kind<typename T::is>;

namespace detail {

template <class Kind, class Other>
constexpr bool is_a() {
  if constexpr (std::same_as<Kind, Other>)
    return true;
  else if constexpr (specialized_kind<Kind>)
    return is_a<typename Kind::is, Other>();
  else
    return false;
}

}  // namespace detail

/// Whether a kind is another, or one of it at any remove.
template <vertex_kind Kind, vertex_kind Other>
inline constexpr bool is_a = detail::is_a<Kind, Other>();

namespace kind {

// clang-format off
struct organization { static constexpr std::string_view name = "organization"; };  ///< NPO, company, ...: sector.hpp
struct program      { static constexpr std::string_view name = "program"; };       ///< a lasting common undertaking
/// a seminar, meeting, forum
struct event {
  static constexpr std::string_view name = "event";
  using attributes = capnet::attributes<attr::hours, attr::cost, attr::seats>;
};
struct person       { static constexpr std::string_view name = "person"; };        ///< never added to organizations
struct cohort       { static constexpr std::string_view name = "cohort"; };        ///< known by its size on a date
struct skill        { static constexpr std::string_view name = "skill"; };
struct need         { static constexpr std::string_view name = "need"; };          ///< what someone says is missing
struct practice     { static constexpr std::string_view name = "practice"; };      ///< a way that answers a need
/// a standing offer of help
struct offer {
  static constexpr std::string_view name = "offer";
  using attributes = capnet::attributes<attr::capacity>;
};
struct goal         { static constexpr std::string_view name = "goal"; };
struct indicator    { static constexpr std::string_view name = "indicator"; };
/// work that asks for hands
struct project {
  static constexpr std::string_view name = "project";
  using attributes = capnet::attributes<attr::hours, attr::seats>;
};
struct course {
  static constexpr std::string_view name = "course";
  using attributes = capnet::attributes<attr::hours, attr::cost, attr::seats>;
};
struct tool         { static constexpr std::string_view name = "tool"; };
struct region       { static constexpr std::string_view name = "region"; };
// clang-format on

}  // namespace kind

namespace detail {

/// How many types stand before one in a list; all of them, if it is none.
template <class T, class... Ts>
constexpr std::size_t place_of() {
  std::size_t before = 0;
  bool found = false;
  ((found = found || std::same_as<T, Ts>, before += found ? 0 : 1), ...);
  return before;
}

}  // namespace detail

/// Several kinds, as either end of a relation.
template <vertex_kind... Kinds>
struct kinds {
  template <class Kind>
  static constexpr bool admits = (is_a<Kind, Kinds> || ...);
  template <class Kind>
  static constexpr std::size_t place = detail::place_of<Kind, Kinds...>();
  template <class Visitor>
  static constexpr void for_each(Visitor&& visit) {
    (visit(Kinds{}), ...);
  }
};

namespace kind {

/// Who can take part in something: an organization, a person, or a cohort of either.
using member = kinds<organization, person, cohort>;

}  // namespace kind

namespace detail {

/// Whether a kind, or one that it is one of, or a relation lists an attribute.
template <class Owner, class Tag>
constexpr bool lists() {
  if constexpr (requires { typename Owner::attributes; }) {
    if (Owner::attributes::template has<Tag>) return true;
  }
  if constexpr (requires { typename Owner::is; }) return lists<typename Owner::is, Tag>();
  return false;
}
template <class Owner, class Tag>
inline constexpr bool lists_attribute = lists<Owner, Tag>();

}  // namespace detail

using builtin_kinds = kinds<kind::organization, kind::program, kind::event, kind::person, kind::cohort, kind::skill,
                            kind::need, kind::practice, kind::offer, kind::goal, kind::indicator, kind::project,
                            kind::course, kind::tool, kind::region>;

#if !defined(CAPNET_NO_SHORT_NAMES)  // the old names, until 1.0
using kind::organization, kind::program, kind::event, kind::person, kind::cohort, kind::skill, kind::need,
    kind::practice, kind::offer, kind::goal, kind::indicator, kind::project, kind::course, kind::tool, kind::region,
    kind::member;
#endif

}  // namespace capnet
