#pragma once
/// A kind and a relation of one's own, with attributes of every type but text.
#include <string_view>

#include <capnet/model/builtin_attributes.hpp>
#include <capnet/model/kinds.hpp>
#include <capnet/model/relations.hpp>

namespace capnet {

struct clinic {
  static constexpr std::string_view name = "clinic";
  struct beds {
    static constexpr std::string_view name = "beds";
    static constexpr value_type type = value_type::integer;
    static constexpr capnet::meaning means = meaning::count;
    static constexpr std::string_view unit = "bed";
  };
  struct opened {
    static constexpr std::string_view name = "opened";
    static constexpr value_type type = value_type::date;
  };
  struct night {
    static constexpr std::string_view name = "night";
    static constexpr value_type type = value_type::yes_no;
  };
  struct owner {
    static constexpr std::string_view name = "owner";
    static constexpr value_type type = value_type::category;
  };
  using attributes = capnet::attributes<beds, opened, night, owner>;
};
struct refers_to {
  static constexpr std::string_view name = "refers_to";
  static constexpr bool directed = true;
  using source = kinds<clinic>;
  using target = kinds<clinic>;
  struct distance {
    static constexpr std::string_view name = "distance";
    static constexpr value_type type = value_type::number;
    static constexpr capnet::meaning means = meaning::length;
    static constexpr std::string_view unit = "km";
  };
  struct beds_kept {
    static constexpr std::string_view name = "beds_kept";
    static constexpr value_type type = value_type::integer;
  };
  using attributes = capnet::attributes<distance, attr::hours, beds_kept>;
};

}  // namespace capnet
