#pragma once
/// All that can be asked of a network.
#include <cstdint>
#include <string>

#include <capnet/metric/audit.hpp>
#include <capnet/network/builder.hpp>
#include <capnet/sim/data_hash.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

/// Every question there is, of every vertex and tie.
inline std::uint64_t ask_everything(const snapshot& net) {
  std::uint64_t sum = data_hash(net);
  for (std::size_t k = 0; k < net.schema().kind_count(); ++k) {
    for (const vertex_ref v : net.vertices(static_cast<kind_index>(k))) {
      (void)net.find(net.key(v));
      for (const std::string& alias : net.properties(v).aliases) (void)net.find(alias);
      sum += net.label(v).size() + net.region(v).size() + static_cast<std::size_t>(net.sector(v));
    }
  }
  const network_view held = as_of(net, make_date(2020, 6, 1));
  for (const layer& ties : net.layers()) {
    for (std::uint32_t row = 0; row < ties.rows(); ++row) sum += ties.record(row).properties.role.size();
    ties.for_each([&](std::uint32_t row, const dated_tie&) { sum += ties.record(row).properties.attributes.size(); });
    held.for_each_tie(ties.relation(),
                      [&](tie_ref t, const dated_tie& uv) { sum += net.tie(t).source.value + uv.target.value; });
    for (std::size_t k = 0; k < net.schema().kind_count(); ++k) {
      for (const vertex_ref v : net.vertices(static_cast<kind_index>(k))) {
        for (const tie_end& end : ties.out(v)) sum += net.label(end.vertex).size() + net.tie(end.tie).target.value;
        for (const tie_end& end : ties.in(v)) sum += net.label(end.vertex).size();
      }
    }
  }
  sum += audit(net).size();
  builder next{net};
  next.add<organization>("one more");
  sum += next.freeze().compacted().order();
  return sum;
}

}  // namespace capnet
