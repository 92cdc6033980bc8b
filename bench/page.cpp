#include "page.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <vector>

#include "text.hpp"

namespace capnet::bench {
namespace {

/// "skills|flow on 2026-11-29" as a cell of a table, which a bar would end: "skills, flow on 2026-11-29".
std::string listed(std::string filter) {
  for (std::size_t at = 0; (at = filter.find('|', at)) != std::string::npos;) filter.replace(at, 1, ", ");
  return filter;
}

std::string graph_of(const row& r) { return r.kernel.substr(0, r.kernel.find('/')); }

void write_head(std::ostream& out, const circumstances& run) {
  out << "# Performance\n\n"
         "Ours and packaged peers in turn, in one process, on the same data, with answers compared. Made from "
         "`bench/results` by\n"
         "`./dev bench --page docs/performance.md`; don't edit. What to expect on your machine, only your machine can "
         "say: `./dev bench`.\n\n"
         "| | |\n|---|---|\n"
      << "| measured | " << listed(run.date) << (run.quick ? ", the quick run" : "") << " |\n| machine | "
      << run.machine << "; our kernels chose " << run.simd << " |\n| ours | " << run.compiler
      << ", no `-march`: what users install |\n| peers | ";
  for (std::size_t k = 0; k < run.libraries.size(); ++k) out << (k == 0 ? "" : ", ") << run.libraries[k];
  out << " |\n\n"
         "Peers as Debian packages them; Boost.Graph, Eigen and LEMON, which are headers, with `-O3 -march=native`, in "
         "their favor.\n\n";
}

void write_rules(std::ostream& out) {
  out << "## How it is measured\n\n"
         "1. The same simple graph, sources and tolerance for all; counts and checksums must agree, or the run fails. "
         "Times are for one source (BFS,\n"
         "   SSSP) or one iteration (PageRank; `solve` is a whole solve, until the change is below 1e-10). One query "
         "at a time is not a batch.\n"
         "2. `build` takes the raw columns and gives a simple graph in both directions, sorted and without repeats, "
         "from every library. All other\n"
         "   structures are made before the clock starts.\n"
         "3. **Rows without a suffix** run on an `ordered_graph`, whose order by degree is made, and counted, in "
         "`build`, as freezing a network makes\n"
         "   it. **`-unordered` rows** run on a `compressed_graph` in the caller's own numbering: what a kernel does "
         "to the order is in its time. Vertex\n"
         "   numbers in and out are the caller's in both.\n"
         "4. Rounds A B C, A B C, ...; medians. *Spread* is the distance between the quartiles of our repetitions, "
         "over the median. A peer that needs\n"
         "   twice the best peer's time in the first round is not run again. At two threads the best of those with two "
         "and with one counts (`at 1`).\n"
         "5. *Times faster* is the best peer's time over ours. *Target*: what a row should reach "
         "(`bench/targets.hpp`); those of urand20 were stated over\n"
         "   peers that are not packaged too.\n"
         "6. *Limit*: the time that this machine needs to read the least bytes that the kernel must move "
         "(`bench/byte_model.hpp`), as a share of ours,\n"
         "   from the bandwidth measured in the same run for a buffer of that size. Empty where bytes don't bound the "
         "kernel.\n"
         "7. Warm: arrays up to 32 MiB come from a heap that gives nothing back to the system, for ours and theirs "
         "alike (`M_TRIM_THRESHOLD`), so that no\n"
         "   library pays for new pages by the history of the process. Ours asks for huge pages from 2 MiB on.\n"
         "8. A peer whose single run takes longer than all rounds may (20 s; .7 s in the quick run) is run once.\n\n";
}

void write_graph(std::ostream& out, const std::string& graph, const std::vector<const row*>& rows) {
  out << "## " << graph << "\n\n";
  if (graph == "typed") {
    out << "Questions to a typed, dated network, in the mean of 10,000 random starts unless a row says otherwise, each "
           "beside a plain loop over arrays that\nknows the question. `pipeline` is the question as the README writes "
           "it, from `from(...)` to `.rows()`, anew for each start; `two-hop` is the same\nquestion as a plan that is "
           "data. What is asked: nonprofits of the same region over participation on a day, the ten of largest "
           "weight.\n\n";
  }
  if (graph == "answers") {
    out << "What people ask of a network as a whole. `show` and `report`: a network of a million ties "
           "(`bench/generate/answered_network.hpp`), of which one date in fifty\nis known in part, beside reading its "
           "packed file and passing once over its ties; targets are twice that time, and three times that of `show`. "
           "`series-...`: a hundred days\nof a network of 100,000 ties beside a hundred single answers.\n\n";
  }
  if (graph == "ensembles") {
    out << "Experiments. `replicas`: a thousand replicas of twelve months' growth from 10,000 members on two threads "
           "beside one. `bands`: five quantiles with\ntheir intervals, of each step, beside the runs.\n\n";
  }
  if (graph == "simulate") {
    out << "Simulations (`bench/simulate.cpp`): a hundred steps of growth to a million members with two ties each, beside "
           "a loop by hand over arrays with\n`std::mt19937_64`; what writing each step down costs; freezing it, beside a "
           "bulk build of as many vertices and ties; twelve steps of rules of one's own\n(homophily, closure, turnover "
           "in April, forgetting) for a million organizations, beside the same by hand, and two threads beside one.\n\n";
  }
  if (graph == "flow") {
    out << "Samples of the independent cascade (`bench/flow.cpp`): ten arcs a vertex, of which a third are reached, "
           "beside a naive loop over arrays that draws 64 bits of\n`std::mt19937_64` for each arc; two threads beside "
           "one.\n\n";
  }
  out << "| kernel | threads | ours | best peer | | times faster | target | limit | spread | repetitions | slower "
         "peers |\n"
         "|---|---:|---:|---|---:|---:|---:|---:|---:|---:|---|\n";
  for (const row* r : rows) {
    out << "| " << r->kernel.substr(graph.size() + 1) << " | " << r->threads << " | " << duration(r->ours_s) << " | "
        << r->peer << " | " << (r->peer.empty() ? "" : duration(r->peer_s)) << " | " << ratio_text(r->ratio, "")
        << (r->checksum_equal ? "" : ", **answers differ**") << " | " << ratio_text(r->target, "")
        << (r->missed() ? " (missed)" : "") << " | " << percent(r->limit_fraction, "") << " | " << percent(r->spread)
        << " | " << r->repetitions << " | ";
    for (std::size_t k = 0; k < r->others.size(); ++k)
      out << (k == 0 ? "" : ", ") << r->others[k].name << ' ' << duration(r->others[k].seconds);
    out << " |\n";
  }
  out << '\n';
}

void write_misses(std::ostream& out, const record& all, const reasons& why) {
  const auto reached =
      std::count_if(all.rows.begin(), all.rows.end(), [](const row& r) { return r.target && !r.missed(); });
  const auto missed = std::count_if(all.rows.begin(), all.rows.end(), [](const row& r) { return r.missed(); });
  out << "## Below target\n\nOf " << reached + missed << " rows with a target, " << missed
      << (missed == 1 ? " misses" : " miss") << " it";
  if (missed == 0) {
    out << ".\n\n";
    return;
  }
  out << ". Why is written by hand (`bench/misses.md`); what was tried is "
         "in\n[bench/DEAD_ENDS.md](../bench/DEAD_ENDS.md).\n\n"
         "| kernel | threads | times faster than | | target | reached | why |\n|---|---:|---|---:|---:|---:|---|\n";
  for (const row& r : all.rows) {
    if (!r.missed()) continue;
    const auto reason = why.find(r.kernel);
    out << "| " << r.kernel << " | " << r.threads << " | " << r.peer << " | " << ratio_text(r.ratio) << " | "
        << ratio_text(r.target) << " | " << percent(*r.ratio / *r.target) << " | "
        << (reason == why.end() ? "" : reason->second) << " |\n";
  }
  out << '\n';
}

void write_scaling(std::ostream& out, const circumstances& run, const scaling_tables& scaling) {
  if (scaling.graphs.empty() && scaling.networks.empty()) return;
  const auto per = [](double seconds, std::size_t n) { return format("%.2f", seconds / static_cast<double>(n) * 1e9); };
  const auto share = [](std::size_t bytes, std::size_t n) {
    return format("%.1f", static_cast<double>(bytes) / static_cast<double>(n));
  };
  out << "## Scaling\n\nTime and memory against size; all cores; best of 7, 3 or, for networks of 10^8 ties, one; "
      << run.date << ", " << run.machine
      << ".\nLinear time is a constant number of nanoseconds down a column, as far as caches allow: 10^4 fits into the "
         "first two levels, 10^6 into the third.\n\n";
  if (!scaling.networks.empty()) {
    out << "### Typed, dated networks\n\nSix kinds, six relations, a weight for most ties and days for all "
           "(`bench/generate/typed_network.hpp`); a vertex for ten ties. "
           "*Check* is what the\nbuilder looks at, *freeze* sorts both directions by locality. Hot bytes: both "
           "directions, weights and days; cold ones are stored "
           "once. *Peak*: the\nmost memory that check and freeze held above the caller's columns, the snapshot itself "
           "included, over the snapshot's size; the "
           "second figure adds the\ncolumns (24 bytes a weighted tie), which must stay until the network is frozen.\n\n"
           "| ties | vertices | check | freeze | ns a tie | hot bytes a tie | cold bytes a tie | snapshot | peak / "
           "snapshot | with columns |\n"
           "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n";
    for (const network_scale& r : scaling.networks) {
      out << "| " << digits(r.ties) << " | " << digits(r.order) << " | " << duration(r.check_s) << " | "
          << duration(r.freeze_s) << " | " << per(r.check_s + r.freeze_s, r.ties) << " | " << share(r.hot_bytes, r.ties)
          << " | " << share(r.cold_bytes, r.ties) << " | " << size_text(static_cast<double>(r.snapshot_bytes()))
          << " | " << peak_text(r.peak_bytes, r.snapshot_bytes()) << " | "
          << peak_text(r.peak_bytes + r.column_bytes, r.snapshot_bytes()) << " |\n";
    }
    out << "\n*Open* reads a packed file's contents, warm; *first answer* opens it and asks the two-hop question "
           "(nonprofits of the same region over participation\non a day, the "
           "ten of largest weight) once. p50 and p99 are of that question from 10,000 random starts, in "
           "memory: hubs grow with the network, and with them\n"
           "what it finds. *Flatten* makes one simple graph of all relations, on which BFS (from its largest hub) and "
           "PageRank (an iteration of ten, fp64, what is\n"
           "made before the first included) run on all cores.\n\n"
           "| ties | write | file | open | first answer | p50 | p99 | flatten | ns a tie | BFS | ns an edge | PageRank "
           "| ns an edge |\n"
           "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n";
    for (const network_scale& r : scaling.networks) {
      out << "| " << digits(r.ties) << " | " << duration(r.write_s) << " | "
          << size_text(static_cast<double>(r.file_bytes)) << " | " << duration(r.open_s) << " | " << duration(r.first_s)
          << " | " << duration(r.p50_s) << " | " << duration(r.p99_s) << " | " << duration(r.flatten_s) << " | "
          << per(r.flatten_s, r.ties) << " | " << duration(r.bfs_s) << " | " << per(r.bfs_s, r.flat_edges) << " | "
          << duration(r.pagerank_s) << " | " << per(r.pagerank_s, r.flat_edges) << " |\n";
    }
    out << '\n';
  }
  if (!scaling.graphs.empty()) {
    out << "### Kronecker graphs\n\nBytes: both directions and both permutations, for each raw edge, kept or dropped. "
           "Peak: what the build took above its columns.\n\n"
           "| raw edges | vertices | build | ns an edge | BFS | ns an edge | PageRank | ns an edge | bytes an edge | "
           "peak / graph |\n"
           "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n";
    for (const graph_scale& r : scaling.graphs) {
      out << "| " << digits(r.edges) << " | " << digits(r.order) << " | " << duration(r.build_s) << " | "
          << per(r.build_s, r.edges) << " | " << duration(r.bfs_s) << " | " << per(r.bfs_s, r.edges) << " | "
          << duration(r.pagerank_s) << " | " << per(r.pagerank_s, r.edges) << " | " << share(r.bytes, r.edges) << " | "
          << peak_text(r.peak_bytes, r.bytes) << " |\n";
    }
    out << '\n';
  }
}

void write_limits(std::ostream& out, const machine_limits& limits) {
  out << "## What the machine can do\n\nIn the same run:\n\n| | 1 thread | 2 threads |\n|---|---:|---:|\n";
  for (std::size_t k = 0; k < limits.sequential[0].size(); ++k) {
    out << "| sequential read of " << size_text(static_cast<double>(limits.sequential[0][k].bytes)) << " | "
        << format("%.1f GB/s | %.1f GB/s |\n", limits.sequential[0][k].bytes_per_second / 1e9,
                  limits.sequential[1][k].bytes_per_second / 1e9);
  }
  out << format("| random 64-byte lines, 4 KiB pages | %.0f M/s | %.0f M/s |\n", limits.lines_small_pages[0] / 1e6,
                limits.lines_small_pages[1] / 1e6);
  out << format("| random 64-byte lines, huge pages | %.0f M/s | %.0f M/s |\n", limits.lines_huge_pages[0] / 1e6,
                limits.lines_huge_pages[1] / 1e6);
  for (std::size_t k = 0; k < limits.gathers[0].size(); ++k) {
    out << "| fp32 gather from " << size_text(static_cast<double>(limits.gathers[0][k].bytes)) << " | "
        << format("%.0f M/s | %.0f M/s |\n", limits.gathers[0][k].per_second / 1e6,
                  limits.gathers[1][k].per_second / 1e6);
  }
  out << '\n';
}

void write_again(std::ostream& out) {
  out << "## See it again\n\n```sh\n"
         "./dev bench                                       # installs the peers, runs all kernels\n"
         "./dev bench --quick                               # the same at scale 16, under 50 s after the build\n"
         "./dev bench --filter 'kron20/(bfs|components)'    # some kernels\n"
         "./dev bench --json FILE                           # the table as JSON\n"
         "./dev bench --record bench/results                # what this page is made of: the kernels' part\n"
         "./dev bench --scaling --record bench/results      # and the scaling tables\n"
         "./dev bench --page docs/performance.md            # this page\n"
         "./dev bench --quick --guard bench/baseline.json   # fails on a loss of speed\n"
         "./dev bench --quick --baseline bench/baseline.json   # new baselines and quick targets, of five runs\n"
         "```\n\n"
         "The guard compares ratios to the best peer, of the fastest repetitions, with the median of several runs; a "
         "row may lose three standard deviations of\n"
         "those runs, at least a fifth, and as much as earlier baselines allowed; what looks lost is measured again "
         "before it fails.\n";
}

}  // namespace

reasons read_reasons(const std::string& path) {
  std::ifstream in{path};
  if (!in)
    throw std::runtime_error{path +
                             ": can't be read; expected headings such as '## kron20/bfs' and a reason below each"};
  reasons why;
  std::string* reason = nullptr;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("## "))
      reason = &why[line.substr(3)];
    else if (reason != nullptr && !line.empty())
      *reason += (reason->empty() ? "" : " ") + line;
  }
  return why;
}

std::string as_page(const record& all, const reasons& why) {
  std::ostringstream out;
  write_head(out, all.run);
  write_rules(out);
  std::vector<std::string> graphs;
  for (const row& r : all.rows) {
    if (std::find(graphs.begin(), graphs.end(), graph_of(r)) == graphs.end()) graphs.push_back(graph_of(r));
  }
  for (const std::string& graph : graphs) {
    std::vector<const row*> rows;
    for (const row& r : all.rows) {
      if (graph_of(r) == graph) rows.push_back(&r);
    }
    write_graph(out, graph, rows);
  }
  write_misses(out, all, why);
  write_scaling(out, all.scaling_run, all.scaling);
  write_limits(out, all.limits);
  write_again(out);
  return out.str();
}

}  // namespace capnet::bench
