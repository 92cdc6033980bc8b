#pragma once
/// What exists in a capacity-building network. A kind of your own is one struct with a `name`, and the attributes that
/// its vertices have (attribute.hpp).
#include <concepts>
#include <string_view>

#include <capnet/model/builtin_attributes.hpp>

namespace capnet {

/// A kind: `struct library { static constexpr std::string_view name = "library"; };`
template <class T>
concept vertex_kind = requires {
  { T::name } -> std::convertible_to<std::string_view>;
} && !requires { T::directed; } && !requires { T::type; };

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

/// Several kinds, as either end of a relation.
template <vertex_kind... Kinds>
struct kinds {
  template <class Kind>
  static constexpr bool admits = (std::same_as<Kind, Kinds> || ...);
  template <class Visitor>
  static constexpr void for_each(Visitor&& visit) {
    (visit(Kinds{}), ...);
  }
};

/// Who can take part in something: an organization, a person, or a cohort of either.
using member = kinds<organization, person, cohort>;

namespace detail {

template <class Owner, class Tag>
inline constexpr bool lists_attribute = false;
template <class Owner, class Tag>
  requires requires { typename Owner::attributes; }
inline constexpr bool lists_attribute<Owner, Tag> = Owner::attributes::template has<Tag>;

}  // namespace detail

using builtin_kinds = kinds<organization, program, event, person, cohort, skill, need, practice, offer, goal, indicator,
                            project, course, tool, region>;

}  // namespace capnet
