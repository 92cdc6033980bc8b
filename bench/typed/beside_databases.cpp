/// The two-hop question in embedded databases: one start after another, and all starts in one statement.
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>

#include "../databases/databases.hpp"
#include "parts.hpp"

namespace capnet::bench {
namespace {

void write_for_databases(const typed_case& made, const std::filesystem::path& folder) {
  const snapshot& net = made.net;
  std::ofstream vertices{folder / "vertices.csv"}, ties{folder / "ties.csv"}, list{folder / "starts.txt"};
  const kind_index organizations = made.organizations();
  const auto number = [&](vertex_ref v) {
    return v.kind == organizations ? v.value : v.value + net.order(organizations);
  };
  vertices << "id,kind,sector,region\n";
  ties << "relation,source,target,begin,end,weight\n";
  for (const auto& kind : {organizations, net.schema().index_of<program>()}) {
    for (const vertex_ref v : net.vertices(kind)) {
      vertices << number(v) << ',' << net.schema().name(kind) << ',' << net.schema().name(net.sector(v)) << ','
               << net.region(v) << '\n';
    }
  }
  net.layer<participates_in>().for_each([&](std::uint32_t, const dated_tie& uv) {
    const spell when = uv.when.when();
    ties << "participates_in," << number(uv.source) << ',' << number(uv.target) << ',' << to_string(when.begin.earliest)
         << ',' << (when.end == never_ends ? "" : to_string(when.end.earliest)) << ',' << uv.weight.value_or(1) << '\n';
  });
  for (const vertex_ref v : made.starts) list << number(v) << '\n';
}

/// Weights were written with six digits.
bool about(const typed_answer& ours, std::size_t results, double weight) {
  return ours.results == results && std::abs(ours.weight - weight) <= 1e-6 * std::abs(ours.weight);
}

}  // namespace

void run_beside_databases(const typed_case& made, const two_hop_times& ours, family_rows& rows) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("capnet_bench_" + std::to_string(::getpid()));
  std::filesystem::create_directory(folder);
  write_for_databases(made, folder);
  const query_plan plan = two_hop_plan(made.net);
  constexpr std::size_t singles = 200;  // they take milliseconds each
  for (const database_times& d :
       run_databases(folder.string(), (folder / "starts.txt").string(), to_string(made.day), singles)) {
    typed_answer same;
    for (std::size_t k = 0; k < std::min(d.queries, made.starts.size()); ++k)
      same += asking(made.net, plan)(made.starts[k]);
    const bool equal = about(same, d.results, d.top_weight);
    std::string beside = d.name;
    for (char& c : beside) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    rows.add("two-hop-p50-" + beside, 1, ours.p50, d.name, d.p50_s, 1'000, equal, made.rounds);
    rows.add("two-hop-p99-" + beside, 1, ours.p99, d.name, d.p99_s, 1'000, equal, made.rounds);
    for (const database_times::batch& b : d.batches) {
      rows.add("two-hop-batch-" + beside, b.threads, ours.batch[b.threads - 1], d.name, b.mean_s,
               b.threads == 1 ? 40 : 50, about(ours.all, b.results, b.top_weight), made.rounds);
    }
  }
  std::filesystem::remove_all(folder);
}

}  // namespace capnet::bench
