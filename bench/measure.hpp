#pragma once
/// Runs ours and theirs in turn on Google Benchmark, and compares the answers.
#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "contender.hpp"
#include "row.hpp"

namespace capnet::bench {

/// One who takes part in a group: a library at a number of threads.
struct contender {
  std::string name{};
  unsigned threads = 1;
  std::string variant{};  ///< of ours: what is added to the kernel's name, such as "-unordered"; its rows are its own
  bool ours = false;
  bool parallel = false;  ///< runs at other numbers of threads too; a peer stands in the rows of as many threads as it
                          ///< has, and more
  task work{};
};

/// Contenders with the same work, and therefore the same answer. The first is ours.
struct group {
  std::string kernel{};
  double units = 1;      ///< pieces of work in a run, such as iterations: times are divided by it
  double tolerance = 0;  ///< relative, of reals
  double floor = 0;      ///< reals below it are compared as if they were this large
  std::vector<contender> contenders{};
};

struct measure_options {
  std::size_t rounds = 7;  ///< at most, after the first, which warms up and is compared
  double seconds = 20;  ///< no new round of a group after that, but at least one; a peer that needs as long for one run
                        ///< is not run again
  double shortest = .005;  ///< a repetition runs its work until it lasts that long
  double left_behind =
      2;  ///< a peer that needs this many times the best peer's time in the first round is not run again
};

/// Rounds A B C, A B C, ...; medians. An answer that differs stands as `checksum_equal` false in the rows of that peer
/// or of all.
std::vector<row> measure(const group& all, const measure_options& options);

/// Empty if they agree, else how they differ.
std::string difference(const answer& ours, const answer& theirs, double tolerance, double floor);

}  // namespace capnet::bench
