#pragma once
/// What part each organization plays in the organization network, and with whom it belongs together.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cstddef>
#include <optional>
#include <vector>

#include <capnet/metric/measure.hpp>

#include "report/picture.hpp"

namespace capnet::detail {

/// Roles and communities in what surely holds. An organization may have several roles:
/// - `backbone`: the one that the network hangs on (find_backbone);
/// - `bridge`: without it others would be cut off from each other (an articulation point);
/// - `connector`: linked to organizations of two or more known sectors beside its own;
/// - `peripheral`: none of these, with a single link; `alone`: without a link.
/// Communities are those that label propagation settles on, largest first; who is alone is in none.
class organization_roles {
 public:
  /// Pre: the context outlives this. Time that of the organization network and label propagation.
  explicit organization_roles(const measure_context& context);

  /// Adds `role`, a list of words, and `community`, a number from 1 on; each only where there is one.
  void write(vertex_ref v, boost::json::object& into) const;
  /// Adds `roles`, how many have each, and `communities`.
  void add(boost::json::object& payload, const picture& drawn) const;

 private:
  struct part {
    bool bridge = false, connector = false;
    std::size_t community = 0;  ///< 0: none
  };
  [[nodiscard]] boost::json::array words(vertex_index v) const;
  void find_communities();

  const network_reading& reading_;
  const flattened& flat_;
  std::optional<vertex_index> backbone_{};
  std::vector<part> parts_{};
  std::vector<std::vector<vertex_index>> communities_{};  ///< best linked members first
  bool settled_ = false;
};

}  // namespace capnet::detail
