#pragma once
/// Everything that was ever said about a network, in the order it was said. Only grows.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/core/id.hpp>
#include <capnet/model/figure.hpp>
#include <capnet/model/schema.hpp>
#include <capnet/model/status.hpp>

namespace capnet {

/// Line of a file, or nothing (0, 0). `file` counts from 1 in `event_log::files`.
struct origin {
  std::uint32_t file = 0;
  std::uint32_t line = 0;
  friend bool operator==(const origin&, const origin&) = default;
};

/// What is said of a vertex beside its kind and key. Empty or unknown unless given.
struct vertex_properties {
  std::string name{};
  std::string name_en{};
  capnet::sector sector = capnet::sector::unknown;
  std::string region{};
  std::optional<std::int64_t> size{};  ///< members of a cohort, staff of an organization
  spell existence{};
  capnet::status status = capnet::status::held;  ///< planned, ... for what exists only as a plan
  std::vector<std::string> aliases{};
  std::string cite{};
  std::vector<attribute> attributes{};
  origin where{};
};

/// What is said of a tie beside its relation and ends.
struct tie_properties {
  spell active{};
  capnet::status status = capnet::status::held;
  std::optional<double> weight{};
  std::optional<partial_date> recorded{};  ///< when it became known
  std::string role{};
  std::string cite{};
  std::vector<attribute> attributes{};
  origin where{};
};

struct vertex_record {
  std::string key{};
  vertex_properties properties{};
};

struct tie_record {
  vertex_ref source{};
  vertex_ref target{};
  tie_properties properties{};
  bool retracted = false;  ///< recorded in error: counts in no view; the row keeps its number
};

/// From `from` on, an attribute of the vertex had another value: its `sector` (by name), `region`, `size`, or one of
/// its own. Of several changes on one day the last one recorded holds.
struct change_record {
  vertex_ref vertex{};
  std::string attribute{};
  date from{};
  attribute_value value{};  ///< an empty text: unknown from then on
  std::string cite{};
  friend bool operator==(const change_record&, const change_record&) = default;
};

/// The log: plain rows, kept by kind and relation. The `builder` writes it and checks every row; a `snapshot` reads it.
struct event_log {
  capnet::schema schema{};
  std::vector<std::vector<vertex_record>> vertices{};  ///< [kind][id]
  std::vector<std::vector<tie_record>> ties{};         ///< [relation][row]
  std::vector<change_record> changes{};                ///< in order of recording
  std::vector<figure> figures{};
  std::vector<source> sources{};
  std::vector<std::string> files{};  ///< where rows were read from

  /// The file of an origin; empty if it names none.
  [[nodiscard]] std::string_view file_of(const origin& where) const {
    return where.file == 0 || where.file > files.size() ? std::string_view{} : std::string_view{files[where.file - 1]};
  }
};

}  // namespace capnet
