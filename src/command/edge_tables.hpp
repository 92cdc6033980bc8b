#pragma once
/// A network from a file of nodes and a file of edges, for whoever has no more.
#include <string>

#include <capnet/io/data_folder.hpp>
#include <capnet/network/snapshot.hpp>

namespace capnet::command {

/// Reads `nodes` (a column id; kind, sector, name, name_en, region, size, begin, end, status where they stand) and
/// `edges` (source, target; relation, begin, end, status, weight). Without a kind a node is an organization, without a
/// relation an edge is `collaborates_with`. Other columns are passed over. Throws input_error with all problems.
[[nodiscard]] snapshot read_edge_network(const std::string& nodes, const std::string& edges,
                                         const data_folder_options& options);

}  // namespace capnet::command
